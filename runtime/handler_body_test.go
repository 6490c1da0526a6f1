package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
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
