package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// What handlers of net/http may do beside answering, dialogue by dialogue.

func TestTheResponseWriterFailsBehindItsHandler(t *testing.T) {
	onEachServer(t, func() Service { return handlerOf(http.HandlerFunc(keepsWriter)) }, nil, func(t *testing.T, s *hosted) {
		s.tell(getX)
		w := <-keptWriters
		w.Header().Set("X-A", "1")
		if _, err := w.Write([]byte("late")); err == nil {
			t.Error("a late Write succeeds")
		}
		w.WriteHeader(500)
		w.(http.Flusher).Flush()
		if err := http.NewResponseController(w).Flush(); err == nil {
			t.Error("a late Flush succeeds")
		}
		if h, ok := w.(http.Hijacker); ok {
			if _, _, err := h.Hijack(); err == nil {
				t.Error("a late Hijack succeeds")
			}
		}
		_, err := w.(io.ReaderFrom).ReadFrom(strings.NewReader("late"))
		if err == nil {
			t.Error("a late ReadFrom succeeds")
		}
	})
}

var keptWriters = make(chan http.ResponseWriter, 1)

func keepsWriter(w http.ResponseWriter, r *http.Request) { keptWriters <- w }

func TestDeadlinesThatAHandlerSets(t *testing.T) {
	h := serveTest(t, handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		if r.URL.Path == "/write" {
			if err := control.SetWriteDeadline(time.Now().Add(-time.Second)); err != nil {
				t.Error(err)
			}
			_, err := io.WriteString(w, strings.Repeat("x", 100_000))
			if !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("a write past its deadline: %v", err)
			}
			return
		}
		go control.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
		_, err := io.ReadAll(r.Body)
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("a read past its deadline: %v", err)
		}
		io.WriteString(w, "too slow")
	})))
	c := h.client("tcp")
	c.write("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")
	if a := c.want("the handler answers", 200, "too slow"); !a.Close {
		t.Error("the connection goes on in the middle of a body")
	}
	c = h.client("tcp")
	c.write("GET /write HTTP/1.1\r\nHost: a\r\n\r\n")
	_, _ = c.read("GET")
	c.wantEnd("nothing can be written any more")
}

func TestTheLimitOfABodyIsOneThatHandlersKnow(t *testing.T) {
	service := func() Service {
		return handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, err := io.ReadAll(r.Body)
			var limit *http.MaxBytesError
			if errors.As(err, &limit) {
				http.Error(w, fmt.Sprintf("more than %d", limit.Limit), http.StatusRequestEntityTooLarge)
			}
		}))
	}
	onEachServer(t, service, []Option{MaxBodySize(4)}, func(t *testing.T, s *hosted) {
		for _, request := range []string{postOf("hello"),
			"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"} {
			if got := s.tell(request); !strings.HasPrefix(got, `413 "more than 4\n"`) {
				t.Error(got)
			}
		}
	})
}

func TestHooksAroundAHandlerOfNetHTTP(t *testing.T) {
	service := func() Service {
		s := handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Handler", "1")
			switch r.URL.Path {
			case "/panic":
				panic("out of luck")
			case "/late":
				io.WriteString(w, "x")
				w.(http.Flusher).Flush()
				panic("out of luck")
			case "/teapot":
				w.WriteHeader(418)
			}
			fmt.Fprintf(w, "value=%v pattern=%s rest=%s", r.Context().Value(keyOfTest{}), r.Pattern, r.PathValue("rest"))
		}))
		s.Before = func(req Request) (*Response, error) {
			req.SetContext(context.WithValue(req.Context(), keyOfTest{}, "of a hook"))
			return nil, nil
		}
		s.After = func(req Request, resp *Response, route *Route) error {
			if resp.Status() == 418 {
				*resp = Text("no tea").WithStatus(503)
				return nil
			}
			*resp = resp.WithHeader("X-After", fmt.Sprint(resp.Status(), resp.Header("X-Handler")))
			return nil
		}
		return s
	}
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		for path, want := range map[string]string{
			"/x":      `200 X-After=2001 "value=of a hook pattern=/<path:rest> rest=x"`,
			"/panic":  `500 X-After=500 "{\"error\": \"Internal Server Error\"}" close`,
			"/teapot": `503 "no tea"`,
			"/late":   `200 X-After=2001 "x" broken off`,
		} {
			if got := s.tell("GET "+path+" HTTP/1.1\r\nHost: a\r\n\r\n", "X-After"); got != s.closes(want) {
				t.Errorf("%s: %s, want %s", path, got, want)
			}
		}
		if n := strings.Count(s.logs.String(), "msg=panic"); n != 2 {
			t.Errorf("%d panics are logged", n)
		}
	})
}

type keyOfTest struct{}

func TestATimeoutInThePlaceOfAHandlerOfNetHTTP(t *testing.T) {
	errs := make(chan error, 1)
	service := func() Service {
		return handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/begun" {
				w.(http.Flusher).Flush()
				time.Sleep(60 * time.Millisecond)
				io.WriteString(w, "it goes on")
				return
			}
			<-r.Context().Done()
			_, err := io.WriteString(w, "late")
			errs <- err
		}))
	}
	onEachServer(t, service, []Option{Timeout(30 * time.Millisecond)}, func(t *testing.T, s *hosted) {
		if got := s.tell(getX); !strings.HasPrefix(got, "503") {
			t.Error(got)
		}
		if err := <-errs; err != http.ErrHandlerTimeout {
			t.Errorf("a write behind the 503: %v", err)
		}
		if got := s.tell("GET /begun HTTP/1.1\r\nHost: a\r\n\r\n"); got != `200 "it goes on"` {
			t.Error(got)
		}
	})
}

func TestALengthThatIsNotKept(t *testing.T) {
	h := serveTest(t, handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "5")
		if _, err := io.WriteString(w, "hell"); err != nil {
			t.Error(err)
		}
		if r.URL.Path == "/more" {
			if _, err := io.WriteString(w, "oh"); err != http.ErrContentLength {
				t.Errorf("more than was told: %v", err)
			}
		}
		w.(http.Flusher).Flush()
	})))
	for _, path := range []string{"/less", "/more"} {
		c := h.client("tcp")
		c.write("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
		if a, err := c.read("GET"); err == nil {
			t.Errorf("%s: a body that is short looks whole: %q", path, a.body)
		}
	}
	if n := strings.Count(h.logs.String(), errTooLittle.Error()); n != 2 {
		t.Errorf("it is logged %d times", n)
	}
}
