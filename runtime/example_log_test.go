package runtime_test

import (
	"errors"
	"log/slog"
	"os"

	"example.com/httpgen/runtime"
)

// What an operator reads.

// steadyLog logs to the output without what changes from run to run.
func steadyLog() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == "duration" {
				return slog.Attr{}
			}
			return a
		},
	}))
}

// One line for each request. The query, which may hold secrets, is left out.
func ExampleAccessLog() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Text("a book"), nil
	}
	app := newApp(handler, runtime.AccessLog(steadyLog()))
	askApp(app, "GET /books/9780134190440?token=secret")
	// Output:
	// level=INFO msg=request method=GET path=/books/9780134190440 proto=HTTP/1.1 route=/books/<isbn> status=200 bytes=6 remote=192.0.2.1:1234
	// 200 a book
}

// The client is told that something went wrong, the log what.
func ExampleLogger() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Response{}, errors.New("the disk is full")
	}
	app := newApp(handler, runtime.Logger(steadyLog()))
	askApp(app, "GET /books/9780134190440")
	// Output:
	// level=ERROR msg="unhandled error" method=GET path=/books/9780134190440 route=/books/<isbn> error="the disk is full"
	// 500 {"error": "Internal Server Error"}
}
