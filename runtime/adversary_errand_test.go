package runtime

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
)

// What one adversarial request is lives here: its number, which every part of it carries,
// how it is sent, what its handler is to do, and what is known of it while it lives.

// An errand is one request with a script. Client and server of the test hold the same one
// and find it by its number; what they do with it is drawn from the seed and the number.
type errand struct {
	n     uint32
	token string // the number in eight digits
	unit  string // what bodies repeat: the token and a full stop

	// How it is sent.
	method  string
	path    string // as sent
	decoded string
	content content
	body    []byte
	chunked bool
	expect  waiting // for 100 (Continue)
	slow    bool    // the second part of the body comes late
	close   bool    // it asks for the end of the connection
	old     bool    // it is of HTTP/1.0, which knows no chunks

	// What the handler does.
	use     bodyUse
	looks   int // at parts of the request, by the handler itself
	helpers []helper
	finish  finish
	pieces  int   // of a stream
	events  bool  // it is one of events
	cell    *cell // of the table; nil: none
	http    bool  // a handler of net/http answers

	// What is known of it. Written before what it tells of, read after it was seen.
	from     *whence      // the connection
	entered  atomic.Int32 // how often its handler was called
	started  atomic.Int32 // how often an observer was told of its start, …
	ended    atomic.Int32 // … and of its end
	scene    atomic.Int32 // what its handler is doing
	over     atomic.Bool  // the last code of the user's on its behalf has run
	answered atomic.Bool  // the client has its answer, or will never have it
	whole    bool         // and has all of it; before answered
	seen     [maxActors]int32
	wrote    [maxActors]atomic.Int32 // units that were written without an error, …
	tried    [maxActors]atomic.Int32 // … and those that were begun
	kept     atomic.Pointer[Response]
	live     atomic.Int32 // who still works on it: actors, and the client

	mu   sync.Mutex
	told chan bool // a patient client may send its body; nil: it does not wait

	sw advWriter
	ew *EventWriter
	hr *http.Request
}

// maxActors is how many write to one stream: its function, and helpers.
const maxActors = 6

// A whence is what a request has to say of its connection.
type whence struct {
	number int
	kind   string       // of the server: plain, tls, h2, net/http
	addr   string       // of the client
	leaves bool         // the client leaves without having heard the answers
	halves bool         // it sends no more and listens
	given  *atomic.Bool // it has given up, after a find
}

type content uint8

func (c content) String() string {
	return [...]string{"no", "text", "JSON", "form", "multipart"}[c]
}

const (
	noContent content = iota
	textContent
	jsonContent
	formContent
	multipartContent
)

type waiting uint8

func (w waiting) String() string { return [...]string{"no", "patient", "impatient"}[w] }

const (
	noWait    waiting = iota
	patient           // the body comes after 100, or never
	impatient         // it comes at once
)

type bodyUse uint8

func (u bodyUse) String() string {
	return [...]string{"nothing", "the whole", "a reader", "a part", "it in the stream"}[u]
}

const (
	useNothing bodyUse = iota
	useBody            // in the form that its content has
	useReader          // to its end
	usePart            // the beginning alone
	useInStream
)

type finish uint8

func (f finish) String() string {
	return [...]string{
		"text", "a large text", "JSON", "204", "404", "an error", "a handled error", "an abort",
		"a panic", "a stream", "a stream of a length", "events", "a stream that fails",
		"a stream that panics", "a timeout", "about a timeout", "a stream beyond its time",
		"waiting for the client to go", "another protocol",
	}[f]
}

const (
	finishText finish = iota
	finishLarge
	finishJSON
	finishNothing // 204
	finishMissing // no route
	finishError
	finishHandled // by an error handler
	finishAbort
	finishPanic
	finishStream
	finishLength // a stream whose length is declared
	finishEvents
	finishBroken    // a stream that fails
	finishMidPanic  // a stream that panics
	finishTimeout   // the handler waits for the end of its time
	finishNear      // it returns about then
	finishLateWrite // its time is up in its stream
	finishGone      // the handler waits for the client to go
	finishUpgrade   // the handler takes the connection over
)

// A helper is a goroutine that a handler, hook, producer or observer starts.
type helper struct {
	at    scene   // where it is started
	when  when    // when it acts
	moves moveSet // what it does
	count int     // how often
}

type when uint8

func (w when) String() string {
	return [...]string{
		"at once", "soon", "later", "once it is over", "once it is answered", "throughout",
	}[w]
}

const (
	atOnce when = iota
	spinning
	pausing
	onceOver     // after the last code of the user's
	onceAnswered // after the client has the answer
	throughout   // all of the time, until the answer is there
)

func newErrand(n uint32) *errand {
	e := &errand{n: n, token: fmt.Sprintf("%08x", n), method: "GET"}
	e.unit = e.token + "."
	e.live.Store(1)
	return e
}

// streams says whether the answer is written by a producer.
func (e *errand) streams() bool {
	switch e.finish {
	case finishStream, finishLength, finishEvents, finishBroken, finishMidPanic, finishLateWrite:
		return e.method != "HEAD"
	}
	return false
}

// timed says whether the handler has a time.
func (e *errand) timed() bool {
	return e.finish == finishTimeout || e.finish == finishNear || e.finish == finishLateWrite
}

// fails says whether its stream does.
func (e *errand) fails() bool { return e.finish == finishBroken || e.finish == finishMidPanic }

// breaks says whether the connection ends with the answer, or instead of its rest.
func (e *errand) breaks() bool {
	switch e.finish {
	case finishPanic, finishTimeout, finishNear, finishLateWrite, finishGone, finishUpgrade:
		return true
	case finishBroken, finishMidPanic:
		return e.method != "HEAD" || e.close || e.http
	}
	return e.close || e.expect != noWait
}

// enter notes what its handler is doing. What has ended it stays.
func (e *errand) enter(at scene) {
	switch scene(e.scene.Load()) {
	case expired, aborted, broken:
	default:
		e.scene.Store(int32(at))
	}
}

// isOver says whether nobody waits for it any more.
func (e *errand) isOver() bool { return e.over.Load() || e.answered.Load() }

// mayClose says whether an answer of this status may end the connection. Over net/http it
// does so, too, where somebody is in the middle of reading the body.
func (e *errand) mayClose(status int) bool {
	over := e.from.kind == "net/http"
	return e.breaks() || over && e.mixes() || e.leavesBody() && (status >= 400 || over)
}

// mayReset says whether its answer may end in a reset, which takes along what was answered
// before: nothing else tells a client that a body without framing is not whole.
func (e *errand) mayReset(h *adversary) bool {
	raw := e.old || e.events && (e.close || e.expect != noWait || h.draining.Load())
	return e.fails() && raw
}

// leavesBody says whether the handler may not have read the body to its end: then an error
// does not wait for it, and net/http waits for nothing.
func (e *errand) leavesBody() bool {
	read := (e.use == useBody || e.use == useReader) && e.finish != finishMissing
	return e.content != noContent && (!read || e.mixes())
}

// disturbed says whether something but its script may end its connection or its context.
func (e *errand) disturbed(h *adversary) bool {
	return e.from.leaves || e.from.halves || e.from.given.Load() || h.draining.Load() || h.stop.Load()
}

// mayFail says whether what reads or writes may fail, and contexts may end, while the
// handler runs.
func (e *errand) mayFail(h *adversary) bool {
	return e.over.Load() || e.timed() || e.from.leaves || e.from.given.Load() || h.stop.Load()
}

// mayEnd says whether the context may have ended.
func (e *errand) mayEnd(h *adversary) bool {
	// net/http still reads for who has taken a connection over, and so learns of its end.
	taken := e.finish == finishUpgrade && e.from.kind == "net/http"
	return e.mayFail(h) || e.disturbed(h) || taken
}

// mixes says whether others take pieces of the body, too.
func (e *errand) mixes() bool {
	if e.cell != nil && e.cell.m.name == "BodyReader.Read" {
		return true
	}
	for _, help := range e.helpers {
		if help.moves&(movesBody|movesReader) != 0 {
			return true
		}
	}
	return false
}
