package runtime_test

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"example.com/httpgen/examples/bookstore"
	"example.com/httpgen/runtime"
)

// How a service starts and ends.

// Run is all that a main function needs: it serves until SIGINT or SIGTERM, or Stop, and
// lets the requests in flight finish.
func ExampleApp_Run() {
	app := bookstore.New(bookstore.NewShop("secret"), quiet)
	time.AfterFunc(10*time.Millisecond, app.Stop) // somebody asks for the end
	if err := app.Run("127.0.0.1:0"); err != nil {
		log.Fatal(err)
	}
	fmt.Println("ended well")
	// Output: ended well
}

// Serve takes a listener and a context, for programs that do more than serve.
func ExampleApp_Serve() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()

	app := bookstore.New(bookstore.NewShop("secret"))
	ended := make(chan error)
	go func() { ended <- app.Serve(ctx, l) }()

	resp, err := http.Get("http://" + l.Addr().String() + bookstore.StatusURL())
	if err != nil {
		log.Fatal(err)
	}
	resp.Body.Close()
	fmt.Println(resp.Status)

	cancel()
	fmt.Println(<-ended)
	// Output:
	// 200 OK
	// <nil>
}

// Shutdown waits until the requests in flight are answered, as long as its context allows.
func ExampleApp_Shutdown() {
	app := bookstore.New(bookstore.NewShop("secret"), quiet)
	ended := make(chan error)
	go func() { ended <- app.Run("127.0.0.1:0") }()
	for !app.Ready() {
		time.Sleep(time.Millisecond)
	}
	fmt.Println("ready at", app.Addr().(*net.TCPAddr).IP)

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	fmt.Println(app.Shutdown(ctx), <-ended, app.Ready())
	// Output:
	// ready at 127.0.0.1
	// <nil> <nil> false
}

// A readiness probe on a listener of its own sees that the App is about to end, while
// PreDrain lets it go on.
func ExampleApp_Ready() {
	app := bookstore.New(bookstore.NewShop("secret"), runtime.PreDrain(5*time.Second))
	probe := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !app.Ready() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	mux := http.NewServeMux()
	mux.Handle("GET /ready", probe)
	askApp(mux, "GET /ready") // app has not begun
	// Output: 503
}
