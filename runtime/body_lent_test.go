package runtime

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// What is lent is as it was sent while the handler runs, and no longer; what is asked for as a
// handler's own stays.

const inChunks = "Transfer-Encoding: chunked\r\n\r\n"

// lender tells how long lent bodies are. Behind the handler it looks at what it was lent.
func lender(decode func(Request) ([]byte, error), sent func() string) Service {
	var mu sync.Mutex
	lent := map[Request][]byte{}
	s := handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		b, err := decode(req)
		if string(b) != sent() {
			return Text(fmt.Sprintf("%d bytes that were not sent", len(b))), err
		}
		mu.Lock()
		defer mu.Unlock()
		lent[req] = b
		return Text(fmt.Sprint(len(b))), err
	}))
	s.After = func(req Request, resp *Response, _ *Route) error {
		mu.Lock()
		defer mu.Unlock()
		own, err := req.Body()
		if string(own) != sent() {
			*resp = Text(fmt.Sprintf("the handler's own body is %d other bytes", len(own)))
		}
		if b := lent[req]; strings.Count(string(b), string([]byte{0xDB})) != len(b) {
			*resp = Text("what was lent is still there")
		}
		return err
	}
	return s
}

func TestLentBodiesAreValidUntilTheHandlerReturns(t *testing.T) {
	var mu sync.Mutex
	var body string
	sent := func() string {
		mu.Lock()
		defer mu.Unlock()
		return body
	}
	text := strings.Repeat("0123456789abcdef", 1<<17)
	onEachServer(t, func() Service { return lender(DecodeLentBytes, sent) },
		[]Option{MaxBodySize(-1)}, func(t *testing.T, s *hosted) {
			for _, size := range []int{0, 1, 1000, 3700, 5000, 16 << 10, 16<<10 + 1, 70_000, 300_000, 1<<20 + 1} {
				mu.Lock()
				body = text[:size]
				mu.Unlock()
				plain := fmt.Sprintf("Content-Length: %d\r\n\r\n%s", size, body)
				for _, framed := range []string{plain, inChunks + chunks(body, 5000), inChunks + chunks(body, 100_000)} {
					want := fmt.Sprintf(`200 "%d"`, size)
					if got := s.tell("POST / HTTP/1.1\r\nHost: a\r\n" + framed); got != want {
						t.Errorf("%d bytes, %.30q: %s, want %s", size, framed, got, want)
					}
				}
			}
		})
}

// Bodies arrive in one piece or in many, one behind the other, and a watch reads on meanwhile.
func TestLentBodiesInPipelines(t *testing.T) {
	echo := func(req Request) (Response, error) {
		if req.RawQuery() == "watched" {
			_ = req.Context()
		}
		b, err := DecodeLentBytes(req)
		first := string(b)
		if req.RawQuery() == "watched" {
			time.Sleep(time.Millisecond)
		}
		if string(b) != first {
			return Text("what was lent has changed"), nil
		}
		return Text(first), err
	}
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", echo)))
	r := rand.New(rand.NewPCG(1, 2))
	for _, kind := range []string{"tcp", "brisk", "pipe"} {
		for _, query := range []string{"", "watched"} {
			c := h.client(kind)
			var all strings.Builder
			var bodies []string
			for i := range 40 {
				body := strings.Repeat(fmt.Sprintf("%d of 40,", i), r.IntN(1500))
				bodies = append(bodies, body)
				fmt.Fprintf(&all, "POST /?%s HTTP/1.1\r\nHost: a\r\n", query)
				if i%2 == 0 {
					fmt.Fprintf(&all, "Content-Length: %d\r\n\r\n%s", len(body), body)
				} else {
					all.WriteString(inChunks + chunks(body, 1+r.IntN(4000)))
				}
			}
			written := make(chan struct{})
			go func() {
				defer close(written)
				for _, piece := range pieces(all.String(), 1+r.IntN(30_000)) {
					_, _ = io.WriteString(c.nc, piece) // the answers tell
				}
			}()
			for i, body := range bodies {
				if a, err := c.read("POST"); err != nil || a.body != body {
					t.Fatalf("%s %s: body %d of %d bytes is %d %.40q, %v", kind, query, i, len(body), len(a.body), a.body, err)
				}
			}
			<-written
		}
	}
}

// A watch that begins with the end of a body may need another buffer.
func TestLentBodiesThatFillTheBuffer(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		_ = req.Context()
		b, err := DecodeLentBytes(req)
		return Text(string(b)), err
	})))
	head := "POST / HTTP/1.1\r\nHost: a\r\n" + inChunks
	for _, kind := range []string{"tcp", "brisk", "pipe"} {
		c := h.client(kind)
		for size := smallBuffer - len(head) - 1100; size < smallBuffer-len(head); size += 41 {
			body := strings.Repeat("x", size)
			c.write(head + chunks(body, size))
			if a, err := c.read("POST"); err != nil || a.body != body {
				t.Fatalf("%s: %d bytes are %d %.40q, %v", kind, size, len(a.body), a.body, err)
			}
		}
	}
}

// A goroutine of the handler asks for the body as its own while the handler decodes it.
func TestABodyIsLentAndOwnedAtOnce(t *testing.T) {
	type page struct{ Text string }
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		owned := make(chan []byte)
		go func() {
			b, _ := req.Body()
			owned <- b
		}()
		v, err := DecodeJSON[page](req)
		b := <-owned
		var again page
		if err := req.JSON(&again); err != nil || again != v {
			return Text("JSON has read something else"), err
		}
		text, _ := req.Text()
		return Text(fmt.Sprint(v.Text == string(b[9:len(b)-2]), text == string(b))), err
	})))
	c := h.client("brisk")
	for _, size := range []int{5, 5000, 50_000} {
		body := `{"Text":"` + strings.Repeat("x", size) + `"}`
		c.write(fmt.Sprintf("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body))
		c.want("both are the body", 200, "true true")
	}
}

// A library that is not encoding/json may hand out pieces of its text.
func TestAnotherLibraryIsGivenABodyToKeep(t *testing.T) {
	kept := make(chan []byte, 1)
	defer JSONCodec(nil, nil)(new(settings))
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		_, err := DecodeJSON[any](req)
		return Text("ok"), err
	})), JSONCodec(nil, func(text []byte, v any) error { kept <- text; return nil }))
	c := h.client("tcp")
	c.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\ntrue")
	c.want("it is read", 200, "ok")
	if text := <-kept; string(text) != "true" {
		t.Errorf("what it has kept is %q", text)
	}
}

func TestLentMemoryFits(t *testing.T) {
	for _, n := range []int{0, 1, 1 << 14, 1<<14 + 1, 100_000, 1 << 20, 1<<20 + 1, 3 << 20} {
		m := newLent(n)
		if len(m.b) != 0 || cap(m.b) < n || n <= 1<<20 && cap(m.b) > max(2*n, 1<<14) {
			t.Errorf("for %d bytes: %d of %d", n, len(m.b), cap(m.b))
		}
		m.b = append(m.b, "some"...)
		m.release()
	}
	if b := unzeroed(100_000); len(b) != 0 || cap(b) != 100_000 {
		t.Errorf("unzeroed: %d of %d", len(b), cap(b))
	}
}

// What was believed is arrived in the end, whatever becomes of the body.
func TestAnnouncedBytesAreCountedDown(t *testing.T) {
	h := serveTest(t, manners(), MaxBodySize(-1))
	for _, sent := range []int{0, 5, 50_000, 100_000} {
		c := h.client("tcp")
		c.write("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + strings.Repeat("x", sent))
		if sent < 100_000 {
			waitFor(t, "the body is awaited", func() bool { return h.app.server.announced.absent.Load() == int64(100_000-sent) })
		}
		c.nc.Close()
		waitFor(t, "nothing is absent any more", func() bool { return h.app.server.announced.absent.Load() == 0 })
	}
	a := new(announced)
	if !a.believe(maxAnnounced) || a.believe(1) || a.believe(maxAnnounced+1) || a.absent.Load() != maxAnnounced {
		t.Errorf("%d bytes are absent", a.absent.Load())
	}
}

// A thousand clients announce 1 MiB each and send a little.
func TestAnnouncedBodiesAreBelievedWithinBounds(t *testing.T) {
	if !inAProcessOfItsOwn(t) {
		return
	}
	clients, most := 1000, maxAnnounced+1000*(30<<10)
	if testing.Short() || raceDetector {
		clients, most = 100, maxAnnounced+100*(30<<10)
	}
	for _, path := range []string{"/echo", "/lent"} {
		h := serveTest(t, handwritten(
			handlerLeaf("POST", "/echo", func(req Request) (Response, error) { _, err := req.Body(); return Text("ok"), err }),
			handlerLeaf("POST", "/lent", func(req Request) (Response, error) { _, err := req.lend(); return Text("ok"), err }),
		))
		before, resident := memory(), residentMemory()
		open := make([]net.Conn, clients)
		for i := range open {
			open[i] = h.dial("tcp")
			fmt.Fprintf(open[i], "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s", path, 1<<20, bytes.Repeat([]byte("x"), 100))
		}
		waitFor(t, "all of them", func() bool { return connected(h) == clients })
		time.Sleep(200 * time.Millisecond)
		cost, resident := memory()-before, residentMemory()-resident
		t.Logf("%s: %d slow clients cost %d KiB, %d KiB of them resident", path, clients, cost>>10, resident>>10)
		if (cost > most || resident > most) && !raceDetector {
			t.Errorf("want at most %d KiB", most>>10)
		}
		for _, nc := range open {
			nc.Close()
		}
		waitFor(t, "their end", func() bool { return connected(h) == 0 })
	}
}
