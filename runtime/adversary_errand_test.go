package runtime

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"mime/multipart"
	"strings"
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

	// What the handler does.
	use     bodyUse
	looks   int // at parts of the request, by the handler itself
	helpers []helper
	finish  finish
	pieces  int   // of a stream
	events  bool  // it is one of events
	cell    *cell // of the table; nil: none

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

	sw *StreamWriter
	ew *EventWriter
}

// maxActors is how many write to one stream: its function, and helpers.
const maxActors = 6

// A whence is what a request has to say of its connection.
type whence struct {
	number int
	kind   string       // of the server: plain, tls, net/http
	addr   string       // of the client
	leaves bool         // the client leaves without having heard the answers
	halves bool         // it sends no more and listens
	given  *atomic.Bool // it has given up, after a find
}

type content uint8

const (
	noContent content = iota
	textContent
	jsonContent
	formContent
	multipartContent
)

type waiting uint8

const (
	noWait    waiting = iota
	patient           // the body comes after 100, or never
	impatient         // it comes at once
)

type bodyUse uint8

const (
	useNothing bodyUse = iota
	useBody            // in the form that its content has
	useReader          // to its end
	usePart            // the beginning alone
	useInStream
)

type finish uint8

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
)

// A helper is a goroutine that a handler, hook, producer or observer starts.
type helper struct {
	at    scene   // where it is started
	when  when    // when it acts
	moves moveSet // what it does
	count int     // how often
}

type when uint8

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

// breaks says whether the connection ends with the answer, or instead of its rest.
func (e *errand) breaks() bool {
	switch e.finish {
	case finishPanic, finishTimeout, finishNear, finishLateWrite, finishGone:
		return true
	case finishBroken, finishMidPanic:
		return e.method != "HEAD" || e.close
	}
	return e.close || e.expect != noWait
}

// mayClose says whether an answer of this status may end the connection.
func (e *errand) mayClose(status int) bool {
	return e.breaks() || e.leavesBody() && (status >= 400 || e.from.kind == "net/http")
}

// leavesBody says whether the handler may not have read the body to its end: then an error
// does not wait for it, and net/http waits for nothing.
func (e *errand) leavesBody() bool {
	read := (e.use == useBody || e.use == useReader) && e.finish != finishMissing
	return e.content != noContent && (!read || e.mixes())
}

// mayFail says whether what reads or writes may fail, and contexts may end, while the
// handler runs.
func (e *errand) mayFail(h *adversary) bool {
	return e.over.Load() || e.timed() || e.from.leaves || e.from.given.Load() || h.stop.Load()
}

// mayEnd says whether the context may have ended.
func (e *errand) mayEnd(h *adversary) bool {
	return e.mayFail(h) || e.from.halves || h.draining.Load()
}

// mixes says whether helpers read the body, too.
func (e *errand) mixes() bool {
	for _, help := range e.helpers {
		if help.moves&(movesBody|movesReader) != 0 {
			return true
		}
	}
	return false
}

// fields are the header fields as sent, without those of the framing.
func (e *errand) fields() [][2]string {
	return [][2]string{
		{"Host", "h" + e.token + ".example"},
		{"X-N", e.token},
		{"Cookie", "a=" + e.token + "; b=\"" + e.token + "\""},
		{"X-Long", strings.Repeat(e.unit, 20)},
	}
}

func (e *errand) contentType() string {
	return [...]string{
		"", "text/plain; charset=utf-8", "application/json", "application/x-www-form-urlencoded",
		"multipart/form-data; boundary=" + e.token,
	}[e.content]
}

// fill makes the body: about size bytes of the number in the form of the content.
func (e *errand) fill(size int) {
	text := strings.Repeat(e.unit, 1+size/len(e.unit))
	switch e.content {
	case textContent:
		e.body = []byte(text)
	case jsonContent:
		e.body = []byte(`{"n":"` + e.token + `","text":"` + text + `"}`)
	case formContent:
		e.body = []byte("n=" + e.token + "&text=" + text)
	case multipartContent:
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		_ = w.SetBoundary(e.token)
		_ = w.WriteField("n", e.token)
		_ = w.WriteField("text", text)
		_ = w.Close()
		e.body = b.Bytes()
	}
}

// appendHead writes the head as it is sent.
func (e *errand) appendHead(b []byte) []byte {
	b = append(b, e.method+" "+e.path+"?n="+e.token+"&t="+e.token+" HTTP/1.1\r\n"...)
	for _, f := range e.fields() {
		b = append(b, f[0]+": "+f[1]+"\r\n"...)
	}
	if e.content != noContent {
		b = append(b, "Content-Type: "+e.contentType()+"\r\n"...)
	}
	switch {
	case e.chunked:
		b = append(b, "Transfer-Encoding: chunked\r\n"...)
	case e.content != noContent:
		b = fmt.Appendf(b, "Content-Length: %d\r\n", len(e.body))
	}
	if e.expect != noWait {
		b = append(b, "Expect: 100-continue\r\n"...)
	}
	if e.close {
		b = append(b, "Connection: close\r\n"...)
	}
	return append(b, "\r\n"...)
}

// appendBody writes the body as it is sent; chunks end where chance says.
func (e *errand) appendBody(b []byte, r *rand.Rand) []byte {
	if !e.chunked {
		return append(b, e.body...)
	}
	for rest := e.body; len(rest) > 0; {
		n := min(len(rest), 1+r.IntN(len(rest)))
		b = fmt.Appendf(b, "%x;x=%s\r\n%s\r\n", n, e.token, rest[:n])
		rest = rest[n:]
	}
	return append(b, "0\r\nX-Trailer: "+e.token+"\r\n\r\n"...)
}

// isPiece says whether b is a piece of the text that repeats the number.
func (e *errand) isPiece(b []byte) bool {
	if e.content != textContent {
		return bytes.Contains(e.body, b)
	}
	unit := e.unit
	at := -1
	for i := range unit {
		head := unit[i:] + unit[:i]
		if string(b[:min(len(b), len(head))]) == head[:min(len(b), len(head))] {
			at = i
			break
		}
	}
	if at < 0 {
		return false
	}
	for i := range b {
		if b[i] != unit[(at+i)%len(unit)] {
			return false
		}
	}
	return true
}
