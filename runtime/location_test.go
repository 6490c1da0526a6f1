package runtime

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"example.com/httpgen/runtime/match"
)

func TestRelativeReferences(t *testing.T) {
	for _, row := range []struct{ sentence, asked, target, want string }{
		{"a slash more", "/a/b", "/a/b/", "b/"},
		{"at the root", "/b", "/b/", "b/"},
		{"a slash less", "/a/b/", "/a/b", "../b"},
		{"one of two", "/a//", "/a/", "../"},
		{"down to the root", "//", "/", "../"},
		{"a colon is no scheme", "/a/x:y", "/a/x:y/", "./x:y/"},
		{"nor behind ..", "/a/x:y/", "/a/x:y", "../x:y"},
		{"escapes stay as they came", "/%66%2F", "/%66%2F/", "%66%2F/"},
		{"a backslash is none of a browser's", `/a\\b`, `/a\\b/`, `a%5C%5Cb/`},
		{"nor a segment of them", `/x/\\evil.example`, `/x/\\evil.example/`, `%5C%5Cevil.example/`},
		{"without dots", "/a/./b", "/a/b", "b"},
		{"with nothing behind them", "/a/.", "/a/", "./"},
		{"with a colon behind them", "/./a:b", "/a:b", "./a:b"},
		{"two slashes are no place to go", "//a", "//a/", ""},
		{"nor without dots", "/.//a", "//a", ""},
		{"nor a backslash behind the first", `/\a/`, `/\a`, ""},
	} {
		got, ok := relativeReference(row.asked, row.target)
		if got != row.want || ok != (row.want != "") {
			t.Errorf("%s: from %s to %s by %q %v, want %q", row.sentence, row.asked, row.target, got, ok, row.want)
		}
	}
}

func TestWithoutDots(t *testing.T) {
	for asked, want := range map[string]string{
		"/.": "/", "/./": "/", "/./.": "/", "/./a": "/a", "/a/.": "/a/", "/a/./b/./": "/a/b/", "/.//a": "//a", "/./.a/b.": "/.a/b.", "/./...": "/...",
		"/a": "", "/": "", "/..": "", "/./..": "", "/../.": "", "/%2e": "", "/./%2E": "", "/./%2e%2E/a": "", "/./.%2e": "", "/.%2F": "", "/./.%2F": "/.%2F",
	} {
		got, ok := withoutDots(asked)
		if got != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", asked, got, ok, want)
		}
	}
}

// FuzzRedirects asks an App that redirects whatever it can, and wants every Location to be
// relative and to lead, resolved by net/url as a client does it, to the path that was
// meant: also below a prefix that somebody in front has taken away.
func FuzzRedirects(f *testing.F) {
	for _, path := range []string{
		"/a/b", "/a/b/", "/a/./b", "/./", "/.", "/a/x:y", "/x:y/", "//", "//evil/", "/.//evil", `/\evil/`, `/a/\\evil.example`, "/%5C%5Cevil/",
		"/a/%2e/b", "/a/../b", "/;a=b/", "/%3f/", "/a/./%23", "/./a:b/./", "/d", "/%64", "/d/", "/./d", "/..a/", "/'()*+,/", "/%2f%2F",
	} {
		f.Add(path, "GET", "")
		f.Add(path, "POST", "q=1&r=//x")
	}
	dir := f.TempDir()
	s := handwritten(textLeaf("GET,POST", "/<path:p>/", "slash"), textLeaf("PUT,DELETE", "/<path:p>", "none"))
	s.RedirectSlash = true
	writeFile(f, filepath.Join(dir, "d", "index.html"), "d")
	writeFile(f, filepath.Join(dir, "x:y", "index.html"), "x:y")
	s.Static = []StaticDir{{Prefix: "/", Dir: dir}}
	app := NewApp(s)
	f.Cleanup(app.closeStatic)
	f.Fuzz(func(t *testing.T, path, method, query string) {
		for _, prefix := range []string{"", "/p", "/p/q:r"} {
			asked, err := url.ParseRequestURI("http://here.example" + prefix + path + "?" + query)
			if err != nil || !strings.HasPrefix(path, "/") || strings.ContainsAny(path+query, "?#") {
				return
			}
			r := &http.Request{Method: method, URL: asked, Header: http.Header{}, Body: http.NoBody}
			w := httptest.NewRecorder()
			http.StripPrefix(prefix, app).ServeHTTP(w, r)
			if w.Code != 301 && w.Code != 308 {
				continue
			}
			if want := map[bool]int{true: 301, false: 308}[method == "GET" || method == "HEAD"]; w.Code != want {
				t.Fatalf("%s %s is %d, want %d", method, asked, w.Code, want)
			}
			if err := leadsTo(asked, prefix, path, w.Header().Get("Location")); err != nil {
				t.Fatalf("%s %s: %v", method, asked, err)
			}
		}
	})
}

// leadsTo looks where a Location leads.
func leadsTo(asked *url.URL, prefix, path, location string) error {
	to, err := url.Parse(location)
	place, _, _ := strings.Cut(location, "?")
	if err != nil || to.IsAbs() || to.Host != "" || place == "" || place[0] == '/' || strings.Contains(place, `\`) {
		return fmt.Errorf("the Location %q is no relative path, %v", location, err)
	}
	got := asked.ResolveReference(to)
	var want []string // one of these forms of the path
	if canonical, status := match.Canonical(asked.EscapedPath()[len(prefix):]); status == 0 {
		want = []string{canonical + "/", strings.TrimSuffix(canonical, "/")}
	} else {
		dotless, _ := withoutDots(asked.EscapedPath()[len(prefix):])
		canonical, _ := match.Canonical(dotless)
		want = []string{canonical}
	}
	for _, form := range want {
		if led, status := match.Canonical(strings.TrimPrefix(got.EscapedPath(), prefix)); status == 0 && led == form && got.Host == asked.Host {
			if got.RawQuery != asked.RawQuery && got.RawQuery != escapeLocation(asked.RawQuery) {
				return fmt.Errorf("the Location %q has another query", location)
			}
			return nil
		}
	}
	return fmt.Errorf("the Location %q leads to %s, want one of %q", location, got, want)
}

// Behind a prefix that a proxy or http.StripPrefix takes away, every redirect stays below
// it, on our own connections as over net/http.
func TestRedirectsOnTheWire(t *testing.T) {
	s := handwritten(textLeaf("GET,POST", "/books", "books"), textLeaf("GET", "/a:b/", "colon"))
	s.RedirectSlash = true
	s.Static = []StaticDir{{Prefix: "/assets", Dir: site(t)}}
	h := serveTest(t, s)
	c := h.client("tcp")
	for _, row := range []struct {
		sentence, request string
		status            int
		location          string
	}{
		{"a slash too many", "GET /books/?q=1", 301, "../books?q=1"},
		{"with a body", "POST /books/", 308, "../books"},
		{"a slash that is missing, with a colon", "GET /a:b", 301, "./a:b/"},
		{"a . segment", "GET /./books", 301, "books"},
		{"of any method", "DELETE /./books", 308, "books"},
		{"of a file", "GET /assets/./digits.txt", 301, "digits.txt"},
		{"at the end", "GET /.", 301, "./"},
		{"in an absolute target", "GET http://a/./books", 301, "books"},
		{"a directory of files", "GET /assets/sub", 301, "sub/"},
		{"of another method", "PUT /assets/sub", 308, "sub/"},
		{"a query with what a field may not hold", `GET /./books?a="<>`, 301, "books?a=%22%3C%3E"},
		{"for apt, which knows no relative ones", "GET /assets/./digits.txt?q=\" HTTP/1.1\r\nUser-Agent: Debian APT-HTTP/1.3 (2.6.1)\r\nX:", 301, "/assets/digits.txt?q=%22"},
		{"never to another host", "GET /.//evil.example HTTP/1.1\r\nUser-Agent: Debian APT-HTTP/1.3 (2.6.1)\r\nX:", 404, ""},
		{"of a slash as for everybody", "GET /books/ HTTP/1.1\r\nUser-Agent: Debian APT-HTTP/1.3 (2.6.1)\r\nX:", 301, "../books"},
		{"..", "GET /books/../books", 404, ""},
		{"an encoded dot", "GET /%2e/books", 404, ""},
		{"both", "GET /./%2e/books", 404, ""},
		{"a method that nobody knows", "BREW /assets/sub", 501, ""},
	} {
		method, target, _ := strings.Cut(row.request, " ")
		c.write(method + " " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
		a := c.want(row.sentence, row.status, "*")
		if got := a.Header.Get("Location"); got != row.location {
			t.Errorf("%s: %s leads to %q, want %q", row.sentence, row.request, got, row.location)
		}
	}
}
