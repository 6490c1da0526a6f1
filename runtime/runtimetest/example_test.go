package runtimetest_test

import (
	"fmt"
	"testing"

	"example.com/httpgen/examples/bookstore"
	"example.com/httpgen/runtime"
	"example.com/httpgen/runtime/runtimetest"
)

// A handler is called as the generated code calls it.
func ExampleNewRequest() {
	req := runtimetest.NewRequest("GET", "/status?day=Monday", runtimetest.Header("Accept-Language", "de"))
	resp, err := shop{}.Status(req)
	if err != nil {
		resp = runtime.ErrorResponse(req, err)
	}
	fmt.Print(runtimetest.Send(req, resp))
	// Output:
	// 200 OK
	// Content-Type: text/plain; charset=utf-8
	//
	// open on Monday
}

// A client asks the whole service: hooks, decoding, limits. (In a test, t is its own.)
func ExampleNewClient() {
	t := new(testing.T)
	c := runtimetest.NewClient(t, bookstore.New(shop{}))
	defer c.Close()
	fmt.Println(c.Get("/status?day=Friday").Want(t, 200).Text())
	fmt.Println(c.Get("/none").Status)
	// Output:
	// open on Friday
	// 404
}

type shop struct {
	bookstore.UnimplementedHandlers
}

// Status implements GET /status.
func (shop) Status(req runtime.Request) (runtime.Response, error) {
	return runtime.Text("open on " + req.Query().Get("day")), nil
}
