package runtimetest

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"

	"example.com/httpgen/runtime"
)

// Server-sent events as clients read them live here (WHATWG HTML §9.2.6).

// Events are the events of one stream. It is read by one goroutine at a time; Close may be
// called beside it.
type Events struct {
	body   io.Closer
	lines  *bufio.Reader
	lastID string
	cr     bool // the line before ended with CR: an LF that follows belongs to it
}

func newEvents(body io.ReadCloser) *Events {
	return &Events{body: body, lines: bufio.NewReader(body)}
}

// Next waits for the next event and returns it; its ID is the last one that was sent, and
// Retry is set where the stream has set it since the event before. At the end of the stream
// the error is io.EOF, or io.ErrUnexpectedEOF if the stream broke off.
func (e *Events) Next() (runtime.Event, error) {
	var event runtime.Event
	var data []string
	for {
		line, err := e.line()
		if err != nil {
			return runtime.Event{}, err
		}
		if line == "" {
			if data == nil {
				event.Name = "" // without data it is no event, but Retry stays
				continue
			}
			event.ID, event.Data = e.lastID, strings.Join(data, "\n")
			return event, nil
		}
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "event":
			event.Name = value
		case "data":
			data = append(data, value)
		case "id":
			if !strings.Contains(value, "\x00") {
				e.lastID = value
			}
		case "retry":
			if ms, err := strconv.ParseUint(value, 10, 40); err == nil {
				event.Retry = time.Duration(ms) * time.Millisecond
			}
		}
	}
}

// line is the next line without its end, of which there are three kinds. What stands behind
// the last end is none.
func (e *Events) line() (string, error) {
	var b strings.Builder
	for {
		c, err := e.lines.ReadByte()
		switch {
		case err != nil:
			return "", err
		case c == '\n' && e.cr && b.Len() == 0:
			e.cr = false
		case c == '\n', c == '\r':
			e.cr = c == '\r'
			return b.String(), nil
		default:
			e.cr = false
			b.WriteByte(c)
		}
	}
}

// Close ends the stream: the App sees that the client is gone.
func (e *Events) Close() error { return e.body.Close() }
