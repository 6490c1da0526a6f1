package runtime

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// A connection as the server of HTTP/2 has it lives here. It sees the frames that are written,
// and so can say between two of them that the server is about to end: net/http says that
// only together with which stream was the last, and requests that are on their way then
// are lost, unless their client asks them again.

// h2Conn is a connection that was handed over. It is no *tls.Conn, also where it is inside of
// TLS: net/http then takes it as it comes.
type h2Conn struct {
	net.Conn
	c      *conn
	early  []byte      // was read already; of who reads
	got    int         // of the client's preface; of who reads
	begun  atomic.Bool // the preface is here
	closed sync.Once

	streams h2Running

	reading  sync.Mutex // of deadline
	deadline time.Time  // for reading, as net/http has set it

	writing sync.Mutex // of what follows, and held while something is written
	frames  h2Frames   // that are written
	wanted  bool       // a notice is to be written, …
	noticed bool       // … and was
}

// RemoteAddr is the client's, if a trusted proxy has told it.
func (h *h2Conn) RemoteAddr() net.Addr { return h.c.remoteAddr() }

// Read implements net.Conn. A deadline that net/http has not set was there to wake the
// connection when it was still ours.
func (h *h2Conn) Read(p []byte) (n int, err error) {
	if len(h.early) > 0 {
		n = copy(p, h.early)
		h.early = h.early[n:]
		h.hasRead(n)
		return n, nil
	}
	for {
		n, err = h.Conn.Read(p)
		h.hasRead(n)
		if n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) || !h.rearm() {
			return n, err
		}
	}
}

// hasRead notes how much of the preface is here: before it is, the client has not begun.
func (h *h2Conn) hasRead(n int) {
	if h.got >= len(h2Preface) {
		return
	}
	if h.got += n; h.got >= len(h2Preface) {
		h.begun.Store(true)
		if h.c.s.draining.Load() {
			h.notice()
		}
	}
}

// rearm sets the deadline that net/http wants anew; false: it has passed.
func (h *h2Conn) rearm() bool {
	h.reading.Lock()
	defer h.reading.Unlock()
	if !h.deadline.IsZero() && !time.Now().Before(h.deadline) {
		return false
	}
	return h.Conn.SetReadDeadline(h.deadline) == nil
}

// SetReadDeadline implements net.Conn.
func (h *h2Conn) SetReadDeadline(t time.Time) error {
	h.reading.Lock()
	defer h.reading.Unlock()
	h.deadline = t
	return h.Conn.SetReadDeadline(t)
}

// SetDeadline implements net.Conn.
func (h *h2Conn) SetDeadline(t time.Time) error {
	_ = h.SetWriteDeadline(t)
	return h.SetReadDeadline(t)
}

// Write implements net.Conn, with a notice between two frames, if one is wanted.
func (h *h2Conn) Write(p []byte) (n int, err error) {
	h.writing.Lock()
	defer h.writing.Unlock()
	for h.wanted && !h.noticed && h.begun.Load() && len(p) > 0 {
		if h.tryNotice(); h.noticed {
			break
		}
		k, err := h.write(p[:h.frames.next(p)])
		if n += k; err != nil {
			return n, err
		}
		p = p[k:]
	}
	if len(p) == 0 {
		return n, nil
	}
	k, err := h.write(p)
	return n + k, err
}

func (h *h2Conn) write(p []byte) (int, error) {
	n, err := h.Conn.Write(p)
	h.frames.wrote(p[:n])
	return n, err
}

// notice asks for a GOAWAY that names the last stream of all, which says that the server is
// going to end and takes what comes until then (RFC 9113 §6.8). It does not wait for those
// who are writing.
func (h *h2Conn) notice() {
	go func() {
		h.writing.Lock()
		defer h.writing.Unlock()
		h.wanted = true
		h.tryNotice()
	}()
}

// tryNotice writes the notice if it is its time. h.writing is held.
func (h *h2Conn) tryNotice() {
	if !h.noticed && h.begun.Load() && h.frames.hasBegun && h.frames.between() {
		h.noticed = true
		_, _ = h.Conn.Write(goAway(lastStream, h2NoError)) // who is gone does not miss it
	}
}

// refuse ends a connection before it has begun. What the client has sent meanwhile is read,
// or the system would answer it with a reset, which can destroy what was said.
func (h *h2Conn) refuse(code uint32) {
	_ = h.Conn.SetDeadline(time.Now().Add(lingerPause))
	_, err := h.Conn.Write(append(h2EmptySettings[:], goAway(0, code)...))
	if half, ok := h.Conn.(interface{ CloseWrite() error }); ok && err == nil && half.CloseWrite() == nil {
		_, _ = io.CopyN(io.Discard, h.Conn, lingerBytes)
	}
	h.Close()
}

// Close implements net.Conn. The connection is counted out.
func (h *h2Conn) Close() (err error) {
	h.closed.Do(func() {
		err = h.Conn.Close()
		h.c.s.forget(h.c)
	})
	return err
}

// Of frames (RFC 9113 §4.1, §6).
const (
	h2FrameHead                 = 9
	h2Headers                   = 0x1
	h2GoAway                    = 0x7
	h2Continuation              = 0x9
	h2EndHeaders                = 0x4 // a flag
	lastStream           uint32 = 1<<31 - 1
	h2NoError            uint32 = 0x0
	h2InadequateSecurity uint32 = 0xc
)

// h2EmptySettings is how a server begins.
var h2EmptySettings = [h2FrameHead]byte{3: 0x4}

// goAway is the frame that ends a connection.
func goAway(last, code uint32) []byte {
	b := make([]byte, h2FrameHead+8)
	b[2], b[3] = 8, h2GoAway
	binary.BigEndian.PutUint32(b[9:], last)
	binary.BigEndian.PutUint32(b[13:], code)
	return b
}

// h2Frames follows frames that go by, in pieces of any size.
type h2Frames struct {
	head [h2FrameHead]byte
	n    int  // of head that are here
	left int  // of the frame's content
	open bool // a list of fields goes on in the next frame: nothing may stand between
	// hasBegun: the settings, which are the first frame, have gone by.
	hasBegun bool
}

// between says whether the next byte is the first of a frame before which another may stand.
func (f *h2Frames) between() bool { return f.n == 0 && f.left == 0 && !f.open }

// next is how much of p belongs to the frame that has begun, or begins with it: at least 1.
func (f *h2Frames) next(p []byte) int {
	if f.left > 0 {
		return min(f.left, len(p))
	}
	n := min(h2FrameHead-f.n, len(p))
	if f.n+n < h2FrameHead {
		return n
	}
	head := f.head
	copy(head[f.n:], p)
	return min(n+h2Length(head), len(p))
}

// wrote takes note of bytes.
func (f *h2Frames) wrote(p []byte) {
	for len(p) > 0 {
		if f.left > 0 {
			n := min(f.left, len(p))
			f.left, p = f.left-n, p[n:]
			continue
		}
		n := copy(f.head[f.n:], p)
		if f.n, p = f.n+n, p[n:]; f.n == h2FrameHead {
			f.n, f.left, f.hasBegun = 0, h2Length(f.head), true
			switch f.head[3] {
			case h2Headers, h2Continuation:
				f.open = f.head[4]&h2EndHeaders == 0
			}
		}
	}
}

func h2Length(head [h2FrameHead]byte) int {
	return int(head[0])<<16 | int(head[1])<<8 | int(head[2])
}
