package runtime

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// The rates of streamed bodies are tested here, in fake time.

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
	t.Run("what comes with the head is counted, too", func(t *testing.T) {
		inFakeTime(t, manners(), nil, func(h *house) {
			c, start := h.open(), time.Now()
			c.write(head + strings.Repeat("x", 3072))
			c.want("silence behind it", 408, "*")
			took(t, "the answer came", start, rateGrace+3*time.Second)
			c.nc.Close()
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
	t.Run("what a handler could have streamed, and left, is not held against a rate", func(t *testing.T) {
		leaves := handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
			_ = req.BodyReader()
			return Text("enough"), nil
		}))
		inFakeTime(t, leaves, nil, func(h *house) {
			c, start := h.open(), time.Now()
			c.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n")
			c.want("it does not come", 408, "*")
			took(t, "the answer came", start, 30*time.Second) // read_timeout
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
