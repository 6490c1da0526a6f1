package runtime

import (
	"cmp"
	"context"
	"net/http"
	"time"
)

// The time of handlers lives here, for requests of net/http.

// serveBounded has a goroutine of its own make the answer, so that a 503 in its place is
// complete when it is sent: net/http ends an answer when ServeHTTP returns.
func (e *httpExchange) serveBounded() {
	made := make(chan Response, 1)
	e.expired = make(chan struct{})
	go e.serveBeside(made)
	select {
	case <-e.expired:
	case resp, whole := <-made:
		if !whole && e.timedOut() {
			return
		}
		e.x.own()
		defer e.end()
		if !whole { // the handler has ended its goroutine, or we are at fault
			panic(cmp.Or(e.fault, any(http.ErrAbortHandler)))
		}
		e.finish(resp)
	}
}

// serveBeside makes the answer and hands it over with the exchange. If the 503 was sent
// instead, it ends the request.
func (e *httpExchange) serveBeside(made chan<- Response) {
	var resp Response
	whole := false
	defer func() { // a handler may end its goroutine
		e.fault = recover()
		e.x.disown()
		switch {
		case !e.claimed():
			<-e.expired
			closeUnsent(&resp)
			e.end()
		case whole:
			made <- resp
		}
		close(made)
	}()
	resp = e.serve()
	whole = true
}

func (e *httpExchange) setTimeout(d time.Duration) {
	if e.timer != nil {
		e.timer.Stop()
		e.timer = nil
	}
	if d > 0 {
		if e.expired == nil {
			e.expired = make(chan struct{})
		}
		e.context() // before the timer's goroutine needs it
		e.timer = time.AfterFunc(d, e.expire)
	}
}

func (e *httpExchange) timedOut() bool { return e.state.Load() == timeIsUp }

// expire ends the handler's time: its context ends, and 503 is sent, if nothing was yet.
func (e *httpExchange) expire() {
	// Claimed first: a handler that waits for the end of its context would answer before.
	if !e.state.CompareAndSwap(handlerRuns, timeIsUp) {
		return
	}
	defer close(e.expired)
	e.endContext(context.DeadlineExceeded)
	resp, over := e.app.answerTimeUp(&e.x)
	defer over()
	e.tellMiddleware(e.x.answers.Load())
	e.sendWhole(&resp, true)
	_ = http.NewResponseController(e.w).Flush()
	if e.isStream() {
		e.wakeReader()
	}
}
