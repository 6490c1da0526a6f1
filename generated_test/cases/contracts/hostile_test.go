package contracts

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	goruntime "runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/httpgen/runtime"
)

// Bodies that come in pieces, that break off, and that are meant to cost much.

// everyKind has each kind of value that JSON and the manifest know.
const everyKind = `{ "id" : -9007199254740993,` + "\r\n\t" + `"name":"\u00e9\ud83d\ude00 \"é😀","price":1.25e+1,"tags":["a","\n"],"note":null,"kind":"ebook",
 "at":"2024-01-02T03:04:05.1+02:00","until":"2024-02-29","every":"1m30s","home":"https://a.example/?b=c","key":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
 "blob":"aGk=","counts":{"b":-0,"\u0061":1},"color":{"R":1,"G":255},"more":[true,false,null,{},[],{"a":[1.0e-5]}],"slug":"ab","isbn":"978","zz":{"\\":""}} `

// A pipe is a listener of one connection without a buffer: what is written is read piece by
// piece, as it was written.
type pipe struct {
	conns  chan net.Conn
	closed chan struct{}
	close  func()
}

func (p pipe) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p pipe) Close() error   { p.close(); return nil }
func (p pipe) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "unix"} }

// onPipe serves an App on its own loop and returns a connection to it.
func onPipe(t *testing.T, app *runtime.App) net.Conn {
	t.Helper()
	p := pipe{conns: make(chan net.Conn), closed: make(chan struct{})}
	p.close = sync.OnceFunc(func() { close(p.closed) })
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(context.Background(), p) }()
	here, there := net.Pipe()
	p.conns <- there
	t.Cleanup(func() {
		here.Close()
		app.Stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	_ = here.SetDeadline(time.Now().Add(time.Minute))
	return here
}

func newServer(opts ...runtime.Option) *runtime.App {
	return New(Server{}, append(opts, runtime.Logger(slog.New(slog.DiscardHandler)))...)
}

func TestEverySplitOfABody(t *testing.T) {
	recorder := httptest.NewRecorder()
	whole := httptest.NewRequest("POST", "/item", strings.NewReader(everyKind))
	whole.Header.Set("Content-Type", "application/json")
	newServer().ServeHTTP(recorder, whole)
	want := recorder.Body.String()
	if recorder.Code != 201 {
		t.Fatal(recorder.Code, want)
	}
	conn := onPipe(t, newServer())
	answers := bufio.NewReader(conn)
	const head = "POST /item HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
	for at := 1; at < len(everyKind); at++ {
		one, two := everyKind[:at], everyKind[at:]
		for _, pieces := range [][]string{
			{fmt.Sprintf("%sContent-Length: %d\r\n\r\n", head, len(everyKind)) + one, two},
			{head + "Transfer-Encoding: chunked\r\n\r\n", fmt.Sprintf("%x\r\n%s\r\n", len(one), one), fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(two), two)},
		} {
			go func() { // a pipe has no buffer: the answer may come before the end
				for _, piece := range pieces {
					if _, err := io.WriteString(conn, piece); err != nil {
						t.Error(err)
					}
				}
			}()
			answer, err := http.ReadResponse(answers, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != 201 || string(got) != want {
				t.Fatalf("split at %d: %d %s, %v", at, answer.StatusCode, got, err)
			}
		}
	}
}

func TestBodiesThatAreCutOff(t *testing.T) {
	conn := onPipe(t, newServer())
	answers := bufio.NewReader(conn)
	text := strings.TrimSpace(everyKind)
	for at := range len(text) {
		go fmt.Fprintf(conn, "POST /item HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", at, text[:at])
		answer, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != 400 {
			t.Fatalf("cut at %d: %d %s, %v", at, answer.StatusCode, got, err)
		}
	}
}

// What is meant to cost much costs memory in its length, and is refused.
func TestHostileBodies(t *testing.T) {
	const mega = 1 << 20
	var unknown bytes.Buffer
	for i := range 1_000_000 {
		fmt.Fprintf(&unknown, `,"m%07d":%d`, i, i%10)
	}
	app := newServer(runtime.MaxBodySize(32 * mega))
	for _, row := range []struct {
		sentence, path, body string
		status               int
		most                 int // bytes for each of the body
	}{
		{"brackets", "/items", strings.Repeat("[", 10*mega), 400, 8},
		{"objects in each other", "/tree", strings.Repeat(`{"left":`, mega), 400, 8},
		{"brackets in an unknown member", "/item", `{"zz":` + strings.Repeat("[", 10*mega), 400, 8},
		{"a long name", "/tree", `{"name":"a","kids":[],"` + strings.Repeat("n", mega) + `":1}`, 422, 12},
		{"a long number", "/item", `{` + least[len(`"id":1,`):] + `,"id":` + strings.Repeat("9", mega) + `}`, 422, 12},
		{"a long fraction", "/item", `{` + least + `,"color":{"R":0.` + strings.Repeat("3", mega) + `}}`, 422, 12},
		{"a million unknown members", "/tree", `{"name":"a","kids":[]` + unknown.String() + `}`, 422, 8},
		{"a million faults", "/tree", `{"name":"a","kids":[` + strings.Repeat("5,", mega) + `5]}`, 422, 60},
		{"a million empty records", "/tree", `{"name":"a","kids":[` + strings.Repeat("{},", mega) + `{}]}`, 422, 60},
		{"too much", "/items", strings.Repeat("[", 32*mega+1), 413, 8},
	} {
		r := httptest.NewRequest("POST", row.path, strings.NewReader(row.body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		var before, after goruntime.MemStats
		goruntime.ReadMemStats(&before)
		app.ServeHTTP(w, r)
		goruntime.ReadMemStats(&after)
		if w.Code != row.status || w.Body.Len() > 40_000 {
			t.Errorf("%s: %d, %d bytes: %.300s", row.sentence, w.Code, w.Body.Len(), w.Body)
		}
		used, limit := after.TotalAlloc-before.TotalAlloc, uint64(row.most*len(row.body))
		if used > limit+mega {
			t.Errorf("%s: %d bytes for %d", row.sentence, used, len(row.body))
		}
	}
}
