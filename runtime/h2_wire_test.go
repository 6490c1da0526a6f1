package runtime

import (
	"bufio"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// A client of HTTP/2 that writes and reads single frames lives here, for what no well-behaved
// client sends. Fields are written without compression (RFC 7541 §6.2.2), and of those that
// come only the status is read, which is the first.

type h2Raw struct {
	t  *testing.T
	nc net.Conn
	r  *bufio.Reader
}

type h2Frame struct {
	kind, flags byte
	stream      uint32
	payload     []byte
}

// dialH2 opens a connection by ALPN, and begins it.
func dialH2(t *testing.T, addr string) *h2Raw {
	t.Helper()
	nc, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := nc.ConnectionState().NegotiatedProtocol; got != "h2" {
		t.Fatalf("the protocol is %q", got)
	}
	return beginH2(t, nc)
}

func beginH2(t *testing.T, nc net.Conn) *h2Raw {
	t.Helper()
	t.Cleanup(func() { nc.Close() })
	_ = nc.SetDeadline(time.Now().Add(patience))
	c := &h2Raw{t, nc, bufio.NewReader(nc)}
	c.write([]byte(h2Preface))
	c.frame(h2Frame{kind: 0x4})
	return c
}

func (c *h2Raw) write(b []byte) {
	c.t.Helper()
	if _, err := c.nc.Write(b); err != nil {
		c.t.Fatal(err)
	}
}

func (c *h2Raw) frame(f h2Frame) {
	c.t.Helper()
	b := make([]byte, h2FrameHead, h2FrameHead+len(f.payload))
	binary.BigEndian.PutUint32(b, uint32(len(f.payload))<<8)
	b[3], b[4] = f.kind, f.flags
	binary.BigEndian.PutUint32(b[5:], f.stream)
	c.write(append(b, f.payload...))
}

// ask sends the head of a request, in one HEADERS frame or with CONTINUATION.
func (c *h2Raw) ask(stream uint32, end bool, fields ...string) {
	c.t.Helper()
	var block []byte
	for i := 0; i < len(fields); i += 2 {
		block = append(block, 0)
		block = appendH2String(appendH2String(block, fields[i]), fields[i+1])
	}
	flags := byte(0)
	if end {
		flags = 0x1
	}
	const most = 16 << 10
	kind := byte(h2Headers)
	for len(block) > most {
		c.frame(h2Frame{kind, flags, stream, block[:most]})
		kind, flags, block = h2Continuation, 0, block[most:]
	}
	c.frame(h2Frame{kind, flags | h2EndHeaders, stream, block})
}

// get asks for a path.
func (c *h2Raw) get(stream uint32, path string, fields ...string) {
	c.t.Helper()
	c.ask(stream, true, append([]string{":method", "GET", ":scheme", "https", ":authority", "a.test",
		":path", path}, fields...)...)
}

// appendH2String is RFC 7541 §5.2, without Huffman's code.
func appendH2String(b []byte, s string) []byte {
	if len(s) < 127 {
		return append(append(b, byte(len(s))), s...)
	}
	b = append(b, 127)
	n := len(s) - 127
	for ; n >= 128; n >>= 7 {
		b = append(b, byte(n)|128)
	}
	return append(append(b, byte(n)), s...)
}

// next is the next frame that is no SETTINGS, WINDOW_UPDATE or PING; ok is false at the end.
func (c *h2Raw) next() (f h2Frame, ok bool) {
	c.t.Helper()
	for {
		head := make([]byte, h2FrameHead)
		if _, err := io.ReadFull(c.r, head); err != nil {
			return f, false
		}
		f = h2Frame{head[3], head[4], binary.BigEndian.Uint32(head[5:]),
			make([]byte, int(head[0])<<16|int(head[1])<<8|int(head[2]))}
		if _, err := io.ReadFull(c.r, f.payload); err != nil {
			return f, false
		}
		if f.kind != 0x4 && f.kind != 0x6 && f.kind != 0x8 {
			return f, true
		}
	}
}

// tell is what becomes of a stream: its status and body, and how it ended.
func (c *h2Raw) tell(stream uint32) string {
	c.t.Helper()
	var words []string
	body := ""
	for {
		f, ok := c.next()
		switch {
		case !ok:
			return strings.Join(append(words, "closed"), " ")
		case f.kind == h2GoAway:
			words = append(words, fmt.Sprintf("GOAWAY %d %d", binary.BigEndian.Uint32(f.payload),
				binary.BigEndian.Uint32(f.payload[4:])))
			continue
		case f.stream != stream:
			continue
		case f.kind == h2Headers:
			words = append(words, h2Status(f.payload))
		case f.kind == 0x0:
			body += string(f.payload)
		case f.kind == 0x3:
			return strings.Join(append(words, fmt.Sprintf("%q reset %d", body, binary.BigEndian.Uint32(f.payload))), " ")
		}
		if f.flags&0x1 != 0 {
			return strings.Join(append(words, fmt.Sprintf("%q", body)), " ")
		}
	}
}

// h2Status reads the first field of a block: a status of the static table (RFC 7541 appendix
// A), or one whose digits are written out or in Huffman's code (appendix B).
func h2Status(block []byte) string {
	known := map[byte]string{8: "200", 9: "204", 10: "206", 11: "304", 12: "400", 13: "404", 14: "500"}
	if block[0]&0x80 != 0 {
		return known[block[0]&0x7f]
	}
	value := block[2 : 2+block[1]&0x7f]
	if block[1]&0x80 == 0 {
		return string(value)
	}
	bits, n, digits := uint64(0), 0, ""
	for _, b := range value {
		bits, n = bits<<8|uint64(b), n+8
	}
	for n >= 5 && len(digits) < 3 {
		if five := bits >> (n - 5) & 31; five < 3 {
			digits, n = digits+string(rune('0'+five)), n-5
			continue
		}
		digits, n = digits+string(rune('3'+bits>>(n-6)&63-0x19)), n-6
	}
	return digits
}
