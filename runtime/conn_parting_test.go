package runtime

import (
	"strings"
	"testing"
)

// Whether a connection waits for its client at the end is shown here.

// halving is a scripted connection that counts how often its end is said, and how much is read
// behind that.
type halving struct {
	inPieces
	said, readBehind int
}

func (h *halving) CloseWrite() error { h.said++; return nil }

func (h *halving) Read(b []byte) (int, error) {
	if h.said > 0 {
		h.readBehind++
	}
	return h.inPieces.Read(b)
}

func TestWhoHasAskedForTheEndIsNotWaitedFor(t *testing.T) {
	app := NewApp(manners(), Logger(quiet()))
	for _, row := range []struct {
		sentence, request string
		waits             bool
	}{
		{"a client that asks for the end", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
		{"one of HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", false},
		{"one that has sent a body", "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody", true},
		{"one of which more is here", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET", true},
		{"one of which more may be here", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: " + strings.Repeat("x", smallBuffer-51) + "\r\n\r\n", true},
		{"one whose body is too long", "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4000000\r\n\r\nbody", true},
		{"one that is told so", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", true},
	} {
		nc := &halving{inPieces: inPieces{pieces: []string{row.request}}}
		(&conn{s: &app.server, nc: nc}).run()
		if waits := nc.said == 1 && nc.readBehind > 0; waits != row.waits || nc.said > 1 {
			t.Errorf("%s: its end is said %d times, and %d times read behind: %.60q", row.sentence, nc.said, nc.readBehind, nc.out.String())
		}
	}
}
