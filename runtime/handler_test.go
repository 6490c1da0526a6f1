package runtime

import (
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/http/pprof"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Handlers of net/http answer alike wherever they are: each row's handler is asked behind plain
// net/http and behind an App on each server, and what comes is one outcome.

// handlerOf is a service of one route, of every method, that a handler of net/http answers.
func handlerOf(h http.Handler) Service {
	return handwritten(leaf{"*", "/<path:rest>", func(x *Exchange) (Response, error) {
		return x.HandleHTTP(h.ServeHTTP)
	}})
}

// answerAsText is what an answer says, but for its date.
func answerAsText(a *http.Response, body string, err error) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d length=%d coding=%v close=%v\n", a.StatusCode, a.ContentLength, a.TransferEncoding, a.Close)
	for _, h := range []http.Header{a.Header, a.Trailer} {
		for _, name := range slices.Sorted(maps.Keys(h)) {
			if name != "Date" {
				fmt.Fprintf(&b, "%s: %q\n", name, h[name])
			}
		}
	}
	fmt.Fprintf(&b, "%q %v", body, err)
	return b.String()
}

// askRaw writes a request of HTTP/1 and tells what comes, interim answers too.
func (s *hosted) askRaw(request string) string {
	s.t.Helper()
	c := s.dial()
	defer c.nc.Close()
	c.write(request)
	method, _, _ := strings.Cut(request, " ")
	var all []string
	for {
		a, err := c.read(method)
		if a.Response == nil {
			return strings.Join(append(all, "no answer"), "\n")
		}
		all = append(all, answerAsText(a.Response, a.body, err))
		if a.StatusCode >= 200 || a.StatusCode == 101 {
			return strings.Join(all, "\n")
		}
	}
}

// plainHTTP is net/http with nothing of ours.
func plainHTTP(t *testing.T, h http.Handler) *hosted {
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	server.Start()
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return &hosted{t: t, addr: server.Listener.Addr().String()}
}

// plainH2 is the same over HTTP/2.
func plainH2(t *testing.T, h http.Handler) *hosted {
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return &hosted{t: t, addr: server.Listener.Addr().String(), h2: h2Client(t)}
}

type handlerRow struct {
	name    string
	handler http.HandlerFunc
	request string // "" is a GET of /x
}

const (
	getX  = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
	headX = "HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n"
)

func postOf(body string) string {
	return fmt.Sprintf("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

func writes(pieces ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for _, p := range pieces {
			io.WriteString(w, p)
		}
	}
}

func handlerRows(t *testing.T) []handlerRow {
	long := strings.Repeat("0123456789", 1000)
	dir := t.TempDir()
	for name, text := range map[string]string{"a.txt": "text of a file", "big.bin": strings.Repeat("\x00\x01", 40000), "index.html": "<p>hello"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		stamp := time.Unix(1e9, 0)
		os.Chtimes(filepath.Join(dir, name), stamp, stamp)
	}
	files := http.FileServer(http.Dir(dir)).ServeHTTP
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Seen", r.URL.Path+" "+r.Header.Get("X-Forwarded-For"))
		w.Header().Set("Date", "Mon, 01 Jan 2001 00:00:00 GMT")
		b, _ := io.ReadAll(r.Body)
		w.Write(append([]byte("proxied "), b...))
	}))
	t.Cleanup(upstream.Close)
	to, _ := url.Parse(upstream.URL)
	proxy := httputil.NewSingleHostReverseProxy(to).ServeHTTP
	mux := http.NewServeMux()
	mux.HandleFunc("GET /x", writes("of x"))
	mux.HandleFunc("GET /items/{id}", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, r.Pattern+" "+r.PathValue("id"))
	})
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	header := func(set func(h http.Header), pieces ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			set(w.Header())
			writes(pieces...)(w, r)
		}
	}
	status := func(code int, pieces ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(code)
			for _, p := range pieces {
				io.WriteString(w, p)
			}
		}
	}
	return []handlerRow{
		{"nothing", writes(), getX},
		{"nothing to HEAD", writes(), headX},
		{"a text", writes("hello"), getX},
		{"a text to HEAD", writes("hello"), headX},
		{"HTML is sniffed", writes("<!doctype html>", "<p>x"), getX},
		{"a long body", writes(long, long), getX},
		{"a long body to HEAD", writes(long, long), headX},
		{"a long body to HTTP/1.0", writes(long, long), "GET /x HTTP/1.0\r\n\r\n"},
		{"many pieces", writes(strings.Split(long, "5")...), getX},
		{"a status", status(418, "tea"), getX},
		{"204", status(204), getX},
		{"304", header(func(h http.Header) { h.Set("ETag", `"a"`) }, ""), getX},
		{"304 with a type", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"a"`)
			w.Header().Set("Content-Type", "text/plain")
			w.WriteHeader(304)
		}, getX},
		{"a status that nobody knows", status(799, "x"), getX},
		{"no Content-Type on purpose", header(func(h http.Header) { h["Content-Type"] = nil }, "x"), getX},
		{"a coding is not sniffed", header(func(h http.Header) { h.Set("Content-Encoding", "br") }, "x"), getX},
		{"a declared length", header(func(h http.Header) { h.Set("Content-Length", "5") }, "he", "llo"), getX},
		{"a declared length to HEAD", header(func(h http.Header) { h.Set("Content-Length", "5") }), headX},
		{"a length of 0", header(func(h http.Header) { h.Set("Content-Length", "0") }), getX},
		{"several of a field", header(func(h http.Header) { h.Add("Set-Cookie", "a=1"); h.Add("Set-Cookie", "b=2") }, "x"), getX},
		{"a line break in a value", header(func(h http.Header) { h.Set("X-A", "a\r\nX-B: b") }, "x"), getX},
		{"a close", header(func(h http.Header) { h.Set("Connection", "close") }, "x"), getX},
		{"a client that closes", writes("x"), "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"},
		{"fields set too late", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-A", "1")
			w.WriteHeader(202)
			w.Header().Set("X-A", "2")
			w.Header().Set("X-B", "2")
			w.WriteHeader(500)
			io.WriteString(w, "x")
		}, getX},
		{"a flush", func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "a")
			w.(http.Flusher).Flush()
			io.WriteString(w, "b")
			if err := http.NewResponseController(w).Flush(); err != nil {
				io.WriteString(w, err.Error())
			}
		}, getX},
		{"a flush of nothing", func(w http.ResponseWriter, r *http.Request) { w.(http.Flusher).Flush() }, getX},
		{"declared trailers", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Trailer", "X-Sum, X-None")
			io.WriteString(w, "body")
			w.Header().Set("X-Sum", "42")
		}, getX},
		{"trailers by prefix", func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "body")
			w.(http.Flusher).Flush()
			w.Header().Set(http.TrailerPrefix+"X-Late", "yes")
		}, getX},
		{"103", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", "</a.css>; rel=preload")
			w.WriteHeader(103)
			w.Header().Set("X-A", "1")
			io.WriteString(w, "x")
		}, getX},
		{"http.Error", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", http.StatusForbidden) }, getX},
		{"http.Redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/y", http.StatusFound) }, getX},
		{"the request", func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			fmt.Fprintln(w, r.Method, r.URL, r.URL.Path, r.URL.RawPath, r.URL.RawQuery, r.RequestURI, r.Proto, r.Host,
				r.ContentLength, r.TransferEncoding, r.Close, r.Header, r.FormValue("q"))
		}, "PUT /a%2Fb/%C3%A9?q=1&q=2 HTTP/1.1\r\nhost: example.org:80\r\nx-a: 1\r\nX-A: 2\r\nCookie: a=b\r\nContent-Length: 1\r\n\r\nx"},
		{"an absolute target", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, r.URL, r.Host, r.RequestURI) },
			"GET http://example.org/x?y HTTP/1.1\r\nHost: other\r\n\r\n"},
		{"an echo", func(w http.ResponseWriter, r *http.Request) { io.Copy(w, r.Body) }, postOf("hello")},
		{"an echo of chunks", func(w http.ResponseWriter, r *http.Request) {
			b, err := io.ReadAll(r.Body)
			fmt.Fprintf(w, "%s %v %d %v", b, err, r.ContentLength, r.TransferEncoding)
		}, "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"},
		{"a body that is read after Close", func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			r.Body.Close()
			_, err := r.Body.Read(make([]byte, 1))
			fmt.Fprint(w, err != nil) // its text is another one over HTTP/2
		}, postOf("hello")},
		{"a form", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.FormValue("a"), r.PostForm) },
			"POST /x?a=2 HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1"},
		{"a multipart form", func(w http.ResponseWriter, r *http.Request) {
			_, h, err := r.FormFile("f")
			fmt.Fprint(w, h.Filename, h.Size, err)
		}, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: 86\r\n\r\n" +
			"--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\nhello, you\r\n--B--\r\n"},
		{"a panic behind the head", func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, long)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, getX},
		{"ErrAbortHandler", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, getX},
		{"a body where there is none", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(204)
			_, err := io.WriteString(w, "x")
			if err != http.ErrBodyNotAllowed {
				panic(err)
			}
		}, getX},
		{"FileServer", files, "GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n"},
		{"FileServer to HEAD", files, "HEAD /big.bin HTTP/1.1\r\nHost: a\r\n\r\n"},
		{"a big file", files, "GET /big.bin HTTP/1.1\r\nHost: a\r\n\r\n"},
		{"a range of a big file", files, "GET /big.bin HTTP/1.1\r\nHost: a\r\nRange: bytes=100-60000\r\n\r\n"},
		{"several ranges", func(w http.ResponseWriter, r *http.Request) { files(w, r) },
			"HEAD /a.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n"},
		{"an unmodified file", files, "GET /a.txt HTTP/1.1\r\nHost: a\r\nIf-Modified-Since: Sun, 09 Sep 2001 01:46:40 GMT\r\n\r\n"},
		{"a missing file", files, "GET /none HTTP/1.1\r\nHost: a\r\n\r\n"},
		{"index.html", files, "GET /index.html HTTP/1.1\r\nHost: a\r\n\r\n"},
		{"ReverseProxy", proxy, postOf("body")},
		{"TimeoutHandler in time", http.TimeoutHandler(writes("in time"), time.Minute, "late").ServeHTTP, getX},
		{"TimeoutHandler late", http.TimeoutHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
		}), time.Millisecond, "late").ServeHTTP, getX},
		{"ServeMux", mux.ServeHTTP, getX},
		{"ServeMux with a value", mux.ServeHTTP, "GET /items/a%2Fb HTTP/1.1\r\nHost: a\r\n\r\n"},
		{"ServeMux with another method", mux.ServeHTTP, "PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"},
		{"pprof", mux.ServeHTTP, "GET /debug/pprof/cmdline HTTP/1.1\r\nHost: a\r\n\r\n"},
		{"StripPrefix", http.StripPrefix("/x", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, "%q %q", r.URL.Path, r.URL.RawPath)
		})).ServeHTTP, "GET /x/y HTTP/1.1\r\nHost: a\r\n\r\n"},
	}
}

func TestHandlersOfNetHTTPAnswerAlike(t *testing.T) {
	// Servers of HTTP/2 take a while to end: one is there for all rows.
	var handler atomic.Pointer[http.HandlerFunc]
	current := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*handler.Load())(w, r) })
	plain, ours := plainH2(t, current), serveOn(t, "HTTP/2", handlerOf(current), nil)
	for _, row := range handlerRows(t) {
		t.Run(row.name, func(t *testing.T) {
			want := plainHTTP(t, row.handler).askRaw(row.request)
			for _, name := range []string{"own loop", "own loop with TLS", "net/http"} {
				t.Run(name, func(t *testing.T) {
					got := serveOn(t, name, handlerOf(row.handler), nil).askRaw(row.request)
					if got != want {
						t.Errorf("got\n%s\nwant\n%s", got, want)
					}
				})
			}
			t.Run("HTTP/2", func(t *testing.T) {
				handler.Store(&row.handler)
				want := plain.askOverH2(row.request)
				if got := ours.askOverH2(row.request); got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			})
		})
	}
}
