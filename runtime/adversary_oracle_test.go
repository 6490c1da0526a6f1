package runtime

import (
	"fmt"
	"strings"
)

// Which answers a request may have is said here.

// judge holds an answer against what its request asked for. part: the connection ended
// within the body.
func (h *adversary) judge(e *errand, a *wireAnswer, part bool) error {
	for _, name := range []string{"x-n", "x-after"} {
		if v, ok := a.fields[name]; ok && v != e.token {
			return fmt.Errorf("it has the %s of %s", name, v)
		}
	}
	if a.fields["date"] == "" {
		return fmt.Errorf("it has no Date")
	}
	if a.fields["connection"] == "close" && !e.mayClose(a.status) && !e.disturbed(h) {
		return fmt.Errorf("it says close without a reason")
	}
	if v := a.fields["connection"]; v != "" && v != "close" && v != "keep-alive" {
		return fmt.Errorf("its Connection is %q", v)
	}
	switch {
	case e.timed() && a.status == 503:
		return e.wantBody(a, part, `{"error": "Service Unavailable"}`)
	case e.finish == finishTimeout && !e.disturbed(h):
		return fmt.Errorf("its status is %d after its time", a.status)
	case e.fails() && a.status == 500: // nothing was sent yet
		return e.wantBody(a, part, `{"error": "Internal Server Error"}`)
	}
	if e.from.leaves && (a.status == 400 || a.status == 408) {
		return nil // what was cut off
	}
	status, body := e.want()
	if a.status != status {
		return fmt.Errorf("its status is %d, want %d", a.status, status)
	}
	if status < 400 && a.fields["x-n"] == "" || a.fields["x-after"] == "" {
		return fmt.Errorf("it has lost its number: %v", a.fields)
	}
	if e.old && a.chunked {
		return fmt.Errorf("it has chunks, of which HTTP/1.0 does not know")
	}
	if e.streams() {
		return e.judgeStream(a, part)
	}
	return e.wantBody(a, part, body)
}

// want is the answer, but for those of streams and of times that are up.
func (e *errand) want() (status int, body string) {
	switch e.finish {
	case finishLarge:
		return 200, e.largeText()
	case finishJSON:
		return 200, `{"n":"` + e.token + `"}`
	case finishNothing:
		return 204, ""
	case finishMissing:
		return 404, `{"error": "Not Found"}`
	case finishError:
		return 409, `{"error": "` + e.token + `"}`
	case finishHandled:
		return 418, e.unit
	case finishAbort:
		return 422, `{"error": "` + e.token + `"}`
	case finishPanic:
		return 500, `{"error": "Internal Server Error"}`
	}
	return 200, e.unit
}

func (e *errand) wantBody(a *wireAnswer, part bool, body string) error {
	if e.method == "HEAD" {
		body = ""
	}
	got := string(a.body)
	if got != body && !(part && strings.HasPrefix(body, got)) {
		return fmt.Errorf("its body is %.500q, want %.500q", got, body)
	}
	return nil
}

// judgeStream looks at the units of a streamed body: each is the request's own, each write
// is in one piece, and of each writer they come in their order.
func (e *errand) judgeStream(a *wireAnswer, part bool) error {
	lines := strings.Split(string(a.body), "\n")
	if last := len(lines) - 1; lines[last] != "" && !part {
		return fmt.Errorf("its body ends with %.100q", lines[last])
	}
	lines = lines[:len(lines)-1]
	var open struct{ who, seq, left int }
	var next [maxActors]int
	for i, line := range lines {
		if e.events {
			if line = e.eventLine(line); line == "" {
				continue
			}
		}
		who, seq := -1, -1
		if len(line) == 15 && line[:8] == e.token {
			who = int(line[8]) - 'a'
			_, _ = fmt.Sscanf(line[9:], "%06x", &seq)
		}
		switch {
		case who < 0 || who >= maxActors || seq < 0:
			return fmt.Errorf("line %d of its body is %.200q, want units of %s", i, line, e.token)
		case open.left > 0 && (who != open.who || seq != open.seq):
			return fmt.Errorf("line %d of its body is %q in the middle of the write %d of %c",
				i, line, open.seq, 'a'+open.who)
		case open.left > 0:
			open.left--
		case seq < next[who]:
			return fmt.Errorf("line %d of its body is %q: it comes again", i, line)
		default:
			open.who, open.seq, open.left = who, seq, unitsOf(seq)-1
			next[who] = seq + 1
			e.seen[who]++
		}
	}
	if open.left > 0 && !part {
		return fmt.Errorf("the write %d of %c is not whole", open.seq, 'a'+open.who)
	}
	return nil
}

// eventLine is the unit in a line of an event, "" where there is none; what is neither
// is returned as it is.
func (e *errand) eventLine(line string) string {
	if line == ": " || line == "" || line == "id: "+e.token || line == "event: "+e.token {
		return ""
	}
	for _, field := range []string{"data: ", ": "} {
		if strings.HasPrefix(line, field) {
			return line[len(field):]
		}
	}
	return line
}

// leave is called by everybody who is done with an errand. The last one counts what was
// written and what came.
func (h *adversary) leave(e *errand) {
	if e.live.Add(-1) > 0 {
		return
	}
	if !e.whole || !e.streams() {
		return
	}
	for who := range e.seen {
		seen, wrote, tried := e.seen[who], e.wrote[who].Load(), e.tried[who].Load()
		if seen < wrote || seen > tried {
			h.find(e, "%c wrote %d pieces of its stream, %d without an error, and %d came",
				'a'+who, tried, wrote, seen)
		}
	}
	if int(e.seen[0]) != e.pieces {
		h.find(e, "its stream has %d pieces, want %d", e.seen[0], e.pieces)
	}
}
