package runtime

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"example.com/httpgen/runtime/match"
)

// The exchange lives here: one request and the making of its answer, the meeting point
// of connection (or net/http adapter), application and generated code.

// Exchange is one request and the making of its answer. It belongs to a connection
// and is used again for the next request; Request is the handle that notices this. What
// is not said to be for everybody is written by the owner alone (hold.go), before the
// first handle is given out or after the last one is void.
//
// What generated code touches comes first, so that its offsets take one byte: 27.4 KB as
// written, 29.1 without (bench_github).
type Exchange struct {
	// Method is what dispatch compares. It is GET for a HEAD request: the routes of
	// GET answer it, and those of HEAD are found by Head.
	Method Method
	// Head says that the request is HEAD.
	Head bool

	// Asked says that only a Lookup asked: a route's function then returns at once. (Where
	// a handler is called without such a function, a Lookup calls that of
	// UnimplementedHandlers.)
	Asked bool

	verbatim bool // Text may return what it is given

	// Entered is which route answers: its place in the manifest, from 1; 0: none yet. A
	// number and not a pointer: the write barrier of one would take as much code as the
	// rest of a handler's call.
	Entered    int32
	generation generation // of the request that the exchange is about; the owner's
	// Allowed are the methods of the patterns that matched and do not have the request's.
	Allowed MethodSet

	// Slash is how much is left of a long path at its slashes ([match.Slashes]).
	Slash [match.MaxSlashes]uint32

	decoded bool // the path that dispatch is asked with is not the one that came
	failure error

	// Set by whoever made the exchange (a connection or the net/http adapter).

	app    *App
	origin origin // nil for a Lookup
	// path and query are the target's raw path and query as they came. They BORROW the
	// connection's buffer and are valid until the answer is complete: whoever hands out
	// a piece of them copies it (strings.Clone). path is "*" for OPTIONS *, and the
	// authority for CONNECT; it is never empty and contains no malformed %.
	path  string
	query string
	// pathOwned: path does not borrow (net/http adapter, probes): Text need not copy.
	pathOwned bool
	// plain: path starts with "/" and has neither "%" nor a dot: it is canonical as it is.
	plain bool

	holds // hold.go

	seen    *observation // nil if nobody observes (observe.go)
	tallied *observation // what seen is where there are tallies alone; kept for the next request

	// Set by App.serve for the connection.

	bounded  bool // a timeout is set
	closing  bool // say "Connection: close" and mean it: after a panic
	panicked bool // user code did: its goroutines may hold what belongs to the exchange
	aborted  bool // by http.ErrAbortHandler: there is no answer
	foreign  bool // a handler of net/http was called (handler.go)
	early    bool // handles were given out before a route was looked for
	// begun are the sequences that handlers inside of around hooks have begun to answer with: the
	// hooks may return another answer.
	begun []io.Closer
	// answers is the route as goroutines see it that have such a handle: set when the
	// handler has returned, since what dispatch writes is the owner's until then.
	answers atomic.Pointer[Route]

	kept requestKept // request.go: what Request and App.serve remember of one request
}

// An origin is where a request comes from: a connection of ours, or the net/http
// adapter. Every string and slice it returns is the caller's to keep.
type origin interface {
	// method is the request's method as sent.
	method() string
	// host is the authority of an absolute target, else the Host field; "" without.
	host() string
	// header is the value of the first field with this name, any case.
	header(name string) (value string, ok bool)
	// line is the value of the kth field with this name, from 0, and whether there are others
	// behind it. It BORROWS: it is valid until the answer is complete.
	line(name string, k int) (value string, more, ok bool)
	// field is the header field with this number in their order, its name as sent; ok is
	// false behind the last one.
	field(i int) (name, value string, ok bool)
	remoteAddr() net.Addr
	// tls is nil without TLS.
	tls() *tls.ConnectionState
	// context ends when the client is gone, when the server drains a stream or is
	// closed, and after the answer. It costs nothing until it is asked for; the same
	// one is returned each time. It may be called by whoever holds the exchange.
	context() context.Context
	// setTimeout bounds the handler from now on: when it is over, the context ends and
	// 503 is sent if nothing was sent. The last call counts; 0 is no bound.
	setTimeout(d time.Duration)
	// timedOut says whether that 503 was sent.
	timedOut() bool

	// bodyLock is held by who reads the body, while it waits for bytes, too.
	bodyLock() *sync.Mutex
	// readBody reads the whole body into memory of its own. Called at most once, not with
	// bodyReader, and with bodyLock held, as is bodyReader. A failure is an *HTTPError: 413
	// past limit (negative: none), 400 malformed or cut off, 408 too slow; the connection
	// closes after the answer.
	readBody(limit int64) ([]byte, error)
	// lendBody is readBody for a body that is valid until the answer is complete.
	lendBody(limit int64) (lentBody, error)
	// bodyReader streams the body within limit; its failures are those of readBody. It is
	// valid until the answer is complete, and fails afterwards.
	bodyReader(limit int64) io.Reader
	// spoilBody has the body fail from now on, unless it has failed. Called with bodyLock held.
	spoilBody(err *HTTPError)
	// contentLength is -1 if the length is not known yet, 0 without a body.
	contentLength() int64
}

// A bodyWriter takes a body piece by piece from a Response's producer. After an error
// every later call returns it. Nothing is sent for HEAD (then the producer is not called).
type bodyWriter interface {
	io.Writer
	io.StringWriter
	// Flush puts everything that was written on its way.
	Flush() error
	// sendFile copies exactly n bytes of f, by sendfile where the system has it.
	sendFile(f io.Reader, n int64) error
	// gone is nil while the client is there; afterwards it is a context that has ended
	// and whose cause says why. Draining alone does not end it: an answer that has begun
	// is finished.
	gone() context.Context
}

// fields yields all header fields in order, names as sent.
func (x *Exchange) fields(yield func(name, value string) bool) {
	for i := 0; ; i++ {
		name, value, ok := x.origin.field(i)
		if !ok || !yield(name, value) {
			return
		}
	}
}

// begin makes the exchange, whose owner is known, ready for a new request.
func (x *Exchange) begin(a *App, o origin) {
	x.Method, x.Head, x.Asked = MethodOther, false, false
	x.Allowed, x.Entered, x.failure = 0, 0, nil
	x.app, x.origin = a, o
	x.path, x.query, x.pathOwned, x.plain = "", "", false, false
	x.bounded, x.closing, x.panicked, x.aborted, x.foreign = false, false, false, false, false
}

// setMethod sets Method and Head, without a branch.
func (x *Exchange) setMethod(m Method) {
	var head Method
	if m == HEAD {
		head = HEAD - GET
	}
	x.Method, x.Head = m-head, head != 0
}

// end lets go of the request, which has been retired.
func (x *Exchange) end() {
	if x.seen != nil {
		x.endObserving()
	}
	x.origin = nil
	x.path, x.query = "", ""
	x.Entered, x.failure = 0, nil
	if x.early {
		x.early = false
		x.answers.Store(nil)
	}
	x.returnLent()
	x.kept.path = ""
	if !x.kept.plain() {
		x.kept.forget()
	}
}

// returnLent gives lent memory back, unless a goroutine that nobody waits for may have it.
func (x *Exchange) returnLent() {
	more := x.kept.more.Load()
	if more != nil && more.lent.memory != nil && !x.panicked {
		more.lent.memory.release()
		more.lent = lentBody{}
	}
}
