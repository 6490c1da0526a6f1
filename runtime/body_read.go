package runtime

import (
	"net/http"
	"time"

	"example.com/httpgen/runtime/internal/clock"
	"example.com/httpgen/runtime/internal/http1"
)

// How a body's bytes come out of the buffer and off the connection, and how long that may
// take, lives here.

// takeDirectly reads bytes of a body with a Content-Length past the buffer.
func (c *conn) takeDirectly(p []byte) (int, error) {
	b := &c.f.body
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := c.readBlocking(p)
	if err != nil {
		return 0, err
	}
	b.left -= int64(n)
	b.taken += int64(n)
	if b.left == 0 {
		c.endBody()
	}
	return n, nil
}

// decodeBody takes the next piece out of the buffer, which is not empty.
func (c *conn) decodeBody() {
	f, b := c.f, &c.f.body
	in := f.in[f.r:f.w]
	if !b.chunked {
		b.piece = in[:min(int64(len(in)), b.left)]
		f.r += len(b.piece)
		b.left -= int64(len(b.piece))
		b.taken += int64(len(b.piece))
		if b.left == 0 {
			c.endBody()
		}
		return
	}
	data, n, fault := b.chunks.Next(in)
	f.r += n
	b.piece = data
	b.taken += int64(len(data))
	switch {
	case fault != http1.OK:
		b.piece = nil
		_ = c.failBody(fault.Status(), fault)
	case b.limit >= 0 && (b.taken > b.limit || b.chunks.Pending() > uint64(b.limit-b.taken)):
		b.piece = nil
		_ = c.failBody(http.StatusRequestEntityTooLarge, nil)
	case b.chunks.Done():
		c.endBody()
	}
}

// endBody notes that what follows in the buffer is the next request.
func (c *conn) endBody() {
	c.f.body.done = true
	c.bodyDone()
}

// fillBody reads more of the body into the empty buffer.
func (c *conn) fillBody() error {
	f := c.f
	f.bodyRoom()
	n, err := c.readBlocking(f.in[f.w:])
	f.w += n
	return err
}

// readBlocking reads body bytes from the client, after everything that it may be waiting
// for was sent. A failure is that of the body, unless who reads came too late.
func (c *conn) readBlocking(p []byte) (n int, err error) {
	b := &c.f.body
	if err := c.sendBeforeBody(); err != nil {
		return 0, c.failBody(http.StatusBadRequest, err)
	}
	if b.streamed {
		start := c.s.clock.Now()
		n, err = c.read(p, c.rateDeadline(start))
		b.waited += time.Duration(c.s.clock.Now() - start)
	} else {
		n, err = c.read(p, c.bodyDeadline())
	}
	switch {
	case err == nil:
		return n, nil
	case err == errBodyOver:
		return 0, err
	}
	return 0, c.failBody(readFailure(err))
}

// sendBeforeBody sends the answers of earlier requests and the 100 that the client may
// be waiting for.
func (c *conn) sendBeforeBody() error {
	c.writing.Lock()
	defer c.writing.Unlock()
	expect := c.f.body.expect
	c.f.body.expect = false
	if c.f.stream != nil { // too late for 100: the final answer has begun
		return c.f.stream.flush()
	}
	if expect {
		out := c.f.output()
		out.b = append(out.b, "HTTP/1.1 100 Continue\r\n\r\n"...)
	}
	return c.flush()
}

// bodyDeadline is when a buffered body has to be here.
func (c *conn) bodyDeadline() clock.Moment {
	timeout := c.s.app.settings.readTimeout
	if timeout == 0 {
		return clock.Never
	}
	if b := &c.f.body; b.by == clock.Never {
		b.by = max(c.f.began.Add(timeout), c.s.clock.Now().Add(lateGrace))
	}
	return c.f.body.by
}

// bodyRate is what the client has to keep up, in bytes per second; none if not positive.
func (x *Exchange) bodyRate() int64 {
	if rate := x.kept.rate.Load(); rate != 0 {
		return rate
	}
	return x.app.settings.minBodyRate
}

// rateDeadline is how long a read of a streamed body may take, so that the client keeps
// up the demanded rate in the time that we have waited for it. Where no rate is demanded
// ReadTimeout is for each read: a client that is silent does not hold its handler for ever.
func (c *conn) rateDeadline(now clock.Moment) clock.Moment {
	rate := c.f.x.bodyRate()
	if rate <= 0 {
		if timeout := c.s.app.settings.readTimeout; timeout > 0 {
			return now.Add(timeout)
		}
		return clock.Never
	}
	b := &c.f.body
	var left time.Duration
	left, b.waited = rateLeft(b.taken, rate, b.waited)
	return now.Add(left)
}

// rateLeft is how long a client that has sent so many bytes, and that we have waited for in
// all, may take for the next, to keep up the rate, in bytes a second. What a burst earned
// beyond one grace is forfeited: a client could stall on it for as long as the burst would
// have taken at the demanded rate.
func rateLeft(got, rate int64, waited time.Duration) (left, counted time.Duration) {
	earned := time.Duration(float64(got) / float64(rate) * float64(time.Second))
	counted = max(waited, earned-rateGrace)
	return rateGrace + earned - counted, counted
}
