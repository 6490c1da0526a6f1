package runtime

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"example.com/httpgen/runtime/internal/http1"
)

// A request over HTTP/2 lives here: what net/http's server does not ask of it and our own
// does of those over HTTP/1, the timeouts of its stream, and its end.

// h2Stream is what a request over HTTP/2 has beside others of net/http.
type h2Stream struct {
	app     *App
	began   time.Time
	control http.ResponseController
	refused int         // the status of a request that is none; 0: it is one
	body    *h2Body     // nil without one
	reading *sync.Mutex // of who reads it: the exchange's
	timer   *time.Timer // of a write; nil before the first that may wait for the client

	prev, next *h2Stream // of the connection's; its lock is held

	mu      sync.Mutex
	over    bool // the handler has returned: what controls the stream is void
	unbound bool // no deadline of net/http's bounds it
}

// serveHTTP is the handler of the server inside.
func (h *h2Server) serveHTTP(w http.ResponseWriter, r *http.Request) {
	a := h.s.app
	nc := r.Context().Value(h2Key{}).(*h2Conn)
	r.TLS = nc.c.tlsState
	stream := &h2Stream{app: a, began: time.Now(), control: *http.NewResponseController(w)}
	stream.refused = stream.refusal(r)
	if r.ContentLength != 0 {
		stream.body = &h2Body{ReadCloser: r.Body, stream: stream, length: r.ContentLength}
		r.Body = stream.body
	}
	if every := a.settings.writeTimeout / 2; a.settings.h2WriteTimeout() > 0 {
		nc.streams.begin(stream, every)
		defer nc.streams.end(stream)
	} else {
		stream.unbound = true
	}
	defer stream.end()
	a.enterOver(w, r, stream)
	stream.linger()
}

// refusal is the status of what is no request to our own server, either, or 0. The rules are
// those of HTTP/1 as far as HTTP/2 has the thing (RFC 9113 §8.2, §8.3).
func (s *h2Stream) refusal(r *http.Request) int {
	target := r.RequestURI
	host := r.Header.Values("Host") // beside :authority, of which r.Host is
	switch set := &s.app.settings; {
	case int64(len(target)) > set.maxTargetSize:
		return http.StatusRequestURITooLong
	case !s.headFits(r):
		return http.StatusRequestHeaderFieldsTooLarge
	case len(r.Method) > 32, !isToken(r.Method), !isTarget(target),
		r.Host == "", !http1.ValidHost([]byte(r.Host)),
		len(host) > 1, len(host) == 1 && !strings.EqualFold(host[0], r.Host),
		len(r.Header.Values("Content-Length")) > 1:
		return http.StatusBadRequest
	case len(r.Header.Values("Expect")) > 0: // net/http has taken away the one that it knows
		return http.StatusExpectationFailed
	}
	return 0
}

// isTarget says whether a target has no byte that a path or a query cannot have as it is.
func isTarget(target string) bool {
	for i := range len(target) {
		if c := target[i]; c <= ' ' || c == '#' || c >= 0x7f {
			return false
		}
	}
	return true
}

// headFits says whether the fields are within the limits. The pieces of a Cookie field have
// been joined by then.
func (s *h2Stream) headFits(r *http.Request) bool {
	set := &s.app.settings
	fields, size := 0, int64(len(r.Method)+len(r.RequestURI))
	for name, values := range r.Header {
		for _, value := range values {
			line := int64(len(name) + len(": ") + len(value))
			fields, size = fields+1, size+line+2
			if line > set.maxLineSize {
				return false
			}
			if name == "Cookie" && strings.Count(value, ";")+1 > set.maxCookies {
				return false
			}
		}
	}
	return fields <= set.maxFields && size <= set.maxHeadSize
}

// h2Slack is how far a deadline may be from what it should be: to move one is a message to
// the connection's goroutine.
const h2Slack = time.Second

// linger sends an answer that is written, and then takes what is on its way of the request's
// body for a while: there are clients that do not look at an answer whose stream is reset
// before they have sent all. A handler whose time is over may still be reading: it goes on.
func (s *h2Stream) linger() {
	if s.body == nil || s.body.ended.Load() || !s.reading.TryLock() {
		return
	}
	defer s.reading.Unlock()
	if s.body.got != s.body.length {
		_ = s.control.Flush()
	} // else only the end is not seen yet: it tells the length of an answer that is not flushed
	in := make([]byte, 16<<10)
	end := time.Now().Add(lingerTime)
	for discarded := 0; discarded < lingerBytes; {
		_ = s.control.SetReadDeadline(earlier(time.Now().Add(lingerPause), end))
		n, err := s.body.ReadCloser.Read(in)
		if discarded += n; err != nil {
			return
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// h2Body is the body of a request over HTTP/2, with the timeouts that ours have.
type h2Body struct {
	io.ReadCloser
	stream *h2Stream
	length int64       // that is declared; -1: none is
	ended  atomic.Bool // nothing more is to come

	// Of who reads.

	got    int64
	waited time.Duration // in all, for the client
	readBy time.Time     // the deadline that is set
	// streamed is the exchange of a body that is read as it comes; nil: it is read as a whole.
	streamed *Exchange
}

// Read implements io.Reader.
func (b *h2Body) Read(p []byte) (int, error) {
	start := time.Now()
	b.arm(start)
	n, err := b.ReadCloser.Read(p)
	b.waited += time.Since(start)
	b.got += int64(n)
	if err != nil {
		b.ended.Store(true)
	}
	return n, err
}

// arm sets the deadline of the next read, if it is not close to the one that is set. A handler
// whose time was over may still read when the stream has ended.
func (b *h2Body) arm(now time.Time) {
	by := b.deadline(now)
	d := by.Sub(b.readBy)
	if by.IsZero() || -h2Slack <= d && d <= h2Slack {
		return
	}
	b.readBy = by
	b.stream.mu.Lock()
	defer b.stream.mu.Unlock()
	if !b.stream.over {
		_ = b.stream.control.SetReadDeadline(by)
	}
}

// deadline is that of the next read: a whole body has ReadTimeout from the request's begin, a
// streamed one the time that its rate gives it, or, where no rate is demanded, ReadTimeout
// for each read. The zero time is none.
func (b *h2Body) deadline(now time.Time) time.Time {
	timeout := b.stream.app.settings.readTimeout
	if b.streamed == nil {
		now = b.stream.began
	} else if rate := b.streamed.bodyRate(); rate > 0 {
		timeout, b.waited = rateLeft(b.got, rate, b.waited)
		return now.Add(timeout)
	}
	if timeout == 0 {
		return time.Time{}
	}
	return now.Add(timeout)
}
