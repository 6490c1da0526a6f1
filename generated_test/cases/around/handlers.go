// Package around has hooks around handlers. Each writes down what it did; a query says what else it
// is to do.
package around

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"strings"

	"example.com/httpgen/runtime"
)

// Server implements Handlers.
type Server struct{}

// trace is the key of what was done so far.
type trace struct{}

func note(req runtime.Request, what string) {
	seen, _ := req.Value(trace{}).([]string)
	req.Set(trace{}, append(seen, what))
}

func noted(req runtime.Request) string {
	seen, _ := req.Value(trace{}).([]string)
	return strings.Join(seen, " ")
}

// does says whether the query asks it of a hook or handler.
func does(req runtime.Request, who, what string) bool { return req.Query().Get(what) == who }

// around writes down how what is inside has ended.
func around(req runtime.Request, name string, next func() (runtime.Response, error)) (resp runtime.Response, err error) {
	note(req, name+"{")
	ended := "panic"
	defer func() { note(req, ended+"}"+name) }()
	if does(req, name, "answer") {
		ended = "answered"
		return runtime.Text(name + " answers"), nil
	}
	resp, err = next()
	switch {
	case err != nil:
		ended = "error"
	default:
		ended = fmt.Sprint(resp.Status())
	}
	switch {
	case does(req, name, "replace"):
		return runtime.Text(name + " replaces"), nil
	case does(req, name, "fail"):
		return resp, runtime.Errorf(409, "%s fails", name)
	}
	return resp, err
}

func (Server) Outermost(req runtime.Request, next func() (runtime.Response, error)) (runtime.Response, error) {
	return around(req, "Outermost", next)
}

func (Server) InTx(req runtime.Request, next func() (runtime.Response, error)) (runtime.Response, error) {
	return around(req, "InTx", next)
}

// Retry calls what is inside once more where it fails.
func (Server) Retry(req runtime.Request, next func() (runtime.Response, error)) (runtime.Response, error) {
	resp, err := around(req, "Retry", next)
	if err != nil {
		return around(req, "Retry", next)
	}
	return resp, err
}

func (Server) Before(req runtime.Request) (*runtime.Response, error) {
	note(req, "Before")
	if does(req, "Before", "fail") {
		return nil, errors.New("before")
	}
	return nil, nil
}

// Seen shows what was done.
func (Server) Seen(req runtime.Request, resp *runtime.Response) error {
	*resp = resp.WithHeader("X-Trace", noted(req))
	return nil
}

// handle is what a handler does, named by its method.
func handle(req runtime.Request, name string) error {
	note(req, name)
	switch {
	case does(req, name, "fail"), does(req, name, "once") && strings.Count(noted(req), name) == 1:
		return errors.New("handler")
	case does(req, name, "panic"):
		panic("handler")
	case does(req, name, "abort"):
		runtime.Abort(418, "aborted")
	}
	return nil
}

func (Server) Plain(req runtime.Request) (runtime.Response, error) {
	return runtime.Text("plain"), handle(req, "Plain")
}

func (Server) PutItem(req runtime.Request, id int, query PutItemQuery, body Item) (Item, error) {
	return body, handle(req, "PutItem")
}

func (Server) Three(req runtime.Request) (string, error) { return "three", handle(req, "Three") }

func (Server) Bare(req runtime.Request) (runtime.Response, error) {
	return runtime.Text("bare"), handle(req, "Bare")
}

func (Server) None(req runtime.Request) error { return handle(req, "None") }

func (Server) Again(req runtime.Request, body Item) (string, error) {
	return body.Name, handle(req, "Again")
}

func (Server) AgainForm(req runtime.Request, body url.Values) (string, error) {
	return body.Get("name"), handle(req, "AgainForm")
}

func (Server) Once(req runtime.Request, body io.Reader) (string, error) {
	text, err := io.ReadAll(body)
	return string(text), errors.Join(err, handle(req, "Once"))
}

// ended counts sequences that have come to their end, however that was.
var ended = make(chan struct{}, 100)

func (Server) Chunks(req runtime.Request) (iter.Seq2[[]byte, error], error) {
	return func(yield func([]byte, error) bool) {
		defer func() { ended <- struct{}{} }()
		for _, piece := range []string{"a", "b"} {
			if !yield([]byte(piece), nil) {
				return
			}
		}
	}, handle(req, "Chunks")
}

// Own gives the handlers of the separate group, whose names are others.
func (Server) Own() OwnHandlers { return OwnServer{} }

// OwnServer implements OwnHandlers.
type OwnServer struct{}

func (OwnServer) Before(req runtime.Request) (string, error) { return "ann", nil }

func (OwnServer) InTx(req runtime.Request, next func() (runtime.Response, error)) (runtime.Response, error) {
	return around(req, "OwnInTx", next)
}

func (OwnServer) Plain(req runtime.Request, who string) (runtime.Response, error) {
	return runtime.Text("own plain for " + who), nil
}

func (OwnServer) Bare(req runtime.Request, who string) (runtime.Response, error) {
	return runtime.Text("own bare for " + who), nil
}
