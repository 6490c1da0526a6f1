package runtime

import (
	"embed"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"
)

var fileTime = time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)

const (
	fileDate = "Fri, 02 Jan 2026 03:04:05 GMT"
	dayAfter = "Sat, 03 Jan 2026 03:04:05 GMT"
	dayPrior = "Thu, 01 Jan 2026 03:04:05 GMT"
)

// site is a directory with everything that a static directory may meet, in a folder
// with a secret beside it.
func site(t *testing.T) string {
	t.Helper()
	base := t.TempDir()
	dir := filepath.Join(base, "public")
	for name, content := range map[string]string{
		"digits.txt": "0123456789", "index.html": "<root>", "sub/index.html": "<sub>", "sub/a.css": "css", "bare/x": "x",
		".hidden": "hidden", ".git/config": "git", "sub/.env": "env", ".well-known/acme": "acme", "..data": "dots", "%2e": "percent",
		"app.js": "plain", "app.js.br": "brotli", "app.js.gz": "gzipped", "only.css": "plain", "only.css.gz": "gzipped",
		"empty.txt": "", "space and ü.txt": "space", "fake.js": "plain", "fake.js.br/x": "x", "noext": "?",
	} {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(name)), content)
		if err := os.Chtimes(filepath.Join(dir, filepath.FromSlash(name)), fileTime, fileTime); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(t, filepath.Join(base, "secret.txt"), "secret")
	for link, target := range map[string]string{"out.txt": "../secret.txt", "outdir": "..", "in.txt": "digits.txt", "loop": "loop", "abs.txt": filepath.Join(base, "secret.txt")} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := makeFIFO(filepath.Join(dir, "fifo")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func siteApp(t *testing.T, opts ...Option) dialogue {
	s := handwritten(textLeaf("GET", "/assets/route", "route"), textLeaf("POST", "/assets/digits.txt", "posted"))
	s.Static = []StaticDir{{Prefix: "/assets", Dir: site(t)}}
	return talkTo(t, s, opts...)
}

func TestStaticFiles(t *testing.T) {
	d := siteApp(t)
	const none = `{"error": "Not Found"}`
	for _, row := range []struct {
		sentence, request string
		status            int
		body              string
	}{
		{"a file", "GET /assets/digits.txt", 200, "0123456789"},
		{"its HEAD", "HEAD /assets/digits.txt", 200, ""},
		{"an encoded name is decoded", "GET /assets/space%20and%20%C3%BC.txt", 200, "space"},
		{"once", "GET /assets/%252e", 200, "percent"},
		{"a file in a directory", "GET /assets/sub/a.css", 200, "css"},
		{"an index", "GET /assets/sub/", 200, "<sub>"},
		{"the prefix's index", "GET /assets/", 200, "<root>"},
		{"an empty file", "GET /assets/empty.txt", 200, ""},
		{"a link inside", "GET /assets/in.txt", 200, "0123456789"},
		{".well-known", "GET /assets/.well-known/acme", 200, "acme"},
		{"no such file falls through to the routes", "GET /assets/route", 200, "route"},
		{"other methods are the routes'", "POST /assets/digits.txt", 200, "posted"},
		{"a prefix ends at a segment", "GET /assetsdigits.txt", 404, none},
		{"no such file", "GET /assets/none", 404, none},
		{"a file is no directory", "GET /assets/digits.txt/", 404, none},
		{"nor has one below it", "GET /assets/digits.txt/x", 404, none},
		{"a directory is not listed", "GET /assets/bare/", 404, none},
		{"with or without its slash", "GET /assets/bare", 404, none},
		{"dot segments", "GET /assets/../secret.txt", 404, none},
		{"encoded", "GET /assets/%2e%2e/secret.txt", 404, none},
		{"half encoded", "GET /assets/.%2e/secret.txt", 404, none},
		{"doubly encoded", "GET /assets/%252e%252e/secret.txt", 404, none},
		{"with encoded slashes", "GET /assets/..%2fsecret.txt", 404, none},
		{"inside", "GET /assets/sub/../digits.txt", 404, none},
		{"an encoded slash is none", "GET /assets/sub%2Fa.css", 404, none},
		{"a backslash", `GET /assets/..\secret.txt`, 404, none},
		{"an encoded backslash", "GET /assets/sub%5Ca.css", 404, none},
		{"NUL", "GET /assets/digits.txt%00.css", 400, `{"error": "malformed path"}`},
		{"an empty segment", "GET /assets//digits.txt", 404, none},
		{"an empty segment inside", "GET /assets/sub//a.css", 404, none},
		{"an absolute path", "GET /assets//etc/passwd", 404, none},
		{"a link out", "GET /assets/out.txt", 404, none},
		{"a directory link out", "GET /assets/outdir/secret.txt", 404, none},
		{"an absolute link out", "GET /assets/abs.txt", 404, none},
		{"a link to itself", "GET /assets/loop", 404, none},
		{"a FIFO", "GET /assets/fifo", 404, none},
		{"a dotfile", "GET /assets/.hidden", 404, none},
		{"in a directory", "GET /assets/sub/.env", 404, none},
		{"a dot directory", "GET /assets/.git/config", 404, none},
		{"a name that starts with dots", "GET /assets/..data", 404, none},
		{"a name that is too long", "GET /assets/" + strings.Repeat("a", 5000), 404, none},
	} {
		d.want(row.sentence, row.request, row.status, row.body)
	}
	resp := d.want("a directory without its slash is sent to the one with it", "GET /assets/sub?q=1", 301, "")
	d.wantHeader(resp, "Location", "sub/?q=1")
	d.wantHeader(d.ask("GET /assets"), "Location", "assets/")
	d.wantLog("")
}

func TestWhatIsSaidOfAFile(t *testing.T) {
	d := siteApp(t)
	for _, method := range []string{"GET", "HEAD"} {
		resp := d.ask(method + " /assets/digits.txt")
		for name, want := range map[string]string{
			"Content-Type": "text/plain; charset=utf-8", "Content-Length": "10", "Last-Modified": fileDate,
			"Accept-Ranges": "bytes", "Vary": "", "Content-Encoding": "", "X-Content-Type-Options": "nosniff",
		} {
			d.wantHeader(resp, name, want)
		}
		if tag := resp.Header.Get("ETag"); !strings.HasPrefix(tag, `"`) || len(tag) < 4 {
			t.Errorf("the ETag %q is not a strong one", tag)
		}
	}
	for name, want := range map[string]string{
		"noext": "application/octet-stream", "sub/a.css": "text/css; charset=utf-8", "app.js": "text/javascript; charset=utf-8",
		"app.js.gz": "application/gzip", "": "text/html",
	} {
		d.wantHeader(d.ask("GET /assets/"+name), "Content-Type", want)
	}
}

func TestConditionsOfFiles(t *testing.T) {
	d := siteApp(t)
	tag := d.ask("GET /assets/digits.txt").Header.Get("ETag")
	for _, row := range []struct {
		sentence, headers string
		status            int
	}{
		{"If-None-Match with the ETag", "If-None-Match: " + tag, 304},
		{"in a list", `If-None-Match: "x", ` + tag, 304},
		{"in several fields", "If-None-Match: \"x\"\nIf-None-Match: " + tag, 304},
		{"weakly", "If-None-Match: W/" + tag, 304},
		{"any", "If-None-Match: *", 304},
		{"another", `If-None-Match: "x"`, 200},
		{"malformed", `If-None-Match: x`, 200},
		{"without an end", "If-None-Match: " + strings.TrimSuffix(tag, `"`), 200},
		{"with a space in it", `If-None-Match: "x y", ` + tag, 200},
		{"behind one that is malformed", "If-None-Match: x, " + tag, 200},
		{"another beats a date that would match", "If-None-Match: \"x\"\nIf-Modified-Since: " + dayAfter, 200},
		{"If-Modified-Since at the date", "If-Modified-Since: " + fileDate, 304},
		{"after it", "If-Modified-Since: " + dayAfter, 304},
		{"before it", "If-Modified-Since: " + dayPrior, 200},
		{"no date", "If-Modified-Since: yesterday", 200},
		{"If-Match with the ETag", "If-Match: " + tag, 200},
		{"weakly fails", "If-Match: W/" + tag, 412},
		{"any", "If-Match: *", 200},
		{"another", `If-Match: "x"`, 412},
		{"If-Match comes first", "If-Match: \"x\"\nIf-None-Match: " + tag, 412},
		{"If-Match beats If-Unmodified-Since", "If-Match: " + tag + "\nIf-Unmodified-Since: " + dayPrior, 200},
		{"If-Unmodified-Since at the date", "If-Unmodified-Since: " + fileDate, 200},
		{"before it", "If-Unmodified-Since: " + dayPrior, 412},
		{"no date", "If-Unmodified-Since: tomorrow", 200},
		{"and then If-None-Match", "If-Unmodified-Since: " + fileDate + "\nIf-None-Match: " + tag, 304},
		{"a range", "Range: bytes=0-1", 206},
		{"conditions come before the range", "Range: bytes=0-1\nIf-None-Match: " + tag, 304},
		{"If-Range with the ETag", "Range: bytes=0-1\nIf-Range: " + tag, 206},
		{"weakly fails", "Range: bytes=0-1\nIf-Range: W/" + tag, 200},
		{"another", "Range: bytes=0-1\nIf-Range: \"x\"", 200},
		{"the date", "Range: bytes=0-1\nIf-Range: " + fileDate, 206},
		{"another date", "Range: bytes=0-1\nIf-Range: " + dayAfter, 200},
		{"no date", "Range: bytes=0-1\nIf-Range: x", 200},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			want := row.status
			if method == "HEAD" && want == 206 {
				want = 200 // a Range is for GET alone (RFC 9110 §14.2)
			}
			resp := d.ask(method + " /assets/digits.txt\n" + row.headers)
			if resp.StatusCode != want {
				t.Errorf("%s: %s %q is %d, want %d", row.sentence, method, row.headers, resp.StatusCode, want)
			}
			if resp.StatusCode == 304 {
				d.wantHeader(resp, "ETag", tag)
				d.wantHeader(resp, "Content-Length", "")
				d.wantHeader(resp, "Content-Type", "")
			}
		}
	}
}

func TestRangesOfFiles(t *testing.T) {
	d := siteApp(t)
	for _, row := range []struct {
		sentence, spec string
		status         int
		body, place    string
	}{
		{"from the start", "bytes=0-3", 206, "0123", "bytes 0-3/10"},
		{"one byte", "bytes=9-9", 206, "9", "bytes 9-9/10"},
		{"to the end", "bytes=7-", 206, "789", "bytes 7-9/10"},
		{"past the end", "bytes=7-99", 206, "789", "bytes 7-9/10"},
		{"past all numbers", "bytes=7-99999999999999999999999", 206, "789", "bytes 7-9/10"},
		{"the last bytes", "bytes=-2", 206, "89", "bytes 8-9/10"},
		{"more last bytes than there are", "bytes=-99", 206, "0123456789", "bytes 0-9/10"},
		{"a unit in any case", "Bytes=0-0", 206, "0", "bytes 0-0/10"},
		{"space in the list", "bytes= 0-0 ,", 206, "0", "bytes 0-0/10"},
		{"one of several inside", "bytes=0-0,20-30", 206, "0", "bytes 0-0/10"},
		{"outside", "bytes=10-", 416, `{"error": "Requested Range Not Satisfiable"}`, "bytes */10"},
		{"no last bytes", "bytes=-0", 416, `{"error": "Requested Range Not Satisfiable"}`, "bytes */10"},
		{"all outside", "bytes=10-,20-30", 416, `{"error": "Requested Range Not Satisfiable"}`, "bytes */10"},
		{"backwards", "bytes=3-1", 200, "0123456789", ""},
		{"another unit", "items=0-1", 200, "0123456789", ""},
		{"no unit", "0-1", 200, "0123456789", ""},
		{"a sign", "bytes=+0-1", 200, "0123456789", ""},
		{"a minus too many", "bytes=0--1", 200, "0123456789", ""},
		{"nothing", "bytes=", 200, "0123456789", ""},
		{"no dash", "bytes=1", 200, "0123456789", ""},
		{"letters", "bytes=a-b", 200, "0123456789", ""},
		{"space inside", "bytes=0 -1", 200, "0123456789", ""},
		{"overlapping", "bytes=0-4,3-6", 200, "0123456789", ""},
		{"overlapping out of order", "bytes=5-,-6", 200, "0123456789", ""},
		{"twice the same", "bytes=1-1,1-1", 200, "0123456789", ""},
		{"too many", "bytes=" + strings.Repeat("0-0,", 256) + "2-2", 200, "0123456789", ""},
	} {
		resp := d.want(row.sentence, "GET /assets/digits.txt\nRange: "+row.spec, row.status, row.body)
		d.wantHeader(resp, "Content-Range", row.place)
	}
	d.want("of an empty file there are none", "GET /assets/empty.txt\nRange: bytes=0-", 200, "")

	resp := d.ask("GET /assets/digits.txt\nRange: bytes=0-1, 4-5,-1")
	_, params, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil || resp.StatusCode != 206 {
		t.Fatalf("several ranges: %d %v", resp.StatusCode, err)
	}
	parts := multipart.NewReader(resp.Body, params["boundary"])
	for _, want := range []string{"bytes 0-1/10 01", "bytes 4-5/10 45", "bytes 9-9/10 9"} {
		part, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(part)
		if got := part.Header.Get("Content-Range") + " " + string(body); got != want || part.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("a part is %q %v, want %q", got, part.Header, want)
		}
	}
	if _, err := parts.NextPart(); err != io.EOF {
		t.Errorf("after the parts: %v", err)
	}
	resp = d.ask("GET /assets/digits.txt\nRange: bytes=0-1,4-5")
	body, _ := io.ReadAll(resp.Body)
	if !strings.HasPrefix(string(body), "\r\n--") {
		t.Errorf("a multipart answer begins with %.8q", body)
	}
	if int64(len(body)) != resp.ContentLength {
		t.Errorf("a multipart answer of %d bytes says %d", len(body), resp.ContentLength)
	}
}

func TestPrecompressedFiles(t *testing.T) {
	d := siteApp(t)
	for _, row := range []struct {
		sentence, path, accept string
		body, coding, vary     string
	}{
		{"what the client takes, the better first", "app.js", "gzip, deflate, br", "brotli", "br", "Accept-Encoding"},
		{"by weight", "app.js", "br;q=0.5, gzip;q=0.8", "gzipped", "gzip", "Accept-Encoding"},
		{"but not at weight 0", "app.js", "br;q=0, gzip", "gzipped", "gzip", "Accept-Encoding"},
		{"any", "app.js", "*", "brotli", "br", "Accept-Encoding"},
		{"any but", "app.js", "br;q=0, *;q=0.1", "gzipped", "gzip", "Accept-Encoding"},
		{"the old name", "app.js", "x-gzip", "gzipped", "gzip", "Accept-Encoding"},
		{"in any case", "app.js", "GZIP ; Q=1.000", "gzipped", "gzip", "Accept-Encoding"},
		{"the file itself where it is liked better", "app.js", "gzip;q=0.5, identity", "plain", "", "Accept-Encoding"},
		{"the coding at equal weight", "app.js", "gzip, identity", "gzipped", "gzip", "Accept-Encoding"},
		{"a small weight is enough", "app.js", "gzip;q=0.001", "gzipped", "gzip", "Accept-Encoding"},
		{"a malformed weight is none", "app.js", "gzip;q=2", "plain", "", "Accept-Encoding"},
		{"nor one without its letter", "app.js", "gzip;w=1", "plain", "", "Accept-Encoding"},
		{"nor one above 1", "app.js", "gzip;q=1.001", "plain", "", "Accept-Encoding"},
		{"nor one of four digits", "app.js", "gzip;q=0.5000", "plain", "", "Accept-Encoding"},
		{"nothing named", "app.js", "", "plain", "", "Accept-Encoding"},
		{"nothing acceptable", "app.js", "*;q=0", "plain", "", "Accept-Encoding"},
		{"what there is", "only.css", "br, gzip", "gzipped", "gzip", "Accept-Encoding"},
		{"a directory is no file", "fake.js", "br", "plain", "", ""},
		{"without siblings there is no Vary", "digits.txt", "br", "0123456789", "", ""},
	} {
		resp := d.want(row.sentence, "GET /assets/"+row.path+"\nAccept-Encoding: "+row.accept, 200, row.body)
		d.wantHeader(resp, "Content-Encoding", row.coding)
		d.wantHeader(resp, "Vary", row.vary)
	}
	plain, br := d.ask("GET /assets/app.js"), d.ask("GET /assets/app.js\nAccept-Encoding: br")
	if plain.Header.Get("ETag") == br.Header.Get("ETag") || plain.Header.Get("Content-Type") != br.Header.Get("Content-Type") {
		t.Errorf("%v, %v", plain.Header, br.Header)
	}
	resp := d.want("a sibling has conditions of its own", "GET /assets/app.js\nAccept-Encoding: br\nIf-None-Match: "+br.Header.Get("ETag"), 304, "")
	d.wantHeader(resp, "Vary", "Accept-Encoding")
	for sentence, request := range map[string]string{
		"a range is one of the file as it is": "\nRange: bytes=0-1",
		"whatever the client takes":           "\nAccept-Encoding: br\nRange: bytes=0-1",
		"so that pieces fit":                  "\nAccept-Encoding: br\nRange: bytes=0-1\nIf-Range: " + plain.Header.Get("ETag"),
	} {
		resp := d.want(sentence, "GET /assets/app.js"+request, 206, "pl")
		d.wantHeader(resp, "Vary", "Accept-Encoding")
		d.wantHeader(resp, "Content-Encoding", "")
		d.wantHeader(resp, "ETag", plain.Header.Get("ETag"))
	}
	d.want("a part of a coded form is not joined", "GET /assets/app.js\nAccept-Encoding: br\nRange: bytes=0-1\nIf-Range: "+br.Header.Get("ETag"), 200, "plain")
	d.wantHeader(plain, "Accept-Ranges", "bytes")
	d.wantHeader(br, "Accept-Ranges", "")
}

//go:embed testdata/embedded
var embedded embed.FS

func TestStaticFS(t *testing.T) {
	sub, err := fs.Sub(embedded, "testdata/embedded")
	if err != nil {
		t.Fatal(err)
	}
	d := talkTo(t, handwritten(textLeaf("GET", "/e/route", "route")), StaticFS("/e/", sub), StaticFS("/m", fstest.MapFS{
		"a.txt": {Data: []byte("map"), ModTime: fileTime}, "d/index.html": {Data: []byte("<d>")}, ".env": {Data: []byte("x")},
	}))
	resp := d.want("an embedded file", "GET /e/hello.txt", 200, "hello, embedded\n")
	d.wantHeader(resp, "Last-Modified", "")
	tag := resp.Header.Get("ETag")
	d.want("has an ETag of its content", "GET /e/hello.txt\nIf-None-Match: "+tag, 304, "")
	d.want("and ranges", "GET /e/hello.txt\nRange: bytes=0-4", 206, "hello")
	d.want("what is not there falls through", "GET /e/route", 200, "route")
	d.wantHeader(d.want("a file with a time", "GET /m/a.txt", 200, "map"), "Last-Modified", fileDate)
	d.want("an index", "GET /m/d/", 200, "<d>")
	d.wantHeader(d.ask("GET /m/d"), "Location", "d/")
	d.want("dotfiles are hidden", "GET /m/.env", 404, `{"error": "Not Found"}`)
	d.want("a directory is not listed", "GET /m/", 404, `{"error": "Not Found"}`)
	must(t, func() { StaticFS("no-slash", sub) })
}

func TestStaticAtTheRoot(t *testing.T) {
	s := handwritten()
	s.Static = []StaticDir{{Prefix: "/", Dir: site(t)}, {Prefix: "/", Dir: t.TempDir()}}
	d := talkTo(t, s)
	d.want("the index", "GET /", 200, "<root>")
	d.want("a file", "GET /digits.txt", 200, "0123456789")
	d.wantHeader(d.ask("GET /sub"), "Location", "sub/")
	if resp := d.ask("GET //sub"); resp.StatusCode != 404 {
		t.Errorf("//sub is %d, to %q", resp.StatusCode, resp.Header.Get("Location"))
	}
}

func TestStaticDirectoryIsLookedAtForEachRequest(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "later")
	s := handwritten()
	s.Static = []StaticDir{{Prefix: "/", Dir: dir}}
	d := talkTo(t, s)
	d.want("it is not there yet", "GET /a", 404, `{"error": "Not Found"}`)
	writeFile(t, filepath.Join(dir, "a"), "1")
	d.want("now it is", "GET /a", 200, "1")
	if err := os.Rename(dir, dir+".old"); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "a"), "2")
	d.want("and another one", "GET /a", 200, "2")
}

func TestFileResponses(t *testing.T) {
	dir := site(t)
	file := func(path string, change func(Response) Response) leaf {
		return handlerLeaf("GET", path, func(Request) (Response, error) { return change(File(filepath.Join(dir, "digits.txt"))), nil })
	}
	d := talkTo(t, handwritten(
		file("/file", func(r Response) Response { return r }),
		file("/tagged", func(r Response) Response {
			return r.WithHeader("ETag", `"mine"`).WithHeader("Content-Type", "x/y").WithHeader("Cache-Control", "no-store")
		}),
		file("/404", func(r Response) Response { return r.WithStatus(404) }),
		handlerLeaf("GET", "/missing", func(Request) (Response, error) { return File(filepath.Join(dir, "none")), nil }),
		handlerLeaf("GET", "/dir", func(Request) (Response, error) { return File(dir), nil }),
		handlerLeaf("GET", "/fifo", func(Request) (Response, error) { return File(filepath.Join(dir, "fifo")), nil }),
		handlerLeaf("GET", "/fs/<path:name>", func(req Request) (Response, error) { return FileFS(os.DirFS(dir), req.Param("name")), nil }),
		handlerLeaf("GET", "/embedded", func(Request) (Response, error) { return FileFS(embedded, "testdata/embedded/hello.txt"), nil }),
		handlerLeaf("GET", "/noseek", func(Request) (Response, error) { return FileFS(noSeekFS{os.DirFS(dir)}, "digits.txt"), nil }),
		handlerLeaf("POST", "/post", func(Request) (Response, error) { return File(filepath.Join(dir, "digits.txt")), nil }),
	))
	const none = `{"error": "Not Found"}`
	for _, row := range []struct {
		sentence, request string
		status            int
		body              string
	}{
		{"a file", "GET /file", 200, "0123456789"},
		{"a range of it", "GET /file\nRange: bytes=2-3", 206, "23"},
		{"its HEAD", "HEAD /file", 200, ""},
		{"an ETag of one's own", "GET /tagged\nIf-None-Match: \"mine\"", 304, ""},
		{"counts alone", "GET /tagged\nIf-Match: \"other\"", 412, `{"error": "Precondition Failed"}`},
		{"with another status it goes whole", "GET /404\nRange: bytes=2-3\nIf-None-Match: *", 404, "0123456789"},
		{"for another method too", "POST /post\nRange: bytes=2-3\nIf-None-Match: *", 200, "0123456789"},
		{"what is not there is a 404", "GET /missing", 404, none},
		{"a directory too", "GET /dir", 404, none},
		{"a FIFO too", "GET /fifo", 404, none},
		{"a file of a file system", "GET /fs/sub/a.css", 200, "css"},
		{"out of it leads no way", "GET /fs/..%2fsecret.txt", 404, none},
		{"an embedded file", "GET /embedded", 200, "hello, embedded\n"},
		{"a file that cannot seek has no ranges", "GET /noseek\nRange: bytes=2-3", 200, "0123456789"},
	} {
		d.want(row.sentence, row.request, row.status, row.body)
	}
	d.wantHeader(d.ask("GET /tagged"), "Content-Type", "x/y")
	d.wantHeader(d.ask("GET /tagged\nIf-None-Match: \"mine\""), "Cache-Control", "no-store")
	d.wantHeader(d.ask("GET /noseek"), "Accept-Ranges", "")
	first, again := d.ask("GET /embedded").Header.Get("ETag"), d.ask("GET /embedded").Header.Get("ETag")
	if first == "" || first != again {
		t.Errorf("the ETags of an embedded file are %q and %q", first, again)
	}
}

// noSeekFS hides what a file can do beyond fs.File.
type noSeekFS struct{ fs.FS }

func (n noSeekFS) Open(name string) (fs.File, error) {
	f, err := n.FS.Open(name)
	return struct{ fs.File }{f}, err
}

func TestFilesOverNetHTTPGoOut(t *testing.T) {
	dir := t.TempDir()
	big := strings.Repeat("0123456789abcdef", 1<<16)
	writeFile(t, filepath.Join(dir, "big"), big)
	s := handwritten()
	s.Static = []StaticDir{{Prefix: "/", Dir: dir}}
	a := NewApp(s)
	t.Cleanup(a.closeStatic) // no server of ours ends here
	resp, err := http.Get(newHTTPServer(t, a) + "/big")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); string(body) != big || err != nil {
		t.Errorf("%d bytes of %d arrive: %v", len(body), len(big), err)
	}
}

func TestMachineAtItsLimits(t *testing.T) {
	s := handwritten(handlerLeaf("GET", "/file", func(Request) (Response, error) { return FileFS(brokenFS{}, "x"), nil }))
	d := talkTo(t, s, StaticFS("/static", brokenFS{}))
	d.want("too many open files is no 404", "GET /file", 500, `{"error": "Internal Server Error"}`)
	d.wantLog("too many open files")
	d.want("for static files neither", "GET /static/x", 500, `{"error": "Internal Server Error"}`)
	d.wantLog("too many open files")
}

type brokenFS struct{}

func (brokenFS) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: syscall.EMFILE}
}
