package runtime

// Bodies that are lent live here: what reads them, and hands out nothing of them, or says that
// it is valid until the handler returns, needs no memory that stays.

// A lentBody is a body as an origin lends it.
type lentBody struct {
	b      []byte
	memory *lentMemory // that it is in; nil: another, such as the connection's buffer
}

// lend returns the body for the goroutine that serves the request, valid until the handler
// returns; for others it is Body.
func (r Request) lend() ([]byte, error) {
	x, held := r.enter()
	defer r.leave(held)
	return x.wholeBody(!held)
}

// wholeBody reads the body if that was not done before. Where it may not be lent, one that was is
// copied: from then on it is the handler's.
func (x *Exchange) wholeBody(mayLend bool) ([]byte, error) {
	kept := x.kept.rare()
	reading := x.origin.bodyLock()
	reading.Lock()
	defer reading.Unlock()
	switch {
	case kept.stream != nil:
		return nil, errBodyStreamed
	case kept.bodyRead:
	case mayLend && kept.decoding == nil:
		kept.bodyRead, kept.isLent = true, true
		kept.lent, kept.bodyErr = x.origin.lendBody(x.bodyLimit())
		kept.body = kept.lent.b
	default:
		kept.bodyRead = true
		kept.body, kept.bodyErr = x.readBody(kept.decoding)
	}
	if !mayLend {
		kept.own()
	}
	return kept.body, kept.bodyErr
}

// own makes the body that is kept the handler's. The body's lock is held.
func (m *requestMore) own() {
	if m.isLent {
		m.body, m.isLent = append([]byte{}, m.body...), false
	}
}

// spoilLent overwrites what was lent, where that is asked for, once the handler has returned:
// who still looks at it is noticed. What asks for the body later has a copy.
func (x *Exchange) spoilLent() {
	more := x.kept.more.Load()
	if more == nil || !poison.Load() {
		return
	}
	reading := x.origin.bodyLock()
	if !reading.TryLock() { // somebody waits for a body that has not come
		return
	}
	defer reading.Unlock()
	more.own()
	overwrite(more.lent.b)
}

// returnLent gives lent memory back, unless a goroutine that nobody waits for may have it.
func (x *Exchange) returnLent() {
	more := x.kept.more.Load()
	if more != nil && more.lent.memory != nil && !x.panicked {
		more.lent.memory.release()
		more.lent = lentBody{}
	}
}

// lendBody implements origin. Where all of the body is in the buffer it stays there, chunks
// pushed together.
func (c *conn) lendBody(limit int64) (lentBody, error) {
	if err := c.openBody(limit); err != nil {
		return lentBody{}, err
	}
	here, whole := c.bodyInPlace()
	if whole {
		return lentBody{b: here}, nil
	}
	var l lentBody
	var err error
	l.b, err = c.readWhole(here, func(n int) []byte {
		l.memory = newLent(n)
		return l.memory.b
	})
	l.b = l.b[:len(l.b):len(l.b)]
	return l, err
}

// bodyInPlace takes what has come of the body, and leaves it where it is in the buffer; whole
// says that there is no more. Else it is valid until the next read.
func (c *conn) bodyInPlace() (here []byte, whole bool) {
	f, b := c.f, &c.f.body
	if f.old != nil || b.failed != nil || len(b.piece) > 0 || b.done {
		return nil, b.done && b.failed == nil && len(b.piece) == 0
	}
	floor, start, end := f.floor, f.r, f.r
	for !b.done && b.failed == nil && f.r < f.w {
		f.floor = end // before the end is seen: a watch then reads on behind it
		c.decodeBody()
		end += copy(f.in[end:], b.piece)
		b.piece = nil
		f.floor = end
	}
	if b.done {
		return f.in[start:end:end], true
	}
	f.floor = floor
	return f.in[start:end], false
}
