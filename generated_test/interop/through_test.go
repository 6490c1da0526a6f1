//go:build linux

package interop

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/generated_test/cases/depot"
)

// What passes through a proxy beside its target lives here: bodies, streams, connections.

// browse is a client of one connection that follows no redirect.
func browse(t *testing.T) *http.Client {
	transport := &http.Transport{
		MaxConnsPerHost: 1, DisableCompression: true, ExpectContinueTimeout: patience,
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{
		Transport:     transport,
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// do asks, and returns the answer with its body read. Fields are "Name: value".
func do(t *testing.T, c *http.Client, method, url string, body io.Reader,
	fields ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		req.Header.Set(name, value)
	}
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(b)
}

func TestUploadsThroughProxies(t *testing.T) {
	content := text(600_000) // nginx takes 1 MiB
	whole := sha256.Sum256(content)
	want := depot.Sum(int64(len(content)), whole[:])
	throughAll(t, func(t *testing.T, p proxy, s *service, addr string) {
		c := browse(t)
		for _, row := range []struct {
			sentence string
			body     io.Reader
			fields   []string
		}{
			{"with a length", bytes.NewReader(content), nil},
			{"in chunks", chunks(content), nil},
			{"a length, expecting", bytes.NewReader(content), []string{"Expect: 100-continue"}},
			{"in chunks, expecting", chunks(content), []string{"Expect: 100-continue"}},
		} {
			resp, got := do(t, c, "PUT", "http://"+addr+"/upload", row.body, row.fields...)
			if resp.StatusCode != 200 || got != want {
				t.Errorf("%s: %d %q, want %q", row.sentence, resp.StatusCode, got, want)
			}
		}
	})
}

// chunks is a body whose length the client does not know.
func chunks(b []byte) io.Reader { return io.MultiReader(bytes.NewReader(b)) }

// tooLarge is what clients get for a body that the service refuses by its length while
// they still send it. Those that are to blame for a body they could not pass on say 502
// or 503 of their own.
var tooLarge = map[string][]int{
	"nginx":   {413},
	"haproxy": {413},
	"varnish": {413, 503},
	"apache":  {413, 502},
	"caddy":   {413, 502},
}

func TestTooLargeThroughProxies(t *testing.T) {
	throughAll(t, func(t *testing.T, p proxy, s *service, addr string) {
		c, url := browse(t), "http://"+addr+"/small"
		for range 5 {
			resp, _ := do(t, c, "POST", url, bytes.NewReader(text(900_000)))
			if !slices.Contains(tooLarge[p.name], resp.StatusCode) {
				t.Errorf("answered %d, want one of %v", resp.StatusCode, tooLarge[p.name])
			}
			saw(t, "the service says it", s.tap.answered, `HTTP/1.1 413 `)
		}
		if resp, _ := do(t, c, "POST", url, strings.NewReader("few")); resp.StatusCode != 200 {
			t.Errorf("the next request is answered %d", resp.StatusCode)
		}
	})
}

func TestEventsThroughProxies(t *testing.T) {
	needs(t, "curl")
	throughAll(t, func(t *testing.T, p proxy, s *service, addr string) {
		readsEvents(t, s, "http://"+addr, "through")
	})
}

// perConnection is how many connections to the service twenty requests one behind the
// other take at most. nginx speaks HTTP/1.0 where nothing else is set.
var perConnection = map[string]int{"nginx": 20, "haproxy": 1, "varnish": 2, "apache": 2, "caddy": 1}

func TestConnectionsAreUsedAgainThroughProxies(t *testing.T) {
	throughAll(t, func(t *testing.T, p proxy, s *service, addr string) {
		c := browse(t)
		before := s.tap.connections()
		for i := range 20 {
			method := []string{"GET", "HEAD"}[i%2]
			resp, _ := do(t, c, method, fmt.Sprintf("http://%s/t/%d", addr, i), nil)
			if resp.StatusCode != 200 {
				t.Errorf("%s: %d", method, resp.StatusCode)
			}
		}
		if n := s.tap.connections() - before; n > perConnection[p.name] {
			t.Errorf("20 requests came over %d connections, want %d at most", n, perConnection[p.name])
		}
	})
}

func TestHEADThroughProxies(t *testing.T) {
	content := text(70_000)
	throughAll(t, func(t *testing.T, p proxy, s *service, addr string) {
		write(t, "head/file.bin", content)
		c, url := browse(t), "http://"+addr+"/files/head/file.bin"
		head, body := do(t, c, "HEAD", url, nil)
		tag := head.Header.Get("ETag")
		if head.StatusCode != 200 || head.ContentLength != int64(len(content)) || body != "" {
			t.Errorf("HEAD: %d, length %d, %d bytes", head.StatusCode, head.ContentLength, len(body))
		}
		get, body := do(t, c, "GET", url, nil)
		if body != string(content) || get.Header.Get("ETag") != tag {
			t.Errorf("GET behind HEAD: %d bytes, ETag %q, not %q", len(body), get.Header.Get("ETag"), tag)
		}
		resp, _ := do(t, c, "GET", url, nil, "If-None-Match: "+tag)
		if resp.StatusCode != 304 {
			t.Errorf("GET of what the client has: %d", resp.StatusCode)
		}
	})
}

// A redirect of the runtime is relative, and so is right for who came through a proxy,
// whatever Host that sends along.
func TestRedirectsThroughProxies(t *testing.T) {
	throughAll(t, func(t *testing.T, p proxy, s *service, addr string) {
		c, url := browse(t), "http://"+addr+"/pages?a=b"
		for method, status := range map[string]int{"GET": 301, "HEAD": 301, "POST": 308} {
			resp, _ := do(t, c, method, url, nil)
			to := leads(t, url, resp.Header.Get("Location"))
			if resp.StatusCode != status || to != "/pages/?a=b" {
				t.Errorf("%s: %d to %s, want %d", method, resp.StatusCode, to, status)
			}
		}
		follow := &http.Client{Transport: c.Transport, Timeout: patience}
		hello := strings.NewReader("hello")
		_, got := do(t, follow, "POST", url, hello, "Content-Type: text/plain")
		if got != "noted hello\n" {
			t.Errorf("a followed POST: %q", got)
		}
	})
}

// A client of HTTP/1.0 gets a stream that is longer than every buffer, through proxies that
// speak HTTP/1.1 behind it as well as through those that do not.
func TestALongAnswerThroughProxies(t *testing.T) {
	throughAll(t, func(t *testing.T, p proxy, s *service, addr string) {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(patience))
		// HTTP/1.0: what has no length ends with the connection, and comes in no chunks.
		io.WriteString(conn, "GET /stream/300 HTTP/1.0\r\nHost: "+addr+"\r\n\r\n")
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, resp.Body); n != 300<<10 || err != nil {
			t.Errorf("%d bytes of %d, %v", n, 300<<10, err)
		}
	})
}
