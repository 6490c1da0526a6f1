package runtime

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// Handlers of net/http under attack live here, and connections that they take over: goroutines
// write to what they were given at every moment, also when the request is over.

// An advWriter is what the writer of an answer has, whoever it is.
type advWriter interface {
	io.Writer
	io.StringWriter
	Flush() error
}

// advHandlerWriter is the http.ResponseWriter of a handler as one.
type advHandlerWriter struct{ http.ResponseWriter }

func (w advHandlerWriter) WriteString(s string) (int, error) {
	return io.WriteString(w.ResponseWriter, s)
}

func (w advHandlerWriter) Flush() error { return http.NewResponseController(w.ResponseWriter).Flush() }

// handleHTTP has a handler of net/http answer.
func (h *adversary) handleHTTP(x *Exchange) (Response, error) {
	req := x.Request()
	e := h.of(req.RawPath(), "a handler of net/http")
	if e == nil {
		return Text("nobody's"), nil
	}
	return x.HandleHTTP(func(w http.ResponseWriter, r *http.Request) {
		if e.entered.Add(1) > 1 {
			h.find(e, "its handler is called twice")
		}
		if r.URL.Path != e.decoded || r.Header.Get("X-N") != e.token || r.PathValue("n") != e.token {
			h.find(e, "its handler is given %s %v", r.URL, r.Header)
		}
		defer e.over.Store(true)
		e.mu.Lock()
		e.hr = r
		e.mu.Unlock()
		e.enter(handling)
		h.start(e, req, handling, nil)
		e.yield()
		h.readHTTP(e, r)
		if e.finish == finishUpgrade {
			h.upgrade(e, req, w, r)
			return
		}
		w.Header().Set("X-N", e.token)
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		h.writeHTTP(e, req, w)
	})
}

// readHTTP reads the body as the script says.
func (h *adversary) readHTTP(e *errand, r *http.Request) {
	if e.use == useNothing || e.use == useInStream {
		return
	}
	e.enter(awaiting)
	p := make([]byte, 3000)
	for total := 0; ; {
		n, err := r.Body.Read(p)
		if total += n; n > 0 && !e.isPiece(p[:n]) {
			h.find(e, "the body of its handler gives %.300q, want pieces of %.300q", p[:n], e.body)
		}
		switch {
		case err == io.EOF:
			if total != len(e.body) && !e.mixes() {
				h.find(e, "the body of its handler has %d bytes, want %d", total, len(e.body))
			}
			return
		case err != nil:
			if !e.mayFail(h) && !e.mixes() {
				h.find(e, "the body of its handler fails without a reason: %v", err)
			}
			return
		case e.use == usePart:
			return
		}
	}
}

// writeHTTP writes the answer.
func (h *adversary) writeHTTP(e *errand, req Request, w http.ResponseWriter) {
	switch e.finish {
	case finishNothing:
		w.WriteHeader(http.StatusNoContent)
	case finishPanic:
		e.enter(broken)
		panic(advPanic)
	case finishStream, finishMidPanic:
		if e.method == "HEAD" {
			break
		}
		e.mu.Lock()
		e.sw = advHandlerWriter{w}
		e.mu.Unlock()
		e.enter(streaming)
		a := h.actor(e, req, 0)
		h.start(e, req, streaming, nil)
		for range e.pieces {
			e.yield()
			if got, err := a.try(moveNamed("StreamWriter.Write")); got != data && !e.mayFail(h) {
				h.find(e, "Write by the handler fails without a reason: %v", err)
			}
			if a.r.IntN(3) == 0 {
				a.call(moveNamed("StreamWriter.Flush"))
			}
		}
	case finishLarge:
		_, _ = io.WriteString(w, e.largeText())
	default:
		_, _ = io.WriteString(w, e.unit)
	}
	if e.finish == finishMidPanic {
		e.enter(broken)
		e.over.Store(true)
		panic(advPanic)
	}
}

// lines is how many go to and fro on a connection that was taken over.
func (e *errand) lines() int { return 1 + int(e.n%4) }

// line is one of them.
func (e *errand) line(k int) string { return fmt.Sprintf("%s line %d\n", e.token, k) }

// dies says whether its handler panics when it has the connection.
func (e *errand) dies() bool { return e.n%7 == 0 }

// upgrade takes the connection over and sends back what comes.
func (h *adversary) upgrade(e *errand, req Request, w http.ResponseWriter, r *http.Request) {
	const head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\nX-N: "
	headFirst := e.n%2 == 0
	if headFirst {
		w.Header().Set("X-N", e.token)
		w.Header().Set("Upgrade", "echo")
		w.Header().Set("Connection", "Upgrade")
		w.WriteHeader(http.StatusSwitchingProtocols)
	}
	nc, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		if !e.mayFail(h) {
			h.find(e, "its connection cannot be taken over: %v", err)
		}
		return
	}
	defer nc.Close()
	if !headFirst {
		_, _ = fmt.Fprintf(nc, "%s%s\r\nDate: now\r\n\r\n", head, e.token)
	}
	defer context.AfterFunc(r.Context(), func() { _ = nc.SetReadDeadline(time.Now()) })()
	h.calls(e, req, e.looks, movesRead|movesContext, false)
	if _, err := w.Write([]byte("not to be seen")); err == nil {
		h.find(e, "the answer can be written to when the connection is taken over")
	}
	h.echo(e, nc, rw)
}

func (h *adversary) echo(e *errand, nc net.Conn, rw *bufio.ReadWriter) {
	for k := 0; ; k++ {
		line, err := rw.ReadString('\n')
		if err != nil {
			if isTimeout(err) { // the server ends
				_, _ = io.WriteString(nc, "bye "+e.token+"\n")
			} else if k < e.lines() && !e.disturbed(h) {
				h.find(e, "its connection ends before line %d: %v", k, err)
			}
			return
		}
		if line != e.line(k) {
			h.find(e, "line %d of its connection is %.200q", k, line)
		}
		_, _ = rw.WriteString(line)
		if rw.Flush() != nil {
			return
		}
		if e.dies() {
			e.enter(broken)
			e.over.Store(true)
			panic(advPanic)
		}
	}
}

// upgraded is the client's side: the first line was sent with the request.
func (v *visitor) upgraded(e *errand, a *wireAnswer) {
	if a.status != http.StatusSwitchingProtocols || a.fields["x-n"] != e.token || a.fields["upgrade"] != "echo" {
		v.h.find(e, "its protocol is not switched: %d %v", a.status, a.fields)
		return
	}
	for k := range e.lines() {
		if k > 0 {
			if _, err := io.WriteString(v.nc, e.line(k)); err != nil && !e.dies() && !e.disturbed(v.h) {
				v.h.find(e, "line %d cannot be sent: %v", k, err)
			}
		}
		got, err := v.rawLine()
		switch {
		case v.h.stop.Load():
			return
		case err == nil && got == e.line(k):
		case err == nil && v.h.draining.Load() && got == "bye "+e.token+"\n":
			return
		case err != nil && (e.dies() && k > 0 || e.disturbed(v.h)) && got == "":
			return
		default:
			v.h.find(e, "line %d comes back as %.200q: %v\n%s", k, got, err, v.wire.around())
			return
		}
	}
	_ = closeWrite(v.nc)
	if rest, _ := v.rawLine(); rest != "" && !(v.h.draining.Load() && strings.HasPrefix(rest, "bye "+e.token)) {
		v.h.find(e, "behind its last line stands %.200q", rest)
	}
}

// rawLine takes a line that ends in LF; without one it is what came before the end.
func (v *visitor) rawLine() (string, error) {
	w := v.wire
	for from := w.at; ; {
		if i := strings.IndexByte(string(w.buf[from:]), '\n'); i >= 0 {
			line := string(w.buf[w.at : from+i+1])
			w.at = from + i + 1
			return line, nil
		}
		from = len(w.buf)
		if err := w.more(); err != nil {
			rest := string(w.buf[w.at:])
			w.at = len(w.buf)
			return rest, err
		}
	}
}
