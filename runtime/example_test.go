package runtime_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"example.com/httpgen/examples/bookstore"
	"example.com/httpgen/examples/bookstore/model"
	"example.com/httpgen/runtime"
)

// shop implements the interface that httpgen has written from routes.yaml. Embedding
// UnimplementedHandlers lets a service begin with some of its routes; the others answer 501.
type shop struct {
	bookstore.UnimplementedHandlers
}

// Status implements GET /status: it makes the answer itself.
func (shop) Status(req runtime.Request) (runtime.Response, error) {
	return runtime.Text("open on " + req.Query().Get("day")), nil
}

// GetBook implements GET /books/<isbn:id>: it returns a value, which is sent as JSON.
func (shop) GetBook(req runtime.Request, id model.ISBN) (*model.Book, error) {
	if id != "9780134190440" {
		return nil, runtime.Errorf(404, "no book %s", id)
	}
	return &model.Book{ISBN: id, Title: "The Go Programming Language", Cents: 3900}, nil
}

// A service: handlers, the generated New, and an App that serves. In a main function the
// App has its own server, app.Run("127.0.0.1:8000").
func Example() {
	app := bookstore.New(shop{}, runtime.MaxBodySize(64<<10))
	server := httptest.NewServer(app)
	defer server.Close()

	book := bookstore.GetBookURL("9780134190440")
	for _, url := range []string{"/status?day=Monday", book, "/events"} {
		resp, err := http.Get(server.URL + url)
		if err != nil {
			fmt.Println(err)
			return
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		fmt.Printf("%d %s\n", resp.StatusCode, body)
	}
	// Output:
	// 200 open on Monday
	// 200 {"isbn":"9780134190440","title":"The Go Programming Language","cents":3900,"stock":0}
	// 501 {"error": "Events is not implemented"}
}
