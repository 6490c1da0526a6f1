package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Every method that a handler's goroutines can call is called here, and what it gives is
// held against the request's number.

// An outcome is what a call came to.
type outcome uint8

const (
	nothing  outcome = 0         // there was nothing to call
	data     outcome = 1 << iota // right data of the request's own, or a write that succeeded
	fault                        // an error
	alive                        // a context that goes on
	ended                        // a context that has ended
	panicked                     // the documented panic
)

type moveSet uint16

const (
	movesRead moveSet = 1 << iota
	movesContext
	movesBody
	movesReader
	movesWrite
	movesResponse
	allMoves = movesRead | movesContext | movesBody | movesReader | movesWrite | movesResponse
)

// A move is one method, called once.
type move struct {
	name string
	set  moveSet
	do   func(a *actor) (outcome, error) // a fault comes with its error
}

// wrong is an error that is a find by itself: data that are not the request's own.
type wrong string

func (w wrong) Error() string { return string(w) }

// same compares what was read with what the request has, and keeps it: it must not change.
func same(what func(a *actor) (got, want string)) func(a *actor) (outcome, error) {
	return func(a *actor) (outcome, error) {
		got, want := what(a)
		if got != want {
			return data, wrong(fmt.Sprintf("%.300q, want %.300q", got, want))
		}
		a.keep(got, want)
		return data, nil
	}
}

type advKey string

var moves = []move{
	{"Method", movesRead, same(func(a *actor) (string, string) { return a.req.Method(), a.e.method })},
	{"Path", movesRead, same(func(a *actor) (string, string) { return a.req.Path(), a.e.decoded })},
	{"RawPath", movesRead, same(func(a *actor) (string, string) { return a.req.RawPath(), a.e.path })},
	{"RawQuery", movesRead, same(func(a *actor) (string, string) {
		return a.req.RawQuery(), "n=" + a.e.token + "&t=" + a.e.token
	})},
	{"Query", movesRead, same(func(a *actor) (string, string) {
		q := a.req.Query()
		return q.Get("n") + q.Get("t") + fmt.Sprint(len(q)), a.e.token + a.e.token + "2"
	})},
	{"Header", movesRead, same(func(a *actor) (string, string) {
		return a.req.Header("x-n") + a.req.Header("X-LONG"), a.e.token + strings.Repeat(a.e.unit, 20)
	})},
	{"Header(Host)", movesRead, same(func(a *actor) (string, string) {
		return a.req.Header("Host"), "h" + a.e.token + ".example"
	})},
	{"Headers", movesRead, (*actor).headers},
	{"Cookie", movesRead, same(func(a *actor) (string, string) {
		v, _ := a.req.Cookie("a")
		w, _ := a.req.Cookie("b")
		return v + w, a.e.token + a.e.token
	})},
	{"Param", movesRead, (*actor).param},
	{"Route", movesRead, (*actor).route},
	{"RemoteAddr", movesRead, same(func(a *actor) (string, string) { return a.req.RemoteAddr().String(), a.e.from.addr })},
	{"ClientIP", movesRead, same(func(a *actor) (string, string) { return a.req.ClientIP().String(), "127.0.0.1" })},
	{"TLS", movesRead, (*actor).tls},
	{"App", movesRead, func(a *actor) (outcome, error) {
		if a.req.App() != a.h.app {
			return data, wrong("another App")
		}
		return data, nil
	}},
	{"Set", movesRead, func(a *actor) (outcome, error) { a.req.Set(advKey("n"), a.e.token); return data, nil }},
	{"Value", movesRead, func(a *actor) (outcome, error) {
		if v := a.req.Value(advKey("n")); v != nil && v != a.e.token {
			return data, wrong(fmt.Sprintf("the value %v, want %s", v, a.e.token))
		}
		return data, nil
	}},
	{"Context", movesContext, func(a *actor) (outcome, error) { a.ctx = a.req.Context(); return a.look() }},
	{"Context.Err", movesContext, (*actor).look},
	{"Context.Done", movesContext, func(a *actor) (outcome, error) {
		if a.ctx == nil {
			a.ctx = a.req.Context()
		}
		select {
		case <-a.ctx.Done():
			return ended, nil
		default:
			return alive, nil
		}
	}},
	{"Context.derive", movesContext, (*actor).derive},
	{"SetContext", movesContext, func(a *actor) (outcome, error) {
		a.req.SetContext(context.WithValue(a.req.Context(), advKey("set"), a.e.token))
		return data, nil
	}},
	{"Body", movesBody, func(a *actor) (outcome, error) {
		b, err := a.req.Body()
		return a.body(string(b), string(a.e.body), err)
	}},
	{"Text", movesBody, func(a *actor) (outcome, error) {
		text, err := a.req.Text()
		return a.body(text, string(a.e.body), err)
	}},
	{"JSON", movesBody, (*actor).json},
	{"Form", movesBody, (*actor).form},
	{"Multipart", movesBody, (*actor).multipart},
	{"BodyReader", movesReader, func(a *actor) (outcome, error) { a.reader = a.req.BodyReader(); return data, nil }},
	{"BodyReader.Read", movesReader, (*actor).read},
	{"StreamWriter.Write", movesWrite, func(a *actor) (outcome, error) {
		return a.write(func(w *StreamWriter, unit string) error { _, err := w.Write([]byte(unit)); return err })
	}},
	{"StreamWriter.WriteString", movesWrite, func(a *actor) (outcome, error) {
		return a.write(func(w *StreamWriter, unit string) error { _, err := w.WriteString(unit); return err })
	}},
	{"StreamWriter.Flush", movesWrite, func(a *actor) (outcome, error) {
		if w, _ := a.e.writers(); w != nil {
			return tried(w.Flush())
		}
		return nothing, nil
	}},
	{"EventWriter.Send", movesWrite, func(a *actor) (outcome, error) {
		return a.send(func(w *EventWriter, unit string) error {
			return w.Send(Event{ID: a.e.token, Name: a.e.token, Data: unit})
		})
	}},
	{"EventWriter.Comment", movesWrite, func(a *actor) (outcome, error) {
		return a.send((*EventWriter).Comment)
	}},
	{"EventWriter.KeepAlive", movesWrite, func(a *actor) (outcome, error) {
		if _, w := a.e.writers(); w != nil {
			w.KeepAlive([]time.Duration{0, 100 * time.Microsecond, time.Millisecond}[a.r.IntN(3)])
			return data, nil
		}
		return nothing, nil
	}},
	{"Response", movesResponse, func(a *actor) (outcome, error) {
		r := a.e.kept.Load()
		if r == nil {
			return nothing, nil
		}
		changed := r.WithHeader("X-N", "0").WithStatus(299).WithHeader("Content-Type", "x/"+a.e.token)
		if changed.Header("X-N") != "0" || r.Header("X-N") != a.e.token {
			return data, wrong("a Response changed with its copy")
		}
		return data, nil
	}},
}

func tried(err error) (outcome, error) {
	if err != nil {
		return fault, err
	}
	return data, nil
}

func (a *actor) headers() (outcome, error) {
	want := make(map[string]string)
	for _, f := range a.e.fields() {
		want[f[0]] = f[1]
	}
	for name, value := range a.req.Headers() {
		name = http.CanonicalHeaderKey(name)
		if v, ok := want[name]; ok && v == value {
			delete(want, name)
			continue
		}
		switch name {
		case "Content-Type", "Content-Length", "Transfer-Encoding", "Expect", "Connection":
		default:
			return data, wrong(fmt.Sprintf("the field %s: %.200s", name, value))
		}
	}
	if len(want) > 0 {
		return data, wrong(fmt.Sprintf("the fields %.200q are missing", want))
	}
	return data, nil
}

func (a *actor) param() (outcome, error) {
	got := a.req.Param("n")
	if got == "" && (a.early || a.e.finish == finishMissing) {
		return data, nil
	}
	return same(func(*actor) (string, string) { return got, a.e.token })(a)
}

func (a *actor) route() (outcome, error) {
	route := a.req.Route()
	if route == nil && a.early {
		return data, nil
	}
	if a.e.finish == finishMissing {
		if route != nil {
			return data, wrong("the route " + route.Pattern + " where there is none")
		}
		return data, nil
	}
	want := a.e.path[:3] + "<n>/<path:rest>"
	if route == nil || route.Pattern != want {
		return data, wrong(fmt.Sprintf("the route %v, want %s", route, want))
	}
	return data, nil
}

func (a *actor) tls() (outcome, error) {
	state := a.req.TLS()
	if (state != nil) != (a.e.from.kind == "tls") {
		return data, wrong("TLS where there is none, or the other way round")
	}
	if state != nil && state.ServerName != serverName(a.e.from.number) {
		return data, wrong("the TLS connection of " + state.ServerName)
	}
	return data, nil
}

// look asks a context whether it has ended, and whose it is.
func (a *actor) look() (outcome, error) {
	if a.ctx == nil {
		a.ctx = a.req.Context()
	}
	for _, key := range []advKey{"observed", "set"} {
		v := a.ctx.Value(key)
		if v != nil && v != a.e.token {
			return data, wrong(fmt.Sprintf("the context of %v", v))
		}
	}
	if err := a.ctx.Err(); err == nil {
		return alive, nil
	} else if !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return data, wrong("a context ends with " + err.Error())
	}
	return ended, nil
}

// derive makes what handlers make of a context.
func (a *actor) derive() (outcome, error) {
	if a.ctx == nil {
		a.ctx = a.req.Context()
	}
	ctx, cancel := context.WithCancel(a.ctx)
	stop := context.AfterFunc(ctx, func() {})
	got := alive
	if ctx.Err() != nil {
		got = ended
	}
	stop()
	cancel()
	return got, nil
}

// body judges what was read of the body as a whole.
func (a *actor) body(got, want string, err error) (outcome, error) {
	if err != nil {
		return fault, err
	}
	return same(func(*actor) (string, string) { return got, want })(a)
}

func (a *actor) json() (outcome, error) {
	var v struct{ N, Text string }
	err := a.req.JSON(&v)
	return a.body(v.N, a.e.token, err)
}

func (a *actor) form() (outcome, error) {
	v, err := a.req.Form()
	if a.e.content == noContent && err == nil && len(v) == 0 {
		return data, nil
	}
	return a.body(v.Get("n"), a.e.token, err)
}

func (a *actor) multipart() (outcome, error) {
	v, err := a.req.Multipart()
	if err != nil {
		return fault, err
	}
	return a.body(strings.Join(v.Value["n"], ","), a.e.token, nil)
}

// read reads a piece of the body.
func (a *actor) read() (outcome, error) {
	if a.reader == nil {
		a.reader = a.req.BodyReader()
	}
	p := make([]byte, []int{1, 100, 2000, 20000}[a.r.IntN(4)])
	n, err := a.reader.Read(p)
	if n > 0 && !a.e.isPiece(p[:n]) {
		return data, wrong(fmt.Sprintf("the body has %.300q, want pieces of %.300q", p[:n], a.e.body))
	}
	if err != nil && err != io.EOF {
		return fault, err
	}
	return data, nil
}
