// Package web is one handler of net/http behind our server and behind net/http's, over HTTP/1.1 and
// HTTP/2, and connections that it takes over.
package web

//go:generate go tool httpgen generate -o . routes.yaml

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"

	"example.com/httpgen/runtime"
)

// Hello is what the handlers answer.
const Hello = "Hello, World!"

type handlers struct{}

func (handlers) Text(runtime.Request) (runtime.Response, error) { return runtime.Text(Hello), nil }

// Handler is the handler of net/http.
func (handlers) Handler(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, Hello)
}

// Upgrade takes the connection over, as a library for WebSocket does, and waits for a first byte. It
// keeps no buffer: what a library has is its own.
func (handlers) Upgrade(w http.ResponseWriter, _ *http.Request) {
	nc, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer nc.Close()
	_, _ = io.WriteString(nc, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: idle\r\n\r\n")
	_, _ = nc.Read(make([]byte, 1))
}

// A Server serves /handler and /upgrade, ours also /text; with TLS HTTP/2 is offered.
type Server struct {
	Name  string
	Serve func(l net.Listener, config *tls.Config) error
}

// Servers are ours, and net/http's with its ServeMux.
var Servers = []Server{{"httpgen", ours}, {"net-http", theirs}}

func ours(l net.Listener, config *tls.Config) error {
	opts := []runtime.Option{runtime.Logger(slog.New(slog.DiscardHandler)), runtime.MaxConnections(0)}
	if config != nil {
		opts = append(opts, runtime.TLS(config))
	}
	return New(handlers{}, opts...).Serve(context.Background(), l)
}

func theirs(l net.Listener, config *tls.Config) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /handler", handlers{}.Handler)
	mux.HandleFunc("GET /upgrade", handlers{}.Upgrade)
	server := &http.Server{Handler: mux, TLSConfig: config}
	if config != nil {
		return server.ServeTLS(l, "", "")
	}
	return server.Serve(l)
}

// Find is the server of a name.
func Find(name string) (Server, error) {
	for _, s := range Servers {
		if s.Name == name {
			return s, nil
		}
	}
	return Server{}, fmt.Errorf("no server %q", name)
}
