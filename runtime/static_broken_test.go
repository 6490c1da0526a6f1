package runtime

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"
)

// Files that are there and yet cannot be had are tested here.

// brokenFile is a file with something wrong.
type brokenFile struct {
	content                string
	modified               time.Time
	open, stat, read, seek error
	noSeek                 bool
}

// brokenFiles is a file system of them.
type brokenFiles map[string]brokenFile

func (b brokenFiles) Open(name string) (fs.File, error) {
	f, ok := b[name]
	switch {
	case !ok:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	case f.open != nil:
		return nil, &fs.PathError{Op: "open", Path: name, Err: f.open}
	}
	open := &openBroken{f, strings.NewReader(f.content)}
	if f.noSeek {
		return struct{ fs.File }{open}, nil
	}
	return open, nil
}

// Stat implements fs.StatFS: it works where opening does not.
func (b brokenFiles) Stat(name string) (fs.FileInfo, error) {
	f, ok := b[name]
	if !ok {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	return fs.Stat(fstest.MapFS{name: {Data: []byte(f.content), ModTime: f.modified}}, name)
}

type openBroken struct {
	brokenFile
	r *strings.Reader
}

func (o *openBroken) Close() error { return nil }
func (o *openBroken) Stat() (fs.FileInfo, error) {
	if o.stat != nil {
		return nil, o.stat
	}
	return fs.Stat(fstest.MapFS{"x": {Data: []byte(o.content), ModTime: o.modified}}, "x")
}

func (o *openBroken) Read(p []byte) (int, error) {
	if o.read != nil {
		return 0, o.read
	}
	return o.r.Read(p)
}

func (o *openBroken) Seek(offset int64, whence int) (int64, error) {
	if o.seek != nil {
		return 0, o.seek
	}
	return o.r.Seek(offset, whence)
}

func TestFilesThatCannotBeHad(t *testing.T) {
	broken := errors.New("broken")
	files := brokenFiles{
		"plain.js":    {content: "plain", modified: fileTime},
		"plain.js.br": {content: "brotli", modified: fileTime, open: fs.ErrPermission},
		"stat.js":     {content: "plain", modified: fileTime},
		"stat.js.br":  {content: "brotli", modified: fileTime, stat: broken},
		"full.js":     {content: "plain", modified: fileTime},
		"full.js.br":  {content: "brotli", modified: fileTime, open: syscall.EMFILE},
		"nostat":      {content: "x", modified: fileTime, stat: broken},
		"disk":        {content: "x", read: syscall.EIO},
		"unread":      {content: "x", read: broken},
		"unsought":    {content: "x", seek: broken},
		"tape":        {content: "0123456789", noSeek: true},
	}
	const missing, failed = `{"error": "Not Found"}`, `{"error": "Internal Server Error"}`
	d := talkTo(t, handwritten(), StaticFS("/", files))
	for _, row := range []struct {
		sentence, request string
		status            int
		body              string
	}{
		{"a sibling that may not be opened is none", "GET /plain.js\nAccept-Encoding: br", 200, "plain"},
		{"nor one that says nothing of itself", "GET /stat.js\nAccept-Encoding: br", 200, "plain"},
		{"a shortage is no missing sibling", "GET /full.js\nAccept-Encoding: br", 500, failed},
		{"a file that says nothing of itself is none", "GET /nostat", 404, missing},
		{"a disk that fails is no missing file", "GET /disk", 500, failed},
		{"a file without a time that cannot be read is none", "GET /unread", 404, missing},
		{"nor one that cannot be read twice but says so", "GET /unsought", 404, missing},
		{"a file that can be read once is sent whole", "GET /tape\nRange: bytes=0-1", 200, "0123456789"},
	} {
		resp := d.want(row.sentence, row.request, row.status, row.body)
		if strings.Contains(row.request, "Accept-Encoding") && row.status == 200 {
			d.wantHeader(resp, "Vary", "Accept-Encoding")
			d.wantHeader(resp, "Content-Encoding", "")
		}
	}
	d.wantHeader(d.ask("GET /tape"), "ETag", "")
	d.wantHeader(d.ask("GET /tape"), "Accept-Ranges", "")
}

// A file that breaks while it is sent is cut, on a connection and over net/http.
func TestFilesThatBreakWhileTheyAreSent(t *testing.T) {
	files := brokenFiles{"x": {content: "0123456789", modified: fileTime, read: errors.New("broken")}}
	h := serveTest(t, handwritten(), StaticFS("/", files))
	for _, kind := range []string{"tcp", "pipe"} {
		c := h.client(kind)
		c.write("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
		a, err := c.read("GET")
		if a.Response != nil && a.StatusCode == 200 && err == nil {
			t.Errorf("%s: %d %q", kind, a.StatusCode, a.body)
		}
		if _, err := io.Copy(io.Discard, c.r); isTimeout(err) {
			t.Errorf("%s: the connection stays", kind)
		}
	}
}
