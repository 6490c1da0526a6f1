package runtime

import (
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
)

func TestErrorf(t *testing.T) {
	for _, row := range []struct {
		sentence string
		err      error
		message  string
		cause    error
		text     string
	}{
		{"a message without verbs", Errorf(404, "no such book"), "no such book", nil, "404 no such book"},
		{"a formatted message", Errorf(404, "no book %d of %s", 7, "x"), "no book 7 of x", nil, "404 no book 7 of x"},
		{"a percent sign", Errorf(400, "100%%"), "100%", nil, "400 100%"},
		{"the cause is left out of the message", Errorf(502, "stock: %w", io.EOF), "stock", io.EOF, "502 stock: EOF"},
		{"in the middle too", Errorf(502, "a (%w) b", io.EOF), "a () b", io.EOF, "502 a () b: EOF"},
		{"with flags and indexes", Errorf(502, "%[2]s: %[1]w", io.EOF, "x"), "x", io.EOF, "502 x: EOF"},
		{"an error that is not wrapped is shown", Errorf(400, "bad: %v", io.EOF), "bad: EOF", nil, "400 bad: EOF"},
		{"both", Errorf(400, "bad %v: %w", io.ErrNoProgress, io.EOF), "bad " + io.ErrNoProgress.Error(), io.EOF, "400 bad " + io.ErrNoProgress.Error() + ": EOF"},
		{"a cause alone leaves the status's text", Errorf(502, "%w", io.EOF), "", io.EOF, "502 Bad Gateway: EOF"},
		{"a status that nobody knows", Errorf(799, ""), "", nil, "799 Status 799"},
	} {
		var e *HTTPError
		if !errors.As(row.err, &e) {
			t.Fatalf("%s: %T", row.sentence, row.err)
		}
		if e.Message != row.message || e.Err != row.cause || e.Error() != row.text {
			t.Errorf("%s: message %q, cause %v, text %q", row.sentence, e.Message, e.Err, e.Error())
		}
	}
	several := Errorf(500, "%w and %w", io.EOF, io.ErrUnexpectedEOF)
	if !errors.Is(several, io.EOF) || !errors.Is(several, io.ErrUnexpectedEOF) {
		t.Errorf("several causes are lost: %v", several)
	}
}

func TestStatusOfAnHTTPError(t *testing.T) {
	for status, want := range map[int]int{404: 404, 200: 200, 799: 799, 0: 500, 100: 500, 199: 500, 1000: 500, -1: 500} {
		if got := (&HTTPError{Status: status}).status(); got != want {
			t.Errorf("%d is answered with %d, want %d", status, got, want)
		}
	}
}

// stockError is an error type of a user.
type stockError struct{ left int }

func (e *stockError) Error() string { return fmt.Sprint(e.left, " left") }

func TestWhatErrorHandlersSee(t *testing.T) {
	shared := &HTTPError{Status: 409}
	var got *Failure
	fail := error(nil)
	s := handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) { return Response{}, fail }),
		handlerLeaf("GET", "/abort", func(Request) (Response, error) { Abort(404, ""); return Response{}, nil }),
		handlerLeaf("GET", "/panic", func(Request) (Response, error) { panic(&stockError{3}) }))
	s.Error = func(_ Request, f *Failure) (Response, bool, error) { got = f; return Response{}, false, nil }
	d := talkTo(t, s)
	for _, row := range []struct {
		sentence, path string
		err            error
		carried        bool
		status         int
		message        string
	}{
		{"a plain error is a 500", "/", io.EOF, false, 500, "Internal Server Error"},
		{"one with a status is that", "/", Errorf(418, "tea"), true, 418, "tea"},
		{"wrapped too", "/", fmt.Errorf("x: %w", Errorf(418, "tea")), true, 418, "tea"},
		{"without a message it has the status's text", "/", shared, true, 409, "Conflict"},
		{"an impossible status is 500", "/", &HTTPError{Status: 42}, true, 500, "Internal Server Error"},
		{"an abort is one with a status", "/abort", nil, true, 404, "Not Found"},
		{"a panic is a plain error", "/panic", nil, false, 500, "Internal Server Error"},
		{"a miss has a status", "/none", nil, true, 404, "Not Found"},
	} {
		fail = row.err
		d.ask("GET " + row.path)
		if got.Carried != row.carried || got.HTTP.Status != row.status || got.HTTP.Message != row.message {
			t.Errorf("%s: %+v %+v", row.sentence, got, got.HTTP)
		}
		if row.err != nil && got.Err != row.err {
			t.Errorf("%s: the error is %v", row.sentence, got.Err)
		}
		if (got.Route == nil) != (row.path == "/none") {
			t.Errorf("%s: the route is %v", row.sentence, got.Route)
		}
	}
	if shared.Message != "" || errNotFound.Message != "" {
		t.Error("a shared error was written to")
	}
	var stock *stockError
	d.ask("GET /panic")
	if !errors.As(got.Err, &stock) || stock.left != 3 {
		t.Errorf("a type that was panicked with is lost: %v", got.Err)
	}
}

func TestErrorResponse(t *testing.T) {
	s := handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) { return Response{}, Errorf(404, "gone fishing") }))
	s.Error = func(req Request, f *Failure) (Response, bool, error) {
		return ErrorResponse(req, f.Err).WithHeader("X-Seen", "1"), true, nil
	}
	d := talkTo(t, s)
	d.wantHeader(d.want("an error handler starts from the default", "GET /", 404, `{"error": "gone fishing"}`), "X-Seen", "1")
}

func TestANilHTTPErrorIsAPlainFailure(t *testing.T) {
	var none *HTTPError
	d := talkTo(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) { return Response{}, none })))
	d.want("a typed nil is an error like any other", "GET /", 500, `{"error": "Internal Server Error"}`)
}

func TestAnErrorHandlerMayLeaveItToTheDefault(t *testing.T) {
	s := handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) { return Response{}, Errorf(418, "tea") }))
	s.Error = func(Request, *Failure) (Response, bool, error) { return Response{}, true, ErrUnhandled }
	talkTo(t, s).want("the default answer", "GET /", 418, `{"error": "tea"}`)
}

func TestNotImplementedIsA501ThatNamesTheHandler(t *testing.T) {
	d := talkTo(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) { return Response{}, NotImplemented("GetBook") })))
	d.want("the client learns the name", "GET /", 501, `{"error": "GetBook is not implemented"}`)
	var path *os.PathError
	if errors.As(NotImplemented("GetBook"), &path) {
		t.Error("it passes for another error")
	}
}
