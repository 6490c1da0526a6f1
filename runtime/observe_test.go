package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// Observers are tested here: what they are told of every kind of answer, over our own
// connections and over net/http, and that nobody pays for those who are not there.

// notes is an Observer that writes down what it is told, one line for each request.
type notes struct {
	mu    sync.Mutex
	lines []string
	last  Observation
}

type startKey struct{ *notes }

func (n *notes) Start(ctx context.Context, req Request, route *Route) context.Context {
	if req.Route() != nil {
		panic("a route before matching")
	}
	return context.WithValue(ctx, startKey{n}, "foreseen "+pattern(route))
}

func pattern(r *Route) string {
	if r == nil {
		return "-"
	}
	return r.Pattern
}

func (n *notes) End(ctx context.Context, o Observation) {
	n.mu.Lock()
	defer n.mu.Unlock()
	foreseen, ok := ctx.Value(startKey{n}).(string)
	if !ok {
		foreseen = "no start"
	}
	if ctx.Err() != nil {
		foreseen = "an ended context"
	}
	line := fmt.Sprintf("%s %s, %s, answered by %s: %d, %d bytes", o.Method, o.Path, foreseen, pattern(o.Route), o.Status, o.Bytes)
	if o.Err != nil {
		line += ", " + o.Err.Error()
	}
	n.lines, n.last = append(n.lines, line), o
}

// take returns what was noted since, when there is something.
func (n *notes) take(t *testing.T) string {
	t.Helper()
	waitFor(t, "a note", func() bool {
		n.mu.Lock()
		defer n.mu.Unlock()
		return len(n.lines) > 0
	})
	n.mu.Lock()
	defer n.mu.Unlock()
	text := strings.Join(n.lines, "\n")
	n.lines = nil
	return text
}

var errStock = errors.New("out of stock")

// observedService has a route for every kind of answer.
func observedService() Service {
	s := handwritten(
		textLeaf("GET", "/hello/<name>", "hello"),
		handlerLeaf("POST", "/echo", func(req Request) (Response, error) {
			b, err := req.Body()
			return Bytes(b, ""), err
		}),
		handlerLeaf("GET", "/none", func(Request) (Response, error) { return NoContent(), nil }),
		handlerLeaf("GET", "/broken", func(Request) (Response, error) { return Response{}, errStock }),
		handlerLeaf("GET", "/gone", func(Request) (Response, error) { return Response{}, Errorf(410, "gone") }),
		handlerLeaf("GET", "/panic", func(Request) (Response, error) { panic("oh") }),
		handlerLeaf("GET", "/large", func(Request) (Response, error) { return Text(strings.Repeat("x", 100_000)), nil }),
		handlerLeaf("GET", "/stream", func(Request) (Response, error) {
			return Stream("text/plain", func(w *StreamWriter) error {
				for range 3 {
					io.WriteString(w, "12345")
					if err := w.Flush(); err != nil {
						return err
					}
				}
				_, err := w.Write([]byte("."))
				return err
			}), nil
		}),
		handlerLeaf("GET", "/stream/fails", func(Request) (Response, error) {
			return Stream("text/plain", func(w *StreamWriter) error {
				io.WriteString(w, "12345")
				return errStock
			}), nil
		}),
		handlerLeaf("GET", "/slow", func(req Request) (Response, error) {
			<-req.Context().Done()
			return Text("late"), nil
		}),
	)
	s.Before = func(req Request) (*Response, error) {
		if req.Path() == "/hello/nobody" {
			own := Text("who?").WithStatus(403)
			return &own, nil
		}
		return nil, nil
	}
	s.After = func(req Request, resp *Response, route *Route) error {
		if req.Path() == "/hello/after" {
			return errStock
		}
		return nil
	}
	return s
}

var observedRows = []struct{ sentence, request, body, want string }{
	{"a route", "GET /hello/a%2Fb?secret=1", "", "GET /hello/a%2Fb, foreseen /hello/<name>, answered by /hello/<name>: 200, 5 bytes"},
	{"HEAD has no body", "HEAD /hello/you", "", "HEAD /hello/you, foreseen /hello/<name>, answered by /hello/<name>: 200, 0 bytes"},
	{"a body that comes back", "POST /echo", "abc", "POST /echo, foreseen /echo, answered by /echo: 200, 3 bytes"},
	{"a body that is too large", "POST /echo", strings.Repeat("x", 2000), `POST /echo, foreseen /echo, answered by /echo: 413, 37 bytes, 413 Request Entity Too Large`},
	{"no content", "GET /none", "", "GET /none, foreseen /none, answered by /none: 204, 0 bytes"},
	{"a large body", "GET /large", "", "GET /large, foreseen /large, answered by /large: 200, 100000 bytes"},
	{"an error", "GET /broken", "", "GET /broken, foreseen /broken, answered by /broken: 500, 34 bytes, out of stock"},
	{"an error with a status", "GET /gone", "", "GET /gone, foreseen /gone, answered by /gone: 410, 17 bytes, 410 gone"},
	{"a panic", "GET /panic", "", "GET /panic, foreseen /panic, answered by /panic: 500, 34 bytes, panic: oh"},
	{"an after hook that fails", "GET /hello/after", "", "GET /hello/after, foreseen /hello/<name>, answered by /hello/<name>: 500, 34 bytes, out of stock"},
	{"a before hook that answers", "GET /hello/nobody", "", "GET /hello/nobody, foreseen /hello/<name>, answered by -: 403, 4 bytes"},
	{"a stream at its end", "GET /stream", "", "GET /stream, foreseen /stream, answered by /stream: 200, 16 bytes"},
	{"a stream that fails before anything was sent", "GET /stream/fails", "", "GET /stream/fails, foreseen /stream/fails, answered by /stream/fails: *, out of stock"},
	{"a static file", "GET /files/a.txt", "", "GET /files/a.txt, foreseen -, answered by -: 200, 600000 bytes"},
	{"nothing there", "GET /nothing", "", "GET /nothing, foreseen -, answered by -: 404, 22 bytes, 404 Not Found"},
	{"a path that goes up", "GET /hello/..", "", "GET /hello/.., foreseen -, answered by -: 404, 22 bytes, 404 Not Found"},
	{"TRACE", "TRACE /none", "", "TRACE /none, foreseen -, answered by -: 405, 31 bytes, 405 Method Not Allowed"},
	{"another method", "DELETE /none", "", "DELETE /none, foreseen -, answered by -: 405, 31 bytes, 405 Method Not Allowed"},
	{"a method of nobody", "BREW /none", "", "BREW /none, foreseen -, answered by -: 501, 28 bytes, 501 Not Implemented"},
	{"OPTIONS of a path", "OPTIONS /none", "", "OPTIONS /none, foreseen -, answered by -: 204, 0 bytes"},
	{"the handler's time is up", "GET /slow", "", "GET /slow, foreseen /slow, answered by /slow: 503, 32 bytes, *context deadline exceeded"},
}

// observedOptions are those of both servers. The file is larger than a counted piece.
func observedOptions(n *notes) []Option {
	files := fstest.MapFS{"a.txt": {Data: make([]byte, 600_000)}}
	return []Option{StaticFS("/files", files), Observe(n), MaxBodySize(1000), Timeout(300 * time.Millisecond)}
}

func checkNote(t *testing.T, sentence, got, want string) {
	t.Helper()
	if before, after, any := strings.Cut(want, "*"); any {
		if strings.HasPrefix(got, before) && strings.HasSuffix(got, after) {
			return
		}
	}
	if got != want {
		t.Errorf("%s:\n%s, want\n%s", sentence, got, want)
	}
}

func TestObserversOfOurOwnConnections(t *testing.T) {
	n := new(notes)
	h := serveTest(t, observedService(), observedOptions(n)...)
	for _, row := range observedRows {
		c := h.client("tcp")
		c.write(fmt.Sprintf("%s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s", row.request, len(row.body), row.body))
		method, _, _ := strings.Cut(row.request, " ")
		a, err := c.read(method)
		note := n.take(t)
		checkNote(t, row.sentence, note, row.want)
		if err == nil && !strings.Contains(note, fmt.Sprintf(": %d, %d bytes", a.StatusCode, len(a.body))) {
			t.Errorf("%s: %s, but the client saw %d and %d bytes", row.sentence, note, a.StatusCode, len(a.body))
		}
		if n.last.RemoteAddr.String() != c.nc.LocalAddr().String() || n.last.ClientIP.String() != "127.0.0.1" {
			t.Errorf("%s: the peer is %v, %v", row.sentence, n.last.RemoteAddr, n.last.ClientIP)
		}
	}
}

func TestObserversOverNetHTTP(t *testing.T) {
	n := new(notes)
	d := talkTo(t, observedService(), observedOptions(n)...)
	for _, row := range observedRows {
		func() {
			defer func() { _ = recover() }() // of http.ErrAbortHandler
			d.ask(row.request + "\n\n" + row.body)
		}()
		checkNote(t, row.sentence, n.take(t), row.want)
	}
}

func TestObserversOfWhatIsNoRequest(t *testing.T) {
	n := new(notes)
	h := serveTest(t, observedService(), Observe(n), MaxConnections(1))
	for _, row := range []struct{ sentence, in, want string }{
		{"nonsense", "\x00\r\n\r\n", " , no start, answered by -: 400, 24 bytes, *"},
		{"a fault behind the start line", "GET /hello/you HTTP/1.1\r\nHost : a\r\n\r\n", "GET /hello/you, no start, answered by -: 400, 24 bytes, *"},
		{"a head without its end", "GET /hello/you HTTP/1.1\r\nHo", "GET /hello/you, no start, answered by -: 400, 24 bytes, *"},
	} {
		c := h.client("tcp")
		c.write(row.in)
		c.nc.(interface{ CloseWrite() error }).CloseWrite()
		io.Copy(io.Discard, c.r)
		checkNote(t, row.sentence, n.take(t), row.want)
		waitFor(t, "the end", func() bool { return connected(h) == 0 })
	}
	first := h.client("tcp")
	waitFor(t, "a connection", func() bool { return connected(h) == 1 })
	h.client("tcp").want("one too many", 503, "*")
	checkNote(t, "one too many", n.take(t), " , no start, answered by -: 503, 32 bytes, runtime: too many connections")
	first.nc.Close()
}

func TestObserversLearnThatTheClientIsGone(t *testing.T) {
	n := new(notes)
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		return Stream("", func(w *StreamWriter) error {
			for {
				if _, err := w.Write(make([]byte, 10_000)); err != nil {
					return err
				}
			}
		}), nil
	})), Observe(n))
	c := h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.r.ReadByte()
	c.nc.Close()
	n.take(t)
	if o := n.last; o.Status != 200 || o.Bytes < 10_000 || o.Err == nil {
		t.Errorf("%+v", o)
	}
}

func TestObserversOfAFileThatBreaksOff(t *testing.T) {
	n := new(notes)
	path := filepath.Join(t.TempDir(), "large")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 256<<20); err != nil {
		t.Fatal(err)
	}
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) { return File(path), nil })), Observe(n))
	c := h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	if _, err := io.CopyN(io.Discard, c.r, 1<<20); err != nil {
		t.Fatal(err)
	}
	c.nc.Close()
	n.take(t)
	if o := n.last; o.Status != 200 || o.Bytes < 1<<19 || o.Bytes >= 256<<20 || o.Bytes%countPiece != 0 || o.Err == nil {
		t.Errorf("%+v", o)
	}
}

// A handler that ends its goroutine ends its connection; that is told, too.
func TestObserversLearnOfHandlersThatGiveUp(t *testing.T) {
	n := new(notes)
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		goruntime.Goexit()
		return Response{}, nil
	})), Observe(n))
	c := h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	checkNote(t, "no answer", n.take(t), "GET /, foreseen /, answered by /: 0, 0 bytes")
}

func TestDurationIsThatOfTheWholeAnswer(t *testing.T) {
	n := new(notes)
	service := handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		time.Sleep(time.Second)
		return Stream("", func(w *StreamWriter) error { time.Sleep(2 * time.Second); return nil }), nil
	}))
	inFakeTime(t, service, []Option{Observe(n)}, func(h *house) {
		c := h.open()
		time.Sleep(time.Second)
		go io.WriteString(c.nc, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("a slow answer", 200, "")
		time.Sleep(time.Second)
		if n.last.Duration != 3*time.Second {
			t.Errorf("it took %v", n.last.Duration)
		}
	})
}

// orderly is an Observer that writes down its name.
type orderly struct {
	name string
	log  *[]string
}

type nameKey struct{}

func (o orderly) Start(ctx context.Context, _ Request, _ *Route) context.Context {
	*o.log = append(*o.log, fmt.Sprint(o.name, " starts in ", ctx.Value(nameKey{})))
	if o.name == "none" {
		return nil
	}
	return context.WithValue(ctx, nameKey{}, o.name)
}

func (o orderly) End(ctx context.Context, _ Observation) {
	*o.log = append(*o.log, fmt.Sprint(o.name, " ends in ", ctx.Value(nameKey{})))
}

func TestSeveralObservers(t *testing.T) {
	var log []string
	service := handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		return Text(fmt.Sprint(req.Context().Value(nameKey{}))), nil
	}))
	d := talkTo(t, service, Observe(orderly{"a", &log}), Observe(nil), Observe(orderly{"none", &log}), Observe(orderly{"b", &log}))
	d.want("the handler has the last context", "GET /", 200, "b")
	want := "a starts in <nil>|none starts in a|b starts in a|b ends in b|none ends in a|a ends in a"
	if got := strings.Join(log, "|"); got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
}

// faulty is an Observer that panics.
type faulty struct{}

func (faulty) Start(context.Context, Request, *Route) context.Context { panic("at the start") }
func (faulty) End(context.Context, Observation)                       { panic("at the end") }

func TestObserversThatPanicChangeNothing(t *testing.T) {
	n := new(notes)
	d := talkTo(t, observedService(), Observe(faulty{}), Observe(n))
	d.want("it is answered", "GET /hello/you", 200, "hello")
	checkNote(t, "others are told", n.take(t), "GET /hello/you, foreseen /hello/<name>, answered by /hello/<name>: 200, 5 bytes")
	for _, text := range []string{"at the start", "at the end"} {
		if !strings.Contains(d.logs.String(), text) {
			t.Errorf("%q is not in the log: %s", text, d.logs)
		}
	}
}

func TestTheContextOfObserversEnds(t *testing.T) {
	var kept context.Context
	keep := keeper{&kept}
	waits := handlerLeaf("GET", "/wait", func(req Request) (Response, error) {
		<-req.Context().Done()
		return Text(context.Cause(req.Context()).Error()), nil
	})
	h := serveTest(t, handwritten(waits, textLeaf("GET", "/", "root")), Observe(keep))
	c := h.client("tcp")
	c.write("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
	c.nc.(interface{ CloseWrite() error }).CloseWrite()
	c.want("the client sends no more", 200, errClientGone.Error())
	c = h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("nobody asks", 200, "root")
	select {
	case <-kept.Done():
	default:
		t.Error("after the answer it goes on")
	}
	if _, limited := kept.Deadline(); limited || context.Cause(kept) != errAnswered || kept.Value(keep) != "kept" {
		t.Errorf("cause %v, value %v", context.Cause(kept), kept.Value(keep))
	}
	server := http.Server{Handler: h.app}
	l := newPipeListener()
	go server.Serve(l)
	defer server.Close()
	over := &house{t: t, pipe: l}
	c = over.open()
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("over net/http", 200, "root")
	if kept.Value(http.ServerContextKey) != &server {
		t.Error("the values of net/http's context are not there")
	}
}

type keeper struct{ kept *context.Context }

func (k keeper) Start(ctx context.Context, _ Request, _ *Route) context.Context {
	*k.kept = context.WithValue(ctx, k, "kept")
	return *k.kept
}
func (keeper) End(context.Context, Observation) {}

// TestNobodyPaysForNoObserver counts what a connection does for each request.
func TestNobodyPaysForNoObserver(t *testing.T) {
	poison.Store(false)
	defer poison.Store(true)
	for _, row := range []struct {
		sentence string
		opts     []Option
		asks     int
	}{
		{"nobody observes", nil, 0},
		{"observers and logs that are nil", []Option{Observe(nil), AccessLog(nil), AccessLog(slog.Default()), AccessLog(nil)}, 0},
		{"somebody counts", []Option{Count(new(countOnly))}, 0},
		{"somebody observes", []Option{Observe(new(notes))}, 1000},
	} {
		asked := 0
		dispatch := func(x *Exchange, path string) (Response, error) {
			if x.Entered = 1; x.Asked {
				asked++
			}
			return Text("hello"), nil
		}
		table := NewTable([]Route{{Name: "A", Methods: []string{"GET"}, Pattern: "/users/<id>"}}, nil, dispatch, nil)
		app := NewApp(Service{Table: table, Dispatch: dispatch}, row.opts...)
		run := func() {
			c := &conn{s: &app.server, nc: &treadmill{[]byte(smallRequest), 1000}}
			c.run()
		}
		run()
		if asked != row.asks {
			t.Errorf("%s: the dispatcher was asked %d times for 1000 requests, want %d", row.sentence, asked, row.asks)
		}
		if row.asks > 0 || raceDetector {
			continue
		}
		if n := testing.AllocsPerRun(10, run); n > 20 { // of the connection itself
			t.Errorf("%s: %v allocations for 1000 requests", row.sentence, n)
		}
	}
}

// A converter that panics while an observer wants to know leaves nothing behind.
func TestForeseeingAPanic(t *testing.T) {
	n := new(notes)
	dispatch := func(x *Exchange, path string) (Response, error) {
		if x.Entered = 1; path == "/bad" {
			panic("in a converter")
		}
		if x.Asked {
			return Response{}, nil
		}
		return Text("fine"), nil
	}
	table := NewTable([]Route{{Name: "A", Methods: []string{"GET"}, Pattern: "/<x>"}}, nil, dispatch, nil)
	h := serveTest(t, Service{Table: table, Dispatch: dispatch}, Observe(n))
	for _, row := range []struct {
		path   string
		status int
	}{{"/bad", 500}, {"/good", 200}, {"/bad", 500}, {"/good", 200}} {
		c := h.client("pipe")
		c.write("GET " + row.path + " HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want(row.path, row.status, "*")
	}
}

// counter counts what it is told.
type counter struct {
	starts, ends int
	statuses     []string
}

func (c *counter) Start(ctx context.Context, _ Request, _ *Route) context.Context {
	c.starts++
	return ctx
}

func (c *counter) End(_ context.Context, o Observation) {
	c.ends++
	c.statuses = append(c.statuses, fmt.Sprint(o.Status))
}

// Every answer is told of once, whatever is sent and however it arrives.
func TestEveryAnswerIsObservedOnce(t *testing.T) {
	answers := regexp.MustCompile(`HTTP/1\.1 ([2-9][0-9][0-9]) `)
	for _, rows := range [][]row{whole, cutOff} {
		for _, r := range rows {
			for _, piece := range []int{1, len(r.in)/2 + 1, len(r.in) + 1} {
				c := new(counter)
				app := NewApp(manners(), MaxBodySize(1000), Logger(quiet()), Observe(c))
				s := play(app, []byte(r.in+r.in), piece)
				var want []string
				for _, m := range answers.FindAllSubmatch(s.out.Bytes(), -1) {
					want = append(want, string(m[1]))
				}
				if !slices.Equal(c.statuses, want) || c.starts > c.ends {
					t.Errorf("%.60q in pieces of %d: %v is told after %d starts, %v was answered", r.in, piece, c.statuses, c.starts, want)
				}
			}
		}
	}
}
