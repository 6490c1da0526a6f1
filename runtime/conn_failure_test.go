package runtime

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// What can break under a connection is tested here: writes that fail, reads that bring
// nothing, and faults of our own.

// breaking is a scripted connection that breaks.
type breaking struct {
	script
	reads    []error // what the first reads return instead of bytes; nil is (0, nil)
	panics   any     // what a read panics with once reads is used up
	writable int     // how many writes succeed
	writes   int     // how many were tried
}

var errBroken = errors.New("broken")

func (f *breaking) Read(p []byte) (int, error) {
	if len(f.reads) > 0 {
		err := f.reads[0]
		f.reads = f.reads[1:]
		return 0, err
	}
	if f.panics != nil {
		panic(f.panics)
	}
	return f.script.Read(p)
}

func (f *breaking) Write(p []byte) (int, error) {
	if f.writes++; f.writes > f.writable {
		return 0, errBroken
	}
	return f.script.Write(p)
}

func (f *breaking) play(app *App, in string) {
	f.in, f.piece = []byte(in), max(len(in), 1)
	c := &conn{s: &app.server, nc: f}
	c.run()
}

// fragile is a service of answers that take several writes.
func fragile(failures *[]error) Service {
	large := strings.Repeat("x", 3*flushAt)
	files := fstest.MapFS{"large": {Data: []byte(large), ModTime: fileTime}}
	return handwritten(
		textLeaf("GET", "/", "root"),
		textLeaf("GET", "/large", large),
		handlerLeaf("GET", "/file", func(Request) (Response, error) { return FileFS(files, "large"), nil }),
		handlerLeaf("GET", "/stream", func(Request) (Response, error) {
			return Stream("", func(w *StreamWriter) (err error) {
				for range 3 {
					if _, err = w.WriteString("piece"); err == nil {
						err = w.Flush()
					}
					if _, err2 := io.WriteString(w, large); err != nil && err2 != err {
						return fmt.Errorf("after %w a write says %v", err, err2)
					}
				}
				return err
			}), nil
		}),
		handlerLeaf("POST", "/echo", func(req Request) (Response, error) {
			b, err := req.Body()
			*failures = append(*failures, err)
			return Bytes(b, ""), err
		}),
	)
}

// After a write that failed nothing is written, whatever was being answered, and the
// connection ends.
func TestNothingIsWrittenToWhoIsGone(t *testing.T) {
	var failures []error
	logs := new(safeBuffer)
	app := NewApp(fragile(&failures), Logger(textLogger(logs)))
	ask := func(path string) string { return "GET " + path + " HTTP/1.1\r\n" + host + "\r\n" }
	for _, row := range []struct{ sentence, in string }{
		{"an answer", ask("/")},
		{"a pipeline of small ones", strings.Repeat(ask("/"), 50)},
		{"large ones", ask("/large") + ask("/") + ask("/large")},
		{"files", ask("/file") + ask("/file")},
		{"pieces of files", strings.Repeat("GET /file HTTP/1.1\r\n"+host+"Range: bytes=0-9999,20000-40000\r\n\r\n", 2)},
		{"streams", ask("/stream") + ask("/stream")},
		{"small ones before a head that is not whole", ask("/") + "GET / HT"},
		{"small ones before a large one", ask("/") + ask("/large")},
		{"small ones before a body that does not come", ask("/") + post + "Content-Length: 5\r\n\r\n"},
		{"a body that is waited for with 100", post + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n"},
		{"a protocol error", "GET / HTTP/3.0\r\n\r\n"},
	} {
		for writable := range 8 {
			f := &breaking{writable: writable}
			f.play(app, row.in)
			if f.writes > writable+1 || !f.closed {
				t.Errorf("%s, %d writes succeed: %d were tried, closed: %v", row.sentence, writable, f.writes, f.closed)
			}
		}
	}
	if len(failures) == 0 || failures[0] == nil {
		t.Errorf("a body that could not be asked for is no error: %v", failures)
	}
	if strings.Contains(logs.String(), "a write says") {
		t.Errorf("a stream's later writes do not fail as the first did: %s", logs)
	}
}

func TestReadsThatBringNothing(t *testing.T) {
	app := NewApp(manners(), Logger(quiet()))
	ask := get + host + "\r\n"
	for _, row := range []struct {
		sentence string
		reads    []error
		in, want string
	}{
		{"who is woken up early waits on", []error{os.ErrDeadlineExceeded, os.ErrDeadlineExceeded}, ask, "200 OK"},
		{"a reset is the end", []error{errBroken}, ask, ""},
		{"nothing and no error is the end", []error{nil}, ask, ""},
	} {
		f := &breaking{reads: row.reads, writable: 10}
		f.play(app, row.in)
		if got := readAnswers(t, []byte(row.in), f.out.Bytes()); got != row.want || !f.closed {
			t.Errorf("%s: %q, want %q", row.sentence, got, row.want)
		}
	}
}

// silent reads nothing for ever once its script has been read.
type silent struct{ breaking }

func (s *silent) Read(p []byte) (int, error) {
	if len(s.in) == 0 {
		return 0, nil
	}
	return s.script.Read(p)
}

func TestAReaderThatMakesNoProgress(t *testing.T) {
	s := &silent{breaking{writable: 10}}
	s.in, s.piece = []byte("GET / HT"), 100
	c := &conn{s: &NewApp(manners(), Logger(quiet())).server, nc: s}
	c.run()
	if got := readAnswers(t, []byte("GET / HT"), s.out.Bytes()); got != "400 Bad Request" || !s.closed {
		t.Errorf("%q", got)
	}
}

// A fault of our own ends one connection, and is told.
func TestAFaultOfOursEndsOneConnection(t *testing.T) {
	logs := new(bytes.Buffer)
	app := NewApp(manners(), Logger(textLogger(logs)))
	f := &breaking{panics: "out of luck"}
	f.play(app, "")
	if !f.closed || !strings.Contains(logs.String(), "internal error") || !strings.Contains(logs.String(), "conn_failure_test.go") {
		t.Errorf("closed: %v; the log: %s", f.closed, logs)
	}
	f = &breaking{writable: 1}
	f.play(app, get+host+"\r\n")
	if got := readAnswers(t, []byte(get+host+"\r\n"), f.out.Bytes()); got != "200 OK" {
		t.Errorf("the next connection: %q", got)
	}
}

// What arrives while the time for it passes is answered all the same.
func TestLastCall(t *testing.T) {
	h := serveTest(t, manners())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	out, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	in, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	c := &conn{s: &h.app.server, nc: in}
	if c.lastCall() {
		t.Error("who cannot be asked without waiting has something")
	}
	if c.prepareWait(); c.raw == nil {
		t.Skip("a socket cannot be read without waiting here")
	}
	if c.lastCall() {
		t.Error("there is something where nothing was sent")
	}
	if _, err := io.WriteString(out, "GET"); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "what was sent", c.lastCall)
	if got := string(c.f.in[:c.f.w]); got != "GET" {
		t.Errorf("%q has arrived", got)
	}
	c.f.release()
}

func TestLargeHeadsWhereTheyAreAllowed(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		n := 0
		for range req.Headers() {
			n++
		}
		return Text(fmt.Sprint(n, " ", len(req.Header("X-Large")))), nil
	})), MaxHeadSize(1<<20), MaxLineSize(1<<20), MaxFields(-1))
	for _, kind := range []string{"tcp", "pipe"} {
		c := h.client(kind)
		for range 2 {
			c.write(get + host + "X-Large: " + strings.Repeat("v", 200_000) + "\r\n\r\n")
			c.want("a field of 200 KB", 200, "2 200000")
			c.write(get + host + strings.Repeat("a: b\r\n", 3000) + "\r\n")
			c.want("3,000 fields", 200, "3001 0")
			time.Sleep(time.Millisecond) // the frame goes back
		}
	}
}
