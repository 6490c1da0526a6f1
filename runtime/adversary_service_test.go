package runtime

import (
	"context"
	"errors"
	"io"
	goruntime "runtime"
	"strings"
	"time"
)

// The service that is attacked lives here: routes, hooks, error handlers and an observer,
// which all do what the request's script says.

// service is made anew for each server.
func (h *adversary) service() Service {
	s := handwritten(
		handlerLeaf("GET,POST", "/a/<n>/<path:rest>", h.handle),
		handlerLeaf("GET,POST", "/b/<n>/<path:rest>", h.handle),
		leaf{"GET,POST", "/h/<n>/<path:rest>", h.handleHTTP},
		leaf{"GET,POST", "/t/<n>/<path:rest>", func(x *Exchange) (Response, error) {
			x.SetTimeout(advTimeout)
			return h.handle(x.Request())
		}},
	)
	s.Before = func(req Request) (*Response, error) {
		if e := h.of(req.RawPath(), "a before hook"); e != nil {
			e.enter(before)
			h.start(e, req, before, nil)
			h.calls(e, req, min(e.looks, 1), movesRead, true)
		}
		return nil, nil
	}
	s.After = h.afterwards
	s.Error = h.failed
	return s
}

// yield lets helpers run beside what comes, where there are some.
func (e *errand) yield() {
	for range min(len(e.helpers), 1) * int(e.n%8) {
		goruntime.Gosched()
	}
}

// advTimeout is the time of handlers that have one.
const advTimeout = 3 * time.Millisecond

// of is the errand that a path is of.
func (h *adversary) of(path, who string) *errand {
	parts := strings.Split(path, "/")
	if len(parts) == 4 || len(parts) == 5 {
		if e := h.look(parts[2]); e != nil && e.path == path {
			return e
		}
	}
	h.find(nil, "%s is told of the path %.300q, which nobody asked for", who, path)
	return nil
}

// calls makes calls on the goroutine of the request.
func (h *adversary) calls(e *errand, req Request, n int, set moveSet, early bool) {
	if n == 0 {
		return
	}
	a := h.actor(e, req, 0)
	a.early = early
	for range n {
		a.call(movesOf[set][a.r.IntN(len(movesOf[set]))])
	}
}

// Start and End implement Observer.
func (h *adversary) Start(ctx context.Context, req Request, _ *Route) context.Context {
	e := h.of(req.RawPath(), "an observer")
	if e == nil {
		return nil
	}
	if e.started.Add(1) > 1 {
		h.find(e, "an observer is told of its start twice")
	}
	ctx = context.WithValue(ctx, advKey("observed"), e.token)
	h.start(e, req, observing, ctx)
	return ctx
}

func (h *adversary) End(ctx context.Context, o Observation) {
	token, ok := ctx.Value(advKey("observed")).(string)
	if !ok { // what was refused before there was a request
		return
	}
	e := h.of(o.Path, "an observer at the end")
	switch {
	case e == nil:
	case e.token != token:
		h.find(e, "an observer is told of its end with the context of %s", token)
	case e.ended.Add(1) > 1:
		h.find(e, "an observer is told of its end twice")
	}
}

// handle is the handler of all routes.
func (h *adversary) handle(req Request) (resp Response, err error) {
	e := h.of(req.RawPath(), "a handler")
	if e == nil {
		return Text("nobody's"), nil
	}
	if e.entered.Add(1) > 1 {
		h.find(e, "its handler is called twice")
	}
	if n := req.Param("n"); n != e.token {
		h.find(e, "the parameter n is %q", n)
	}
	e.enter(handling)
	h.start(e, req, handling, nil)
	e.yield()
	h.calls(e, req, e.looks, allMoves&^(movesBody|movesReader|movesWrite|movesContext), false)
	e.enter(awaiting)
	if err := h.use(e, req); err != nil {
		return Response{}, err
	}
	e.enter(handling)
	if e.cell != nil && e.cell.m.set != movesWrite {
		e.cell.hold()
	}
	resp, err = h.finish(e, req)
	resp = resp.WithHeader("X-N", e.token)
	kept := resp
	e.kept.Store(&kept)
	return resp, err
}

// use reads the body. An error is the client's fault, or has been found.
func (h *adversary) use(e *errand, req Request) error {
	a := h.actor(e, req, 0)
	if e.use == useBody {
		name := [...]string{"Body", "Text", "JSON", "Form", "Multipart"}[e.content]
		got, err := a.try(moveNamed(name))
		return h.used(a, name, got, err)
	}
	if e.use != useReader && e.use != usePart {
		return nil
	}
	total := 0
	p := make([]byte, 4096)
	for r := req.BodyReader(); ; {
		n, err := r.Read(p[:1+a.r.IntN(len(p))])
		if total += n; n > 0 && !e.isPiece(p[:n]) {
			h.find(e, "the handler's BodyReader gives %.300q, want pieces of %.300q", p[:n], e.body)
		}
		switch {
		case err == io.EOF:
			if total > len(e.body) || total < len(e.body) && !e.mixes() {
				h.find(e, "the handler's BodyReader gives %d bytes, want %d", total, len(e.body))
			}
			return nil
		case err != nil:
			return h.used(a, "BodyReader.Read", fault, err)
		case e.use == usePart:
			return nil
		}
	}
}

// used judges what the reading of the body by the handler came to.
func (h *adversary) used(a *actor, name string, got outcome, err error) error {
	var carried *HTTPError
	switch {
	case err == nil && got == data:
		return nil
	case errors.As(err, new(wrong)):
		h.find(a.e, "%s by the handler: %v", name, err)
	case got == panicked:
		h.find(a.e, "%s by the handler panics: %v", name, err)
	case errors.As(err, &carried):
		if !a.e.mayFail(h) {
			h.find(a.e, "%s by the handler fails without a reason: %v", name, err)
		}
		return err
	case !a.e.mixes() && !a.e.mayFail(h):
		h.find(a.e, "%s by the handler fails without a reason: %v", name, err)
	}
	return nil
}

func moveNamed(name string) *move {
	for i := range moves {
		if moves[i].name == name {
			return &moves[i]
		}
	}
	panic("no move " + name)
}

// afterwards is the after hook of every answer.
func (h *adversary) afterwards(req Request, resp *Response, _ *Route) error {
	e := h.of(req.RawPath(), "an after hook")
	if e == nil {
		return nil
	}
	e.enter(after)
	h.start(e, req, after, nil)
	h.calls(e, req, min(e.looks, 1), movesRead, true)
	*resp = resp.WithHeader("X-After", e.token)
	if resp.kind() == kindHandled {
		return nil // its handler goes on
	}
	if produce, _ := resp.producer(); produce == nil || e.method == "HEAD" {
		e.over.Store(true)
	}
	return nil
}

// failed is the error handler.
func (h *adversary) failed(req Request, f *Failure) (Response, bool, error) {
	e := h.of(req.RawPath(), "an error handler")
	if e == nil {
		return Response{}, false, nil
	}
	e.enter(failing)
	h.start(e, req, failing, nil)
	if e.finish == finishHandled && f.HTTP.Status == 418 {
		return Text(e.unit).WithStatus(418).WithHeader("X-N", e.token), true, nil
	}
	return Response{}, false, nil
}

// sceneOf is what the application does for an errand now.
func (h *adversary) sceneOf(e *errand) scene {
	at := scene(e.scene.Load())
	switch {
	case at == expired:
	case e.over.Load() && at != aborted && at != broken:
		return returned
	case h.draining.Load():
		return draining
	}
	return at
}
