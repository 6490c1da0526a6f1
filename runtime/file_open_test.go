package runtime

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"
)

// Trees of files are tested here: nothing leads out of one, and nothing hangs.

// trap is a directory in which every place where a file is opened leads astray, in a folder
// with what nobody may see.
func trap(t *testing.T) (dir string) {
	t.Helper()
	base := t.TempDir()
	dir = filepath.Join(base, "up", "tree")
	for name, content := range map[string]string{
		"ok.txt": "ok", "d/a.txt": "a", "d/index.html": "<d>", "coded.txt": "plain", "piped.txt": "plain", "linked/x": "", "piped/x": "",
	} {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(name)), content)
	}
	for _, name := range []string{"secret.txt", "up/secret.txt", "up/secret/index.html"} {
		writeFile(t, filepath.Join(base, filepath.FromSlash(name)), "secret")
	}
	for link, target := range map[string]string{
		"in.txt": "d/a.txt", "in": "d", "round.txt": "d/../ok.txt", "chain.txt": "in.txt", "d/up.txt": "../ok.txt", "d/self": ".",
		"out.txt": "../secret.txt", "far.txt": "../../secret.txt", "abs.txt": filepath.Join(base, "secret.txt"), "out": "../secret",
		"back.txt": "../tree/ok.txt", "loop": "loop", "d/out.txt": "../../secret.txt", "through.txt": "out/index.html", "none.txt": "nothing",
		"coded.txt.gz": "../secret.txt", "coded.txt.br": "loop", "linked/index.html": "../../secret.txt", "below.txt": "ok.txt/x",
	} {
		if err := os.Symlink(target, filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"fifo", "piped.txt.gz", "piped/index.html"} {
		if err := makeFIFO(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("fifo", filepath.Join(dir, "tofifo")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// listing is a file system of somebody's own, which cannot tell what a link is.
type listing struct{ fs.FS }

// trees are all ways to have one directory as a file system.
func trees(t *testing.T, dir string) map[string]fs.FS {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	above, err := os.OpenRoot(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close(); above.Close() })
	sub := func(fsys fs.FS, below string) fs.FS {
		s, err := fs.Sub(fsys, below)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	return map[string]fs.FS{
		"DirFS": os.DirFS(dir), "Sub of DirFS": sub(os.DirFS(filepath.Dir(filepath.Dir(dir))), "up/tree"), "Root.FS": root.FS(),
		"Sub of Root.FS": sub(above.FS(), filepath.Base(dir)), "one's own with links": struct{ fs.ReadLinkFS }{os.DirFS(dir).(fs.ReadLinkFS)},
		"one's own": listing{os.DirFS(dir)},
	}
}

func TestNothingLeadsOutOfATree(t *testing.T) {
	dir := trap(t)
	for kind, fsys := range trees(t, dir) {
		links := kind != "one's own" // whose links lead nowhere
		t.Run(kind, func(t *testing.T) {
			h := serveTest(t, handwritten(handlerLeaf("GET", "/f/<path:name>", func(req Request) (Response, error) {
				return FileFS(fsys, req.Param("name")), nil
			})), StaticFS("/s", fsys))
			c := h.client("tcp")
			for _, row := range []struct {
				sentence, name, body string // "": 404
			}{
				{"a file", "ok.txt", "ok"},
				{"below", "d/a.txt", "a"},
				{"a link inside", "in.txt", "a"},
				{"a link to a directory", "in/a.txt", "a"},
				{"a link that goes around", "round.txt", "ok"},
				{"a link to a link", "chain.txt", "a"},
				{"a link up and not out", "d/up.txt", "ok"},
				{"a link to where it is", "d/self/a.txt", "a"},
				{"a link out", "out.txt", ""},
				{"a link far out", "far.txt", ""},
				{"an absolute link", "abs.txt", ""},
				{"a directory out", "out/index.html", ""},
				{"a link out and in again", "back.txt", ""},
				{"a link out from below", "d/out.txt", ""},
				{"a link through one", "through.txt", ""},
				{"a link to itself", "loop", ""},
				{"a link to nothing", "none.txt", ""},
				{"a link below a file", "below.txt", ""},
				{"below a file", "ok.txt/x", ""},
				{"a FIFO", "fifo", ""},
				{"a link to one", "tofifo", ""},
				{"a directory", "d", ""},
			} {
				if body := row.body; body != "" && strings.Contains(row.sentence, "link") && !links {
					row.body = ""
				}
				for _, place := range []string{"/s/", "/f/"} {
					if place == "/s/" && row.sentence == "a directory" {
						continue // is sent to its index
					}
					c.write("GET " + place + row.name + " HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip, br\r\n\r\n")
					if row.body == "" {
						c.want(row.sentence+" of "+place, 404, "*")
					} else {
						c.want(row.sentence+" of "+place, 200, row.body)
					}
				}
			}
			for name, body := range map[string]string{"coded.txt": "plain", "piped.txt": "plain", "d/": "<d>"} {
				c.write("GET /s/" + name + " HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip, br\r\n\r\n")
				if a := c.want("siblings that are none", 200, body); a.Header.Get("Vary") != "" {
					t.Errorf("%s varies by %q", name, a.Header.Get("Vary"))
				}
			}
			for _, name := range []string{"linked/", "linked", "piped/", "piped", "out/", "out"} {
				c.write("GET /s/" + name + " HTTP/1.1\r\nHost: a\r\n\r\n")
				c.want("an index that is none", 404, "*")
			}
		})
	}
}

// The fallback is opened as all others are.
func TestFallbacksThatAreNone(t *testing.T) {
	dir := trap(t)
	for _, name := range []string{"out.txt", "fifo", "tofifo", "d", "nothing"} {
		d := talkTo(t, handwritten(), StaticFS("/", os.DirFS(dir), StaticFallback(name)))
		t.Cleanup(d.app.closeStatic)
		d.want(name, "GET /page\nAccept: text/html", 404, `{"error": "Not Found"}`)
	}
}

func TestTreesThatAreNone(t *testing.T) {
	dir := trap(t)
	for kind, fsys := range map[string]fs.FS{
		"no directory": os.DirFS(filepath.Join(dir, "nothing")), "a file": os.DirFS(filepath.Join(dir, "ok.txt")), "a FIFO": os.DirFS(filepath.Join(dir, "fifo")),
		"no name": os.DirFS(""), "one that opens nothing": brokenFiles{},
	} {
		d := talkTo(t, handwritten(handlerLeaf("GET", "/f", func(Request) (Response, error) { return FileFS(fsys, "ok.txt"), nil })), StaticFS("/s", fsys))
		d.want(kind, "GET /s/ok.txt", 404, `{"error": "Not Found"}`)
		d.want(kind, "GET /f", 404, `{"error": "Not Found"}`)
	}
	must(t, func() { StaticFS("/", nil) })
	d := talkTo(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) { return FileFS(nil, "/etc/hostname"), nil })))
	d.want("no file system is not the machine's", "GET /", 500, `{"error": "Internal Server Error"}`)
	d.wantLog("no file system")
}

// A tree whose files are replaced by links all the time, as by somebody who may write into
// it, gives nothing away.
func TestTreesThatChange(t *testing.T) {
	dir := trap(t)
	link, file, place := filepath.Join(dir, "link"), filepath.Join(dir, "file"), filepath.Join(dir, "d", "race.txt")
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			if i%2 == 0 {
				_ = os.Symlink("../../secret.txt", link)
				_ = os.Rename(link, place)
			} else {
				_ = os.WriteFile(file, []byte("ok"), 0o600)
				_ = os.Rename(file, place)
			}
		}
	}()
	defer func() { close(stop); <-done }()
	for kind, fsys := range trees(t, dir) {
		d := talkTo(t, handwritten(), StaticFS("/", fsys))
		t.Cleanup(d.app.closeStatic)
		for range 300 {
			if resp := d.ask("GET /d/race.txt"); resp.StatusCode == 200 && resp.ContentLength != int64(len("ok")) {
				t.Fatalf("%s gives %d bytes away", kind, resp.ContentLength)
			}
		}
	}
}

// What is known of the standard library's file systems is still so.
func TestFileSystemsThatAreLookedInto(t *testing.T) {
	for kind, row := range map[string]struct {
		fsys fs.FS
		want fileTree
	}{
		"DirFS": {os.DirFS("x"), openedOnce("x")}, "embed.FS": {embedded, plainTree{embedded}},
		"Sub of DirFS": {subOf(t, os.DirFS("x"), "y/z"), openedOnce(filepath.FromSlash("x/y/z"))},
		"one's own":    {listing{embedded}, linkedTree{listing{embedded}}},
	} {
		if got := treeOf(row.fsys); !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s is %#v, want %#v", kind, got, row.want)
		}
	}
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if got := treeOf(root.FS()); got != (rootTree{root}) {
		t.Errorf("Root.FS is %#v", got)
	}
	if got := treeOf(subOf(t, embedded, "testdata")); reflect.TypeOf(got) != reflect.TypeFor[plainTree]() {
		t.Errorf("Sub of embed.FS is %#v", got)
	}
	if typeOfEmbedded == nil {
		t.Error("files of embed.FS are not known")
	}
}

func subOf(t *testing.T, fsys fs.FS, dir string) fs.FS {
	t.Helper()
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		t.Fatal(err)
	}
	return sub
}

// wrappedFS is a file system around an embedded one.
type wrappedFS struct{ embed.FS }

func (w wrappedFS) Open(name string) (fs.File, error) { return w.FS.Open("testdata/embedded/" + name) }

// An embedded file is read for its ETag once in the life of an App, however it is had.
func TestEmbeddedFilesAreHashedOnce(t *testing.T) {
	leaf := func(path string, fsys func() fs.FS, name string) leaf {
		return handlerLeaf("GET", path, func(Request) (Response, error) { return FileFS(fsys(), name), nil })
	}
	d := talkTo(t, handwritten(
		leaf("/whole", func() fs.FS { return embedded }, "testdata/embedded/hello.txt"),
		leaf("/part", func() fs.FS { return subOf(t, embedded, "testdata/embedded") }, "hello.txt"),
		leaf("/part/of/part", func() fs.FS { return subOf(t, subOf(t, embedded, "testdata"), "embedded") }, "hello.txt"),
		leaf("/wrapped", func() fs.FS { return wrappedFS{embedded} }, "hello.txt"),
	), StaticFS("/s", subOf(t, embedded, "testdata/embedded")), StaticFS("/w", wrappedFS{embedded}))
	first := d.ask("GET /part").Header.Get("ETag")
	known := 0
	d.app.etags.Range(func(info, tag any) bool {
		known++
		if tag != first {
			t.Errorf("kept is %v, sent was %s", tag, first)
		}
		d.app.etags.Store(info, `"kept"`) // whoever reads the file again says something else
		return true
	})
	if known != 1 || first == "" {
		t.Fatalf("%d tags are kept, sent was %q", known, first)
	}
	for _, path := range []string{"/whole", "/part", "/part/of/part", "/wrapped", "/s/hello.txt", "/w/hello.txt"} {
		for _, method := range []string{"GET ", "HEAD "} {
			d.wantHeader(d.ask(method+path), "ETag", `"kept"`)
		}
	}
}

// countedFS counts what is read of its files.
type countedFS struct {
	fstest.MapFS
	read *atomic.Int64
}

type countedFile struct {
	fs.File
	read *atomic.Int64
}

func (c countedFS) Open(name string) (fs.File, error) {
	f, err := c.MapFS.Open(name)
	return countedFile{f, c.read}, err
}

func (c countedFile) Read(p []byte) (int, error) {
	n, err := c.File.Read(p)
	c.read.Add(int64(n))
	return n, err
}

func (c countedFile) Seek(offset int64, whence int) (int64, error) {
	return c.File.(interface {
		Seek(int64, int) (int64, error)
	}).Seek(offset, whence)
}

// What is read of other files for their ETag is bounded, and never of what they were.
func TestFilesWithoutATime(t *testing.T) {
	files := fstest.MapFS{
		"small": {Data: make([]byte, digestUpTo)}, "large": {Data: make([]byte, digestUpTo+1)}, "built": {Data: []byte("x"), ModTime: time.Unix(1, 0)},
		"timed": {Data: make([]byte, digestUpTo), ModTime: fileTime},
	}
	counted := countedFS{files, new(atomic.Int64)}
	d := talkTo(t, handwritten(), StaticFS("/", counted))
	for name, want := range map[string]int64{"small": digestUpTo, "large": 0, "timed": 0} {
		counted.read.Store(0)
		if tag := d.ask("HEAD /" + name).Header.Get("ETag"); (tag != "") != (name != "large") {
			t.Errorf("%s has the ETag %q", name, tag)
		}
		if got := counted.read.Load(); got != want {
			t.Errorf("of %s %d bytes are read, want %d", name, got, want)
		}
	}
	resp := d.ask("GET /built")
	d.wantHeader(resp, "Last-Modified", "")
	tag := resp.Header.Get("ETag")
	d.want("1 s after the epoch is no date", "GET /built\nIf-Modified-Since: "+fileDate, 200, "x")
	d.want("the ETag holds", "GET /built\nIf-None-Match: "+tag, 304, "")
	files["built"] = &fstest.MapFile{Data: []byte("y"), ModTime: time.Unix(1, 0)}
	d.want("for this content alone", "GET /built\nIf-None-Match: "+tag, 200, "y")
	d.want("nor is it one of a range", fmt.Sprintf("GET /built\nRange: bytes=0-0\nIf-Range: %s", tag), 200, "y")
}
