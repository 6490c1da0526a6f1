package runtime

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// How the handlers of adversarial requests end lives here, streams included.

// largeText is a body that is sent from where it is.
func (e *errand) largeText() string { return strings.Repeat(e.unit, 3000) }

// finish makes the answer.
func (h *adversary) finish(e *errand, req Request) (Response, error) {
	switch e.finish {
	case finishText:
		return Text(e.unit), nil
	case finishLarge:
		return Text(e.largeText()), nil
	case finishJSON:
		return JSON(map[string]string{"n": e.token}), nil
	case finishNothing:
		return NoContent(), nil
	case finishError:
		return Response{}, Errorf(409, "%s", e.token)
	case finishHandled:
		return Response{}, Errorf(418, "%s", e.token)
	case finishAbort:
		e.enter(aborted)
		Abort(422, e.token)
	case finishPanic:
		e.enter(broken)
		panic(advPanic)
	case finishTimeout:
		<-req.Context().Done()
		h.timeIsUp(e, req)
	case finishNear:
		time.Sleep(advTimeout - 200*time.Microsecond)
		e.enter(expired)
	case finishGone:
		e.enter(gone)
		<-req.Context().Done()
		h.calls(e, req, 3, allMoves, false)
	default:
		return h.produce(e, req), nil
	}
	return Text(e.unit), nil
}

const advPanic = "adversary: a panic of the script"

// timeIsUp goes on for a while after the 503.
func (h *adversary) timeIsUp(e *errand, req Request) {
	e.enter(expired)
	h.calls(e, req, e.looks, allMoves, false)
	if e.n%3 == 0 {
		time.Sleep(time.Duration(e.n%7) * 100 * time.Microsecond)
		h.calls(e, req, 1, allMoves, false)
	}
}

// produce makes an answer that is written by a function.
func (h *adversary) produce(e *errand, req Request) Response {
	if e.events {
		return SSE(func(w *EventWriter) error {
			return h.stream(e, req, nil, w)
		})
	}
	resp := Stream("text/plain; charset=utf-8", func(w *StreamWriter) error {
		return h.stream(e, req, w, nil)
	})
	if e.finish == finishLength {
		length := 0
		for seq := range e.pieces {
			length += 16 * unitsOf(seq)
		}
		resp = resp.WithHeader("Content-Length", fmt.Sprint(length))
	}
	return resp
}

var errBreak = errors.New("adversary: a stream that fails")

// stream is the function of Stream and SSE.
func (h *adversary) stream(e *errand, req Request, sw *StreamWriter, ew *EventWriter) error {
	if e.finish != finishMidPanic { // its recovery is the runtime's, afterwards
		defer e.over.Store(true)
	}
	e.mu.Lock()
	if e.ew = ew; sw != nil {
		e.sw = sw
	}
	e.mu.Unlock()
	e.enter(streaming)
	a := h.actor(e, req, 0)
	if h.start(e, req, streaming, nil); e.cell != nil && e.cell.m.set == movesWrite {
		e.cell.hold()
	}
	for i := range e.pieces {
		e.yield()
		if e.use == useInStream {
			h.readBeside(a, i == e.pieces-1)
		}
		m := []string{"StreamWriter.Write", "StreamWriter.WriteString"}[a.r.IntN(2)]
		if ew != nil {
			m = []string{"EventWriter.Send", "EventWriter.Comment"}[a.r.IntN(2)]
		}
		if got, err := a.try(moveNamed(m)); got != data && !e.mayFail(h) {
			h.find(e, "%s by the stream's function fails without a reason: %v", m, err)
		}
		if sw != nil && a.r.IntN(3) == 0 {
			a.call(moveNamed("StreamWriter.Flush"))
		}
		if e.finish == finishLateWrite {
			time.Sleep(time.Millisecond)
		}
	}
	switch e.finish {
	case finishBroken:
		e.enter(broken)
		return errBreak
	case finishMidPanic:
		e.enter(broken)
		e.over.Store(true)
		panic(advPanic)
	}
	return nil
}

// readBeside reads of the body while the answer is being written; all of it at the end.
func (h *adversary) readBeside(a *actor, all bool) {
	if a.reader == nil {
		a.reader = a.req.BodyReader()
	}
	p := make([]byte, 3000)
	for {
		n, err := a.reader.Read(p)
		if n > 0 && !a.e.isPiece(p[:n]) {
			h.find(a.e, "the stream's BodyReader gives %.300q, want pieces of %.300q", p[:n], a.e.body)
		}
		switch {
		case err == io.EOF:
			return
		case err != nil:
			// net/http reads no body once the answer has begun.
			if !a.e.mayFail(h) && !a.e.mixes() && a.e.from.kind != "net/http" {
				h.find(a.e, "the stream's BodyReader fails without a reason: %v", err)
			}
			return
		case !all:
			return
		}
	}
}
