package runtime

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Files on connections are tested here: sent from where they are, in the right frame.

func TestFilesOnConnections(t *testing.T) {
	dir := t.TempDir()
	var contents []string
	for i, size := range []int{0, 1, gatherUpTo, gatherUpTo + 1, 3*pieceSize + 17} {
		contents = append(contents, strings.Repeat("0123456789abcdef", size/16+1)[:size])
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), []byte(contents[i]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	h := serveTest(t, handwritten(handlerLeaf("GET", "/<name>", func(req Request) (Response, error) {
		return File(filepath.Join(dir, req.Param("name"))), nil
	})))
	for _, kind := range []string{"tcp", "brisk", "pipe"} {
		c := h.client(kind)
		for i, content := range contents {
			c.write(fmt.Sprintf("GET /%d HTTP/1.1\r\nHost: a\r\n\r\n", i))
			if a := c.want("a file", 200, content); a.ContentLength != int64(len(content)) {
				t.Errorf("%s, file %d: length %d", kind, i, a.ContentLength)
			}
			c.write(fmt.Sprintf("HEAD /%d HTTP/1.1\r\nHost: a\r\n\r\n", i))
			if a := c.wantOf("HEAD", "its HEAD", 200, ""); a.ContentLength != int64(len(content)) {
				t.Errorf("%s, HEAD of file %d: length %d", kind, i, a.ContentLength)
			}
		}
		c.write("GET /4 HTTP/1.1\r\nHost: a\r\nRange: bytes=5-300004\r\n\r\n")
		c.want("a range", 206, contents[4][5:300005])
		c.write("GET /none HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("no file", 404, "*")
	}
}

// A file that has become shorter while it was sent breaks the answer off.
func TestAFileThatShrinks(t *testing.T) {
	for _, size := range []int64{100, gatherUpTo + 1, 2 * pieceSize, 2*pieceSize + 1} {
		h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
			return Stream("", func(w *StreamWriter) error {
				if size <= 2*pieceSize { // else the first bytes go out with the file
					w.Flush()
				}
				return w.w.sendFile(strings.NewReader(strings.Repeat("x", int(size/2))), size)
			}).WithHeader("Content-Length", fmt.Sprint(size)), nil
		})))
		c := h.client("tcp")
		c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		if a, err := c.read("GET"); err == nil || a.StatusCode != 200 || strings.Trim(a.body, "x") != "" {
			t.Errorf("%d of %d bytes are an answer of %d: %v", len(a.body), size, a.StatusCode, err)
		}
		c.wantEnd("the connection ends")
		waitFor(t, "a log entry", func() bool { return strings.Contains(h.logs.String(), "unexpected EOF") })
	}
}

// receiving is a connection that can take a file without copying it, as TCP's can by
// sendfile.
type receiving struct {
	script
	files int64 // bytes that came so
}

func (r *receiving) ReadFrom(from io.Reader) (int64, error) {
	n, err := io.Copy(&r.script, from)
	if limited, ok := from.(*io.LimitedReader); ok {
		if _, ok := limited.R.(*os.File); ok {
			r.files += n
		}
	}
	return n, err
}

func TestLargeFilesGoBySendfile(t *testing.T) {
	dir := t.TempDir()
	const size = 3*pieceSize + 1
	writeFile(t, filepath.Join(dir, "large"), strings.Repeat("x", size))
	s := handwritten()
	s.Static = []StaticDir{{Prefix: "/", Dir: dir}}
	app := NewApp(s, Logger(quiet()))
	for _, row := range []struct {
		sentence, fields string
		want             int64
	}{{"a whole file", "", size}, {"a range of one", "Range: bytes=100-99999\r\n", 99_900}} {
		r := &receiving{script: script{in: []byte("GET /large HTTP/1.1\r\n" + host + row.fields + "\r\n"), piece: 1000}}
		(&conn{s: &app.server, nc: r}).run()
		if r.files != row.want {
			t.Errorf("%s: %d bytes are handed to the system, want %d", row.sentence, r.files, row.want)
		}
	}
}
