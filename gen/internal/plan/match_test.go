package plan

import (
	"fmt"
	"testing"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
)

// What is answered where no route does, with the words that people get.

func TestCanonical(t *testing.T) {
	for _, tt := range []struct {
		path, want string
		status     int
		reason     string
	}{
		{"/", "/", 0, ""},
		{"/a/b/", "/a/b/", 0, ""},
		{"/%41%2Fb", "/A\x00b", 0, ""},
		{"/a+b", "/a+b", 0, ""},
		{"//a", "//a", 0, ""},
		{"/...", "/...", 0, ""},
		{"", "", 400, "a path starts with /"},
		{"a", "", 400, "a path starts with /"},
		{"/a/%zz", "", 400, "malformed escape in %zz"},
		{"/a/b%00c/d", "", 400, "a NUL byte in b%00c"},
		{"/a/./b", "", 404, "the segment . matches no route and no file"},
		{"/..", "", 404, "the segment .. matches no route and no file"},
		{"/a/%2e%2E/b", "", 404, "the segment %2e%2E matches no route and no file"},
		{"/./%zz", "", 400, "malformed escape in %zz"},
	} {
		if got, status, reason := Canonical(tt.path); got != tt.want || status != tt.status || reason != tt.reason {
			t.Errorf("%q: %q, %d %q, want %q, %d %q", tt.path, got, status, reason, tt.want, tt.status, tt.reason)
		}
	}
}

func TestAnswersOfASite(t *testing.T) {
	site := func(methods ...string) *Site {
		s := &Site{}
		for i, m := range methods {
			s.add([]string{m}, i)
		}
		return s
	}
	for _, tt := range []struct {
		site   *Site
		method string
		want   int
	}{
		{site(), "GET", -1},
		{site("GET"), "GET", 0},
		{site("GET"), "HEAD", 0},
		{site("POST"), "HEAD", -1},
		{site("GET", "HEAD"), "HEAD", 1},
		{site("HEAD", "GET"), "GET", 1},
		{site("GET", "*"), "HEAD", 0},
		{site("*"), "PURGE", 0},
		{site("*"), "CONNECT", -1},
		{site("*"), "TRACE", -1},
		{site("CONNECT"), "CONNECT", 0},
		{site("*", "POST"), "POST", 1},
		{site("*", "POST"), "GET", 0},
		{site("*", "GET"), "HEAD", 1},
		{site("*", "HEAD"), "HEAD", 1},
		{site("*", "HEAD", "GET", "POST"), "HEAD", 1},
		{site("*", "HEAD", "GET", "POST"), "PUT", 0},
	} {
		if got := tt.site.Answer(tt.method); got != tt.want {
			t.Errorf("%v: %s is answered by %d, want %d", tt.site.Answers, tt.method, got, tt.want)
		}
	}
	if got := fmt.Sprint(site("*", "GET", "POST").Answers); got != "[{GET 1} {POST 2} {* 0}]" {
		t.Errorf("answers %s: the rest comes last", got)
	}
	twice := &Site{}
	twice.add([]string{"*", "GET"}, 3)
	if got := fmt.Sprint(twice.Answers); got != "[{GET 3} {* 3}]" {
		t.Errorf("answers %s", got)
	}
}

// service is a small manifest.
func service(t *testing.T, m *model.Manifest, routes ...string) *Finder {
	t.Helper()
	for _, r := range routes {
		var method, path string
		fmt.Sscan(r, &method, &path)
		pattern, faults := pattern.Parse(path, nil)
		if pattern == nil {
			t.Fatal(faults)
		}
		m.Routes = append(m.Routes, &model.Route{Name: r, Path: path, Methods: []string{method}, Pattern: pattern})
	}
	return &Finder{Plan: Build(m)}
}

func TestMatch(t *testing.T) {
	strict := service(t, &model.Manifest{}, "GET /a", "PUT /a", "* /any", "LOCK /l", "GET /n/<int:n>", "GET /s/")
	lenient := service(t, &model.Manifest{RedirectSlash: true, BadParam400: true},
		"GET /a", "POST /b/", "GET /n/<int:n>/x", "GET /n/<int:n>_<date:d>/<path:p>", "GET //x/", "GET /A/", "GET /")
	for _, tt := range []struct {
		f            *Finder
		method, path string
		want         string
	}{
		{strict, "GET", "/a", "200 by 0 []"},
		{strict, "HEAD", "/a", "200 by 0 []"},
		{strict, "GET", "/n/-12", "200 by 4 [-12]"},
		{strict, "GET", "/n/x", "404"},
		{strict, "GET", "/s", "404"},
		{strict, "GET", "/a%zz", "400: malformed escape in a%zz"},
		{strict, "FOO", "/a%zz", "400: malformed escape in a%zz"},
		{strict, "GET", "/a/.", "301 to ./"},
		{strict, "FOO", "/a/.", "308 to ./"},
		{strict, "POST", "/a", "405 [GET HEAD OPTIONS PUT]"},
		{strict, "OPTIONS", "/a", "204 [GET HEAD OPTIONS PUT]"},
		{strict, "OPTIONS", "/nothing", "404"},
		{strict, "OPTIONS", "*", "204"},
		{strict, "GET", "*", "400: a path starts with /"},
		{strict, "OPTIONS", "/any", "200 by 2 []"},
		{strict, "FOO", "/any", "200 by 2 []"},
		{strict, "FOO", "/a", "501"},
		{strict, "LOCK", "/l", "200 by 3 []"},
		{strict, "LOCK", "/a", "405 [GET HEAD OPTIONS PUT]"},
		{strict, "LOCK", "/", "404"},
		{strict, "TRACE", "/a", "405 [GET HEAD OPTIONS PUT]"},
		{strict, "TRACE", "/nothing", "405 [OPTIONS]"},
		{strict, "TRACE", "/any", "405 [DELETE GET HEAD LOCK OPTIONS PATCH POST PUT]"},
		{strict, "CONNECT", "/any", "405 [DELETE GET HEAD LOCK OPTIONS PATCH POST PUT]"},

		{lenient, "GET", "/a/", "301 to ../a"},
		{lenient, "GET", "/a", "200 by 0 []"},
		{lenient, "POST", "/a/", "404"},
		{lenient, "POST", "/b", "308 to b/"},
		{lenient, "GET", "/A", "301 to A/"},
		{lenient, "GET", "/%41", "301 to %41/"},
		{lenient, "GET", "//x", "404"},
		{lenient, "GET", "/a/./", "301 to ./"},
		{lenient, "TRACE", "/a/", "405 [OPTIONS]"},
		{lenient, "GET", "/n/y/x", "400 for n"},
		{lenient, "HEAD", "/n/y/x", "400 for n"},
		{lenient, "POST", "/n/y/x", "404"},
		{lenient, "GET", "/n/7/y", "404"},
		{lenient, "GET", "/n/1_2024-02-30/a/b", "400 for d"},
		{lenient, "GET", "/n/x_2024-02-28/a/b", "400 for n"},
		{lenient, "GET", "/n/1_2024-02-28/a/b", "200 by 3 [1 2024-02-28 a/b]"},
		{lenient, "GET", "/n//x", "404"},
		{lenient, "GET", "/n/y/./x", "301 to x"},
	} {
		if got := said(tt.f.Match(tt.method, tt.path)); got != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.method, tt.path, got, tt.want)
		}
	}
}

func said(a Answer) string {
	s := fmt.Sprint(a.Status)
	if a.Route != -1 {
		s += fmt.Sprintf(" by %d %v", a.Route, a.Params)
	}
	if a.Allow != nil {
		s += fmt.Sprint(" ", a.Allow)
	}
	if a.Location != "" {
		s += " to " + a.Location
	}
	if a.Refused != "" {
		s += " for " + a.Refused
	}
	if a.Reason != "" {
		s += ": " + a.Reason
	}
	return s
}
