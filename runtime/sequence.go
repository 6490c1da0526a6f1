package runtime

import (
	"errors"
	"fmt"
	"io"
	"iter"
	goruntime "runtime"
	"time"
)

// The values of a sequence are asked for here. The first one is waited for before anything is
// sent, so that what goes wrong until then has an answer of its own; but a client is not to wait
// for ever without a sign.

// firstValueDelay is how long the head of an answer waits for the first value.
const firstValueDelay = time.Second

// A pulled sequence has been begun. Its first value is asked for by a goroutine of its own, all
// others by the one that sends them.
type pulled[T any] struct {
	next  func() (T, error, bool)
	stop  func()
	begun chan pulledStep[T] // holds what came first
	first pulledStep[T]
	// waiting: the first value has not come yet, and neither next nor stop may be called.
	waiting bool
}

// A pulledStep is what came of asking a sequence for its next value.
type pulledStep[T any] struct {
	value T
	err   error
	more  bool // value is one
	// panicked is what the sequence's function panicked with. exited: its goroutine was ended,
	// or that.
	panicked any
	exited   bool
}

// pull begins a sequence. An error in the place of the first value is returned, unless it comes
// later than after firstValueDelay.
func pull[T any](seq iter.Seq2[T, error]) (*pulled[T], error) {
	if seq == nil {
		return nil, errors.New("runtime: a handler returned a sequence that is nil")
	}
	p := &pulled[T]{begun: make(chan pulledStep[T], 1)}
	p.next, p.stop = iter.Pull2(seq)
	go p.begin()
	delay := time.NewTimer(firstValueDelay)
	defer delay.Stop()
	select {
	case p.first = <-p.begun:
	case <-delay.C:
		p.waiting = true
		return p, nil
	}
	p.first.end()
	if err := p.first.err; err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

// begin asks for the first value.
func (p *pulled[T]) begin() {
	s := pulledStep[T]{exited: true}
	defer func() {
		if s.exited {
			s.panicked = recover()
		}
		p.begun <- s
	}()
	s.value, s.err, s.more = p.next()
	s.exited = false
}

// end ends the goroutine that asks in the way in which the sequence's has ended.
func (s *pulledStep[T]) end() {
	switch {
	case s.panicked != nil:
		panic(s.panicked)
	case s.exited:
		goruntime.Goexit()
	}
}

// Close ends the sequence, whose function may be in the middle of it: it sees that no more is
// wanted, once it has a value. What it panics with then concerns nobody's answer any more.
func (p *pulled[T]) Close() (err error) {
	if p.waiting {
		p.waiting = false
		go func() {
			<-p.begun
			_ = p.Close() // nobody is left to tell
		}()
		return nil
	}
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("runtime: a sequence panicked when it was ended: %v", v)
		}
	}()
	p.stop()
	return nil
}

// each sends the values. It ends with the first error, of the sequence or of who sends. Where the
// first value is late, flush sends the head.
func (p *pulled[T]) each(flush func() error, send func(T) error) error {
	if p.waiting {
		if err := flush(); err != nil {
			return err // and Close ends the sequence
		}
		p.first = <-p.begun
		p.waiting = false
		p.first.end()
	}
	defer p.stop()
	for v, err, more := p.first.value, p.first.err, p.first.more; ; {
		if err != nil || !more {
			return err
		}
		if err = send(v); err != nil {
			return err
		}
		v, err, more = p.next()
	}
}

// from is a stream of a sequence. A response that is not sent closes the sequence.
func from(r Response, status int, sequence io.Closer) Response {
	r.more = r.copyMore(0)
	r.more.pulled = sequence
	return r.WithStatus(status)
}
