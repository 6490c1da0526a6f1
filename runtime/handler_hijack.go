package runtime

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Connections that a handler of net/http takes over live here (http.Hijacker): for WebSocket and
// other protocols that begin as a request of HTTP/1.1. Such a connection has no timeouts of ours
// any more. It is still one of MaxConnections, and the graceful end waits for it, after it has
// ended the context of the request: at DrainTimeout it is cut.

// hijackBuffer is the least size of the buffers that come with it, as in net/http.
const hijackBuffer = 4 << 10

// Hijack implements http.Hijacker. What was read behind the request is buffered in the reader.
// It fails while the body of the request is not read.
func (w *connWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.c
	if err := w.writable(); err != nil {
		return nil, nil, err
	}
	if w.status == 0 && !w.claim() {
		return nil, nil, http.ErrHandlerTimeout
	}
	if w.bodyLeft() {
		return nil, nil, errUnreadBody
	}
	c.reading.Lock() // nobody waits for more than a moment, for what has its end
	defer c.reading.Unlock()
	if w.status != 0 && w.replaced == nil && !w.sent {
		if err := w.send(nil); err != nil {
			return nil, nil, err
		}
	}
	if err := w.flush(); err != nil {
		return nil, nil, err
	}
	if watch := c.watch.Load(); watch != nil {
		c.stopReadingAhead(watch)
	}
	h, err := c.hijackAs()
	if err != nil {
		return nil, nil, err
	}
	w.hijacked = true
	if seen := w.x.seen; seen != nil && w.status == 0 {
		seen.status = http.StatusSwitchingProtocols
	}
	nc, buffered := h.handle(), slices.Clone(c.f.in[c.f.r:c.f.w])
	c.f.r = c.f.w
	return nc, bufio.NewReadWriter(bufferedReader(buffered, nc), bufio.NewWriterSize(nc, hijackBuffer)), nil
}

func (w *connWriter) bodyLeft() bool {
	if w.body == nil || w.body.ended.Load() {
		return false
	}
	if !w.c.reading.TryLock() { // somebody waits for it
		return true
	}
	defer w.c.reading.Unlock()
	return !w.c.f.body.done
}

// bufferedReader reads nc behind what is here already.
func bufferedReader(here []byte, nc net.Conn) *bufio.Reader {
	if len(here) == 0 {
		return bufio.NewReaderSize(nc, hijackBuffer)
	}
	r := bufio.NewReaderSize(io.MultiReader(bytes.NewReader(here), nc), max(hijackBuffer, len(here)))
	_, _ = r.Peek(len(here)) // it is in memory
	return r
}

// A hijack is a connection that its handler has taken over. It has ended when the handler has
// returned and the connection is closed.
type hijack struct {
	c   *conn
	raw net.Conn

	mu       sync.Mutex
	returned bool
	closed   bool
	tell     func() // tells observers of the end; nil: none are
}

// hijackAs takes the connection off those that the server wakes up. c.reading is held.
func (c *conn) hijackAs() (*hijack, error) {
	h := &hijack{c: c, raw: c.nc}
	if c.here { // the connection's own lock for reading is held by the request's goroutine
		second := c.secondReader()
		if second == nil {
			return nil, errors.New("runtime: no descriptor is left for a connection that is hijacked")
		}
		nc, err := net.FileConn(second)
		second.Close()
		if err != nil {
			return nil, err
		}
		h.raw = nc
	}
	c.mu.Lock()
	c.hijack.Store(h)
	_ = h.raw.SetDeadline(time.Time{}) // a closed one tells who reads
	c.mu.Unlock()
	c.streaming.Store(true)
	c.endStream()
	if c.s.isForced() {
		_ = h.raw.Close() // nobody cuts it any more
	}
	return h, nil
}

// handle is what the handler is given: the connection, whose Close is noticed.
func (h *hijack) handle() net.Conn {
	switch nc := h.raw.(type) {
	case *net.TCPConn:
		return &hijackedTCP{nc, h}
	case *tls.Conn:
		return &hijackedTLS{nc, h}
	}
	return &hijackedConn{h.raw, h}
}

type (
	hijackedTCP struct {
		*net.TCPConn
		h *hijack
	}
	hijackedTLS struct {
		*tls.Conn
		h *hijack
	}
	hijackedConn struct {
		net.Conn
		h *hijack
	}
)

// Close implements net.Conn.
func (n *hijackedTCP) Close() error { return n.h.close() }

// Close implements net.Conn.
func (n *hijackedTLS) Close() error { return n.h.close() }

// Close implements net.Conn.
func (n *hijackedConn) Close() error { return n.h.close() }

func (h *hijack) close() error {
	err := h.raw.Close()
	h.mu.Lock()
	first := !h.closed
	h.closed = true
	ended := first && h.returned
	h.mu.Unlock()
	if ended {
		h.ended()
	}
	return err
}

// handlerReturned notes that; the connection's own goroutine is at its end.
func (h *hijack) handlerReturned() {
	h.mu.Lock()
	h.returned = true
	ended := h.closed
	h.mu.Unlock()
	if ended {
		h.ended()
	}
}

func (h *hijack) ended() {
	if h.tell != nil {
		h.tell()
	}
	h.c.s.forget(h.c)
}

// endHijacked ends the request of a connection that was taken over. After a panic nobody knows
// what state the connection is in.
func (c *conn) endHijacked(w *connWriter) bool {
	h := c.hijack.Load()
	if w.x.failure != nil {
		_ = h.close()
	}
	if seen := w.x.seen; seen != nil {
		kept := &observation{start: seen.start, began: seen.began, status: seen.status, bytes: seen.bytes,
			contexts: seen.contexts}
		told, given := w.x.observed(), w.x.kept.given.copies()
		h.tell = func() {
			told.Duration = time.Since(kept.start)
			if kept.began != 0 {
				c.s.app.tallyEnd(kept, told.Route)
			}
			if c.s.app.settings.watched() {
				c.s.app.tellEnd(kept.contexts, told, given)
			}
		}
	}
	return false
}

// endHijack is the end of the goroutine of a connection that was taken over.
func (c *conn) endHijack(h *hijack) {
	if c.f.x.origin != nil { // in the middle of a request
		_ = h.close()
		c.retire()
		c.f.x.kept.removeFiles()
		c.endWatch()
		c.giveUpObserving()
	} else if !c.spoilt {
		c.f.release()
	}
	c.f = nil
	if h.raw != c.nc {
		c.nc.Close() // a second descriptor is open
	}
	h.handlerReturned()
}
