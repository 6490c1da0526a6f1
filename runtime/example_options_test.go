package runtime_test

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"time"

	"example.com/httpgen/examples/bookstore"
	"example.com/httpgen/runtime"
)

// Settings. The manifest's are defaults, which options given to New override; for what
// neither names there are those of each option's comment.

// What a request may be. Zero is the default, a negative value no limit.
func ExampleOption_limits() {
	app := bookstore.New(bookstore.NewShop("secret"),
		runtime.MaxBodySize(10<<20),  // in bytes; else 413
		runtime.MaxTargetSize(4<<10), // else 414
		runtime.MaxHeadSize(32<<10),  // else 431, as for the next three
		runtime.MaxLineSize(16<<10),
		runtime.MaxFields(50),
		runtime.MaxCookies(20),
		runtime.MaxConnections(10_000), // else 503
		runtime.MaxConnectionsPerIP(100),
	)
	askApp(app, "POST /echo", "", "hello")
	// Output:
	// 200 POST /echo?
	// hello
}

// How long each phase of a connection may take.
func ExampleOption_timeouts() {
	app := bookstore.New(bookstore.NewShop("secret"),
		runtime.HandshakeTimeout(5*time.Second), // of TLS
		runtime.FirstByteTimeout(5*time.Second), // of a new connection
		runtime.HeaderTimeout(5*time.Second),    // else 408
		runtime.ReadTimeout(20*time.Second),     // of a request with its body, else 408
		runtime.MinBodyRate(4<<10),              // in bytes per second, of a body that is streamed
		runtime.WriteTimeout(20*time.Second),    // without progress
		runtime.IdleTimeout(5*time.Minute),      // until the next request
	)
	askApp(app, "GET /status")
	// Output: 200 {"status":"ok"}
}

// What happens between the signal to stop and the end: the load balancer has 5 s to see
// that the App is not ready, then requests in flight have 10 s to finish.
func ExampleOption_shutdown() {
	app := bookstore.New(bookstore.NewShop("secret"),
		runtime.PreDrain(5*time.Second),
		runtime.DrainTimeout(10*time.Second),
	)
	askApp(app, "GET /status")
	// Output: 200 {"status":"ok"}
}

func ExampleMaxBodySize() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		text, err := req.Text()
		if err != nil {
			return runtime.Response{}, err
		}
		return runtime.Text(text), nil
	}
	app := newApp(handler, runtime.MaxBodySize(5))
	askApp(app, "POST /echo", "", "short")
	askApp(app, "POST /echo", "", "too long")
	// Output:
	// 200 short
	// 413 {"error": "Request Entity Too Large"}
}

// Past the time of a handler its context ends, and its client is told.
func ExampleTimeout() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		select {
		case <-time.After(time.Hour): // of work
			return runtime.Text("done"), nil
		case <-req.Context().Done():
			return runtime.Response{}, req.Context().Err()
		}
	}
	app := newApp(handler, runtime.Timeout(10*time.Millisecond))
	askApp(app, "GET /report")
	// Output: 503 {"error": "Service Unavailable"}
}

// Behind one's own proxies the client is whom they name; what it says itself of others
// counts for nothing.
func ExampleTrustForwarded() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Text(req.ClientIP().String()), nil
	}
	app := newApp(handler, runtime.TrustForwarded(netip.MustParsePrefix("192.0.2.0/24")))
	askApp(app, "GET /", "X-Forwarded-For: 10.0.0.1, 203.0.113.9")
	// Output: 200 203.0.113.9
}

// Values of Go types are read and written by a library of one's own choice; this one indents.
func ExampleJSONCodec() {
	indent := func(v any) ([]byte, error) { return json.MarshalIndent(v, "", "  ") }
	app := bookstore.New(bookstore.NewShop("secret"), runtime.JSONCodec(indent, json.Unmarshal))
	askApp(app, "GET /status")

	bookstore.New(bookstore.NewShop("secret"), runtime.JSONCodec(nil, nil)) // encoding/json again
	// Output:
	// 200 {
	//   "status": "ok"
	// }
}

// A service whose handlers keep what clients send leaves much garbage behind, beside little that
// lives; where it has a machine to itself the collector need not be so eager.
func ExampleMinHeap() {
	app := bookstore.New(bookstore.NewShop("secret"), runtime.MinHeap(64<<20))
	askApp(app, "GET /status")

	bookstore.New(bookstore.NewShop("secret"), runtime.MinHeap(0)) // the collector's own again
	// Output: 200 {"status":"ok"}
}

// What is kept of static files takes 64 MiB at most, or as much as a machine has for it.
func ExampleStaticCache() {
	app := bookstore.New(bookstore.NewShop("secret"), runtime.StaticFS("/public", public),
		runtime.StaticCache(8<<20))
	askApp(app, "GET /public/shop.css")
	// Output: 200 body { font: sans-serif }
}

// Certificates in files are read again when they have changed; everything else of TLS is
// in a configuration of crypto/tls.
func ExampleTLSFiles() {
	app := bookstore.New(bookstore.NewShop("secret"), quiet,
		runtime.TLSFiles("cert.pem", "key.pem"),
		runtime.TLS(&tls.Config{MinVersion: tls.VersionTLS13}),
	)
	err := app.Run("127.0.0.1:0")
	fmt.Println(errors.Is(err, fs.ErrNotExist)) // there are none here
	// Output: true
}

// TLS with a certificate that the program has itself.
func ExampleTLS() {
	test := httptest.NewTLSServer(nil) // for its certificate and the client that trusts it
	defer test.Close()
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Text(tls.VersionName(req.TLS().Version)), nil
	}
	app := newApp(handler, runtime.TLS(&tls.Config{Certificates: test.TLS.Certificates}))

	url, stop := serve(app)
	defer stop()
	resp, err := test.Client().Get("https" + url)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.StatusCode, bodyOf(resp))
	// Output: 200 TLS 1.3
}

// HTTP/2 without TLS, as proxies speak it to backends that they know.
func ExampleH2C() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Text("hello"), nil
	}
	url, stop := serve(newApp(handler, runtime.H2C()))
	defer stop()
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	client := &http.Client{Transport: &http.Transport{Protocols: protocols}}
	defer client.CloseIdleConnections()
	resp, err := client.Get("http" + url)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Proto, bodyOf(resp))
	// Output: HTTP/2.0 hello
}

// Load balancers that pass connections on tell of the client in a header of their own.
func ExampleProxyProtocol() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Text(req.ClientIP().String()), nil
	}
	app := newApp(handler, runtime.ProxyProtocol(netip.MustParsePrefix("127.0.0.0/8")))
	url, stop := serve(app)
	defer stop()
	fmt.Println(exchange(url, "PROXY TCP4 203.0.113.9 192.0.2.1 4711 80\r\n"+
		"GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
	// Output: 200 203.0.113.9
}

// Several sockets on one port, on Linux: one for each core, and another process may take
// over without losing a connection. Run says where that cannot be had.
func ExampleReusePort() {
	app := bookstore.New(bookstore.NewShop("secret"), quiet, runtime.ReusePort(-1))
	fmt.Println(app.Run("unix:/run/shop.sock"))
	// Output: listen tcp: the option ReusePort is for host:port on Linux
}

func ExampleUse() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Text("hello"), nil
	}
	stamp := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Path", r.URL.Path)
			next.ServeHTTP(w, r)
		})
	}
	url, stop := serve(newApp(handler, runtime.Use(stamp)))
	defer stop()
	resp, err := http.Get("http" + url + "/x")
	if err != nil {
		fmt.Println(err)
		return
	}
	resp.Body.Close()
	fmt.Println(resp.Status, resp.Header.Get("X-Path"))
	// Output: 200 OK /x
}
