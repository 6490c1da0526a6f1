package http1

import (
	"net/url"
	"testing"
)

// start parses a start line and says what became of the target.
func start(line string) string {
	return read(line+"\r\nHost: h\r\n\r\n", &testLimits)
}

func TestTargets(t *testing.T) {
	const tail = " | Host=h keep | 1.1"
	for _, tt := range []struct{ line, want string }{
		{"GET /a/b%2Fc?q=%zz HTTP/1.1", "GET /a/b%2Fc?q=%zz escaped" + tail + ", 40 bytes"},
		{"GET /? HTTP/1.1", "GET /" + tail + ", 28 bytes"},
		{`GET /"<>\^{|}[]'! HTTP/1.1`, `GET /"<>\^{|}[]'!` + tail + ", 39 bytes"},
		{"GET //x HTTP/1.1", "GET //x" + tail + ", 29 bytes"},
		{"GET /%41%fF HTTP/1.1", "GET /%41%fF escaped" + tail + ", 33 bytes"},
		{"GET /%20%0a%10 HTTP/1.1", "GET /%20%0a%10 escaped" + tail + ", 36 bytes"},
		{"GET /%20%0a/%10 HTTP/1.1", "GET /%20%0a/%10 escaped" + tail + ", 37 bytes"},
		{"GET http://%c3%a9 HTTP/1.1", "GET  form 1 authority %c3%a9" + tail + ", 39 bytes"},
		{"GET http://a?%20 HTTP/1.1", "GET ?%20 form 1 authority a" + tail + ", 38 bytes"},
		{"GET http://a/b?c HTTP/1.1", "GET /b?c form 1 authority a" + tail + ", 38 bytes"},
		{"GET HTTPS://a:8080/b HTTP/1.1", "GET /b form 1 authority a:8080" + tail + ", 42 bytes"},
		{"GET http://[::1]:80/ HTTP/1.1", "GET / form 1 authority [::1]:80" + tail + ", 42 bytes"},
		{"GET http://a HTTP/1.1", "GET  form 1 authority a" + tail + ", 34 bytes"},
		{"GET http://a?b/c HTTP/1.1", "GET ?b/c form 1 authority a" + tail + ", 38 bytes"},
		{"OPTIONS * HTTP/1.1", "OPTIONS  form 3 authority " + tail + ", 31 bytes"},
		{"CONNECT a:443 HTTP/1.1", "CONNECT  form 2 authority a:443" + tail + ", 35 bytes"},
	} {
		if got := start(tt.line); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.line, got, tt.want)
		}
	}
	for _, line := range []string{
		"GET * HTTP/1.1", "GET foo HTTP/1.1", "GET a:443 HTTP/1.1", "GET /a#b HTTP/1.1", "GET /\x7f HTTP/1.1",
		"GET /\x80 HTTP/1.1", "GET /\x01 HTTP/1.1", "GET /%zz HTTP/1.1", "GET /% HTTP/1.1", "GET /%4 HTTP/1.1", "GET /%4z HTTP/1.1", "GET /%z4 HTTP/1.1", "GET /%41%zz HTTP/1.1",
		"GET 0 HTTP/1.1", "GET 0a HTTP/1.1", "OPTIONS a HTTP/1.1",
		"GET /%00 HTTP/1.1", "GET /a%2", "GET http://u@a/ HTTP/1.1", "GET http://u:p@a/ HTTP/1.1",
		"GET http:///b HTTP/1.1", "GET http:a HTTP/1.1", "GET http:/a HTTP/1.1", "GET http:abcde HTTP/1.1", "GET ftp://a/ HTTP/1.1",
		"GET ://a/ HTTP/1.1", "GET http://a/%zz HTTP/1.1", "GET http://a:b/ HTTP/1.1", "GET ?a HTTP/1.1",
		"OPTIONS *a HTTP/1.1", "CONNECT / HTTP/1.1", "CONNECT a HTTP/1.1", "CONNECT a: HTTP/1.1", "CONNECT a:b HTTP/1.1",
		"CONNECT http://a:1/ HTTP/1.1", "CONNECT :1 HTTP/1.1",
	} {
		if got := start(line); got != TargetSyntax.Error() && line != "GET /a%2" {
			t.Errorf("%q is taken: %s", line, got)
		}
	}
}

// What we take as a target, net/url takes, too, and sees the same path.
func FuzzTarget(f *testing.F) {
	for _, seed := range []string{"/", "/a%20b?c", "http://a:1/b", "*", "https://[::1]", "//a", "http://%80/", "/a?b#c", "/%00", "/%zz", "HTTPS://a.b?c/d",
		"http://u@a/", "http:/a", "http:///b", "/\"<>\\^{|}[]'!", "/a/../%2e%2e/%2F", "http://[::1]:80/%41?%zz", "a:443", "/\x7f", "/\xc3\xa9"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, target string) {
		data := []byte("GET " + target + " HTTP/1.0\r\n\r\n")
		var h Head
		if done, _ := h.Parse(data, &testLimits); !done || h.Len() != len(data) {
			return
		}
		u, err := url.ParseRequestURI(target)
		if err != nil {
			t.Fatalf("net/url refuses: %v", err)
		}
		path := string(h.Path.Of(data))
		want, err := url.PathUnescape(path)
		if err != nil || u.Path != want {
			t.Fatalf("path %q, net/url has %q (%v)", path, u.Path, err)
		}
		if string(h.Query.Of(data)) != u.RawQuery {
			t.Fatalf("query %q, net/url has %q", h.Query.Of(data), u.RawQuery)
		}
	})
}
