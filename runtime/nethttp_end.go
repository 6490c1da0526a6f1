package runtime

import (
	"context"
	"net/http"
)

// The end of a request of net/http lives here: who may answer it, and when nobody else may
// look at it any more.

// Who may write to the http.ResponseWriter.
const (
	handlerRuns = iota // nobody yet
	answerGoes         // ServeHTTP
	timeIsUp           // the timer
)

// claimed says whether ServeHTTP may write the answer.
func (e *httpExchange) claimed() bool {
	return e.state.CompareAndSwap(handlerRuns, answerGoes) || e.state.Load() == answerGoes
}

// end is the end of the request: handles of it are no longer valid.
func (e *httpExchange) end() {
	if e.timer != nil {
		e.timer.Stop()
	}
	e.retire(true)
	e.endContext(context.Canceled)
	e.x.end()
	e.app.server.leave(e)
}

// endContext ends the context; one that is asked for later has ended.
func (e *httpExchange) endContext(cause error) {
	e.mu.Lock()
	if e.cause == nil {
		e.cause = cause
	}
	cancel := e.cancel
	e.mu.Unlock()
	if cancel != nil {
		cancel(cause)
	}
}

// endStream ends the context of a request that a user's function answers while the server
// drains. Whoever sets one of the two flags calls it afterwards.
func (e *httpExchange) endStream() {
	ending := &e.app.server.draining
	if e.h2 != nil {
		ending = &e.app.server.h2.ending
	}
	if e.streams.Load() && ending.Load() {
		e.endContext(errDraining)
	}
}

// retire ends the time in which others may look at the exchange, once no user code runs on
// this goroutine any more. Who is waiting for the request's body is woken up, which the
// connection of net/http does not survive: unless that can be told to the client, it is
// waited until the body comes or net/http's ReadTimeout is over.
func (e *httpExchange) retire(headIsSent bool) {
	if e.retired {
		return
	}
	e.retired = true
	if e.x.retire() {
		return
	}
	if e.body.lock.TryLock() {
		e.body.lock.Unlock() // who comes now sees that it is too late
	} else if !headIsSent || e.isStream() {
		e.x.closing = true
		e.wakeReader()
	}
	e.x.waitForHolders()
}

// isStream says whether the request is one of HTTP/2. A client may send no more of its body once
// it has the head of an answer (Go's does so above 299), and waits for the end of it: that goes
// out when nobody looks at the exchange any more. The end of a stream is not the connection's.
func (e *httpExchange) isStream() bool { return e.r.ProtoMajor >= 2 }

// wakeReader has who waits for the body go on with an error.
func (e *httpExchange) wakeReader() {
	_ = http.NewResponseController(e.w).SetReadDeadline(longAgo) // not every writer can
}
