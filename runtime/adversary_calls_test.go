package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// The moves that take more than a line live here.

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
		case "Content-Type", "Content-Length", "Transfer-Encoding", "Expect", "Connection", "Upgrade":
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
	if (state != nil) != (a.e.from.kind == "tls" || a.e.from.kind == "h2") {
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

// handed is what the handler of net/http was given, or nil.
func (e *errand) handed() *http.Request {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.hr
}

// context is that of the request, or of the *http.Request where there is one.
func (a *actor) context() context.Context {
	if r := a.e.handed(); r != nil && a.r.IntN(2) == 0 {
		return r.Context()
	}
	return a.req.Context()
}

// bodyReader is what the body is read with, by one of the two.
func (a *actor) bodyReader() io.Reader {
	if r := a.e.handed(); r != nil && a.r.IntN(2) == 0 {
		return r.Body
	}
	return a.req.BodyReader()
}

// read reads a piece of the body.
func (a *actor) read() (outcome, error) {
	if a.reader == nil {
		a.reader = a.bodyReader()
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

// writers are what the producer, or the handler of net/http, writes with, if it has begun.
func (e *errand) writers() (advWriter, *EventWriter) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.sw, e.ew
}

// nextUnit is what the actor writes next, and often it is large.
func (a *actor) nextUnit() string {
	seq := a.e.tried[a.who].Add(1) - 1
	unit := fmt.Sprintf("%s%c%06x\n", a.e.token, 'a'+a.who, seq)
	return strings.Repeat(unit, unitsOf(int(seq)))
}

// unitsOf is how many units the write of this number has.
func unitsOf(seq int) int {
	if seq%16 == 15 {
		return 600 // more than is gathered
	}
	return 1
}

func (a *actor) write(do func(w advWriter, unit string) error) (outcome, error) {
	w, _ := a.e.writers()
	if w == nil || a.e.finish == finishLength && a.who > 0 {
		return nothing, nil // the length is that of what the function writes
	}
	err := do(w, a.nextUnit())
	if err == nil {
		a.e.wrote[a.who].Add(1)
	}
	return tried(err)
}

func (a *actor) send(do func(w *EventWriter, unit string) error) (outcome, error) {
	_, w := a.e.writers()
	if w == nil {
		return nothing, nil
	}
	err := do(w, strings.TrimSuffix(a.nextUnit(), "\n"))
	if err == nil {
		a.e.wrote[a.who].Add(1)
	}
	return tried(err)
}
