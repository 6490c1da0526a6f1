// Package service has libraries that people put behind net/http answer its routes and mounts:
// WebSocket by two of them, a proxy, profiles, metrics, files, and RPC.
package service

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httputil"
	"net/http/pprof"
	"net/url"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"example.com/httpgen/runtime"
)

// Service has the handlers.
type Service struct {
	// Upstream is what Proxy and Forward hand requests on to.
	Upstream *url.URL
	Dir      fs.FS                // of Files
	Counts   *prometheus.Registry // of Metrics
}

// Page is an empty page, for browsers that are told what to do.
func (Service) Page(runtime.Request) (string, error) {
	return "<!doctype html><title>interop</title>", nil
}

// Item tells its number.
func (Service) Item(_ runtime.Request, id int) (string, error) { return fmt.Sprint("item ", id), nil }

// Profiles are those of net/http/pprof.
func (Service) Profiles() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}

// Files are those of Dir.
func (s Service) Files() http.Handler { return http.FileServerFS(s.Dir) }

// Metrics are those of Counts.
func (s Service) Metrics() http.Handler {
	return promhttp.InstrumentMetricHandler(s.Counts, promhttp.HandlerFor(s.Counts, promhttp.HandlerOpts{}))
}

// Proxy hands requests on, below a prefix that is taken off.
func (s Service) Proxy() http.Handler {
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(s.Upstream)
		r.SetXForwarded()
	}}
}

// Forward hands them on as a route does that knows where to.
func (s Service) Forward(w http.ResponseWriter, r *http.Request, rest string) {
	proxy := httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(s.Upstream)
		r.Out.URL.Path, r.Out.URL.RawPath = "/"+rest, ""
	}}
	proxy.ServeHTTP(w, r)
}
