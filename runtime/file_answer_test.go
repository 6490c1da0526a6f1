package runtime

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// What is said of files, and what of them is sent, is tested here.

// A handler's own validators decide, because the client knows no others.
func TestValidatorsThatAreSentDecide(t *testing.T) {
	dir := site(t)
	with := func(path string, fields ...string) leaf {
		return handlerLeaf("GET", path, func(Request) (Response, error) {
			r := File(filepath.Join(dir, "digits.txt"))
			for i := 0; i < len(fields); i += 2 {
				r = r.WithHeader(fields[i], fields[i+1])
			}
			return r, nil
		})
	}
	d := talkTo(t, handwritten(
		with("/dated", "Last-Modified", dayAfter), with("/undated", "Last-Modified", "yesterday"), with("/weak", "ETag", `W/"mine"`),
		with("/old", "last-modified", "Thu, 01 Jan 1970 00:00:01 GMT"), with("/plain"), with("/sniffed", "X-Content-Type-Options", "none"),
	))
	tag := d.ask("GET /plain").Header.Get("ETag")
	for _, row := range []struct {
		sentence, request string
		status            int
	}{
		{"the handler's date", "GET /dated\nIf-Modified-Since: " + dayAfter, 304},
		{"not the file's", "GET /dated\nIf-Modified-Since: " + fileDate, 200},
		{"nor before it", "GET /dated\nIf-Unmodified-Since: " + fileDate, 412},
		{"of a range", "GET /dated\nRange: bytes=0-1\nIf-Range: " + dayAfter, 206},
		{"not the file's", "GET /dated\nRange: bytes=0-1\nIf-Range: " + fileDate, 200},
		{"beside the file's tag", "GET /dated\nIf-None-Match: " + tag, 304},
		{"a date that is none", "GET /undated\nIf-Modified-Since: " + dayAfter, 200},
		{"nor one of builds", "GET /old\nIf-Modified-Since: " + dayAfter, 200},
		{"a weak tag", "GET /weak\nIf-None-Match: \"mine\"", 304},
		{"that holds no range", "GET /weak\nRange: bytes=0-1\nIf-Range: W/\"mine\"", 200},
		{"nor a condition of the same bytes", "GET /weak\nIf-Match: W/\"mine\"", 412},
		{"and not the file's", "GET /weak\nIf-None-Match: " + tag, 200},
	} {
		if resp := d.ask(row.request); resp.StatusCode != row.status {
			t.Errorf("%s: %q is %d, want %d", row.sentence, row.request, resp.StatusCode, row.status)
		}
	}
	d.wantHeader(d.ask("GET /undated"), "Last-Modified", "yesterday")
	d.wantHeader(d.ask("GET /sniffed"), "X-Content-Type-Options", "none")
	d.wantHeader(d.ask("GET /plain"), "X-Content-Type-Options", "nosniff")
}

// A file that is replaced by another of the same size and time is another one.
func TestFilesThatLookTheSame(t *testing.T) {
	if inode, _ := inodeOf(mustStat(t, ".")); inode == 0 {
		t.Skip("this system tells no inodes")
	}
	for sentence, when := range map[string]time.Time{"with a time": fileTime, "of a build": time.Unix(1, 0), "at the epoch": time.Unix(0, 0)} {
		dir := t.TempDir()
		name := filepath.Join(dir, "a.txt")
		put := func(content string) {
			writeFile(t, name+".new", content)
			if err := os.Chtimes(name+".new", when, when); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(name+".new", name); err != nil {
				t.Fatal(err)
			}
		}
		s := handwritten(handlerLeaf("GET", "/file", func(Request) (Response, error) { return File(name), nil }))
		s.Static = []StaticDir{{Prefix: "/s", Dir: dir}}
		d := talkTo(t, s, StaticFS("/fs", os.DirFS(dir)))
		t.Cleanup(d.app.closeStatic)
		put("one")
		tags := map[string]string{}
		for _, path := range []string{"/file", "/s/a.txt", "/fs/a.txt"} {
			tags[path] = d.ask("GET " + path).Header.Get("ETag")
			d.want(sentence+": it is the same", "GET "+path+"\nIf-None-Match: "+tags[path], 304, "")
		}
		put("two")
		for path, tag := range tags {
			d.want(sentence+": it is another", "GET "+path+"\nIf-None-Match: "+tag, 200, "two")
			d.want(sentence+": a range of it too", "GET "+path+"\nRange: bytes=0-0\nIf-Range: "+tag, 200, "two")
			d.want(sentence+": and it is not changed", "GET "+path+"\nIf-Match: "+tag, 412, `{"error": "Precondition Failed"}`)
		}
	}
}

func mustStat(t *testing.T, name string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// Last-Modified is never later than Date, and no date holds a range in its own second.
func TestTimesToCome(t *testing.T) {
	dir := t.TempDir()
	later := time.Now().Add(time.Hour)
	name := filepath.Join(dir, "later.txt")
	writeFile(t, name, "0123456789")
	if err := os.Chtimes(name, later, later); err != nil {
		t.Fatal(err)
	}
	s := handwritten(handlerLeaf("GET", "/own", func(Request) (Response, error) {
		return File(name).WithHeader("Last-Modified", later.UTC().Format(http.TimeFormat)), nil
	}))
	s.Static = []StaticDir{{Prefix: "/s", Dir: dir}}
	h := serveTest(t, s)
	c := h.client("tcp")
	web := http.Client{}
	url := newHTTPServer(t, h.app)
	for _, path := range []string{"/s/later.txt", "/own"} {
		c.write("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
		a := c.want("a file of a time to come", 200, "0123456789")
		resp, err := web.Get(url + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		for _, header := range []http.Header{a.Header, resp.Header} {
			date, err1 := http.ParseTime(header.Get("Date"))
			modified, err2 := http.ParseTime(header.Get("Last-Modified"))
			if err1 != nil || err2 != nil || modified.After(date) {
				t.Errorf("%s: Last-Modified %v, Date %v, %v %v", path, modified, date, err1, err2)
			}
			c.write("GET " + path + " HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\nIf-Range: " + header.Get("Last-Modified") + "\r\n\r\n")
			c.want("its date holds no range", 200, "0123456789")
		}
	}
	web.CloseIdleConnections()
}

// Declared handlers of 404, 412 and 416 answer for files as for everything else.
func TestErrorHandlersOfFiles(t *testing.T) {
	dir := site(t)
	name := filepath.Join(dir, "digits.txt")
	s := handwritten(handlerLeaf("GET", "/file", func(Request) (Response, error) { return File(name), nil }),
		handlerLeaf("GET", "/none", func(Request) (Response, error) { return File(filepath.Join(dir, "none")), nil }))
	s.Static = []StaticDir{{Prefix: "/s", Dir: dir}}
	var seen []string
	s.Error = func(_ Request, f *Failure) (Response, bool, error) {
		seen = append(seen, f.HTTP.Message)
		return Text("handled").WithStatus(f.HTTP.Status), true, nil
	}
	d := talkTo(t, s)
	for _, path := range []string{"/file", "/s/digits.txt"} {
		resp := d.want("416", "GET "+path+"\nRange: bytes=10-", 416, "handled")
		d.wantHeader(resp, "Content-Range", "bytes */10")
		d.wantHeader(resp, "Accept-Ranges", "bytes")
		d.wantHeader(resp, "ETag", "")
		d.want("412", "GET "+path+"\nIf-Match: \"x\"", 412, "handled")
	}
	d.want("404", "GET /none", 404, "handled")
	d.want("404 of a directory", "GET /s/none", 404, "handled")
	d.wantHeader(d.want("405", "PUT /s/digits.txt", 405, "handled"), "Allow", "GET, HEAD, OPTIONS")
	const all = "Requested Range Not Satisfiable, Precondition Failed, Requested Range Not Satisfiable, Precondition Failed, Not Found, Not Found, Method Not Allowed"
	if got := strings.Join(seen, ", "); got != all {
		t.Errorf("seen: %s", got)
	}

	// Where no error handler is asked any more, the default answers.
	s.Error = nil
	s.After = func(_ Request, resp *Response, _ *Route) error { *resp = File(name); return nil }
	d = talkTo(t, s)
	resp := d.want("an after hook's file", "GET /file\nRange: bytes=10-", 416, `{"error": "Requested Range Not Satisfiable"}`)
	d.wantHeader(resp, "Content-Range", "bytes */10")
	d.want("and its conditions", "GET /nowhere\nIf-Match: \"x\"", 412, `{"error": "Precondition Failed"}`)
	d.wantLog("")
}

// A file takes GET and HEAD; what else there is for its path, routes say.
func TestOtherMethodsOnFiles(t *testing.T) {
	s := handwritten(textLeaf("POST", "/assets/digits.txt", "posted"), textLeaf("DELETE", "/assets/sub", "deleted"), textLeaf("GET", "/assets/bare", "route"))
	s.Static = []StaticDir{{Prefix: "/assets", Dir: site(t)}}
	d := talkTo(t, s)
	for _, row := range []struct {
		sentence, request string
		status            int
		allow, location   string
	}{
		{"a file", "PUT /assets/app.js", 405, "GET, HEAD, OPTIONS", ""},
		{"OPTIONS", "OPTIONS /assets/app.js", 204, "GET, HEAD, OPTIONS", ""},
		{"TRACE", "TRACE /assets/app.js", 405, "GET, HEAD, OPTIONS", ""},
		{"an index", "POST /assets/", 405, "GET, HEAD, OPTIONS", ""},
		{"a method that nobody knows", "BREW /assets/app.js", 501, "", ""},
		{"a route takes another method", "POST /assets/digits.txt", 200, "", ""},
		{"both are told", "PUT /assets/digits.txt", 405, "GET, HEAD, OPTIONS, POST", ""},
		{"a file that is none", "PUT /assets/none", 404, "", ""},
		{"one that is hidden", "PUT /assets/.hidden", 404, "", ""},
		{"one that is out of the tree", "PUT /assets/out.txt", 404, "", ""},
		{"a directory", "PUT /assets/sub", 308, "", "sub/"},
		{"a route at a directory", "DELETE /assets/sub", 200, "", ""},
		{"a directory without an index", "PUT /assets/bare", 405, "GET, HEAD, OPTIONS", ""},
		{"its GET route", "GET /assets/bare", 200, "", ""},
	} {
		resp := d.ask(row.request)
		if resp.StatusCode != row.status {
			t.Errorf("%s: %q is %d, want %d", row.sentence, row.request, resp.StatusCode, row.status)
		}
		d.wantHeader(resp, "Allow", row.allow)
		d.wantHeader(resp, "Location", row.location)
	}
	s = handwritten(textLeaf("GET", "/sub", "route"))
	s.Static = []StaticDir{{Prefix: "/", Dir: site(t)}}
	talkTo(t, s).want("a route comes before a directory's redirect", "GET /sub", 200, "route")
}

// A single-page application beside its API, as one is deployed, on every server.
func TestASinglePageApplication(t *testing.T) {
	service := func() Service {
		s := handwritten(textLeaf("GET", "/api/items", "items"), textLeaf("POST", "/login", "in"))
		s.Mounts = []Mount{{Prefix: "/metrics", Handler: tells("metrics")}}
		return s
	}
	app := fstest.MapFS{"index.html": {Data: []byte("<app>"), ModTime: fileTime},
		"assets/app.js": {Data: []byte("js"), ModTime: fileTime}}
	const html = " HTTP/1.1\r\nHost: a\r\nAccept: text/html,application/xhtml+xml,*/*;q=0.8\r\n\r\n"
	const data = " HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n"
	opts := []Option{StaticFS("/", app, StaticFallback("index.html"))}
	onEachServer(t, service, opts, func(t *testing.T, s *hosted) {
		for _, row := range []struct{ sentence, request, want string }{
			{"its page", "GET /" + html, `200 Content-Type=text/html "<app>"`},
			{"one that it draws", "GET /users/7/edit?tab=2" + html, `200 Content-Type=text/html Vary=Accept "<app>"`},
			{"its head", "HEAD /users/7/edit" + html, `200 Content-Type=text/html Vary=Accept ""`},
			{"a script", "GET /assets/app.js" + data, `200 Content-Type=text/javascript; charset=utf-8 "js"`},
			{"a script that is none", "GET /assets/old.js" + data, `404 Content-Type=application/json; charset=utf-8 "{\"error\": \"Not Found\"}"`},
			{"the API", "GET /api/items" + html, `200 Content-Type=text/plain; charset=utf-8 "items"`},
			{"data that is not there", "GET /api/none" + data, `404 Content-Type=application/json; charset=utf-8 "{\"error\": \"Not Found\"}"`},
			{"a form at a page", "POST /users/7/edit" + html, `404 Content-Type=application/json; charset=utf-8 "{\"error\": \"Not Found\"}"`},
			{"another method", "GET /login" + html, `405 Content-Type=application/json; charset=utf-8 "{\"error\": \"Method Not Allowed\"}"`},
			{"a mount", "GET /metrics/x" + html, `200 Content-Type=text/plain; charset=utf-8 "metrics GET \"/metrics/x\" \"\" /metrics/"`},
		} {
			if got := s.tell(row.request, "Content-Type", "Vary"); got != row.want {
				t.Errorf("%s: %s, want %s", row.sentence, got, row.want)
			}
		}
	})
}

// An application that draws its pages in the browser has one file for all of them.
func TestFallback(t *testing.T) {
	s := handwritten(textLeaf("GET", "/api/<int:n>", "api"), textLeaf("GET", "/slash/", "slash"), textLeaf("POST", "/form", "form"))
	s.RedirectSlash, s.BadParam400 = true, true
	s.Static = []StaticDir{{Prefix: "/", Dir: site(t), Fallback: "index.html", Charset: "utf-8"}}
	app := fstest.MapFS{"app.html": {Data: []byte("<app>"), ModTime: fileTime}, "app.html.br": {Data: []byte("br"), ModTime: fileTime}, "a.js": {Data: []byte("js")}}
	d := talkTo(t, s, StaticFS("/admin", app, StaticFallback("app.html")), StaticFS("/admin/none", app, nil))
	const html = "\nAccept: text/html,*/*;q=0.8"
	for _, row := range []struct {
		sentence, request string
		status            int
		body              string
	}{
		{"a page", "GET /some/page" + html, 200, "<root>"},
		{"its HEAD", "HEAD /some/page" + html, 200, ""},
		{"a file is itself", "GET /digits.txt" + html, 200, "0123456789"},
		{"a route too", "GET /api/7" + html, 200, "api"},
		{"bad_param is told", "GET /api/x" + html, 400, `{"error": "bad value of the path parameter n", "errors": [` +
			`{"in": "path", "name": "n", "rule": "type", "message": "is no value of its type"}]}`},
		{"redirects come before", "GET /slash" + html, 301, ""},
		{"and 405", "GET /form" + html, 405, `{"error": "Method Not Allowed"}`},
		{"data is no page", "GET /some/page\nAccept: application/json", 404, `{"error": "Not Found"}`},
		{"nor is anything", "GET /some/page\nAccept: */*", 404, `{"error": "Not Found"}`},
		{"nor what nobody asks for", "GET /some/page", 404, `{"error": "Not Found"}`},
		{"nor another method", "POST /some/page" + html, 404, `{"error": "Not Found"}`},
		{"a hidden name is none", "GET /.git/config" + html, 404, `{"error": "Not Found"}`},
		{"a page with a slash inside", "GET /some%2Fpage" + html, 200, "<root>"},
		{"a directory without an index", "GET /bare/" + html, 200, "<root>"},
		{"the longest prefix", "GET /admin/users" + html, 200, "<app>"},
		{"itself", "GET /admin" + html, 200, "<app>"},
		{"whichever has one", "GET /admin/none/x" + html, 200, "<app>"},
		{"a prefix ends at a segment", "GET /administration" + html, 200, "<root>"},
		{"with a range", "GET /some/page" + html + "\nRange: bytes=1-4", 206, "root"},
		{"with a condition", "GET /some/page" + html + "\nIf-Match: \"x\"", 412, `{"error": "Precondition Failed"}`},
		{"in a coded form", "GET /admin/users" + html + "\nAccept-Encoding: br", 200, "br"},
	} {
		d.want(row.sentence, row.request, row.status, row.body)
	}
	resp := d.ask("GET /some/page" + html)
	d.wantHeader(resp, "Vary", "Accept")
	d.wantHeader(resp, "Content-Type", "text/html; charset=utf-8")
	resp = d.ask("GET /admin/users" + html)
	d.wantHeader(resp, "Vary", "Accept | Accept-Encoding")
	d.wantHeader(resp, "Content-Type", "text/html")
	for _, wrong := range []string{"", ".", "/index.html", "../index.html", "a/./b"} {
		must(t, func() { StaticFallback(wrong) }, wrong)
	}
	for _, wrong := range []string{"", "utf 8", "utf-8\r\nX: y"} {
		must(t, func() { StaticCharset(wrong) }, wrong)
	}
}
