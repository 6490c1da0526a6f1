package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"

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
