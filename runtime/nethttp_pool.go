package runtime

import (
	"net/http"
	"strconv"
	"sync"
)

// Exchanges with net/http are used again, as those of connections are: who has a Request of one
// that is over is told so by its generation (hold.go). What else could lead to one that serves
// another request by now keeps it from that (release).

var exchangesOver = sync.Pool{New: func() any { return new(httpExchange) }}

func newOver(a *App, w http.ResponseWriter, r *http.Request, h2 *h2Stream) *httpExchange {
	e := exchangesOver.Get().(*httpExchange)
	e.app, e.w, e.r, e.h2 = a, w, r, h2
	if h2 != nil {
		h2.reading = e.bodyLock()
	}
	return e
}

// release gives an exchange back whose request has ended as usual. It is not used again where
// somebody may still have it, or a part of it: a timer, a user's goroutine after a panic, who
// reads a body or writes a stream, a handler of net/http, and our own server of HTTP/2.
func (e *httpExchange) release() {
	x := &e.x
	if e.expired != nil || e.timer != nil || e.h2 != nil || e.body.lent || e.writer.Load() != nil ||
		x.bounded || x.panicked || x.aborted || x.foreign {
		return
	}
	x.disown()
	x.app = nil
	e.app, e.w, e.r, e.retired, e.ctx, e.cancel, e.cause = nil, nil, nil, false, nil, nil, nil
	if e.names.Load() != nil {
		e.names.Store(nil)
	}
	e.state.Store(handlerRuns)
	if b := &e.body; b.r != nil || b.err != nil {
		b.r, b.left, b.got, b.err, b.isEnd, b.waiting = nil, 0, 0, nil, nil, nil
	}
	exchangesOver.Put(e)
}

// A lengthText is a length as a field has it. Answers are alike: the last one is kept.
type lengthText struct {
	n    int64
	text string
}

func (l *lengthText) of(n int64) string {
	if l.n != n || l.text == "" {
		l.n, l.text = n, strconv.FormatInt(n, 10)
	}
	return l.text
}
