package runtime

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"example.com/httpgen/runtime/internal/http1"

	"example.com/httpgen/runtime/internal/clock"
)

// What the body of one request leaves to the next on its connection is tested here: nothing
// but the memory that it was read into. And the figures that a body is held against.

func TestABodyBeginsAnew(t *testing.T) {
	const asker = 6
	used := body{
		chunked: true, left: 1, piece: []byte("x"), taken: 2, limit: 3, expect: true, done: true,
		streamed: true, watchable: true, asker: 4, failed: &HTTPError{Status: 400}, by: 5, waited: 6,
	}
	used.chunks.Next([]byte("5\r\nhe"))
	for _, tt := range []struct {
		name string
		head http1.Head
		want body
	}{
		{"no body", http1.Head{}, body{done: true, watchable: true}},
		{"a length", http1.Head{Length: 5}, body{left: 5}},
		{"chunks", http1.Head{Length: -1, Chunked: true}, body{chunked: true}},
		{"who waits", http1.Head{Length: 5, Continue: true}, body{left: 5, expect: true}},
	} {
		tt.want.asker, tt.want.limit, tt.want.by = asker, -1, clock.Never
		for name, b := range map[string]body{"the first": {}, "a later one": used} {
			if b.begin(&tt.head, asker); !b.chunked {
				b.chunks = http1.Chunks{} // nobody reads chunks
			}
			if !reflect.DeepEqual(b, tt.want) {
				t.Errorf("%s, %s: %+v, want %+v", tt.name, name, b, tt.want)
			}
		}
	}
}

// Each kind of body is read behind each other, up to the limit and not a byte further.
func TestOneBodyBehindAnother(t *testing.T) {
	const limit = 10
	h := serveTest(t, manners(), MaxBodySize(limit))
	type named struct{ name, bytes string }
	var requests []named
	for _, path := range []string{"/echo", "/count", "/ignore", "/glance"} {
		head := "POST " + path + " HTTP/1.1\r\nHost: a\r\n"
		for _, f := range []named{
			{"none", "\r\n"},
			{"length", "Content-Length: 10\r\n\r\n0123456789"},
			{"chunks", "Transfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n6\r\n456789\r\n0\r\n\r\n"},
		} {
			requests = append(requests, named{path + " " + f.name, head + f.bytes})
			// Whether the end of chunks has come, a stream that begins does not look for.
			if f.name != "none" && path+f.name != "/glancechunks" {
				requests = append(requests, named{path + " awaited " + f.name, head + "Expect: 100-continue\r\n" + f.bytes})
			}
		}
	}
	want := func(name string) string {
		read := !strings.Contains(name, "none")
		switch {
		case strings.HasPrefix(name, "/ignore"):
			return "ignored"
		case strings.HasPrefix(name, "/glance"):
			return ""
		case strings.HasPrefix(name, "/count") && read:
			return "10"
		case strings.HasPrefix(name, "/count"):
			return "0"
		case read:
			return "0123456789"
		}
		return ""
	}
	for _, kind := range []string{"tcp", "brisk"} {
		c := h.client(kind)
		for _, one := range requests {
			for _, two := range requests {
				c.write(one.bytes + two.bytes)
				c.want(one.name+" in front of "+two.name, 200, want(one.name))
				c.want(two.name+" behind "+one.name, 200, want(two.name))
			}
		}
		for _, path := range []string{"/echo", "/count"} {
			for _, framing := range []string{"Content-Length: 11\r\n\r\n",
				"Transfer-Encoding: chunked\r\n\r\nb\r\n",
				"Transfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n7\r\n"} {
				c := h.client(kind)
				head := "POST " + path + " HTTP/1.1\r\nHost: a\r\n"
				c.write(head + "Transfer-Encoding: chunked\r\n\r\n" + chunks("0123456789", 3) + head + framing)
				c.want("the limit", 200, want(path+" chunks"))
				c.want("a byte more", 413, "*")
				c.wantEnd("and the connection ends")
			}
		}
	}
}

// A body that nobody wants is read to its end if it is not larger than maxUnread.
func TestHowMuchOfAnUnwantedBodyIsRead(t *testing.T) {
	const most = 256 << 10
	h := serveTest(t, manners(), MaxBodySize(-1))
	head := "POST /ignore HTTP/1.1\r\nHost: a\r\n"
	for name, framing := range map[string]struct{ begin, end string }{
		"a length": {"Content-Length: %d\r\n\r\n", ""},
		"chunks":   {"Transfer-Encoding: chunked\r\n\r\n%x\r\n", "\r\n0\r\n\r\n"},
	} {
		c := h.client("tcp")
		for range 2 { // what was read of one body is not counted for the next
			c.write(fmt.Sprintf(head+framing.begin, most) + strings.Repeat("x", most) + framing.end)
			if a := c.want(name, 200, "ignored"); a.Close {
				t.Errorf("%s: the connection ends", name)
			}
		}
		c.write(fmt.Sprintf(head+framing.begin, most+1))
		if name == "chunks" { // that there are so many is known when they are here
			c.write(strings.Repeat("x", most+1))
		}
		if a := c.want(name+": no end is waited for", 200, "ignored"); !a.Close {
			t.Errorf("%s: the connection is kept", name)
		}
	}
}

// The limit is for what a handler reads: what it leaves is thrown away.
func TestWhatIsLeftOfABodyHasNoLimit(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		_ = req.BodyReader()
		return Text("enough"), nil
	})), MaxBodySize(3))
	c := h.client("tcp")
	for range 2 {
		c.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks("0123456789", 4))
		if a := c.want("nothing was read", 200, "enough"); a.Close {
			t.Error("the connection ends")
		}
	}
}

// Who cannot be sent what it may be waiting for is not read either.
func TestABodyFailsWhereNothingCanBeSent(t *testing.T) {
	var learnt error
	app := NewApp(handwritten(textLeaf("GET", "/", "root"), handlerLeaf("POST", "/", func(req Request) (Response, error) {
		_, learnt = req.Body()
		return Text("never mind"), nil
	})), Logger(quiet()))
	in := get + host + "\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
	c := &breaking{script: script{in: []byte(in), piece: len(in) - 3}}
	(&conn{s: &app.server, nc: c}).run()
	var carried *HTTPError
	if !errors.As(learnt, &carried) || carried.Status != 400 || !errors.Is(learnt, errBroken) {
		t.Errorf("the handler learns %v", learnt)
	}
}

// inPieces is a scripted connection that brings a piece with each read, and notes where
// they went.
type inPieces struct {
	script
	pieces []string
	into   []*byte
}

func (p *inPieces) Read(b []byte) (int, error) {
	if len(p.pieces) == 0 {
		return 0, io.EOF
	}
	p.into = append(p.into, unsafe.SliceData(b))
	n := copy(b, p.pieces[0])
	if p.pieces[0] = p.pieces[0][n:]; p.pieces[0] == "" {
		p.pieces = p.pieces[1:]
	}
	return n, nil
}

// pieces cuts a text.
func pieces(text string, size int) (all []string) {
	for text != "" {
		n := min(size, len(text))
		all = append(all, text[:n])
		text = text[n:]
	}
	return all
}

// A body is read into memory of its own from the beginning if it is small or believed, else once
// what is left is small, or an eighth of it is here.
func TestWhenABodyGetsItsMemory(t *testing.T) {
	for _, believed := range []bool{true, false} {
		t.Run(fmt.Sprintf("believed %v", believed), func(t *testing.T) { whenABodyGetsItsMemory(t, believed) })
	}
}

func whenABodyGetsItsMemory(t *testing.T, believed bool) {
	var got []byte
	app := NewApp(handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		b, err := req.Body()
		got = b
		return Text("ok"), err
	})), MaxBodySize(-1), Logger(quiet()))
	if !believed {
		app.server.announced.believe(maxAnnounced)
	}
	for _, tt := range []struct {
		size, piece int
		own         int // the first read that is into the body's own memory
	}{
		{1, 1, 0}, {1023, 1023, 0}, {1024, 1024, 0}, {16 << 10, 1000, 0}, {16<<10 + 1, 1000, 1}, {17 << 10, 1000, 2}, {80_000, 1000, 10},
	} {
		text := strings.Repeat("0123456789", tt.size/10+1)[:tt.size]
		whole := &inPieces{}
		for range 2 {
			whole.pieces = append(whole.pieces, fmt.Sprintf("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n", tt.size))
			whole.pieces = append(whole.pieces, pieces(text, tt.piece)...)
		}
		reads := len(pieces(text, tt.piece))
		(&conn{s: &app.server, nc: whole}).run()
		if string(got) != text || strings.Count(whole.out.String(), "200 OK") != 2 {
			t.Fatalf("%d bytes: %d, %q", tt.size, len(got), whole.out.String())
		}
		first, last := uintptr(unsafe.Pointer(&got[0])), uintptr(unsafe.Pointer(&got[len(got)-1]))
		for i, p := range whole.into[len(whole.into)-reads:] {
			at := uintptr(unsafe.Pointer(p))
			own := first <= at && at <= last
			if want := (believed || i >= tt.own) && tt.size-i*tt.piece >= 1024; own != want { // what is less goes to the buffer
				t.Errorf("%d bytes in pieces of %d: read %d goes to the body's own memory: %v", tt.size, tt.piece, i, own)
			}
		}
	}
}

// A body that is here before it is asked for is as long as it was said to be, in a buffer
// that the body before it has made large.
func TestBodiesInTheBufferOfAnother(t *testing.T) {
	app := NewApp(manners(), MaxBodySize(-1), Logger(quiet()))
	large := strings.Repeat("0123456789", 15_000)
	for _, size := range []int{0, 1, largeBuffer - 1, largeBuffer, largeBuffer + 1, 2*largeBuffer + 7, 60_000, 130_000} {
		one, two := chunked+chunks(large, 5000), large[:size]
		in := one + fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", post, size, two) + chunked + chunks("end", 1)
		for _, at := range []int{len(one), len(one) - 1, len(one) - 7, len(one) + 60} {
			nc := &inPieces{pieces: []string{in[:at], in[at:]}}
			(&conn{s: &app.server, nc: nc}).run()
			c := &client{t: t, r: bufio.NewReader(&nc.out)}
			c.want("the one that makes room", 200, large)
			c.want(fmt.Sprintf("one of %d bytes behind it", size), 200, two)
			c.want("and the next", 200, "end")
		}
	}
}
