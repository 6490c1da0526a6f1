// Package errors has error handlers at every place; each answers with its name and what
// it was given.
package errors

import (
	"errors"
	"fmt"
	"net"
	"strconv"

	"example.com/httpgen/runtime"
)

// StockError is an error of the application's own.
type StockError struct{ Left int }

func (e *StockError) Error() string { return fmt.Sprint(e.Left, " left") }

// Server implements Handlers.
type Server struct{}

// failure is the error of a kind: a status, or a word.
func failure(kind string) error {
	if status, err := strconv.Atoi(kind); err == nil {
		return runtime.Errorf(status, "on purpose")
	}
	switch kind {
	case "wrapped":
		return fmt.Errorf("because: %w", runtime.Errorf(404, "inside"))
	case "stock":
		return &StockError{3}
	case "wrapped-stock":
		return fmt.Errorf("because: %w", &StockError{4})
	case "both": // an error that carries a status goes to the handler of the status
		return &runtime.HTTPError{Status: 404, Message: "carried", Err: &StockError{5}}
	case "both-without-handler": // but to that of its type where the status has none
		return &runtime.HTTPError{Status: 409, Message: "carried", Err: &StockError{6}}
	case "net":
		return &net.OpError{Op: "dial", Err: errors.New("down")}
	case "abort":
		runtime.Abort(404, "aborted")
	case "panic":
		panic("on purpose")
	}
	return errors.New("plain")
}

func (Server) Fail(req runtime.Request, kind string) (runtime.Response, error) {
	return runtime.Response{}, failure(kind)
}

func (Server) FailOwn(req runtime.Request, kind string) (runtime.Response, error) {
	return runtime.Response{}, failure(kind)
}

func (Server) FailOuter(req runtime.Request, kind string) (runtime.Response, error) {
	return runtime.Response{}, failure(kind)
}

func (Server) FailDeep(req runtime.Request, kind string) (runtime.Response, error) {
	return runtime.Response{}, failure(kind)
}

// answer is that of an error handler. The query makes the handler itself fail.
func answer(req runtime.Request, name string, err *runtime.HTTPError) (runtime.Response, error) {
	switch req.RawQuery() {
	case "fail":
		return runtime.Response{}, runtime.Errorf(418, "the error handler fails")
	case "panic":
		panic("the error handler")
	case "abort":
		runtime.Abort(418, "the error handler")
	}
	return runtime.Text(fmt.Sprintf("%s: %d %s", name, err.Status, err.Message)).
		WithStatus(err.Status), nil
}

func (Server) PageMissing(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	return answer(req, "PageMissing", err)
}

func (Server) WrongMethod(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	return answer(req, "WrongMethod", err)
}

func (Server) Broken(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	return answer(req, "Broken", err)
}

func (Server) OutOfStock(req runtime.Request, err *StockError) (runtime.Response, error) {
	return runtime.Text("OutOfStock: " + err.Error()).WithStatus(409), nil
}

func (Server) NetworkDown(req runtime.Request, err *net.OpError) (runtime.Response, error) {
	return runtime.Text("NetworkDown: " + err.Op).WithStatus(503), nil
}

func (Server) OwnMissing(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	return answer(req, "OwnMissing", err)
}

func (Server) Teapot(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	return answer(req, "Teapot", err)
}

func (Server) OwnStock(req runtime.Request, err *StockError) (runtime.Response, error) {
	return runtime.Text("OwnStock: " + err.Error()).WithStatus(409), nil
}

func (Server) OuterMissing(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	return answer(req, "OuterMissing", err)
}

func (Server) OuterGone(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	return answer(req, "OuterGone", err)
}

func (Server) DeepGone(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	return answer(req, "DeepGone", err)
}

// Every shows the status that after hooks see.
func (Server) Every(req runtime.Request, resp *runtime.Response) error {
	*resp = resp.WithHeader("X-Seen", strconv.Itoa(resp.Status()))
	return nil
}
