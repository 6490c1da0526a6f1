package runtime

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Files that are answered from memory are answered as those that are not, and what happens to
// them is seen at once.

// keptSite is a site whose files are kept however young they are.
func keptSite(t *testing.T, dir string, opts ...Option) dialogue {
	s := handwritten()
	s.Static = []StaticDir{{Prefix: "/assets", Dir: dir, Fallback: "index.html"}}
	d := talkTo(t, s, opts...)
	t.Cleanup(d.app.closeStatic)
	d.app.files.age = 0
	return d
}

// isKept says whether a file's content is in memory.
func (d dialogue) isKept(name, coding string) bool {
	f := d.app.files.get(fileKey{&d.app.static[0], name, coding})
	return f != nil && f.whole
}

func TestKeptFilesAreAnsweredLikeOthers(t *testing.T) {
	if !canCheck {
		t.Skip("nothing is kept here")
	}
	dir := site(t)
	writeFile(t, filepath.Join(dir, "large.bin"), strings.Repeat("0123456789", 10_000))
	writeFile(t, filepath.Join(dir, "middle.bin"), strings.Repeat("0123456789", 3000))
	kept, fresh := keptSite(t, dir), keptSite(t, dir, StaticCache(-1))
	tag := kept.ask("GET /assets/digits.txt").Header.Get("ETag")
	if !kept.isKept("digits.txt", "") || kept.isKept("large.bin", "") || fresh.isKept("digits.txt", "") {
		t.Fatal("small files alone are kept, and only if that is wanted")
	}
	fields := []string{"", "\nRange: bytes=2-4", "\nRange: bytes=0-1,4-5", "\nRange: bytes=100-", "\nIf-None-Match: *", "\nIf-None-Match: " + tag,
		"\nIf-Match: " + tag, "\nIf-Match: \"x\"", "\nIf-Modified-Since: " + dayAfter, "\nIf-Modified-Since: " + dayPrior, "\nIf-Unmodified-Since: " + dayPrior,
		"\nRange: bytes=1-2\nIf-Range: " + tag, "\nRange: bytes=1-2\nIf-Range: \"x\"", "\nAccept-Encoding: br", "\nAccept-Encoding: gzip, br",
		"\nAccept-Encoding: gzip;q=0.5", "\nAccept-Encoding: br, identity;q=0\nRange: bytes=0-2", "\nAccept-Encoding: br\nIf-None-Match: *", "\nAccept: text/html"}
	for _, method := range []string{"GET", "HEAD", "POST", "OPTIONS"} {
		for _, name := range []string{"digits.txt", "app.js", "app.js.br", "only.css", "sub/a.css", "index.html", "", "sub/", "sub", "empty.txt", "noext", "in.txt", "out.txt",
			"middle.bin", "large.bin", "missing.txt", ".hidden", "fake.js", "fifo"} {
			for _, field := range fields {
				request := method + " /assets/" + name + field
				want, got := fresh.ask(request), kept.ask(request)
				for again := range 2 {
					if w, g := inWords(t, want), inWords(t, got); w != g {
						t.Errorf("%q, time %d: from memory\n%s, else\n%s", request, again, g, w)
					}
					want, got = fresh.ask(request), kept.ask(request)
				}
			}
		}
	}
	for _, name := range []string{"digits.txt", "app.js", "sub/a.css", "empty.txt", "middle.bin"} {
		if !kept.isKept(name, "") {
			t.Errorf("%s was asked for and is not kept", name)
		}
	}
	if !kept.isKept("app.js", "br") || !kept.isKept("only.css", "gzip") || kept.isKept("in.txt", "") {
		t.Error("precompressed forms are kept, what is at the end of a link is not")
	}
}

// inWords is an answer, but for its Date and what is drawn at random.
func inWords(t *testing.T, r *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Del("Date")
	text := fmt.Sprint(r.StatusCode, " ", string(body))
	if _, boundary, ok := strings.Cut(r.Header.Get("Content-Type"), "boundary="); ok {
		text = strings.ReplaceAll(text, boundary, "B")
		r.Header.Set("Content-Type", "multipart")
	}
	var lines []string
	for name, values := range r.Header {
		lines = append(lines, name+": "+strings.Join(values, ", "))
	}
	slices.Sort(lines)
	return text + "\n" + strings.Join(lines, "\n")
}

func TestWhatHappensToKeptFilesIsSeenAtOnce(t *testing.T) {
	if !canCheck {
		t.Skip("nothing is kept here")
	}
	moved := func(t *testing.T, from, to string) {
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []struct {
		sentence, name string
		do             func(t *testing.T, dir, path string)
		status         int
		body           string
	}{
		{"a file is written in its place", "digits.txt", func(t *testing.T, _, path string) { writeFile(t, path, "9876543210") }, 200, "9876543210"},
		{"another file of its size and time is put there", "digits.txt", func(t *testing.T, dir, path string) {
			writeFile(t, path+".new", "abcdefghij")
			if err := os.Chtimes(path+".new", fileTime, fileTime); err != nil {
				t.Fatal(err)
			}
			moved(t, path+".new", path)
		}, 200, "abcdefghij"},
		{"it is removed", "digits.txt", func(t *testing.T, _, path string) { os.Remove(path) }, 404, "*"},
		{"its folder is removed", "sub/a.css", func(t *testing.T, dir, _ string) { os.RemoveAll(filepath.Join(dir, "sub")) }, 404, "*"},
		{"its folder is a link out of the tree to what it was", "sub/a.css", func(t *testing.T, dir, _ string) {
			away := filepath.Join(filepath.Dir(dir), "away")
			moved(t, filepath.Join(dir, "sub"), away)
			if err := os.Symlink(away, filepath.Join(dir, "sub")); err != nil {
				t.Fatal(err)
			}
		}, 404, "*"},
		{"it is a link out of the tree to what it was", "digits.txt", func(t *testing.T, dir, path string) {
			away := filepath.Join(filepath.Dir(dir), "away.txt")
			moved(t, path, away)
			if err := os.Symlink(away, path); err != nil {
				t.Fatal(err)
			}
		}, 404, "*"},
		{"another directory has its place", "digits.txt", func(t *testing.T, dir, _ string) {
			moved(t, dir, dir+".old")
			writeFile(t, filepath.Join(dir, "digits.txt"), "new")
		}, 200, "new"},
		{"the directory is gone", "digits.txt", func(t *testing.T, dir, _ string) { moved(t, dir, dir+".old") }, 404, "*"},
		{"its precompressed form is removed", "app.js", func(t *testing.T, _, path string) { os.Remove(path + ".br") }, 200, "plain"},
		{"its precompressed form is another one", "app.js", func(t *testing.T, _, path string) { writeFile(t, path+".br", "better") }, 200, "better"},
		{"it is removed, and its precompressed form is there", "app.js", func(t *testing.T, _, path string) { os.Remove(path) }, 404, "*"},
		{"it is a folder", "digits.txt", func(t *testing.T, _, path string) { os.Remove(path); writeFile(t, path+"/x", "x") }, 404, "*"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			dir := site(t)
			d := keptSite(t, dir)
			path := filepath.Join(dir, filepath.FromSlash(row.name))
			request := "GET /assets/" + row.name + "\nAccept-Encoding: br"
			d.ask(request)
			if d.ask(request); !d.isKept(row.name, "") {
				t.Fatal("it is not kept")
			}
			time.Sleep(20 * time.Millisecond) // a tick of the file system's clock
			row.do(t, dir, path)
			resp := d.ask(request)
			body, _ := io.ReadAll(resp.Body)
			if resp.StatusCode != row.status || row.body != "*" && string(body) != row.body {
				t.Errorf("%d %q, want %d %q", resp.StatusCode, body, row.status, row.body)
			}
		})
	}
}

// Nobody may read it any more, but for root, who is not asked.
func TestRightsOfKeptFilesAreAskedFor(t *testing.T) {
	if !canCheck {
		t.Skip("nothing is kept here")
	}
	dir := site(t)
	d := keptSite(t, dir)
	d.want("it is kept", "GET /assets/digits.txt", 200, "0123456789")
	f := d.app.current(fileKey{&d.app.static[0], "digits.txt", ""})
	time.Sleep(20 * time.Millisecond)
	if err := os.Chmod(filepath.Join(dir, "digits.txt"), 0); err != nil {
		t.Fatal(err)
	}
	if f == nil || f.holds() {
		t.Error("what was kept while it could be read is believed still")
	}
	if resp := d.ask("GET /assets/digits.txt"); os.Getuid() != 0 && resp.StatusCode != 404 {
		t.Errorf("it is answered with %d", resp.StatusCode)
	}
}

func TestYoungFilesAreNotKept(t *testing.T) {
	dir := site(t)
	d := keptSite(t, dir)
	d.app.files.age = time.Hour
	for range 3 {
		d.want("as it is", "GET /assets/digits.txt", 200, "0123456789")
	}
	if d.isKept("digits.txt", "") {
		t.Error("a file that may change within its second is kept")
	}
	stamp, ok := checkOf("", must1(t)(os.Stat(filepath.Join(dir, "digits.txt"))))
	now := time.Now()
	if canCheck && (!ok || stamp.isOld(now, time.Minute) || !stamp.isOld(now.Add(time.Hour), time.Minute) || stamp.isOld(now.Add(-time.Hour), 0)) {
		t.Error("its age is not told")
	}
}

func must1(t *testing.T) func(os.FileInfo, error) os.FileInfo {
	return func(info os.FileInfo, err error) os.FileInfo {
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
}

// A precompressed form that is new is found once it is looked for again.
func TestNewSiblingsAreFound(t *testing.T) {
	if !canCheck {
		t.Skip("nothing is kept here")
	}
	dir := site(t)
	d := keptSite(t, dir)
	const request = "GET /assets/digits.txt\nAccept-Encoding: br"
	d.want("there is none", request, 200, "0123456789")
	writeFile(t, filepath.Join(dir, "digits.txt.br"), "brotli")
	waitFor(t, "the new one", func() bool {
		body, _ := io.ReadAll(d.ask(request).Body)
		return string(body) == "brotli"
	})
	d.want("others get the file", "GET /assets/digits.txt", 200, "0123456789")
	if vary := d.ask("GET /assets/digits.txt").Header.Get("Vary"); vary != "Accept-Encoding" {
		t.Errorf("Vary: %q", vary)
	}
}

func TestEmbeddedFilesAreKept(t *testing.T) {
	d := talkTo(t, handwritten(), StaticFS("/e", embedded))
	d.app.files.limit = 1 << 20
	first := inWords(t, d.ask("GET /e/testdata/embedded/hello.txt"))
	f := d.app.current(fileKey{&d.app.static[0], "testdata/embedded/hello.txt", ""})
	if again := inWords(t, d.ask("GET /e/testdata/embedded/hello.txt")); f == nil || f.checks != nil || again != first {
		t.Errorf("it is kept as %+v, and answered with %.100q, then %.100q", f, first, again)
	}
}

// Files change while they are asked for: no answer is of two states.
func TestKeptFilesThatChange(t *testing.T) {
	dir := site(t)
	d := keptSite(t, dir)
	path := filepath.Join(dir, "digits.txt")
	server := httptest.NewServer(d.app)
	defer server.Close()
	stop := make(chan struct{})
	go func() {
		defer close(stop)
		for i := range 200 {
			writeFile(t, path+".new", strings.Repeat(string(rune('a'+i%26)), 1000+i))
			if err := os.Rename(path+".new", path); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Millisecond)
		}
	}()
	for {
		resp, err := http.Get(server.URL + "/assets/digits.txt")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || strings.Trim(string(body), string(body[:1])) != "" && string(body) != "0123456789" {
			t.Fatalf("%q, %v", body, err)
		}
		select {
		case <-stop:
			want, _ := os.ReadFile(path)
			d.want("the last one in the end", "GET /assets/digits.txt", 200, string(want))
			return
		default:
		}
	}
}
