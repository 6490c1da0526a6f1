package runtime

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
)

// The reading of bodies from an http.Request lives here.

func (e *httpExchange) bodyLock() *sync.Mutex { return &e.body.lock }

func (e *httpExchange) contentLength() int64 { return e.r.ContentLength }

func (e *httpExchange) readBody(limit int64) ([]byte, error) {
	b := e.openBody(limit)
	if b == nil {
		return []byte{}, nil
	}
	return io.ReadAll(readerFunc(b.read))
}

// lendBody implements origin. Memory is taken for what arrives, but for small bodies.
func (e *httpExchange) lendBody(limit int64) (l lentBody, err error) {
	b, n := e.openBody(limit), e.r.ContentLength
	if b == nil {
		return l, nil
	}
	if n < 0 || n > firstGuess {
		l.b, err = io.ReadAll(readerFunc(b.read))
		return l, err
	}
	l.memory = newLent(int(n) + 1) // there is always room to ask for the end
	l.b = l.memory.b
	for err == nil {
		n := len(l.b)
		n, err = b.read(l.b[n:cap(l.b)])
		l.b = l.b[:len(l.b)+n]
	}
	l.b = l.b[:len(l.b):len(l.b)]
	if err == io.EOF {
		err = nil
	}
	return l, err
}

func (e *httpExchange) bodyReader(limit int64) io.Reader {
	if b := e.openBody(limit); b != nil {
		b.lent = true
		if e.h2 != nil && e.h2.body != nil {
			e.h2.body.streamed = &e.x
		}
		return b
	}
	return http.NoBody
}

// openBody is nil without a body.
func (e *httpExchange) openBody(limit int64) *httpBodyReader {
	if e.r.Body == nil {
		return nil
	}
	e.body.r, e.body.left = e.r.Body, max(limit, -1)
	e.body.isEnd = e.isEndOfBody
	if e.r.Header.Get("Expect") != "" {
		e.body.waiting = e.sendBeforeBody
	}
	if limit >= 0 && e.r.ContentLength > limit {
		e.body.err = tooLarge(nil)
	}
	return &e.body
}

// sendBeforeBody lets a client have an answer that has begun, for which it may be waiting
// before it sends its body: net/http sends no 100 (Continue) any more then.
func (e *httpExchange) sendBeforeBody() {
	if w := e.writer.Load(); w != nil {
		w.flushBegun()
	}
}

// isEndOfBody says what an end is after n bytes. When net/http sends the head of an answer it
// reads what is left of the body, throws it away and closes the body: to who reads beside it
// that looks like the end for a moment. It happens inside of a call of the writer's, of which
// the last has returned when the writer is asked; then the body is closed or at its end, or what
// net/http read of it has failed: after that it only says that it is at its end, which one whose
// length is known is not.
func (e *httpExchange) isEndOfBody(n int64) error {
	w := e.writer.Load()
	if w == nil || n == e.r.ContentLength || !w.hasBegun() {
		return io.EOF
	}
	one, err := e.body.r.Read(make([]byte, 1))
	if one > 0 || err == nil || err == io.EOF && e.r.ContentLength >= 0 {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (e *httpExchange) spoilBody(err *HTTPError) {
	if b := &e.body; b.err == nil || b.err == io.EOF {
		b.err = err
	}
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// httpBodyReader reads a body with a limit, with the errors that origin promises.
type httpBodyReader struct {
	x          *Exchange
	generation generation

	lock sync.Mutex // of what follows
	r    io.Reader
	left int64 // -1: no limit
	got  int64
	err  error
	// isEnd is asked what the end of the body is after so many bytes: io.EOF, or an error.
	isEnd func(n int64) error
	lent  bool // somebody may have it who is late
	// waiting is called before more is waited for; nil: nothing is to be done.
	waiting func()
}

// Read implements io.Reader, for everybody.
func (b *httpBodyReader) Read(p []byte) (int, error) {
	held, ok := b.x.hold(b.generation)
	if !ok {
		return 0, errBodyOver
	}
	if held {
		defer b.x.letGo()
	}
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.read(p)
}

// read reads on. The lock is held.
func (b *httpBodyReader) read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	if b.x.isOver(b.generation) {
		return 0, errBodyOver
	}
	if b.waiting != nil {
		b.waiting()
	}
	if b.left >= 0 && int64(len(p)) > b.left+1 && b.left+1 > 0 {
		p = p[:b.left+1] // one byte more tells "all" from "too much"
	}
	n, err := b.r.Read(p)
	if b.got += int64(n); err == io.EOF {
		err = b.isEnd(b.got)
	}
	if b.left >= 0 && int64(n) > b.left {
		n, err = int(b.left), tooLarge(nil)
	}
	if b.left >= 0 {
		b.left -= int64(n)
	}
	switch err = bodyError(err); {
	case err == nil || err == io.EOF:
		b.err = err
	case b.x.isOver(b.generation): // it was woken up
		err = errBodyOver
	default:
		b.err = err
	}
	return n, err
}

// outcome is what the body broke off with, and whether its end was seen, as far as that is
// known: somebody may be waiting for more of it.
func (b *httpBodyReader) outcome() (failed *HTTPError, ended bool) {
	if !b.lock.TryLock() {
		return nil, false
	}
	err := b.err
	b.lock.Unlock()
	if err == nil || err == io.EOF {
		return nil, err == io.EOF
	}
	return statusOf(err), false
}

func statusOf(err error) (carried *HTTPError) {
	errors.As(err, &carried)
	return carried
}

// bodyError gives an error of reading a body its status.
func bodyError(err error) error {
	var carried *HTTPError
	var limit *http.MaxBytesError
	switch {
	case err == nil, err == io.EOF, errors.As(err, &carried):
		return err
	case errors.As(err, &limit):
		return tooLarge(err)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &HTTPError{Status: http.StatusRequestTimeout, Err: err}
	}
	return &HTTPError{Status: http.StatusBadRequest, Message: "the body cannot be read", Err: err}
}
