package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"

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
