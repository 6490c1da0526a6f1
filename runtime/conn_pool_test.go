package runtime

import (
	"bytes"
	"fmt"
	"io"
	goruntime "runtime"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"example.com/httpgen/runtime/internal/http1"
)

// What is pooled is looked at here: nobody outside holds a piece of it, it is not too
// large, and what an unlucky handler may still hold does not come back.

// keepsake is everything that a handler can be given of a request.
type keepsake struct {
	texts  string // as they were, joined at once
	pieces []string
	body   []byte
	values map[string][]string
}

func keepAll(req Request) (keepsake, error) {
	var k keepsake
	keep := func(pieces ...string) { k.pieces = append(k.pieces, pieces...) }
	keep(req.Method(), req.Path(), req.RawPath(), req.RawQuery(), req.Header("Host"), req.Param("id"), req.ClientIP().String())
	for name, value := range req.Headers() {
		keep(name, value)
	}
	cookie, _ := req.Cookie("c")
	keep(cookie)
	k.values = req.Query()
	body, err := req.Body()
	k.body = body
	text, _ := req.Text()
	keep(text)
	k.texts = k.now()
	return k, err
}

func (k *keepsake) now() string {
	return strings.Join(k.pieces, "|") + fmt.Sprint(k.values) + string(k.body)
}

// numbered is a request that no other looks like; some have chunks, some an escape.
func numbered(connection, i int) string {
	head := fmt.Sprintf("POST /id%d-%d/x%%41?q=%d HTTP/1.1\r\nHost: h%d\r\nX-Some: some%d\r\nCookie: c=%d\r\n", connection, i, i, i, i, i)
	body := fmt.Sprintf("%d of %d", i, connection) + strings.Repeat(".", i%3*3000)
	if i%2 == 0 {
		return head + fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body)
	}
	return head + fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(body), body)
}

func TestNothingThatWasKeptChanges(t *testing.T) {
	const connections, requests = 9, 400
	var mu sync.Mutex
	var all []keepsake
	h := serveTest(t, handwritten(handlerLeaf("POST", "/<id>/xA", func(req Request) (Response, error) {
		k, err := keepAll(req)
		mu.Lock()
		defer mu.Unlock()
		all = append(all, k)
		return JSON(len(k.body)), err
	})))
	var clients sync.WaitGroup
	for i := range connections {
		c := h.client([]string{"tcp", "brisk", "pipe"}[i%3])
		clients.Go(func() {
			for j := range requests {
				if _, err := io.WriteString(c.nc, numbered(i, j)); err != nil {
					t.Error(err)
					return
				}
				if a, err := c.read("POST"); err != nil || a.StatusCode != 200 {
					t.Errorf("connection %d, request %d: %v, %v", i, j, a.Response, err)
					return
				}
			}
		})
	}
	clients.Wait()
	goruntime.GC()
	if len(all) != connections*requests && !t.Failed() {
		t.Errorf("%d requests were kept", len(all))
	}
	for _, k := range all {
		if now := k.now(); now != k.texts || bytes.Contains(k.body, []byte{0xDB}) {
			t.Fatalf("what was kept is %.300q, and was %.300q", now, k.texts)
		}
	}
}

// The exchange is a part of the frame: who has the one again has the other.
func TestWhatWasPanickedOnIsNotUsedAgain(t *testing.T) {
	var mu sync.Mutex
	spoilt := make(map[*Exchange]string)
	var again []string
	unlucky := func(how string, end func() (Response, error)) leaf {
		return handlerLeaf("GET", "/"+how, func(req Request) (Response, error) {
			mu.Lock()
			spoilt[req.x] = how
			mu.Unlock()
			return end()
		})
	}
	h := serveTest(t, handwritten(
		unlucky("panic", func() (Response, error) { panic("out of luck") }),
		unlucky("exit", func() (Response, error) { goruntime.Goexit(); return Response{}, nil }),
		unlucky("stream", func() (Response, error) {
			return Stream("", func(*StreamWriter) error { panic("out of luck") }), nil
		}),
		handlerLeaf("GET", "/", func(req Request) (Response, error) {
			mu.Lock()
			defer mu.Unlock()
			if how := spoilt[req.x]; how != "" {
				again = append(again, how)
			}
			return Text("fine"), nil
		}),
	))
	for range 20 {
		for _, how := range []string{"panic", "exit", "stream", ""} {
			for _, kind := range []string{"tcp", "brisk", "pipe"} {
				c := h.client(kind)
				c.write("GET /" + how + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
				_, _ = io.Copy(io.Discard, c.r) // to its end
				c.nc.Close()
			}
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if len(again) > 0 {
		t.Errorf("used again: %d, after %s", len(again), again[0])
	}
	if len(spoilt) != 3*3*20 {
		t.Errorf("%d unlucky exchanges", len(spoilt))
	}
}

// A pool may give back something new at any time: what it gives is looked at many times.
func TestPoolsKeepNothingLarge(t *testing.T) {
	const most = 64 << 10
	if size := unsafe.Sizeof(frame{}); size > most {
		t.Errorf("a frame has %d bytes", size)
	}
	for range 200 {
		f := newFrame()
		f.in = newInput(10 * most)
		f.output().b = make([]byte, 0, 10*most)
		f.http.Fields = make([]http1.Field, 0, most)
		f.release()
		JSON(strings.Repeat("x", 10*most))

		f = newFrame()
		if fields := cap(f.http.Fields) * int(unsafe.Sizeof(http1.Field{})); fields > most {
			t.Fatalf("a frame keeps %d bytes of fields", fields)
		}
		out, json := outBuffers.Get().(*outBuffer), encodeBuffers.Get().(*encodeBuffer)
		if cap(out.b) > most || cap(json.b) > most {
			t.Fatalf("kept: %d bytes of output, %d of JSON", cap(out.b), cap(json.b))
		}
		for _, in := range [][]byte{newInput(1), newInput(largeBuffer), newInput(hugeBuffer)} {
			if len(in) > most {
				t.Fatalf("an input of %d bytes", len(in))
			}
			freeInput(in)
		}
		outBuffers.Put(out)
		encodeBuffers.Put(json)
		f.release()
	}
}
