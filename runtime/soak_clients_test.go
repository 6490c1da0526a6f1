package runtime

import (
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"net"
	"strconv"
	"strings"
	"time"
)

// What the clients of the soak do lives here, one function for each kind of dialogue.

const (
	soakEvents = 5
	soakPause  = 40 * time.Millisecond // the longest between two dialogues
)

var soakText = strings.Repeat("0123456789abcdef", 4<<10)

// soakSum is what is compared of a body that is not kept.
func soakSum(r io.Reader) (string, error) {
	sum := crc32.NewIEEE()
	n, err := io.Copy(sum, r)
	return fmt.Sprintf("%d %08x", n, sum.Sum32()), err
}

// soakDialogues are what clients do. An error is one of the server. A dialogue that ends
// its connection says so by closing it.
var soakDialogues = []struct {
	name string
	do   func(c *soakClient) error
}{
	{"GET", (*soakClient).get},
	{"GET of what is large", func(c *soakClient) error { return c.ask("GET /large HTTP/1.1\r\nHost: a\r\n\r\n", 200, soakText) }},
	{"GET of what is not there", (*soakClient).miss},
	{"POST", (*soakClient).post},
	{"chunked upload", (*soakClient).upload},
	{"SSE", (*soakClient).events},
	{"stream", func(c *soakClient) error { return c.ask("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n", 200, soakText) }},
	{"pipeline", (*soakClient).pipeline},
	{"drip", (*soakClient).drip},
	{"half-close", (*soakClient).halfClose},
	{"abort", (*soakClient).abort},
	{"malformed", (*soakClient).malformed},
}

// soakClient is one of the connections, one after the other.
type soakClient struct {
	s      *soak
	rand   *rand.Rand
	c      *client // nil: not connected
	counts map[string]int
}

func newSoakClient(s *soak, number int) *soakClient {
	return &soakClient{s: s, rand: rand.New(rand.NewPCG(uint64(number), 1)), counts: make(map[string]int)}
}

func (c *soakClient) run() {
	defer func() { c.close(); c.s.count(c.counts) }()
	for time.Now().Before(c.s.end) && !c.s.broken.Load() {
		if err := c.connect(); err != nil {
			c.fail("dial", err)
			return
		}
		d := soakDialogues[c.rand.IntN(len(soakDialogues))]
		if err := d.do(c); err != nil {
			c.fail(d.name, err)
			return
		}
		c.counts[d.name]++
		time.Sleep(time.Duration(c.rand.Int64N(int64(soakPause))))
	}
}

// fail ends the run: what the other clients meet then is of no interest.
func (c *soakClient) fail(kind string, err error) {
	if !c.s.broken.Swap(true) {
		c.s.t.Errorf("%s: %v", kind, err)
	}
}

func (c *soakClient) connect() error {
	if c.c == nil {
		nc, err := net.Dial("tcp", c.s.h.tcp.Addr().String())
		if err != nil {
			return err
		}
		c.c = newClient(c.s.t, nc)
	}
	return c.c.nc.SetDeadline(time.Now().Add(time.Minute)) // only so that the test ends
}

func (c *soakClient) close() {
	if c.c != nil {
		c.c.nc.Close()
		c.c = nil
	}
}

// write sends in pieces of chance.
func (c *soakClient) write(s string) error {
	for s != "" {
		n := len(s)
		if c.rand.IntN(4) == 0 {
			n = 1 + c.rand.IntN(n)
		}
		if _, err := io.WriteString(c.c.nc, s[:n]); err != nil {
			return err
		}
		s = s[n:]
	}
	return nil
}

func (c *soakClient) expect(status int, body string) error {
	a, err := c.c.read("GET")
	if err != nil {
		return fmt.Errorf("no answer: %w", err)
	}
	if a.StatusCode != status || body != "*" && a.body != body {
		return fmt.Errorf("%d %.80q, want %d %.80q", a.StatusCode, a.body, status, body)
	}
	return nil
}

func (c *soakClient) ask(request string, status int, body string) error {
	if err := c.write(request); err != nil {
		return err
	}
	return c.expect(status, body)
}

func (c *soakClient) get() error { return c.ask(get+host+"\r\n", 200, "root") }

func (c *soakClient) miss() error { return c.ask("GET /none HTTP/1.1\r\nHost: a\r\n\r\n", 404, "*") }

func (c *soakClient) someText() string { return soakText[c.rand.IntN(len(soakText)):] }

func (c *soakClient) post() error {
	body := c.someText()
	return c.ask(post+"Content-Length: "+strconv.Itoa(len(body))+"\r\n\r\n"+body, 200, body)
}

// chunkedRequest is an upload in chunks of chance, and what is answered.
func (c *soakClient) chunkedRequest() (request, answer string) {
	body := c.someText()
	answer, _ = soakSum(strings.NewReader(body))
	var b strings.Builder
	b.WriteString("POST /sum HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
	for body != "" {
		n := min(len(body), 1+c.rand.IntN(8<<10))
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	b.WriteString("0\r\nX-Checked: yes\r\n\r\n")
	return b.String(), answer
}

func (c *soakClient) upload() error {
	request, answer := c.chunkedRequest()
	return c.ask(request, 200, answer)
}

func (c *soakClient) events() error {
	var want strings.Builder
	for i := range soakEvents {
		fmt.Fprintf(&want, "id: %d\nevent: tick\ndata: line\ndata: %d\n\n", i, i)
	}
	return c.ask("GET /events HTTP/1.1\r\nHost: a\r\n\r\n", 200, want.String())
}

// pipeline sends many requests at once and wants the answers in their order.
func (c *soakClient) pipeline() error {
	var requests strings.Builder
	var answers []string
	for range 16 {
		switch c.rand.IntN(3) {
		case 0:
			requests.WriteString(get + host + "\r\n")
			answers = append(answers, "root")
		case 1:
			body := strconv.Itoa(c.rand.Int())
			fmt.Fprintf(&requests, "%sContent-Length: %d\r\n\r\n%s", post, len(body), body)
			answers = append(answers, body)
		case 2:
			request, answer := c.chunkedRequest()
			requests.WriteString(request)
			answers = append(answers, answer)
		}
	}
	if err := c.write(requests.String()); err != nil {
		return err
	}
	for i, answer := range answers {
		if err := c.expect(200, answer); err != nil {
			return fmt.Errorf("answer %d of %d: %w", i+1, len(answers), err)
		}
	}
	c.counts["pipeline"] += len(answers) - 1 // run counts one
	return nil
}

// drip sends byte by byte.
func (c *soakClient) drip() error {
	for _, b := range []byte(post + "Content-Length: 5\r\n\r\nhello") {
		if _, err := c.c.nc.Write([]byte{b}); err != nil {
			return err
		}
		if c.rand.IntN(8) == 0 {
			time.Sleep(time.Millisecond)
		}
	}
	return c.expect(200, "hello")
}

// halfClose says that nothing more comes before it reads.
func (c *soakClient) halfClose() error {
	defer c.close()
	if err := c.write(get + host + "\r\n"); err != nil {
		return err
	}
	if err := c.c.nc.(*net.TCPConn).CloseWrite(); err != nil {
		return err
	}
	if err := c.expect(200, "root"); err != nil {
		return err
	}
	return c.wantEnd()
}

func (c *soakClient) wantEnd() error {
	if _, err := c.c.r.ReadByte(); err != io.EOF {
		return fmt.Errorf("the connection does not end: %v", err)
	}
	return nil
}

// abort leaves in the middle of something, half of the time with a reset.
func (c *soakClient) abort() error {
	defer c.close()
	upload, _ := c.chunkedRequest()
	cut := []string{
		"GET / HT", post + "Content-Length: 100000\r\n\r\nhello", upload[:len(upload)/2],
		"GET /wait HTTP/1.1\r\nHost: a\r\n\r\n", "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n",
		strings.Repeat("GET /large HTTP/1.1\r\nHost: a\r\n\r\n", 10),
	}
	if err := c.write(cut[c.rand.IntN(len(cut))]); err != nil {
		return err
	}
	time.Sleep(time.Duration(c.rand.Int64N(int64(5 * time.Millisecond))))
	if c.rand.IntN(2) == 0 {
		return c.c.nc.(*net.TCPConn).SetLinger(0)
	}
	return nil
}

// malformed is refused, and the connection ends with that answer.
func (c *soakClient) malformed() error {
	defer c.close()
	bad := []string{get + "\r\n", "GET / HTTP/1.1\n" + host + "\r\n", chunked + "x\r\n", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"}
	if err := c.ask(bad[c.rand.IntN(len(bad))], 400, "*"); err != nil {
		return err
	}
	return c.wantEnd()
}
