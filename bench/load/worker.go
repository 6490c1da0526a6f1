package load

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"example.com/httpgen/bench/server"
)

// What one connection asks, and what it counts, lives here.

// A worker is one connection's goroutine. Its counters are its own; the pad keeps
// those of two workers out of one cache line.
type worker struct {
	*client
	number   int
	requests atomic.Int64
	latency  histogram
	_        [64]byte
}

func (w *worker) run() {
	defer w.done.Done()
	connected := sync.OnceFunc(w.connected.Done)
	defer connected()
	var err error
	if w.profile.NewConn {
		connected()
		<-w.begin
		err = w.askAnew()
	} else {
		err = w.askOn(connected)
	}
	if err != nil && !w.stopped.Load() {
		err = fmt.Errorf("connection %d: %w", w.number, err)
		w.failed.CompareAndSwap(nil, &err)
	}
}

// dial spreads connections over loopback addresses, so that ports do not run out.
func (w *worker) dial() (net.Conn, error) {
	local := &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+w.number%8))}
	conn, err := (&net.Dialer{LocalAddr: local, Timeout: grace}).Dial("tcp4", w.addr)
	if err != nil {
		return nil, err
	}
	if err := conn.SetDeadline(w.end); err != nil {
		return nil, err
	}
	if w.profile.TLS {
		// The certificate is made for this run and nobody else can listen there.
		conn = tls.Client(conn, &tls.Config{InsecureSkipVerify: true})
		if err := conn.(*tls.Conn).Handshake(); err != nil {
			return nil, err
		}
	}
	return conn, nil
}

// askOn asks again and again over one connection.
func (w *worker) askOn(connected func()) error {
	conn, err := w.dial()
	if err != nil {
		return err
	}
	defer conn.Close()
	r := newResponseReader(conn)
	if w.profile.Events {
		return w.listen(conn, r, connected)
	}
	first := true
	var due time.Time
	for ; !w.stopped.Load(); due = w.nextDue(due) {
		start := w.wait(due)
		if _, err := conn.Write(w.burst); err != nil {
			return err
		}
		for range w.profile.depth() {
			if err := r.next(w.profile.Body, first); err != nil {
				return err
			}
		}
		w.count(w.profile.depth(), time.Since(start))
		if first {
			first = false
			connected()
			<-w.begin
			due = w.firstDue()
		}
		if w.profile.Idle {
			<-w.stop
		}
	}
	return nil
}

// askAnew makes a connection for each request and waits for the server to close it.
// The server closes first, so that what remains of a connection is on its side.
func (w *worker) askAnew() error {
	for !w.stopped.Load() {
		start := time.Now()
		conn, err := w.dial()
		if err != nil {
			return err
		}
		err = w.askOnce(conn)
		conn.Close()
		if err != nil {
			return err
		}
		w.count(1, time.Since(start))
	}
	return nil
}

func (w *worker) askOnce(conn net.Conn) error {
	if _, err := conn.Write(w.burst); err != nil {
		return err
	}
	r := newResponseReader(conn)
	if err := r.next(w.profile.Body, true); err != nil {
		return err
	}
	if n, err := conn.Read(r.buf); n > 0 || err == nil {
		return fmt.Errorf("%d bytes after an answer that closes", n)
	}
	return nil
}

func (w *worker) count(requests int, took time.Duration) {
	w.requests.Add(int64(requests))
	if w.measuring.Load() {
		w.latency.add(took)
	}
}

// listen counts events; an event's latency is the time since its making.
func (w *worker) listen(conn net.Conn, r *responseReader, connected func()) error {
	if _, err := conn.Write(w.burst); err != nil {
		return err
	}
	head, err := r.head()
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(head, okLine) || !bytes.Contains(head, []byte(server.EventType)) {
		return fmt.Errorf("no event stream: %q", head)
	}
	connected()
	go func() { <-w.stop; conn.Close() }()
	for mark := []byte(server.EventPrefix); ; {
		for at := bytes.Index(r.buf[r.start:r.end], mark); at >= 0 && r.start+at+len(mark)+
			19 <= r.end; at = bytes.Index(r.buf[r.start:r.end], mark) {
			stamp := r.buf[r.start+at+len(mark):][:19]
			made, err := strconv.ParseInt(string(stamp), 10, 64)
			if err != nil {
				return err
			}
			r.start += at + len(mark) + 19
			w.count(1, time.Since(time.Unix(0, made)))
		}
		if r.end-r.start > maxHead {
			return errors.New("8 KiB of an event stream without an event")
		}
		if err := r.fill(); err != nil {
			return err
		}
	}
}
