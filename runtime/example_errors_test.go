package runtime_test

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"example.com/httpgen/runtime"
)

// What goes wrong, and what the client is told of it.

// The message is the client's, the cause behind %w is for the log alone.
func ExampleErrorf() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		err := errors.New("dial tcp 10.0.0.7:5432: connection refused")
		return runtime.Response{}, runtime.Errorf(502, "stock is not known: %w", err)
	}
	ask(handler, "GET /stock")
	// Output: 502 {"error": "stock is not known"}
}

// An error that carries no status is 500, and the client learns nothing of it.
func ExampleErrorf_without() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Response{}, errors.New("secret of the house")
	}
	ask(handler, "GET /")
	// Output: 500 {"error": "Internal Server Error"}
}

// Abort answers from anywhere below a handler, where an error would have to be handed up.
func ExampleAbort() {
	age := func(born string) int {
		day, err := time.Parse(time.DateOnly, born)
		if err != nil {
			runtime.Abort(400, "no such day")
		}
		return 2026 - day.Year()
	}
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Text(fmt.Sprint(age(req.Query().Get("born")))), nil
	}
	ask(handler, "GET /age?born=2001-03-04")
	ask(handler, "GET /age?born=2001-02-31")
	// Output:
	// 200 25
	// 400 {"error": "no such day"}
}

// Any error becomes an answer by wrapping one; errors.As finds it again.
func ExampleHTTPError() {
	soldOut := &runtime.HTTPError{Status: 409, Message: "sold out", Err: fs.ErrExist}
	err := fmt.Errorf("order 7: %w", soldOut)

	var carried *runtime.HTTPError
	if errors.As(err, &carried) {
		fmt.Println(carried.Status, carried.Message)
	}
	fmt.Println(carried.Error())
	fmt.Println(errors.Is(err, fs.ErrExist), carried.Unwrap() == fs.ErrExist)
	// Output:
	// 409 sold out
	// 409 sold out: file already exists
	// true true
}

// An error handler, a method that the manifest names for a status, starts from the default
// answer here.
func ExampleErrorResponse() {
	pageMissing := func(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
		return runtime.ErrorResponse(req, err).WithHeader("Cache-Control", "max-age=10"), nil
	}
	handler := func(req runtime.Request) (runtime.Response, error) {
		return pageMissing(req, &runtime.HTTPError{Status: 404}) // generated code calls it
	}
	dump(handler, "GET /nowhere")
	// Output:
	// 404 Not Found
	// Cache-Control: max-age=10
	// Content-Type: application/json; charset=utf-8
	//
	// {"error": "Not Found"}
}

// An error handler that only looks leaves the answer to the default.
func ExampleErrUnhandled() {
	look := func(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
		fmt.Println("refused:", err.Message)
		return runtime.Response{}, runtime.ErrUnhandled
	}
	_, err := look(runtime.Request{}, &runtime.HTTPError{Status: 403, Message: "not yours"})
	fmt.Println(err == runtime.ErrUnhandled)
	// Output:
	// refused: not yours
	// true
}
