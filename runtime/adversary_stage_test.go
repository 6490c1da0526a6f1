package runtime

import (
	"errors"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The playing of the table's cells lives here: one request each, held at its moment.

// playCells plays all cells on one server; those of the drain together, at its end.
func playCells(t *testing.T, cells []cell, kind string, piped bool) {
	h := newAdversary(t, t.Name(), strings.Replace(kind, "brisk", "plain", 1))
	end := h.serve(0)
	work := make(chan *stage)
	var playing sync.WaitGroup
	for range 8 {
		playing.Go(func() {
			for s := range work {
				s.play()
			}
		})
	}
	var last []*stage
	for i := range cells {
		s := newStage(h, cells[i], kind, piped, i)
		if s.c.at == draining {
			last = append(last, s)
			continue
		}
		work <- s
	}
	close(work)
	playing.Wait()
	for _, s := range last {
		playing.Go(s.play)
		s.await(s.c.reached, "its handler")
	}
	h.draining.Store(true)
	h.app.Stop()
	for _, s := range last {
		close(s.stopped)
	}
	end()
	playing.Wait()
}

// A stage is the playing of one cell.
type stage struct {
	h       *adversary
	c       *cell
	kind    string
	piped   bool // requests stand before and behind it
	v       *visitor
	e       *errand
	before  *errand
	behind  *errand
	bytes   []byte
	late    []byte // what is sent when the call was made
	stopped chan struct{}
}

func newStage(h *adversary, c cell, kind string, piped bool, number int) *stage {
	c.reached, c.act, c.done = make(chan struct{}), make(chan struct{}), make(chan struct{})
	s := &stage{h: h, c: &c, kind: kind, piped: piped, stopped: make(chan struct{})}
	s.v = &visitor{h: h, from: &whence{
		number: number, kind: h.kind, leaves: c.at == gone, given: new(atomic.Bool),
	}}
	return s
}

// filler is a request of no interest, but for its answer.
func (s *stage) filler() *errand {
	e := newErrand(s.h.numbers(1))
	e.from = s.v.from
	e.name(true)
	s.h.expect(e)
	return e
}

// cast writes the request of the cell.
func (s *stage) cast() {
	e := newErrand(s.h.numbers(1))
	e.from, e.cell, s.e = s.v.from, s.c, e
	writes := s.c.m.set == movesWrite
	if !writes && !(s.c.at == gone && s.c.m.set == movesReader) {
		e.method, e.content, e.use = "POST", textContent, useBody
		switch s.c.m.name {
		case "JSON":
			e.content = jsonContent
		case "Form":
			e.content = formContent
		case "Multipart":
			e.content = multipartContent
		case "BodyReader", "BodyReader.Read":
			if e.use = useNothing; s.c.at == awaiting {
				e.use = useReader
			}
		}
		e.fill(50)
	}
	e.pieces, e.events = 1, strings.HasPrefix(s.c.m.name, "EventWriter")
	switch {
	case writes && s.c.at == broken:
		e.finish = finishMidPanic
	case writes && s.c.at == aborted:
		e.finish = finishBroken
	case writes && e.events:
		e.finish = finishEvents
	case writes, s.c.at == streaming:
		e.finish = finishStream
	default:
		e.finish = map[scene]finish{
			broken: finishPanic, aborted: finishAbort, expired: finishTimeout, failing: finishHandled,
		}[s.c.at]
	}
	e.name(false)
	s.h.expect(e)
}

// play plays the cell on a connection of its own.
func (s *stage) play() {
	nc, err := s.h.dial(s.v.from.number)
	if err != nil {
		s.fail("no connection: %v", err)
		return
	}
	defer s.h.hangUp(nc)
	s.v.nc, s.v.wire, s.v.from.addr = nc, &wireReader{r: nc}, nc.LocalAddr().String()
	if s.kind == "brisk" {
		for range 3 {
			if !s.ask(s.filler()) {
				return
			}
		}
	}
	s.cast()
	s.write()
	s.perform()
}

// write sends what the cell begins with.
func (s *stage) write() {
	if s.piped {
		s.before = s.filler()
		s.bytes = s.before.appendHead(s.bytes)
	}
	s.bytes = s.e.appendHead(s.bytes)
	half := len(s.e.body) / 2
	if s.c.at != awaiting {
		half = len(s.e.body)
	}
	s.bytes, s.late = append(s.bytes, s.e.body[:half]...), s.e.body[half:]
	if s.piped && !(s.h.kind == "net/http" && s.c.at == gone) { // it would look no further
		s.behind = s.filler()
		behind := s.behind.appendHead(nil)
		if len(s.late) > 0 {
			s.late = append(s.late[:len(s.late):len(s.late)], behind...)
		} else {
			s.bytes = append(s.bytes, behind...)
		}
	}
	_, _ = s.v.nc.Write(s.bytes)
}

// perform brings the moment about, has the call made and judges everything.
func (s *stage) perform() {
	if held := s.c.at == gone || s.c.at == draining; s.before != nil && !held && !s.hear(s.before) {
		return
	}
	switch s.c.at {
	case awaiting:
		s.await(s.c.reached, "its handler")
		close(s.c.act)
		select {
		case <-s.c.done:
		case <-time.After(5 * time.Millisecond): // it waits for the rest, too
		}
		_, _ = s.v.nc.Write(s.late)
	case gone:
		s.await(s.c.reached, "its handler")
		s.v.nc.Close()
		s.contextEnds()
		s.call()
		return
	case draining:
		s.await(s.c.reached, "its handler")
		<-s.stopped
		if s.call(); s.before != nil && !s.hear(s.before) {
			return
		}
	case expired:
		s.await(s.c.reached, "its handler")
		if s.h.kind == "net/http" { // where the end of the answer waits for its handler
			s.contextEnds()
			s.call()
			s.hear(s.e)
			return
		}
		s.hear(s.e)
		s.contextEnds()
		s.call()
		return
	}
	goesOn := s.hear(s.e)
	late := s.c.at == returned || s.c.at == aborted || s.c.at == broken
	if late {
		if goesOn && s.behind == nil {
			goesOn = s.ask(s.filler()) // now it is over
		}
		if !goesOn {
			_ = s.v.wire.more() // until the end of the connection
		}
	}
	if goesOn && s.behind != nil {
		s.hear(s.behind)
	} else if s.behind != nil && s.behind.entered.Load() > 0 {
		s.fail("the request behind it was handled")
	}
	if late {
		s.call()
	} else if s.c.at != draining {
		s.judge()
	}
}

// ask sends a request and hears its answer.
func (s *stage) ask(e *errand) bool {
	_, _ = s.v.nc.Write(e.appendHead(nil))
	return s.hear(e)
}

// hear hears an answer and says whether the connection goes on.
func (s *stage) hear(e *errand) bool {
	a, err := s.v.answer(e)
	switch {
	case err != nil && e.fails():
		return false
	case err == io.EOF && s.c.at == draining && e == s.behind && e.entered.Load() == 0:
		return false // the head of the answer before it was sent before the drain
	}
	if err == nil {
		err = s.h.judge(e, a, false)
	}
	if err != nil {
		s.fail("the answer to %v is wrong: %v\n%s", e, err, s.v.wire.around())
		return false
	}
	return a.fields["connection"] != "close"
}

// contextEnds waits until the context has ended, where one was asked for.
func (s *stage) contextEnds() {
	if ctx := s.c.a.ctx; ctx != nil {
		s.await(ctx.Done(), "the end of its context")
	}
}

// call has the call made.
func (s *stage) call() {
	close(s.c.act)
	s.judge()
}

// judge holds what the call came to against the table.
func (s *stage) judge() {
	if !s.await(s.c.done, "the end of the call") {
		return
	}
	if errors.As(s.c.err, new(wrong)) || s.c.got == panicked && s.c.err != nil ||
		!strings.Contains(s.c.want, outcomeLetters[s.c.got]) {
		s.fail("it comes to %s (%v), want %s", outcomeLetters[s.c.got], s.c.err, s.c.want)
	}
}

// await waits, but not for ever.
func (s *stage) await(ready <-chan struct{}, what string) bool {
	select {
	case <-ready:
		return true
	case <-time.After(hangs):
		s.fail("waited in vain for %s", what)
		return false
	}
}

func (s *stage) fail(format string, args ...any) {
	s.h.t.Errorf("%s at %q: "+format, append([]any{s.c.m.name, s.c.at}, args...)...)
}
