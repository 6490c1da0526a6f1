// Package mounts has handlers of net/http.
package mounts

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"

	"example.com/httpgen/runtime"
)

type handlers struct {
	debug http.Handler
	calls *atomic.Int32
}

type key struct{}

func (handlers) Name(req runtime.Request) (*runtime.Response, error) {
	req.SetContext(context.WithValue(req.Context(), key{}, "of a hook"))
	return nil, nil
}

func (handlers) Stamp(req runtime.Request, resp *runtime.Response) error {
	*resp = resp.WithHeader("X-Stamp", fmt.Sprint(resp.Status()))
	return nil
}

func (h handlers) Debug() http.Handler { return h.debug }

func (handlers) Profiles() http.Handler { return echo("profiles") }

func (handlers) Status(runtime.Request) (runtime.Response, error) { return runtime.Text("fine"), nil }

func (handlers) Room(w http.ResponseWriter, r *http.Request, room string, seat int) {
	b, _ := io.ReadAll(r.Body)
	fmt.Fprintf(w, "%s %d %s %s %s %v %s", room, seat, r.Pattern, r.PathValue("room"), r.PathValue("seat"),
		r.Context().Value(key{}), b)
}

func (handlers) Search(w http.ResponseWriter, r *http.Request, query SearchQuery) {
	fmt.Fprintf(w, "%s %d", query.Q, query.Page)
}

func (handlers) Plain(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusTeapot)
	io.WriteString(w, r.Method)
}

func (handlers) Admin() AdminHandlers { return admin{} }

type admin struct{}

func (admin) Guard(req runtime.Request) (*runtime.Response, error) {
	if req.Header("Authorization") == "" {
		return nil, runtime.Errorf(403, "not for you")
	}
	return nil, nil
}

func (admin) Log(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "log") }

// echo tells what it was asked.
func echo(name string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s %s %s", name, r.Method, r.URL.Path)
	})
}

func (handlers) Tools() http.Handler { return echo("tools") }

func (handlers) Authenticate(_ runtime.Request, token string) (string, error) {
	if token == "bad" {
		return "", runtime.Errorf(403, "not you")
	}
	return "user " + token, nil
}

// InTx commits when the handler has returned, and fails where the token is "torn".
func (handlers) InTx(req runtime.Request, next func() (runtime.Response, error)) (
	runtime.Response, error) {
	resp, err := next()
	if err != nil {
		return resp, err
	}
	if req.Header("X-Tear") != "" {
		return runtime.Response{}, runtime.Errorf(409, "not committed")
	}
	return resp.WithHeader("X-Tx", fmt.Sprint(resp.Status())), nil
}

// Retry calls a second time in every case.
func (handlers) Retry(_ runtime.Request, next func() (runtime.Response, error)) (
	runtime.Response, error) {
	if _, err := next(); err != nil {
		return runtime.Response{}, err
	}
	return next()
}

func (handlers) Note(w http.ResponseWriter, r *http.Request, user string, id int, title string,
	query NoteQuery) {
	if r.Method == http.MethodPost {
		return // and leaves what is answered to others
	}
	w.WriteHeader(http.StatusAccepted)
	fmt.Fprintf(w, "%s %d %s %v", user, id, title, query.Long)
}

func (handlers) Whole(w http.ResponseWriter, r *http.Request, user string) {
	io.WriteString(w, "all of "+user)
}

// Again writes nothing when it is called first, or something if it is asked to.
func (h handlers) Again(w http.ResponseWriter, r *http.Request) {
	io.ReadAll(r.Body)
	w.Header().Add("X-Call", "call")
	if h.calls.Add(1)%2 == 0 || r.URL.RawQuery != "" {
		fmt.Fprint(w, "called ", len(w.Header()["X-Call"]))
	}
}

func (handlers) Inside(req runtime.Request) (*runtime.Response, error) {
	if req.Header("Authorization") == "" {
		return nil, runtime.Errorf(403, "outside")
	}
	return nil, nil
}

func (handlers) Door(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "door") }
