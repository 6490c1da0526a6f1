package runtime

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"

	"example.com/httpgen/runtime/internal/clock"
	"example.com/httpgen/runtime/internal/peer"
	"example.com/httpgen/runtime/match"
)

// What metrics and traces are told of each request lives here. While nobody observes, a
// request pays for it with a comparison of a pointer that is nil.

// An Observer is told when the handling of a request starts and when it has ended. Its
// methods are called on the goroutine of the request, by many at once for different
// requests; a panic of theirs is logged and changes nothing.
type Observer interface {
	// Start is called once the head of a request has been read, before every hook. route
	// is the one whose handler answers if neither a global before hook nor a static file
	// does; nil where there is none. (Request.Route is nil so early.)
	//
	// What it returns is what Request.Context returns from then on, unless that is nil; it
	// is to be derived from ctx. To derive a value from ctx costs the connection nothing,
	// other than asking for Request.Context or ctx.Done, which makes it watch the client.
	Start(ctx context.Context, req Request, route *Route) context.Context

	// End is called once the answer has been written, a stream's at its end, or was given
	// up. ctx has the values of what this observer's Start returned and does not end. What
	// was refused before there was a request has no Start: ctx has no values then.
	End(ctx context.Context, o Observation)
}

// An Observation is one request and its answer in figures. What it holds may be kept.
type Observation struct {
	// Method and Path are as sent, Path percent-encoded and without the query; "" where
	// what was sent could not be read so far.
	Method, Path string
	// Proto is the version of HTTP, "HTTP/1.1" or "HTTP/2.0"; "" where it could not be read.
	Proto string
	// Route is the route that answered; nil for static files, for answers of global
	// before hooks, and where no route took the request.
	Route *Route
	// Status is that of the answer; 0 if none was written.
	Status int
	// Bytes is how much of the answer's body was given to the connection, without chunks'
	// framing. Of a file that broke off, pieces of 256 KiB are counted.
	Bytes int64
	// Duration is from the end of the request's head to the end of the answer; for what
	// was refused, from the first byte.
	Duration time.Duration
	// RemoteAddr and ClientIP are as in Request.
	RemoteAddr net.Addr
	ClientIP   netip.Addr
	// RequestID is as Request.ID has it; "" without RequestIDs.
	RequestID string
	// Err is what went wrong: the error of handler or hook, also where an error handler
	// made an answer of it (a 404 is one, too), or what broke off the answer; else nil.
	Err error

	logged *lineAttrs // for the access log; nil: nothing
}

// Observe has an Observer told of every request. Several are told in the order given at
// the start and in the opposite order at the end, and the context of each is derived from
// that of the one before. They are added to each other; nil adds nothing. Default: none.
func Observe(o Observer) Option {
	return func(s *settings) {
		if o != nil {
			s.observers = append(s.observers, o)
		}
	}
}

// observation is what is gathered of a request that is observed. Its figures are written
// by whoever writes the answer: a timer, too, but never at the same time.
type observation struct {
	start    time.Time
	began    time.Duration // the same for tallies, since started; 0: they were not told
	status   int
	bytes    int64
	err      error           // that is not in Exchange.failure
	request  *requestContext // nil without observers
	contexts []context.Context
	logged   atomic.Pointer[lineAttrs] // access_log_more.go
}

// startObserving is called before everything else that answers a request.
func (a *App) startObserving(x *Exchange) {
	o := x.observation()
	x.seen = o
	if len(a.settings.tallies) > 0 {
		a.tallyStart(o)
	}
	if len(a.settings.observers) == 0 {
		return
	}
	o.request = newRequestContext(x)
	o.contexts = make([]context.Context, 0, len(a.settings.observers))
	route := a.foresee(x)
	ctx := context.Context(o.request)
	for _, observer := range a.settings.observers {
		ctx = a.tellStart(observer, ctx, x.EarlyRequest(), route)
		o.contexts = append(o.contexts, ctx)
	}
	if ctx != o.request {
		x.kept.rare().ctx.Store(&ctx)
	}
}

// foresee is the route that match is going to find. The dispatcher is asked twice then:
// converters have no effects, and asking calls no handler.
func (a *App) foresee(x *Exchange) *Route {
	if x.Method == CONNECT || x.Method == TRACE || !strings.HasPrefix(x.path, "/") {
		return nil
	}
	path, status := match.Canonical(x.path)
	if status != 0 {
		return nil
	}
	x.asked(path)
	route := x.find(a.service.Table, path)
	x.Allowed = 0
	return route
}

func (a *App) tellStart(o Observer, ctx context.Context, req Request, route *Route) (
	derived context.Context) {
	derived = ctx
	defer func() {
		if v := recover(); v != nil {
			a.observerFailed(recovered(v))
		}
	}()
	if own := o.Start(ctx, req, route); own != nil {
		derived = own
	}
	return derived
}

// answering notes which answer is being written: the last one counts. It stands where
// heads are written, and is small enough to vanish there.
func (x *Exchange) answering(r *Response) {
	if x.seen != nil {
		x.seen.answering(x, r)
	}
}

func (o *observation) answering(x *Exchange, r *Response) {
	o.status, o.bytes = r.Status(), 0
	if produce, length := r.producer(); produce == nil && !x.Head && !bodiless(o.status) {
		o.bytes = length
	}
}

// endObserving is called by Exchange.end while everything is still there.
func (x *Exchange) endObserving() {
	o, a := x.seen, x.app
	if o.began != 0 {
		a.tallyEnd(o, x.currentRoute())
	}
	if o == x.tallied {
		x.seen = nil
		return
	}
	a.tellEnd(o.contexts, x.observed(), x.kept.given.places[:x.kept.given.used])
}

// observed is what is told at the end of the request, which is let go of.
func (x *Exchange) observed() Observation {
	o := x.seen
	x.seen = nil
	if o.request != nil {
		o.request.end()
	}
	if x.app.settings.logTrace {
		o.noteTrace(x)
	}
	return Observation{
		RequestID: x.observedID(), logged: o.logged.Load(),
		Method: x.methodName(), Path: cloned(x.path), Proto: x.proto(), Route: x.currentRoute(),
		Status: o.status, Bytes: o.bytes, Duration: time.Since(o.start),
		RemoteAddr: x.origin.remoteAddr(), ClientIP: x.clientIP(),
		Err: x.trouble(o.err),
	}
}

// proto is the version of HTTP that the request came in.
func (x *Exchange) proto() string {
	switch origin := x.origin.(type) {
	case *conn:
		if origin.f.http.Minor == 0 {
			return "HTTP/1.0"
		}
	case *httpExchange:
		return origin.r.Proto
	}
	return "HTTP/1.1"
}

// trouble is what went wrong, first where it began.
func (x *Exchange) trouble(noted error) error {
	if x.failure != nil {
		return x.failure
	}
	switch origin := x.origin.(type) {
	case *conn:
		origin.mu.Lock()
		defer origin.mu.Unlock()
		if origin.guard != nil && origin.guard.fired {
			return context.DeadlineExceeded
		}
		if noted == nil && origin.f.body.failed != nil {
			return origin.f.body.failed
		}
	case *httpExchange:
		if origin.state.Load() == timeIsUp {
			return context.DeadlineExceeded
		}
	}
	return noted
}

// tellEnd tells everybody. Without contexts there was no Start. given is what hooks gave.
func (a *App) tellEnd(contexts []context.Context, told Observation, given []gift) {
	ctx := context.Background()
	for i := len(a.settings.observers) - 1; i >= 0; i-- {
		own := context.Background()
		if i < len(contexts) {
			own = context.WithoutCancel(contexts[i])
		}
		if i == len(a.settings.observers)-1 {
			ctx = own
		}
		a.tellOne(func() { a.settings.observers[i].End(own, told) })
	}
	if a.settings.accessLog != nil {
		a.tellOne(func() {
			if a.settings.isLogged(&told) {
				writeAccess(ctx, &a.settings, &told, given)
			}
		})
	}
}

func (a *App) tellOne(tell func()) {
	defer func() {
		if v := recover(); v != nil {
			a.observerFailed(recovered(v))
		}
	}()
	tell()
}

func (a *App) observerFailed(err error) {
	stack := ""
	var p *panicError
	if errors.As(err, &p) {
		stack = string(p.stack)
	}
	a.log().Error("observer failed", "error", err, "stack", stack)
}

// observeRefusal tells of what was answered before there was a request.
func (c *conn) observeRefusal(r *Response, head bool, cause error) {
	if !c.s.app.settings.observed() {
		return
	}
	told := Observation{Status: r.Status(), RemoteAddr: c.remoteAddr(), Err: cause}
	told.ClientIP = peer.IP(told.RemoteAddr)
	if !head {
		told.Bytes = int64(len(r.content()))
	}
	f := c.f
	if f.began != clock.Never {
		told.Duration = time.Duration(c.s.clock.Now() - f.began)
	}
	if in := f.in[f.r:f.w]; int(f.http.Method.End) <= len(in) && int(f.http.Path.End) <= len(in) {
		told.Method, told.Path = string(f.http.Method.Of(in)), string(f.http.Path.Of(in))
	}
	c.s.app.tallyRefusal(told.Status, told.Bytes, told.Duration)
	c.s.app.tellEnd(nil, told, nil)
}

// giveUpObserving ends what a connection that ends in the middle of a request has not.
func (c *conn) giveUpObserving() {
	if c.f != nil && c.f.x.seen != nil && c.f.x.origin != nil {
		c.f.x.endObserving()
	}
}
