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
	"sync"
	"testing"
	"time"
)

// Connections that handlers of net/http take over, dialogue by dialogue.

const upgradeX = "GET /x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n"

// echoes takes a connection over and sends back what comes, line by line.
func echoes(nc net.Conn, rw *bufio.ReadWriter) {
	defer nc.Close()
	for {
		line, err := rw.ReadString('\n')
		if err != nil {
			return
		}
		rw.WriteString(line)
		rw.Flush()
	}
}

// headFirst says 101 and takes the connection over then; takesOver writes its own head.
func headFirst(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Upgrade") == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Connection", "Upgrade")
	w.Header().Set("Upgrade", "echo")
	w.WriteHeader(http.StatusSwitchingProtocols)
	if nc, rw, err := w.(http.Hijacker).Hijack(); err == nil {
		echoes(nc, rw)
	}
}

func takesOver(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Upgrade") == "" {
		http.NotFound(w, r)
		return
	}
	nc, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), 500)
		return
	}
	io.WriteString(nc, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
	echoes(nc, rw)
}

func TestAConnectionIsTakenOver(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{"the head first": headFirst, "taken first": takesOver} {
		for _, kind := range []string{"tcp", "brisk", "pipe"} {
			t.Run(name+" "+kind, func(t *testing.T) {
				var logs safeBuffer
				h := serveTest(t, handlerOf(handler), AccessLog(textLogger(&logs)), ReadTimeout(50*time.Millisecond))
				c := h.client(kind)
				go io.WriteString(c.nc, upgradeX+"early\n")
				a := c.wantOf("GET", "the protocol is switched", 101, "")
				if a.Header.Get("Upgrade") != "echo" || a.Header.Get("Connection") != "Upgrade" {
					t.Errorf("the head has %v", a.Header)
				}
				c.wantLine("early")
				time.Sleep(100 * time.Millisecond) // no timeout of ours is left
				c.write("late\n")
				c.wantLine("late")
				if strings.Contains(logs.String(), "status=101") {
					t.Error("it was logged before its end")
				}
				c.nc.Close()
				waitFor(t, "the end is logged", func() bool { return strings.Contains(logs.String(), "status=101") })
			})
		}
	}
}

// What hooks gave is logged at the end of a connection that was taken over, when the memory in which
// it was has been used for others.
func TestWhatWasGivenIsLoggedOfATakenConnection(t *testing.T) {
	var logs safeBuffer
	h := serveTest(t, handwritten(leaf{"*", "/<path:rest>", func(x *Exchange) (Response, error) {
		Give(x.Request(), user{cloned(x.path)})
		return x.HandleHTTP(headFirst)
	}}), AccessLog(textLogger(&logs)), LogGiven("user", func(u user) slog.Value { return slog.StringValue(u.name) }))
	c := h.client("tcp")
	c.write(upgradeX)
	c.wantOf("GET", "the protocol is switched", 101, "")
	c.write("hello\n")
	c.wantLine("hello")
	other := h.client("tcp")
	other.write("GET /other HTTP/1.1\r\nHost: a\r\n\r\n")
	other.want("no upgrade", 404, "404 page not found\n")
	c.nc.Close()
	waitFor(t, "the end is logged", func() bool { return strings.Contains(logs.String(), "status=101") })
	for _, line := range strings.Split(logs.String(), "\n") {
		if strings.Contains(line, "status=101") && !strings.Contains(line, "user=/x") {
			t.Errorf("it was logged as %s", line)
		}
	}
}

func (c *client) wantLine(want string) {
	c.t.Helper()
	if line, err := c.r.ReadString('\n'); err != nil || line != want+"\n" {
		c.t.Fatalf("a line: %q %v, want %q", line, err, want)
	}
}

func TestADrainTellsWhoHasTakenAConnectionOver(t *testing.T) {
	for _, asked := range []string{"before", "behind"} {
		t.Run("the context is asked for "+asked, func(t *testing.T) {
			h := serveTest(t, handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				ctx := r.Context()
				if asked == "before" {
					ctx.Done()
				}
				nc, _, err := w.(http.Hijacker).Hijack()
				if err != nil {
					panic(err)
				}
				defer nc.Close()
				io.WriteString(nc, "taken\n")
				<-ctx.Done()
				io.WriteString(nc, "going away\n")
			})))
			c := h.client("tcp")
			c.write(upgradeX)
			c.wantLine("taken")
			h.app.Stop()
			c.wantLine("going away")
			c.wantEnd("its handler has closed it")
		})
	}
}

func TestATakenConnectionIsCutInTheEnd(t *testing.T) {
	h := serveTest(t, handlerOf(http.HandlerFunc(takesOver)), DrainTimeout(30*time.Millisecond))
	c := h.client("tcp")
	c.write(upgradeX)
	c.wantOf("GET", "it is taken", 101, "")
	err := h.app.Shutdown(context.Background())
	if !errors.Is(err, errCutOff) {
		t.Errorf("Shutdown: %v", err)
	}
	c.wantEnd("the server cuts it")
	<-h.ends // says the same
	<-h.ends
	h.ends <- nil
	h.ends <- nil
}

func TestTheServerWaitsForAConnectionWhoseHandlerHasReturned(t *testing.T) {
	var taken sync.WaitGroup
	release := make(chan struct{})
	h := serveTest(t, handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		nc, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		taken.Go(func() {
			<-release
			io.WriteString(nc, "from a goroutine\n")
			nc.Close()
			nc.Close()
		})
	})))
	c := h.client("tcp")
	c.write(upgradeX)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	time.Sleep(20 * time.Millisecond)
	if err := h.app.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown has not waited: %v", err)
	}
	close(release)
	c.wantLine("from a goroutine")
	c.wantEnd("it is closed")
	taken.Wait()
}

func TestAPanicClosesATakenConnection(t *testing.T) {
	h := serveTest(t, handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, _, err := w.(http.Hijacker).Hijack(); err != nil {
			t.Error(err)
		}
		panic("out of luck")
	})))
	c := h.client("tcp")
	c.write(upgradeX)
	c.wantEnd("nobody closes it but the server")
	if !strings.Contains(h.logs.String(), "out of luck") {
		t.Error("the panic is not logged")
	}
}

func TestWhatCannotBeTakenOver(t *testing.T) {
	h := serveTest(t, handlerOf(http.HandlerFunc(takesOver)))
	c := h.client("tcp")
	c.write("POST /x HTTP/1.1\r\nHost: a\r\nUpgrade: echo\r\nContent-Length: 200000\r\n\r\n")
	c.want("a request whose body is on its way", 500, errUnreadBody.Error()+"\n")
	c = h.client("tcp")
	c.write("GET /x HTTP/1.0\r\nUpgrade: echo\r\nConnection: keep-alive\r\n\r\n")
	c.want("HTTP/1.0 cannot be upgraded", 404, "*")
	c.write("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("a refusal leaves the connection as it is", 404, "*")
	c.write(upgradeX)
	c.wantOf("GET", "and it is upgraded then", 101, "")
}

// What stands behind such a request could be its body or the new protocol's.
func TestNothingIsSwitchedBeforeTheBodyIsRead(t *testing.T) {
	upgrade := strings.TrimSuffix(upgradeX, "\r\n")
	service := func() Service {
		s := handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/read" {
				io.Copy(io.Discard, r.Body)
			}
			w.Header().Set("X-Handler", "1")
			headFirst(w, r)
		}))
		s.After = func(_ Request, resp *Response, _ *Route) error {
			*resp = resp.WithHeader("X-After", fmt.Sprint(resp.Status()))
			return nil
		}
		return s
	}
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		if s.h2 != nil {
			return // nothing is switched there
		}
		const refused = `400 X-After=400 "{\"error\": \"the protocol is switched behind the body of the request\"}" close`
		for _, body := range []string{"Content-Length: 5\r\n\r\nhello", "Content-Length: 5\r\n\r\nhe",
			"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"} {
			if got := s.tell(upgrade+body, "X-After", "X-Handler"); got != refused {
				t.Errorf("%q: %s", body, got)
			}
			if strings.HasSuffix(body, "he") {
				continue
			}
			c := s.dial()
			c.write(strings.Replace(upgrade, "/x", "/read", 1) + body + "early\n")
			c.wantOf("GET", "a body that was read", 101, "")
			c.wantLine("early")
		}
		if got := s.tell("GET /x HTTP/1.0\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n"); !strings.HasPrefix(got, "404") {
			t.Errorf("HTTP/1.0 is upgraded: %s", got)
		}
	})
}

// A goroutine that looks for more of a body that is over is in nobody's way.
func TestAProtocolIsSwitchedBesideWhoReadsNothing(t *testing.T) {
	upgrade := strings.TrimSuffix(upgradeX, "\r\n")
	service := func() Service {
		return handwritten(leaf{"*", "/<path:rest>", func(x *Exchange) (Response, error) {
			return x.HandleHTTP(func(w http.ResponseWriter, r *http.Request) {
				if _, err := io.Copy(io.Discard, r.Body); err != nil {
					t.Error(err)
				}
				reading := x.origin.bodyLock()
				reading.Lock() // as for the moment of a Read
				time.AfterFunc(20*time.Millisecond, reading.Unlock)
				headFirst(w, r)
			})
		}})
	}
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		if s.h2 != nil {
			return // nothing is switched there
		}
		for _, request := range []string{upgradeX, upgrade + "Content-Length: 2\r\n\r\nhi",
			upgrade + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"} {
			c := s.dial()
			c.write(request + "early\n")
			c.wantOf("GET", "the protocol is switched", 101, "")
			c.wantLine("early")
		}
	})
}

func TestA101ThatNobodyTakesOverEndsTheConnection(t *testing.T) {
	h := serveTest(t, handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(101) })))
	c := h.client("tcp")
	c.write(upgradeX)
	c.wantOf("GET", "the head goes out", 101, "")
	c.wantEnd("what follows is no HTTP")
}
