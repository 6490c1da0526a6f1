package web

import (
	"bufio"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// WebSocket by hand lives here, for what no client sends: what stands on the wire around the
// handshake (RFC 6455 §4.1, §5.2).

// wire is a connection.
type wire struct {
	t  *testing.T
	nc net.Conn
	r  *bufio.Reader
}

func (h *hosted) dial() *wire {
	h.t.Helper()
	nc, err := net.Dial("tcp", h.addr)
	if err == nil && h.kind == ownTLS {
		nc = tls.Client(nc, &tls.Config{InsecureSkipVerify: true})
	}
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { nc.Close() })
	_ = nc.SetDeadline(time.Now().Add(30 * time.Second))
	return &wire{h.t, nc, bufio.NewReader(nc)}
}

// handshake is a request for a WebSocket, with changes: a line that begins with a name replaces
// the one of that name, or is put behind.
func handshake(path string, changes ...string) string {
	lines := []string{"GET " + path + " HTTP/1.1", "Host: a", "Connection: keep-alive, Upgrade", "Upgrade: websocket",
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"}
next:
	for _, change := range changes {
		name, _, _ := strings.Cut(change, " ")
		for i, line := range lines {
			if strings.HasPrefix(line, name+" ") {
				lines[i] = change
				continue next
			}
		}
		lines = append(lines, change)
	}
	return strings.Join(lines, "\r\n") + "\r\n\r\n"
}

// The kinds of frames.
const (
	moreFrame   = 0 // of the message that has begun
	textFrame   = 1
	binaryFrame = 2
	closeFrame  = 8
	pingFrame   = 9
	pongFrame   = 10
	last        = 0x80 // a flag: of the message
)

// frame is one of a client: masked.
func frame(first byte, payload string) string {
	b := []byte{first, 0x80}
	switch n := len(payload); {
	case n < 126:
		b[1] |= byte(n)
	case n < 1<<16:
		b[1] |= 126
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	default:
		b[1] |= 127
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	mask := [4]byte{1, 2, 3, 4}
	b = append(b, mask[:]...)
	for i := range len(payload) {
		b = append(b, payload[i]^mask[i%4])
	}
	return string(b)
}

func (c *wire) write(s string) {
	c.t.Helper()
	if _, err := io.WriteString(c.nc, s); err != nil {
		c.t.Fatal(err)
	}
}

// want reads an answer and holds it to a status.
func (c *wire) want(sentence string, status int) (*http.Response, string) {
	c.t.Helper()
	a, err := http.ReadResponse(c.r, &http.Request{Method: "GET"})
	if err != nil {
		c.t.Fatalf("%s: %v", sentence, err)
	}
	var body []byte
	if status != http.StatusSwitchingProtocols {
		if body, err = io.ReadAll(a.Body); err != nil {
			c.t.Fatalf("%s: %v", sentence, err)
		}
	}
	if a.StatusCode != status {
		c.t.Fatalf("%s: %d %q, want %d", sentence, a.StatusCode, body, status)
	}
	return a, string(body)
}

// wantSwitch reads the answer to a handshake.
func (c *wire) wantSwitch(sentence string) *http.Response {
	c.t.Helper()
	a, _ := c.want(sentence, http.StatusSwitchingProtocols)
	if got := a.Header.Get("Sec-Websocket-Accept"); got != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" { // RFC 6455 §1.3
		c.t.Errorf("%s: the key is answered by %q", sentence, got)
	}
	return a
}

// readFrame reads a frame of the server: not masked, and whole.
func (c *wire) readFrame(sentence string) (first byte, payload string) {
	c.t.Helper()
	var head [2]byte
	_, err := io.ReadFull(c.r, head[:])
	n := uint64(head[1])
	switch {
	case err != nil:
	case n == 126:
		var size [2]byte
		_, err = io.ReadFull(c.r, size[:])
		n = uint64(binary.BigEndian.Uint16(size[:]))
	case n == 127:
		var size [8]byte
		_, err = io.ReadFull(c.r, size[:])
		n = binary.BigEndian.Uint64(size[:])
	case n > 127:
		c.t.Fatalf("%s: a frame is masked", sentence)
	}
	if err != nil || n > 8<<20 {
		c.t.Fatalf("%s: a frame of %d bytes: %v", sentence, n, err)
	}
	got := make([]byte, n)
	if _, err := io.ReadFull(c.r, got); err != nil {
		c.t.Fatalf("%s: %v", sentence, err)
	}
	return head[0], string(got)
}

// wantFrame reads one frame.
func (c *wire) wantFrame(sentence string, first byte, payload string) {
	c.t.Helper()
	if head, got := c.readFrame(sentence); head != first || got != payload {
		c.t.Fatalf("%s: frame %#x %.80q, want %#x %.80q", sentence, head, got, first, payload)
	}
}

func (c *wire) wantEnd(sentence string) {
	c.t.Helper()
	if b, err := c.r.ReadByte(); err != io.EOF {
		c.t.Errorf("%s: %#x %v, want the end", sentence, b, err)
	}
}

// closing is what a frame that closes says.
func closing(code uint16, why string) string {
	return string(binary.BigEndian.AppendUint16(nil, code)) + why
}

// wantEcho reads a message, which may come in pieces.
func (c *wire) wantEcho(sentence string, kind byte, want string) {
	c.t.Helper()
	var got strings.Builder
	for first := kind; ; first = moreFrame {
		head, payload := c.readFrame(sentence)
		got.WriteString(payload)
		if head&^last != first {
			c.t.Fatalf("%s: frame %#x", sentence, head)
		}
		if head&last != 0 {
			break
		}
	}
	if got.String() != want {
		c.t.Fatalf("%s: %d bytes %.80q, want %d %.80q", sentence, got.Len(), got.String(), len(want), want)
	}
}

// wantClose reads a close with a code.
func (c *wire) wantClose(sentence string, code uint16) {
	c.t.Helper()
	head, payload := c.readFrame(sentence)
	if head != last|closeFrame || !strings.HasPrefix(payload, closing(code, "")) {
		c.t.Fatalf("%s: frame %#x %q", sentence, head, payload)
	}
}

// wantCut reads what the server says to a frame that is none: it may say why, and ends the
// connection. No message comes.
func (c *wire) wantCut(sentence string) {
	c.t.Helper()
	rest, err := io.ReadAll(c.r)
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		c.t.Errorf("%s: the connection goes on", sentence)
	case len(rest) > 0 && rest[0] != last|closeFrame:
		c.t.Errorf("%s: %q came", sentence, rest)
	}
}
