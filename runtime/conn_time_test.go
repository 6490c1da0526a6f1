package runtime

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/httpgen/runtime/internal/clock"
)

// Every timeout is tested here, in fake time.

// inFakeTime runs a test against an App that is served on pipes in a bubble of its own.
func inFakeTime(t *testing.T, s Service, opts []Option, test func(h *house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h := &house{t: t, pipe: newPipeListener(), logs: new(safeBuffer), ends: make(chan error, 1)}
		h.app = NewApp(s, append([]Option{Logger(slog.New(slog.NewTextHandler(h.logs, nil)))}, opts...)...)
		go func() { h.ends <- h.app.Serve(context.Background(), h.pipe) }()
		synctest.Wait()
		test(h)
		h.app.Stop()
		if err := <-h.ends; err != nil && !errors.Is(err, errCutOff) {
			t.Errorf("Serve: %v", err)
		}
		time.Sleep(24 * time.Hour) // whoever still writes notices that nobody listens
	})
}

// open is dial without the deadline of client.
func (h *house) open() *client {
	nc := h.dial("pipe")
	return &client{h.t, nc, bufio.NewReader(nc)}
}

// endsAfter wants the connection to end, without another byte, so long after start. The
// coarse clock may make it a little earlier or later.
func (c *client) endsAfter(sentence string, start time.Time, want time.Duration) {
	c.t.Helper()
	if b, err := c.r.ReadByte(); err == nil {
		c.t.Fatalf("%s: the connection goes on with %q", sentence, b)
	}
	took(c.t, sentence, start, want)
}

func took(t testing.TB, sentence string, start time.Time, want time.Duration) {
	t.Helper()
	if d := time.Since(start); d < want-min(want/8, time.Second)-clock.Tick || d > want+clock.Tick {
		t.Errorf("%s after %v, want %v", sentence, d, want)
	}
}

func TestTimeoutsOfReading(t *testing.T) {
	t.Run("a new connection that says nothing ends silently after 10 s", func(t *testing.T) {
		inFakeTime(t, manners(), nil, func(h *house) {
			start := time.Now()
			h.open().endsAfter("it ends", start, 10*time.Second)
		})
	})
	t.Run("a head that drips in is answered with 408 after 10 s", func(t *testing.T) {
		inFakeTime(t, manners(), nil, func(h *house) {
			c, start := h.open(), time.Now()
			go drip(c.nc, "GET / HTTP/1.1\r\nHost: aaaaaaaaaaaaaaaaaaaaa\r\n\r\n", time.Second)
			c.want("too slow", 408, "*")
			c.endsAfter("it ends", start, 10*time.Second)
		})
	})
	t.Run("a head that drips in within the time is answered", func(t *testing.T) {
		inFakeTime(t, manners(), nil, func(h *house) {
			c := h.open()
			go drip(c.nc, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 300*time.Millisecond)
			c.want("in time", 200, "root")
			c.nc.Close()
		})
	})
	t.Run("empty lines alone end silently", func(t *testing.T) {
		inFakeTime(t, manners(), nil, func(h *house) {
			c, start := h.open(), time.Now()
			c.write("\r\n")
			c.endsAfter("it ends", start, 10*time.Second)
		})
	})
	t.Run("an idle connection ends silently after 75 s, however often it was used", func(t *testing.T) {
		inFakeTime(t, manners(), nil, func(h *house) {
			c := h.open()
			for i := range 100 {
				c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
				c.want("a request", 200, "root")
				time.Sleep(time.Duration(i*i%173) * time.Second)
			}
			c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			c.want("the last one", 200, "root")
			start := time.Now()
			c.endsAfter("it ends", start, 180*time.Second)
		})
	})
	t.Run("a body that does not come is answered with 408 after 30 s", func(t *testing.T) {
		for _, path := range []string{"/echo", "/ignore"} {
			inFakeTime(t, manners(), nil, func(h *house) {
				c, start := h.open(), time.Now()
				c.write("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n")
				go drip(c.nc, strings.Repeat("x", 100), time.Second)
				c.want("too slow", 408, "*")
				c.endsAfter("it ends", start, 30*time.Second)
			})
		}
	})
	t.Run("head and body share the 30 s", func(t *testing.T) {
		inFakeTime(t, manners(), nil, func(h *house) {
			c, start := h.open(), time.Now()
			go drip(c.nc, post+"Content-Length: 100\r\n\r\n", 100*time.Millisecond)
			c.want("too slow", 408, "*")
			c.endsAfter("it ends", start, 30*time.Second)
		})
	})
	t.Run("a body that was sent is not late because its handler was", func(t *testing.T) {
		slow := handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
			time.Sleep(time.Minute)
			b, err := req.Body()
			return Bytes(b, ""), err
		}))
		inFakeTime(t, slow, nil, func(h *house) {
			c := h.open()
			c.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
			go io.WriteString(c.nc, "hello")
			c.want("the body is read", 200, "hello")
			c.nc.Close()
		})
	})
	t.Run("the options", func(t *testing.T) {
		opts := []Option{FirstByteTimeout(2 * time.Second), HeaderTimeout(3 * time.Second), ReadTimeout(5 * time.Second), IdleTimeout(7 * time.Second)}
		inFakeTime(t, manners(), opts, func(h *house) {
			start := time.Now()
			h.open().endsAfter("first byte", start, 2*time.Second)
			c := h.open()
			start = time.Now()
			c.write("G")
			c.want("head", 408, "*")
			c.endsAfter("head", start, 3*time.Second)
			c = h.open()
			start = time.Now()
			c.write(post + "Content-Length: 5\r\n\r\n")
			c.want("body", 408, "*")
			c.endsAfter("body", start, 5*time.Second)
			c = h.open()
			c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			c.want("request", 200, "root")
			start = time.Now()
			c.endsAfter("idle", start, 7*time.Second)
		})
	})
	t.Run("no timeouts at all", func(t *testing.T) {
		opts := []Option{FirstByteTimeout(-1), HeaderTimeout(-1), ReadTimeout(-1), IdleTimeout(-1), WriteTimeout(-1), MinBodyRate(-1)}
		inFakeTime(t, manners(), opts, func(h *house) {
			c := h.open()
			for _, path := range []string{"/echo", "/count"} {
				time.Sleep(time.Hour)
				c.write("POST " + path + " HTT")
				time.Sleep(time.Hour)
				c.write("P/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n")
				time.Sleep(time.Hour)
				go io.WriteString(c.nc, "body")
				c.want("an hour is nothing", 200, "*")
			}
			c.nc.Close()
		})
	})
}

// drip writes byte by byte until the connection ends.
func drip(nc net.Conn, s string, pause time.Duration) {
	for i := range len(s) {
		if _, err := nc.Write([]byte{s[i]}); err != nil {
			return
		}
		time.Sleep(pause)
	}
}

func TestTimeoutOfWriting(t *testing.T) {
	large := strings.Repeat("x", 3*pieceSize)
	s := handwritten(textLeaf("GET", "/", large), handlerLeaf("GET", "/stream", func(Request) (Response, error) {
		return Stream("", func(w *StreamWriter) error {
			for {
				if err := w.Flush(); err != nil {
					return err
				}
				if _, err := w.WriteString("tick"); err != nil {
					return err
				}
				time.Sleep(time.Second)
			}
		}), nil
	}))
	for _, path := range []string{"/", "/stream"} {
		t.Run(path+": a client that takes nothing for 30 s is cut off", func(t *testing.T) {
			inFakeTime(t, s, nil, func(h *house) {
				c, start := h.open(), time.Now()
				c.write("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
				for connected(h) > 0 {
					time.Sleep(clock.Tick)
				}
				took(t, "the connection ended", start, 30*time.Second)
				c.nc.Close()
			})
		})
	}
	t.Run("a client that takes its answer slowly gets it", func(t *testing.T) {
		inFakeTime(t, s, nil, func(h *house) {
			c := h.open()
			c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			b := make([]byte, 16<<10)
			for got := 0; got < len(large); {
				time.Sleep(time.Second)
				n, err := c.nc.Read(b)
				if err != nil {
					t.Fatalf("after %d bytes: %v", got, err)
				}
				got += n
			}
			c.nc.Close()
		})
	})
}

// Who was refused may go on sending, but not for ever.
func TestGoodbyesEnd(t *testing.T) {
	for _, row := range []struct {
		sentence string
		pause    time.Duration // between two pieces that still come
		want     time.Duration
	}{
		{"a client that says nothing more is left after the pause", time.Hour, lingerPause},
		{"one that goes on and on is left after the time", 100 * time.Millisecond, lingerTime},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			inFakeTime(t, manners(), nil, func(h *house) {
				nc := h.dial("duplex")
				c, start := &client{t, nc, bufio.NewReader(nc)}, time.Now()
				c.write(get + "\r\n")
				go drip(nc, strings.Repeat("x", 1000), row.pause)
				c.want("refused", 400, "*")
				for connected(h) > 0 {
					time.Sleep(10 * time.Millisecond)
				}
				took(t, "the end came", start, row.want)
				nc.Close()
			})
		})
	}
}

// Nor without end, however fast.
func TestGoodbyesAreBounded(t *testing.T) {
	inFakeTime(t, manners(), nil, func(h *house) {
		c := newClient(t, h.dial("duplex"))
		c.write(get + "\r\n")
		c.want("refused", 400, "*")
		taken, piece := 0, strings.Repeat("x", 64<<10)
		for {
			n, err := io.WriteString(c.nc, piece)
			if taken += n; err != nil {
				break
			}
		}
		if taken < lingerBytes || taken > lingerBytes+hugeBuffer {
			t.Errorf("%d bytes are discarded, want %d", taken, lingerBytes)
		}
	})
}

func TestDateIsRefreshed(t *testing.T) {
	inFakeTime(t, manners(), nil, func(h *house) {
		c := h.open()
		for range 3 {
			c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			a := c.want("ok", 200, "root")
			when, err := time.Parse(http.TimeFormat, a.Header.Get("Date"))
			if err != nil || !when.Equal(time.Now().Truncate(time.Second)) {
				t.Errorf("Date: %s, %v; it is %v", a.Header.Get("Date"), err, time.Now().UTC())
			}
			time.Sleep(20*time.Second + 333*time.Millisecond)
		}
		c.nc.Close()
	})
}
