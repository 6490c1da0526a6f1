package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"
)

// Bodies of requests as handlers of net/http read them, and what they are told of the
// connection.

// readsFirst reads the body, unless the path says that it does not want it.
func readsFirst(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/unread" {
		http.Error(w, "not that", http.StatusForbidden)
		return
	}
	b, err := io.ReadAll(r.Body)
	fmt.Fprintf(w, "%s %v", b, err)
}

func TestTheFirstReadOfAHandlerAsksForTheBody(t *testing.T) {
	const expects = " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
	service := func() Service { return handlerOf(http.HandlerFunc(readsFirst)) }
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		if s.h2 != nil {
			s.expectOverH2(t)
			return
		}
		c := s.dial()
		c.write("POST /read" + expects)
		if a := c.wantOf("POST", "the handler reads, and so the client is asked for the body", 100, ""); len(a.Header) > 0 {
			t.Errorf("it has fields: %v", a.Header)
		}
		c.write("hello")
		c.wantOf("POST", "and is answered", 200, "hello <nil>")
		c.write("POST /unread" + expects)
		a := c.wantOf("POST", "it is not asked for a body that nobody reads", 403, "not that\n")
		if !a.Close {
			t.Error("the connection goes on, with a body that may come or not")
		}
		_ = c.nc.(interface{ CloseWrite() error }).CloseWrite() // net/http waits for the body
		c.wantEnd("that is the end")
	})
}

// expectOverH2 is the same by a client of HTTP/2, which waits for the 100 for as long as its
// Timeout.
func (s *hosted) expectOverH2(t *testing.T) {
	s.h2.Transport.(*http.Transport).ExpectContinueTimeout = s.h2.Timeout
	for path, want := range map[string]string{"/read": "100, 200 hello <nil>", "/unread": "403 not that\n"} {
		var told string
		ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{
			Got100Continue: func() { told = "100, " },
		})
		r, err := http.NewRequestWithContext(ctx, "POST", "https://"+s.addr+path, strings.NewReader("hello"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Expect", "100-continue")
		a, err := s.h2.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(a.Body)
		a.Body.Close()
		if got := fmt.Sprintf("%s%d %s", told, a.StatusCode, b); err != nil || got != want {
			t.Errorf("%s: %q %v, want %q", path, got, err, want)
		}
	}
}

func TestHandlersKnowTheirConnection(t *testing.T) {
	service := func() Service {
		return handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			protocol := "none"
			if r.TLS != nil {
				protocol = r.TLS.NegotiatedProtocol + "."
				if !r.TLS.HandshakeComplete {
					t.Error("the handshake goes on")
				}
			}
			local, server := r.Context().Value(http.LocalAddrContextKey), r.Context().Value(http.ServerContextKey)
			fmt.Fprint(w, r.Proto, " ", protocol, " ", local, " ", server != nil, " ", r.RemoteAddr != "")
		}))
	}
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		want := map[string]string{
			"own loop":          `200 "HTTP/1.1 none %s true true"`,
			"own loop with TLS": `200 "HTTP/1.1 . %s true true"`, // the client offers nothing
			"net/http":          `200 "HTTP/1.1 none %s true true"`,
			"HTTP/2":            `200 "HTTP/2.0 h2. %s true true"`,
		}[s.name]
		if got := s.tell(getX); got != fmt.Sprintf(want, s.addr) {
			t.Error(got)
		}
	})
}

// Without an App, net/http closes the connection when the limit of http.MaxBytesReader is
// passed; here an error that is answered with does.
func TestMaxBytesReaderOfAHandler(t *testing.T) {
	service := func() Service {
		return handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4))
			var limit *http.MaxBytesError
			if errors.As(err, &limit) && r.URL.Path != "/all-the-same" {
				http.Error(w, fmt.Sprint("more than ", limit.Limit), http.StatusRequestEntityTooLarge)
			}
		}))
	}
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		long := strings.Repeat("x", 100_000)
		for _, row := range []struct{ path, body, want string }{
			{"/x", "four", `200 ""`},
			{"/x", long, s.closes(`413 "more than 4\n" close`)},
			{"/all-the-same", "hello", `200 ""`},
		} {
			if got := s.tell(strings.Replace(postOf(row.body), "/x", row.path, 1)); got != row.want {
				t.Errorf("%s with %d bytes: %s, want %s", row.path, len(row.body), got, row.want)
			}
		}
	})
}

// Over net/http the context of a handler is made when somebody asks for its end.
func TestTheContextOfAHandlerOverNetHTTP(t *testing.T) {
	var ctx, derived, late context.Context
	h := handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/late" {
			late = r.Context()
			return
		}
		ctx = r.Context()
		if v := ctx.Value(keyOfTest{}); v != "of a client" {
			t.Errorf("its value is %v", v)
		}
		var cancel context.CancelFunc
		derived, cancel = context.WithCancel(ctx)
		t.Cleanup(cancel)
		if ctx.Err() != nil || derived.Err() != nil || derived.Value(keyOfTest{}) != "of a client" {
			t.Errorf("%v %v %v", ctx.Err(), derived.Err(), derived.Value(keyOfTest{}))
		}
	}))
	app := NewApp(h, Logger(quiet()))
	for _, path := range []string{"/early", "/late"} {
		r := httptest.NewRequest("GET", path, nil)
		r = r.WithContext(context.WithValue(r.Context(), keyOfTest{}, "of a client"))
		app.ServeHTTP(httptest.NewRecorder(), r)
	}
	for name, ctx := range map[string]context.Context{"asked for": ctx, "derived": derived, "asked for late": late} {
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Second):
			t.Fatalf("the context that is %s goes on", name)
		}
		if ctx.Err() != context.Canceled || ctx.Value(keyOfTest{}) != "of a client" {
			t.Errorf("%s: %v %v", name, ctx.Err(), ctx.Value(keyOfTest{}))
		}
	}
}
