package runtime

import "net/http"

// The end of an answer of a handler of net/http lives here, on our own connections.

// respondForeign ends the answer to a request that a handler of net/http was called for: it may
// have left the answer to others.
func (c *conn) respondForeign(x *Exchange, resp Response) (keep bool) {
	w := x.handled().writer.(*connWriter)
	defer w.ctx.end() // when the request is retired
	if resp.kind() == kindHandled {
		keep = c.respondHandled(x, w)
	} else {
		keep = c.respond(x, resp)
	}
	c.endDeadlines()
	return keep
}

// respondHandled sends what is left to be sent, and says whether the connection lives on. The
// handler has returned.
func (c *conn) respondHandled(x *Exchange, w *connWriter) bool {
	switch {
	case w.hijacked:
		c.retire()
		return c.endHijacked(w)
	case x.failure != nil:
		c.retire()
		w.cut()
		return false
	case !w.sent:
		return w.sendShort()
	}
	wanted := w.status < http.StatusBadRequest
	if w.stream == nil {
		c.retire()
		return w.keep && c.settleBody(wanted) == nil && c.f.body.done
	}
	w.stream.close()
	c.retire()
	w.stream.trailer = w.trailer()
	w.count()
	return c.endStreamed(x, w.stream, nil) && c.settleBody(wanted) == nil && c.f.body.done
}

// sendShort sends an answer that is here as a whole.
func (w *connWriter) sendShort() bool {
	c := w.c
	c.retire()
	wanted, known := w.status < http.StatusBadRequest, c.f.body.failed != nil
	if failed := c.settleBody(wanted); failed != nil && wanted && !known { // the handler was not told
		r := c.s.app.lateAnswer(w.x, failed)
		c.writeHead(&r, c.answerHead(w.x, int64(len(r.content())), false))
		if !w.x.Head {
			c.writeContent(r.content())
		}
		return false
	}
	w.sniff(nil)
	trailers := w.trailer()
	if w.length < 0 && w.trailers == nil && (!w.x.Head || w.got > 0) {
		w.length = w.got
	}
	if w.x.Head || bodiless(w.status) {
		w.appendHead(c.answerHead(w.x, w.length, c.f.body.done))
		return w.keep
	}
	if w.length >= 0 && w.got == w.length {
		w.appendHead(c.answerHead(w.x, w.length, c.f.body.done))
		w.count()
		return c.writeContent(borrow(w.kept)) && w.keep
	}
	w.writeHead()
	w.stream.trailer = trailers
	_, _ = w.stream.Write(w.kept) // endStreamed tells
	w.stream.close()
	w.count()
	return c.endStreamed(w.x, w.stream, nil)
}

// count notes how much of the body was written.
func (w *connWriter) count() {
	if w.x.seen != nil && !w.x.Head {
		w.x.seen.bytes = w.got
	}
}

// cut ends an answer so that the client notices. What of it was sent is on its way.
func (w *connWriter) cut() {
	w.count()
	if w.stream == nil {
		return
	}
	w.stream.close()
	w.c.cutStream(w.stream)
	w.c.f.stream = nil
	w.c.streaming.Store(false)
}
