package runtime

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
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
	if d := time.Since(start); d < want-min(want/8, time.Second)-tick || d > want+tick {
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

func TestRateOfStreamedBodies(t *testing.T) {
	const size = 200_000
	head := fmt.Sprintf("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n", size)
	t.Run("2 KiB/s may take as long as they take", func(t *testing.T) {
		inFakeTime(t, manners(), nil, func(h *house) {
			c, start := h.open(), time.Now()
			c.write(head)
			go func() {
				for left := size; left > 0; left -= 2048 {
					time.Sleep(time.Second)
					io.WriteString(c.nc, strings.Repeat("x", min(left, 2048)))
				}
			}()
			c.want("a slow body", 200, fmt.Sprint(size))
			took(t, "the answer came", start, 98*time.Second)
			c.nc.Close()
		})
	})
	t.Run("512 bytes/s are cut off once the grace is used up", func(t *testing.T) {
		inFakeTime(t, manners(), nil, func(h *house) {
			c, start := h.open(), time.Now()
			c.write(head)
			go func() {
				for {
					time.Sleep(time.Second)
					if _, err := io.WriteString(c.nc, strings.Repeat("x", 512)); err != nil {
						return
					}
				}
			}()
			c.want("too slow a body", 408, "*")
			took(t, "the answer came", start, 20*time.Second) // 10 s + 512·t/1024 = t
		})
	})
	t.Run("a burst earns one grace, not a stall as long as it would have taken", func(t *testing.T) {
		inFakeTime(t, manners(), nil, func(h *house) {
			c, start := h.open(), time.Now()
			c.write(head)
			go io.WriteString(c.nc, strings.Repeat("x", 100<<10))
			c.want("silence behind a burst", 408, "*")
			took(t, "the answer came", start, 2*rateGrace)
		})
	})
	t.Run("and not one stall after another", func(t *testing.T) {
		inFakeTime(t, manners(), nil, func(h *house) {
			c, start := h.open(), time.Now()
			c.write(head)
			go func() {
				io.WriteString(c.nc, strings.Repeat("x", 100<<10))
				drip(c.nc, strings.Repeat("x", 20), 15*time.Second)
			}()
			c.want("a byte now and then behind a burst", 408, "*")
			took(t, "the answer came", start, 2*rateGrace) // the byte after 15 s earns next to nothing
		})
	})
	t.Run("without a rate each piece of a streamed body may take read_timeout", func(t *testing.T) {
		inFakeTime(t, manners(), []Option{MinBodyRate(-1)}, func(h *house) {
			c, start := h.open(), time.Now()
			c.write("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
			go drip(c.nc, "abcd", 25*time.Second)
			c.want("too slow a piece", 408, "*")
			took(t, "the answer came", start, 105*time.Second) // three pauses of 25 s, then 30 s
		})
	})
	t.Run("without a rate or a read_timeout a piece may take as long as it takes", func(t *testing.T) {
		inFakeTime(t, manners(), []Option{MinBodyRate(-1), ReadTimeout(-1)}, func(h *house) {
			c := h.open()
			c.write("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n")
			go drip(c.nc, "abcd", 10*time.Hour)
			c.want("a piece now and then", 200, "4")
			c.nc.Close()
		})
	})
	t.Run("a handler that is slow itself is not held against the client", func(t *testing.T) {
		slow := handwritten(handlerLeaf("POST", "/count", func(req Request) (Response, error) {
			body, n := req.BodyReader(), 0
			for {
				time.Sleep(20 * time.Second)
				k, err := body.Read(make([]byte, 1000))
				if n += k; err == io.EOF {
					return Text(fmt.Sprint(n)), nil
				} else if err != nil {
					return Response{}, err
				}
			}
		}))
		inFakeTime(t, slow, nil, func(h *house) {
			c := h.open()
			c.write("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n")
			go io.WriteString(c.nc, strings.Repeat("x", 5000))
			c.want("all of it is read", 200, "5000")
			c.nc.Close()
		})
	})
}

func TestRoutesHaveRatesOfTheirOwn(t *testing.T) {
	rated := func(path string, rate int64) leaf {
		count := func(req Request) (Response, error) {
			n, err := io.Copy(io.Discard, req.BodyReader())
			return Text(fmt.Sprint(n)), err
		}
		return leaf{"POST", path, func(x *Exchange) (Response, error) {
			x.SetMinBodyRate(rate)
			return count(x.Request())
		}}
	}
	beside := leaf{"POST", "/beside", func(x *Exchange) (Response, error) {
		x.SetMinBodyRate(64)
		req, done := x.Request(), make(chan error)
		go func() {
			_, err := io.Copy(io.Discard, req.BodyReader())
			done <- err
		}()
		return Text("heard"), <-done
	}}
	s := handwritten(rated("/slow", 64), rated("/fast", 4096), rated("/off", -1), rated("/app", 0), beside,
		handlerLeaf("POST", "/silent-about-it", func(req Request) (Response, error) {
			n, err := io.Copy(io.Discard, req.BodyReader())
			return Text(fmt.Sprint(n)), err
		}))
	const silence = -1
	for _, row := range []struct {
		sentence, path string
		every          time.Duration // of a piece of 512 bytes
		status         int
		after          time.Duration
	}{
		{"a route that asks less waits longer", "/slow", time.Second, 200, 20 * time.Second},
		{"also for a goroutine beside the handler", "/beside", time.Second, 200, 20 * time.Second},
		{"one that asks more, less long", "/fast", time.Second, 408, 11375 * time.Millisecond}, // 11 pieces have earned 1375 ms
		{"0 is what the App asks", "/app", time.Second, 408, 19500 * time.Millisecond},         // 19 pieces, 9500 ms
		{"without a rate it may be slow", "/off", 29 * time.Second, 200, 580 * time.Second},    // 20 pieces
		{"but not silent longer than read_timeout", "/off", 31 * time.Second, 408, 30 * time.Second},
		{"nor for ever", "/off", silence, 408, 30 * time.Second},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			inFakeTime(t, s, []Option{MinBodyRate(1024)}, func(h *house) {
				c, start := h.open(), time.Now()
				c.write("POST " + row.path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 10240\r\n\r\n")
				go func() {
					for range 20 {
						if row.every == silence {
							return
						}
						time.Sleep(row.every)
						if _, err := io.WriteString(c.nc, strings.Repeat("x", 512)); err != nil {
							return
						}
					}
				}()
				c.want(row.sentence, row.status, "*")
				took(t, "the answer came", start, row.after)
				c.nc.Close()
			})
		})
	}
	t.Run("the next request on the connection has the App's again", func(t *testing.T) {
		inFakeTime(t, s, nil, func(h *house) {
			c := h.open()
			for _, path := range []string{"/fast", "/off"} {
				c.write("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx")
				c.want("a whole body", 200, "1")
			}
			start := time.Now()
			c.write("POST /silent-about-it HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n")
			c.want("silence", 408, "*")
			took(t, "the answer came", start, rateGrace)
			c.nc.Close()
		})
	})
	t.Run("with neither a rate nor a read_timeout nothing is demanded", func(t *testing.T) {
		inFakeTime(t, s, []Option{ReadTimeout(-1)}, func(h *house) {
			c := h.open()
			c.write("POST /off HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n")
			go drip(c.nc, "x", 10*time.Hour)
			c.want("a body in the end", 200, "1")
			c.nc.Close()
		})
	})
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
					time.Sleep(tick)
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

// connected is how many connections the server has.
func connected(h *house) int {
	h.app.server.mu.Lock()
	defer h.app.server.mu.Unlock()
	return len(h.app.server.conns)
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

func TestTimeoutOfHandlers(t *testing.T) {
	ended := make(map[string]error)
	s := handwritten(
		textLeaf("GET", "/", "root"),
		handlerLeaf("GET", "/slow", func(req Request) (Response, error) {
			<-req.Context().Done()
			ended["slow"] = context.Cause(req.Context())
			return Text("late"), nil
		}),
		handlerLeaf("GET", "/deaf", func(req Request) (Response, error) {
			time.Sleep(time.Minute)
			ended["deaf"] = req.Context().Err()
			return Text("late"), nil
		}),
		handlerLeaf("POST", "/body", func(req Request) (Response, error) {
			_, err := req.Body()
			return Text("late"), err
		}),
		handlerLeaf("GET", "/stream", func(req Request) (Response, error) {
			return Stream("", func(w *StreamWriter) error {
				time.Sleep(time.Minute)
				_, err := w.WriteString("all")
				return err
			}), nil
		}),
	)
	for _, path := range []string{"GET /slow", "GET /deaf", "POST /body"} {
		t.Run(path, func(t *testing.T) {
			inFakeTime(t, s, []Option{Timeout(5 * time.Second)}, func(h *house) {
				c, start := h.open(), time.Now()
				go io.WriteString(c.nc, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"+path+" HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nX: y\r\n\r\n")
				if path == "POST /body" {
					c = h.open()
					c.write("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
				} else {
					c.want("what was answered before goes out", 200, "root")
				}
				if a := c.want("then 503", 503, `{"error": "Service Unavailable"}`); !a.Close {
					t.Error("the connection is kept")
				}
				took(t, "the answer came", start, 5*time.Second)
				time.Sleep(2 * time.Minute)
			})
		})
	}
	if !errors.Is(ended["slow"], context.DeadlineExceeded) || ended["deaf"] == nil {
		t.Errorf("the contexts ended with %v", ended)
	}
	t.Run("a stream that has begun may go on", func(t *testing.T) {
		inFakeTime(t, s, []Option{Timeout(5 * time.Second)}, func(h *house) {
			c := h.open()
			c.write("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
			c.want("all of it", 200, "all")
			c.nc.Close()
		})
	})
}

// A time that is over cannot be begun again: a route's own timeout, set by a handler that
// is late, changes nothing.
// Requests behind the one whose time is up are thrown away, not reset: that would take
// the answers before it along.
func TestATimeThatIsOverTakesNoAnswerAlong(t *testing.T) {
	released := make(chan struct{})
	h := serveTest(t, handwritten(
		textLeaf("GET", "/first", strings.Repeat("first", 40000)),
		handlerLeaf("GET", "/slow", func(Request) (Response, error) {
			<-released
			return Text("late"), nil
		}),
	), Timeout(50*time.Millisecond))
	nc := h.dial("tcp")
	defer nc.Close()
	_ = nc.SetDeadline(time.Now().Add(10 * time.Second))
	c := newClient(t, nc)
	const end = " HTTP/1.1\r\nHost: a\r\n\r\n"
	c.write("GET /first" + end + "GET /slow" + end)
	time.Sleep(80 * time.Millisecond)
	c.write(strings.Repeat("GET /first"+end, 1000)) // they stay in the kernel
	close(released)
	time.Sleep(50 * time.Millisecond)
	c.want("what came before is whole", 200, "*")
	c.want("then 503", 503, "*")
	c.wantEnd("and the end")
}

func TestATimeThatIsOverStaysOver(t *testing.T) {
	s := handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		time.Sleep(10 * time.Second)
		req.x.origin.setTimeout(time.Hour)
		return Text("late"), nil
	}))
	inFakeTime(t, s, []Option{Timeout(5 * time.Second)}, func(h *house) {
		c, start := h.open(), time.Now()
		c.write(get + host + "\r\n")
		c.want("503", 503, "*")
		took(t, "the answer came", start, 5*time.Second)
		c.wantEnd("and nothing behind it")
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
