package runtime_test

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"

	"example.com/httpgen/examples/bookstore"
	"example.com/httpgen/runtime"
)

// An App among the handlers of net/http.

// An App is an http.Handler: here below a prefix, beside other handlers.
func ExampleApp_ServeHTTP() {
	shop := bookstore.New(bookstore.NewShop("secret"))
	mux := http.NewServeMux()
	mux.Handle("/shop/", http.StripPrefix("/shop", shop))
	mux.HandleFunc("GET /old", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "as ever")
	})

	askApp(mux, "GET /shop/status")
	askApp(mux, "GET /old")
	// Output:
	// 200 {"status":"ok"}
	// 200 as ever
}

// Middleware in front of an App finds the route's pattern and parameters where those of
// ServeMux are, once the App has answered.
func ExampleApp_ServeHTTP_middleware() {
	shop := bookstore.New(bookstore.NewShop("secret"))
	counted := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shop.ServeHTTP(w, r)
		fmt.Println("one more of", r.Pattern, "for", r.PathValue("id"))
	})
	askApp(counted, "GET /books/9780201633610")
	// Output:
	// one more of /books/<isbn:id> for 9780201633610
	// 200 {"isbn":"9780201633610","title":"Design Patterns","cents":4100,"stock":0}
}

// A test of a service needs no socket.
func ExampleApp_ServeHTTP_test() {
	app := bookstore.New(bookstore.NewShop("secret"))
	w := httptest.NewRecorder()
	app.ServeHTTP(w, httptest.NewRequest("GET", bookstore.GetBookURL("9780131103627"), nil))
	fmt.Println(w.Code, w.Header().Get("Content-Type"))
	// Output: 200 application/json; charset=utf-8
}

// An http.Server in front, as HTTP/2 needs one, tells the App of its end.
func ExampleApp_Stop() {
	app := bookstore.New(bookstore.NewShop("secret"), runtime.Timeout(0))
	server := &http.Server{Handler: app}
	server.RegisterOnShutdown(app.Stop) // ends streams, which the server would wait for

	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	ended := make(chan error)
	go func() { ended <- server.Serve(l) }()
	fmt.Println(server.Shutdown(context.Background()), <-ended)
	// Output: <nil> http: Server closed
}
