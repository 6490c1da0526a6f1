package runtime_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"sync/atomic"
	"syscall"
	"time"

	"example.com/httpgen/examples/bookstore"
	"example.com/httpgen/runtime"
)

// What services need beside routes.

// A service that is not to be sent requests before its cache is filled. The manifest says
// `health: {ready: /readyz}`.
func ExampleReadyCheck() {
	filled := false
	app := bookstore.New(bookstore.NewShop("secret"), runtime.Logger(slog.New(slog.DiscardHandler)),
		runtime.ReadyCheck(func(context.Context) error {
			if !filled {
				return errors.New("the cache is not filled")
			}
			return nil
		}))
	probe := func() int {
		w := httptest.NewRecorder()
		app.ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
		return w.Code
	}
	fmt.Println(probe())
	filled = true
	fmt.Println(probe())
	// Output:
	// 503
	// 200
}

// The origin of the server that a page is developed on, beside those of the manifest.
func ExampleAllowOrigins() {
	app := bookstore.New(bookstore.NewShop("secret"), runtime.AllowOrigins("http://localhost:*"))
	for _, origin := range []string{"https://books.example.com", "http://localhost:5173", "https://evil.example"} {
		r := httptest.NewRequest(http.MethodGet, "/status", nil)
		r.Header.Set("Origin", origin)
		w := httptest.NewRecorder()
		app.ServeHTTP(w, r)
		fmt.Printf("%s: %q\n", origin, w.Header().Get("Access-Control-Allow-Origin"))
	}
	// Output:
	// https://books.example.com: "https://books.example.com"
	// http://localhost:5173: "http://localhost:5173"
	// https://evil.example: ""
}

// A coding that a library brings: here one that reads and writes what it is given. The manifest
// says `compress: [rot0]`; gzip needs no option, and Compressions(Gzip(9)) changes its level.
func ExampleCompressions() {
	known := []runtime.Option{runtime.Compressions(rot0{}, runtime.Gzip(9))}
	_ = bookstore.New(bookstore.NewShop("secret"), known...)

	z := rot0{}.NewWriter(os.Stdout)
	fmt.Fprintln(z, "smaller")
	z.Close()
	// Output:
	// smaller
}

// rot0 is a Compression that compresses nothing.
type rot0 struct{}

func (rot0) Name() string { return "rot0" }
func (rot0) NewWriter(w io.Writer) runtime.CompressionWriter {
	return &rot0Writer{w}
}
func (rot0) NewReader(r io.Reader) (io.ReadCloser, error) { return io.NopCloser(r), nil }

type rot0Writer struct{ io.Writer }

func (*rot0Writer) Flush() error         { return nil }
func (*rot0Writer) Close() error         { return nil }
func (z *rot0Writer) Reset(to io.Writer) { z.Writer = to }

// What of the outside is taken: hosts, and what pages of other origins have a browser send. Then
// fields that have browsers be careful.
func ExampleOption_safety() {
	app := newApp(func(runtime.Request) (runtime.Response, error) { return runtime.Text("a book"), nil },
		runtime.HostAllowed("books.example.com", "*.books.example.com"),
		runtime.CrossOriginProtection("https://partner.example"),
		runtime.SecureHeaders(runtime.SecureFields{FrameOptions: "SAMEORIGIN"}),
	)
	ask := func(method, host, site string) {
		r := httptest.NewRequest(method, "http://"+host+"/books/9780134190440", nil)
		r.Header.Set("Sec-Fetch-Site", site)
		w := httptest.NewRecorder()
		app.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Header().Get("X-Frame-Options"))
	}
	ask("GET", "books.example.com", "cross-site")
	ask("GET", "evil.example", "none")
	ask("POST", "books.example.com", "cross-site")
	// Output:
	// 200 SAMEORIGIN
	// 421 SAMEORIGIN
	// 403 SAMEORIGIN
}

// A limit for each client, by a hook of the manifest: `hooks: {before: [Limit]}`. IPv6 clients have
// a whole /64.
func ExampleRateLimit() {
	perClient := runtime.RateLimit[netip.Prefix]{Requests: 2, Per: time.Minute}
	limit := func(req runtime.Request) (*runtime.Response, error) {
		ip := req.ClientIP()
		client, err := ip.Prefix(min(ip.BitLen(), 64))
		if err != nil {
			return nil, err
		}
		return nil, perClient.Take(client)
	}
	app := newApp(func(req runtime.Request) (runtime.Response, error) {
		if _, err := limit(req); err != nil {
			return runtime.Response{}, err
		}
		return runtime.Text("a book"), nil
	})
	for range 3 {
		askApp(app, "GET /books/9780134190440")
	}
	// Output:
	// 200 a book
	// 200 a book
	// 429 {"error": "Too Many Requests"}
}

// Lines of the access log that can be found again: by the id that a proxy of one's own gave, by the
// trace, and by what the handler knows.
func ExampleRequestIDs() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		req.LogAttr(slog.String("shelf", "B12"))
		return runtime.Text("request " + req.ID()), nil
	}
	app := newApp(handler, runtime.AccessLog(steadyLog()), runtime.RequestIDs(), runtime.LogTrace(),
		runtime.TrustForwarded(netip.MustParsePrefix("192.0.2.0/24")),
		runtime.LogSampled(1), // 100: one line of a hundred requests that went well
		runtime.LogWhen(func(o runtime.Observation) bool { return o.Path != "/healthz" }),
	)
	r := httptest.NewRequest("GET", "/books/9780134190440", nil)
	r.Header.Set("X-Request-Id", "7f3c")
	r.Header.Set("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)
	fmt.Println(w.Body)
	// Output:
	// level=INFO msg=request method=GET path=/books/9780134190440 proto=HTTP/1.1 route=/books/<isbn> status=200 bytes=12 remote=192.0.2.1:1234 request_id=7f3c shelf=B12 trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7 trace_flags=01
	// request 7f3c
}

// counted is a Tally that adds up; contrib/prometheus has one.
type counted struct{ requests, bytes atomic.Int64 }

func (c *counted) Begin() { c.requests.Add(1) }

func (c *counted) End(f runtime.Figures) { c.bytes.Add(f.Bytes) }

// Figures of all requests, without a cost that would be felt.
func ExampleCount() {
	var figures counted
	app := newApp(func(runtime.Request) (runtime.Response, error) { return runtime.Text("a book"), nil },
		runtime.Count(&figures))
	askApp(app, "GET /books/9780134190440")
	fmt.Println(figures.requests.Load(), "request,", figures.bytes.Load(), "bytes,", app.Connections(), "connections")
	// Output:
	// 200 a book
	// 1 request, 6 bytes, 0 connections
}

// Certificates: the server's in files that are read again when they change, and at SIGHUP; the
// client's, of an authority of one's own.
func ExampleRequest_ClientCertificate() {
	authorities := x509.NewCertPool() // and those of a file by AppendCertsFromPEM
	app := newApp(func(req runtime.Request) (runtime.Response, error) {
		client := req.ClientCertificate()
		if client == nil {
			return runtime.Response{}, runtime.Errorf(403, "a certificate is needed")
		}
		return runtime.Text("a book for " + client.Subject.CommonName), nil
	},
		runtime.TLS(&tls.Config{ClientAuth: tls.VerifyClientCertIfGiven, ClientCAs: authorities}),
		runtime.TLSFiles("server.crt", "server.key"),
		runtime.ReloadTLS(syscall.SIGHUP),
	)
	askApp(app, "GET /books/9780134190440")
	// Output:
	// 403 {"error": "a certificate is needed"}
}
