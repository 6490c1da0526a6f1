package runtime_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"example.com/httpgen/runtime"
	"example.com/httpgen/runtime/match"
)

// What examples share lives here: a handler by itself, and its answer printed.

// handler is what a method of a generated interface is, without parameters of the path.
type handler = func(req runtime.Request) (runtime.Response, error)

// quiet is for examples that would log beside their output.
var quiet = runtime.Logger(slog.New(slog.DiscardHandler))

// ask has the handler answer a request and prints status and body. The request is a line
// "GET /path", then header fields, and behind an empty line the body.
func ask(h handler, request ...string) { askApp(newApp(h), request...) }

// dump has the handler answer a request and prints status, header and body, without what
// every answer has.
func dump(h handler, request ...string) {
	resp := send(newApp(h), request)
	fmt.Println(resp.StatusCode, http.StatusText(resp.StatusCode))
	for _, name := range slices.Sorted(maps.Keys(resp.Header)) {
		for _, value := range resp.Header[name] {
			if name != "Date" && name != "Content-Length" {
				fmt.Printf("%s: %s\n", name, value)
			}
		}
	}
	if body := bodyOf(resp); body != "" {
		fmt.Printf("\n%s\n", body)
	}
}

// askApp is ask of an App, or of what stands in front of it.
func askApp(h http.Handler, request ...string) {
	resp := send(h, request)
	fmt.Println(strings.TrimSpace(fmt.Sprint(resp.StatusCode, " ", bodyOf(resp))))
}

// send gives a request to a handler as net/http would.
func send(h http.Handler, request []string) *http.Response {
	fields, body := request[1:], ""
	if end := slices.Index(fields, ""); end >= 0 {
		fields, body = fields[:end], strings.Join(fields[end+1:], "\n")
	}
	method, target, _ := strings.Cut(request[0], " ")
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for _, field := range fields {
		name, value, _ := strings.Cut(field, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func bodyOf(resp *http.Response) string {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(string(body), "\n")
}

// newApp is an App whose routes, GetBook and Anything, are all answered by one handler. It
// stands for the New of a generated package.
func newApp(h handler, opts ...runtime.Option) *runtime.App {
	dispatch := func(x *runtime.Exchange, path string) (runtime.Response, error) {
		isbn, ok := strings.CutPrefix(path, "/books/")
		if x.Entered = 2; ok && isbn != "" && match.SegmentEnd(isbn) == len(isbn) {
			x.Entered = 1
		}
		if x.Asked {
			return runtime.Response{}, nil
		}
		return h(x.Request())
	}
	table := runtime.NewTable([]runtime.Route{
		{Name: "GetBook", Methods: []string{"*"}, Pattern: "/books/<isbn>"},
		{Name: "Anything", Methods: []string{"*"}, Pattern: "/<path:rest>"},
	}, nil, dispatch, nil)
	opts = append([]runtime.Option{quiet}, opts...)
	return runtime.NewApp(runtime.Service{Table: table, Dispatch: dispatch}, opts...)
}

// serve has an App serve on a port of its own until stop is called; url begins with "://".
func serve(app *runtime.App) (url string, stop func()) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	ended := make(chan error)
	go func() { ended <- app.Serve(context.Background(), l) }()
	return "://" + l.Addr().String(), func() { app.Stop(); <-ended }
}

// exchange sends bytes to an App that serves and returns status and body of the answer.
func exchange(url, request string) string {
	nc, err := net.Dial("tcp", strings.TrimPrefix(url, "://"))
	if err != nil {
		return err.Error()
	}
	defer nc.Close()
	io.WriteString(nc, request)
	resp, err := http.ReadResponse(bufio.NewReader(nc), nil)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(resp.StatusCode, " ", bodyOf(resp))
}
