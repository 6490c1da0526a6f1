package runtime

import (
	"crypto/tls"
	"net"
	"net/netip"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"example.com/httpgen/runtime/internal/clock"
	"example.com/httpgen/runtime/internal/http1"
)

// A connection's life lives here: wait, read a head, have the application answer, send,
// and again. Its goroutine owns it and the exchange. While user code runs others may hold
// the exchange (hold.go), and a watcher and a guard may be at work (conn_watch.go).
//
// What connection and application ask of each other: App.serve(*Exchange) Response makes
// the answer; an Exchange's origin tells what was asked; of the Response the connection
// takes Status, mediaType, headerFields, content or producer, and closer (respond in
// conn_write.go).

// conn is one connection. While it waits for a request it holds no frame, so that an
// idle one costs its goroutine and this struct.
type conn struct {
	s        *server
	nc       net.Conn
	peer     netip.Prefix          // as it is counted; the zero value is not
	raw      syscall.RawConn       // nil if nc cannot be read without blocking
	try      func(fd uintptr) bool // what raw calls
	n        int                   // what the last try read, …
	tryErr   error                 // … and its error
	here     bool                  // requests are being answered inside of a try, …
	fd       int                   // … on this descriptor
	next     next                  // what work is to begin with
	tlsState *tls.ConnectionState
	client   net.Addr // as a trusted proxy says (proxy.go); nil: the peer

	f       *frame       // nil while waiting
	readAt  clock.Moment // when reads fail, as it was set last
	writeAt clock.Moment // when writes fail, as it was set last
	waiting clock.Moment // since when it waits for a request, by the coarse clock
	served  bool         // a request was answered
	watches bool         // a handler asked for its context
	spoilt  bool         // a handler panicked: nothing of this connection is used again
	eof     bool         // the client will send no more; of who reads
	dead    bool         // nothing can be sent any more; of who writes
	ended   bool         // that was said to the client, whose answers are on their way
	woken   bool         // it was made to look, and found nothing
	moves   bool         // it goes on in another goroutine
	parting bool         // the client has said that it sends no more, and has sent no body
	refused bool         // it is one too many
	hangs   bool         // its handler has outlived its answer; under server.mu

	// reading is held by who reads the body of a request, until that is retired.
	reading sync.Mutex
	// writing is held by who puts bytes into frame.out or sends them, from the first handle
	// of a request until it is retired. Before and behind that the owner is alone. It is
	// taken behind reading, and mu by itself.
	writing sync.Mutex

	// What the shutdown, a timer and the watcher touch, too.
	mu        sync.Mutex // of what follows, but for the loads of watch; held for moments
	watch     atomic.Pointer[watch]
	guard     *guard      // of the current request's time; only the owner sets it
	streaming atomic.Bool // an answer is being written by a producer
	begun     atomic.Bool // it has been introduced, and is open to be woken

	hijack     atomic.Pointer[hijack] // set when a handler has taken it over
	readUntil  atomic.Int64           // when reads of a body fail, as a handler has set it; 0: it has not
	writeUntil atomic.Int64           // when writes fail, as a handler has set it; 0: it has not

	h2 atomic.Pointer[h2Conn] // set when it was handed over: it is no longer ours to close

	unasked atomic.Int64 // since when it waits without having asked whether there is input
	listed  atomic.Bool  // the server looks at unasked (conn_unasked.go)
}

// next is what comes after the requests that were answered.
type next uint8

const (
	answerOn next = iota // it is not known yet
	waitOn               // everything that has arrived is answered
	readOn               // of a request, only the beginning is here
	refuse               // what is here is no request: frame.fault
	end                  // the connection is at its end
)

// run serves the connection until it ends.
func (c *conn) run() {
	defer c.end()
	if !c.introduced() || !c.handshake() {
		return
	}
	if c.tlsState != nil && c.tlsState.NegotiatedProtocol == "h2" {
		c.handOver(nil)
		return
	}
	c.begun.Store(true)
	c.prepareWait()
	c.serve()
}

// serve answers requests until the connection ends or goes on in a fresh goroutine: one whose stack
// had to grow keeps it, and is left before it waits. 3,583 bytes idle as written, 5,695 without.
func (c *conn) serve() {
	var mark byte // it has another address once the stack has moved
	began := uintptr(unsafe.Pointer(&mark))
	for {
		if c.await() {
			if !c.work() {
				return
			}
		} else if !c.woken {
			return
		}
		c.woken = false
		if c.raw != nil && uintptr(unsafe.Pointer(&mark)) != began {
			if c.moves = true; c.f != nil {
				c.f.release() // everything is answered
				c.f = nil
			}
			return
		}
	}
}

// end is how every connection ends. A frame is used again only if no request is on it:
// not after a panic, ours or a handler's, nor if a handler ended its goroutine.
func (c *conn) end() {
	if c.moves {
		c.moves = false
		go func() {
			defer c.end()
			c.serve()
		}()
		return
	}
	if v := recover(); v != nil {
		c.s.app.log().Error("httpgen: internal error", "error", v, "stack", string(debug.Stack()))
	}
	if c.h2.Load() != nil {
		return
	}
	if h := c.hijack.Load(); h != nil {
		c.endHijack(h)
		return
	}
	c.nc.Close()
	if c.f != nil && c.f.x.origin != nil { // in the middle of a request
		c.endGuard()
		c.retire()
		c.f.x.kept.removeFiles()
	}
	c.endWatch()
	c.giveUpObserving()
	if c.f != nil && c.f.x.origin == nil && c.guard == nil && !c.spoilt {
		c.f.release()
	}
	c.s.forget(c)
}

// work answers every request that has arrived, and those that arrive while it does, and
// sends the answers before anything that may block. It returns whether to wait for more.
func (c *conn) work() bool {
	next := c.next
	c.next = answerOn
	for {
		switch next {
		case waitOn:
			return c.flush() == nil && !c.eof
		case readOn:
			if !c.moreHead() {
				return false
			}
		case refuse:
			if c.beginsH2() {
				c.handOver(c.f.in[c.f.r:c.f.w])
				return false
			}
			c.refuse(c.f.fault.Status(), c.f.fault)
			return false
		case end:
			c.sayGoodbye()
			return false
		}
		next = c.answer()
	}
}

// answer answers the requests whose heads are here, inside of a try those whose bodies
// are here, too: it may not wait.
func (c *conn) answer() next {
	f := c.f
	for {
		done, fault := f.http.Parse(f.in[f.r:f.w], &c.s.limits)
		switch {
		case fault != http1.OK:
			f.fault = fault
			return refuse
		case done:
			if c.here && !f.bodyIsHere() && !c.restIsHere() {
				return answerOn
			}
			if !c.exchange() {
				return end
			}
		case f.r == f.w && f.http.Len() == 0:
			return waitOn
		default:
			return readOn
		}
	}
}

// moreHead reads on in a head that has begun.
func (c *conn) moreHead() bool {
	f := c.f
	if c.flush() != nil {
		return false
	}
	f.dropOut()
	if f.began == clock.Never {
		f.began = c.s.clock.Now()
	}
	by := clock.Never
	for _, timeout := range [...]time.Duration{c.s.app.settings.headerTimeout,
		c.s.app.settings.readTimeout} {
		if at := f.began.Add(timeout); timeout > 0 && (by == clock.Never || at < by) {
			by = at
		}
	}
	f.room(1)
	n, err := c.read(f.in[f.w:], by)
	f.w += n
	if n > 0 {
		return true
	}
	if f.http.Started() {
		c.refuse(readFailure(err))
	}
	return false
}

// exchange answers the request whose head has been parsed, and says whether the
// connection lives on.
func (c *conn) exchange() bool {
	f, h, x := c.f, &c.f.http, &c.f.x
	end := f.r + h.Len()
	f.head = f.in[f.r:end:end]
	f.r, f.floor = end, end
	lastWord := !h.KeepAlive && h.Length == 0
	if f.began == clock.Never {
		f.began = c.s.clock.About(c.s.app.settings.readTimeout)
	}
	f.body.begin(h, x.generation)
	x.begin(c.s.app, c)
	c.describe(x, h)
	resp := c.s.app.serve(x)
	var keep bool
	if x.foreign {
		keep = c.respondForeign(x, resp)
	} else {
		keep = c.respond(x, resp)
	}
	c.endWatch()
	x.end()
	if c.spoilt = x.panicked; c.spoilt {
		f.old = nil
	}
	f.endExchange()
	c.served = true
	c.parting = !keep && lastWord && f.r == f.w && f.w < len(f.in)
	return keep
}

// describe tells the exchange what was asked. Its strings borrow the head's bytes.
func (c *conn) describe(x *Exchange, h *http1.Head) {
	head := c.f.head
	x.setMethod(c.s.app.service.Table.Method(borrow(h.Method.Of(head))))
	x.path = borrow(h.Path.Of(head))
	x.query = borrow(h.Query.Of(head))
	switch {
	case h.Plain:
		x.plain = true
	case h.Form == http1.AsteriskForm:
		x.path = "*"
	case h.Form == http1.AuthorityForm:
		x.path = borrow(h.Authority.Of(head))
	case x.path == "" && x.Method == OPTIONS && x.query == "":
		x.path = "*" // RFC 9112 §3.2.4
	case x.path == "":
		x.path = "/"
	}
}
