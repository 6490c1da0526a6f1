package web

import (
	"strings"
	"testing"
)

// What stands around a handshake of WebSocket, dialogue by dialogue.

// The two libraries, at a mount and at a route.
var libraries = []string{"/coder", "/gorilla"}

// overHTTP1 are the servers on which a connection can be taken over.
func overHTTP1() []string { return []string{ownLoop, ownTLS, netHTTP} }

func onEachLibrary(t *testing.T, do func(t *testing.T, h *hosted, path string)) {
	onEach(t, overHTTP1(), func(t *testing.T, h *hosted) {
		for _, path := range libraries {
			t.Run(path, func(t *testing.T) {
				same := *h
				same.t = t
				do(t, &same, path)
			})
		}
	})
}

func TestFramesOfEverySize(t *testing.T) {
	onEachLibrary(t, func(t *testing.T, h *hosted, path string) {
		c := h.dial()
		c.write(handshake(path))
		c.wantSwitch("the protocol is switched")
		for _, n := range []int{0, 1, 125, 126, 65535, 65536, 1 << 20} {
			message := strings.Repeat("x", n)
			go c.write(frame(last|textFrame, message))
			c.wantEcho("a text", textFrame, message)
			go c.write(frame(last|binaryFrame, message))
			c.wantEcho("a binary message", binaryFrame, message)
		}
		c.write(frame(textFrame, "in ") + frame(last|pingFrame, "between") + frame(moreFrame, "three ") + frame(last|moreFrame, "pieces"))
		c.wantFrame("a ping between two pieces is answered", last|pongFrame, "between")
		c.wantEcho("the pieces are one message", textFrame, "in three pieces")
		c.write(frame(last|closeFrame, closing(1000, "enough")))
		c.wantClose("the client closes", 1000)
		c.wantEnd("and the connection with it")
	})
}

func TestFramesThatAreNone(t *testing.T) {
	onEachLibrary(t, func(t *testing.T, h *hosted, path string) {
		for sentence, raw := range map[string]string{
			"a frame that is not masked":       "\x81\x02hi",
			"a reserved kind":                  frame(last|3, "x"),
			"a piece of nothing":               frame(last|moreFrame, "x"),
			"a ping in pieces":                 frame(pingFrame, "x"),
			"a ping that is too long":          frame(last|pingFrame, strings.Repeat("x", 126)),
			"a compressed frame, not agreed":   frame(last|0x40|textFrame, "x"),
			"a message past the limit of it":   frame(last|binaryFrame, strings.Repeat("x", 4<<20+1)),
			"a close with half a code":         frame(last|closeFrame, "x"),
			"a close with a code that is none": frame(last|closeFrame, closing(1005, "")),
		} {
			c := h.dial()
			c.write(handshake(path))
			c.wantSwitch(sentence)
			go c.nc.Write([]byte(raw)) // it may be cut
			c.wantCut(sentence)
		}
		if strings.Contains(h.logs.String(), "panic") {
			t.Error(h.logs.String())
		}
	})
}

func TestFramesBehindTheRequest(t *testing.T) {
	onEach(t, overHTTP1(), func(t *testing.T, h *hosted) {
		c := h.dial()
		early := strings.Repeat("early ", 1000)
		c.write(handshake("/coder") + frame(last|textFrame, early) + frame(textFrame, "ha"))
		c.wantSwitch("the request")
		c.wantEcho("what came with it", textFrame, early)
		c.write(frame(last|moreFrame, "lf"))
		c.wantEcho("and half of what came with it", textFrame, "half")

		c = h.dial()
		c.write(handshake("/gorilla") + frame(last|textFrame, early))
		if b, err := c.r.ReadByte(); err == nil { // its end, or a reset: it leaves the frame unread
			t.Errorf("gorilla takes nothing that comes before its answer, and answers %#x", b)
		}
	})
}

func TestRefusedHandshakes(t *testing.T) {
	rows := []struct {
		sentence       string
		changes        []string
		coder, gorilla int
	}{
		{"another version", []string{"Sec-WebSocket-Version: 12"}, 400, 400},
		{"another protocol", []string{"Upgrade: h2c"}, 426, 400},
		{"no upgrade", []string{"Connection: keep-alive"}, 426, 400},
		{"another origin", []string{"Origin: http://elsewhere.example"}, 403, 403},
		{"a key that is none", []string{"Sec-WebSocket-Key: short"}, 400, 400},
		{"another method", []string{"GET /x HTTP/1.1"}, 405, 405},
	}
	onEachLibrary(t, func(t *testing.T, h *hosted, path string) {
		c := h.dial()
		for _, row := range rows {
			want := map[string]int{"/coder": row.coder, "/gorilla": row.gorilla}[path]
			request := handshake(path, row.changes...)
			if row.sentence == "another method" {
				if path == "/gorilla" {
					continue // the route takes GET alone
				}
				request = strings.Replace(handshake(path), "GET", "PUT", 1)
			}
			c.write(request)
			a, _ := c.want(row.sentence, want)
			if a.Close {
				t.Errorf("%s: the connection ends", row.sentence)
			}
			if want == 426 && a.Header.Get("Upgrade") != "websocket" {
				t.Errorf("%s: the fields are %v", row.sentence, a.Header)
			}
		}
		c.write("GET /items/7 HTTP/1.1\r\nHost: a\r\n\r\n")
		if _, body := c.want("the connection serves on", 200); body != "item 7" {
			t.Errorf("it serves %q", body)
		}
		c.write(handshake(path))
		c.wantSwitch("and is upgraded then")
		c.write(frame(last|textFrame, "hello"))
		c.wantEcho("it speaks", textFrame, "hello")
	})
}

func TestAHandshakeByHTTP10(t *testing.T) {
	onEach(t, overHTTP1(), func(t *testing.T, h *hosted) {
		for path, want := range map[string]int{"/coder": 426, "/gorilla": 400} {
			c := h.dial()
			c.write(strings.Replace(handshake(path), "HTTP/1.1", "HTTP/1.0", 1))
			c.want(path, want)
		}
	})
}

// What stands behind such a request could be the rest of its body or the first frame.
func TestAHandshakeWithABody(t *testing.T) {
	onEach(t, overHTTP1(), func(t *testing.T, h *hosted) {
		// gorilla asks for the connection first, does not get it, and answers that.
		for path, want := range map[string]int{"/coder": 400, "/gorilla": 500} {
			for sentence, request := range map[string]string{
				"the body is here":   handshake(path, "Content-Length: 5") + "hello" + frame(last|textFrame, "x"),
				"half of it is here": handshake(path, "Content-Length: 5") + "he",
				"it is in chunks":    handshake(path, "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n",
			} {
				c := h.dial()
				c.write(request)
				c.want(path+": "+sentence, want)
			}
		}
	})
}

func TestHandshakesOverHTTP2(t *testing.T) {
	h := serve(t, overH2)
	for path, want := range map[string]int{"/coder": 426, "/gorilla": 400, "/rooms/lobby": 400} {
		if a, body := h.ask("GET", path, ""); a.StatusCode != want || a.Header.Get("Connection") != "" {
			t.Errorf("%s: %s %q %v", path, a.Status, body, a.Header)
		}
	}
}

func TestTheServersEndIsSaidTo(t *testing.T) {
	onEach(t, overHTTP1(), func(t *testing.T, h *hosted) {
		var open []*wire
		for _, path := range libraries {
			c := h.dial()
			c.write(handshake(path))
			c.wantSwitch("it is open")
			c.write(frame(last|textFrame, "hello"))
			c.wantEcho("and speaks", textFrame, "hello")
			open = append(open, c)
		}
		stopped := make(chan struct{})
		go func() { defer close(stopped); h.stop() }()
		for _, c := range open {
			c.wantFrame("the server says that it goes", last|closeFrame, closing(1001, "the server ends"))
			select {
			case <-stopped:
				t.Error("the server has not waited")
			default:
			}
			c.write(frame(last|closeFrame, closing(1001, "")))
			c.wantEnd("and ends the connection when the client has said so, too")
		}
		<-stopped
	})
}
