package runtime

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func fieldsOf(r Response) string {
	var list []string
	for _, f := range r.headerFields() {
		list = append(list, f.name+": "+f.value)
	}
	return strings.Join(list, ", ")
}

func TestAddHeaderAdds(t *testing.T) {
	for _, row := range []struct {
		sentence string
		r        Response
		want     string
	}{
		{"one field", Text("").AddHeader("X-A", "1"), "X-A: 1"},
		{"one more", Text("").AddHeader("X-A", "1").AddHeader("x-a", "2"), "X-A: 1, x-a: 2"},
		{"behind one that was set", Text("").WithHeader("X-A", "1").AddHeader("X-A", "2"), "X-A: 1, X-A: 2"},
		{"what is set later takes the place of all", Text("").AddHeader("X-A", "1").AddHeader("X-A", "2").WithHeader("X-A", "3"), "X-A: 3"},
		{"a length is one", Text("").AddHeader("Content-Length", "1").AddHeader("content-length", "2"), "content-length: 2"},
		{"a location is one", Text("").AddHeader("Location", "/a").AddHeader("location", "/b"), "location: /b"},
		{"a validator is one", Text("").AddHeader("ETag", `"a"`).AddHeader("ETag", `"b"`), `ETag: "b"`},
		{"framing is the server's own", Text("").AddHeader("Transfer-Encoding", "chunked").AddHeader("Date", "x"), ""},
		{"a content type is one", Text("").AddHeader("Content-Type", "x/y").AddHeader("Content-Type", "x/z"), ""},
	} {
		if got := fieldsOf(row.r); got != row.want || row.r.err() != nil {
			t.Errorf("%s: %q %v", row.sentence, got, row.r.err())
		}
	}
	if got := Text("").AddHeader("Content-Type", "x/y").AddHeader("Content-Type", "x/z").Header("Content-Type"); got != "x/z" {
		t.Errorf("the content type is %q", got)
	}
}

func TestWithCookieAddsALine(t *testing.T) {
	r := Text("").WithCookie(&http.Cookie{Name: "a", Value: "1"}).WithCookie(&http.Cookie{Name: "a", Value: "b c", HttpOnly: true})
	if got, want := fieldsOf(r), `Set-Cookie: a=1, Set-Cookie: a="b c"; HttpOnly`; got != want || r.err() != nil {
		t.Errorf("%q %v", got, r.err())
	}
}

func TestFieldsThatCannotBeSentAreErrors(t *testing.T) {
	for sentence, r := range map[string]Response{
		"a line break in an added field": Text("").AddHeader("X", "a\r\nb"),
		"an added field without a name":  Text("").AddHeader("", "a"),
		"no cookie":                      Text("").WithCookie(nil),
		"a cookie without a name":        Text("").WithCookie(&http.Cookie{Value: "a"}),
		"a cookie with a line break":     Text("").WithCookie(&http.Cookie{Name: "a", Value: "b\r\nX: y"}),
		"a cookie with a semicolon":      Text("").WithCookie(&http.Cookie{Name: "a", Value: "b; Secure"}),
		"a path with a semicolon":        Text("").WithCookie(&http.Cookie{Name: "a", Path: "/; HttpOnly"}),
		"a domain that is none":          Text("").WithCookie(&http.Cookie{Name: "a", Domain: "a b"}),
	} {
		if r.err() == nil {
			t.Errorf("%s is sent: %q", sentence, fieldsOf(r))
		}
	}
}

// cookieService answers with what NewCookie makes of the query.
func cookieService() Service {
	return handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		c, err := NewCookie(req, req.Query().Get("name"), req.Query().Get("value"))
		if err != nil {
			return Response{}, &HTTPError{Status: 400, Message: err.Error()}
		}
		return NoContent().WithCookie(c), nil
	}))
}

func TestNewCookieIsSafe(t *testing.T) {
	onEachServer(t, cookieService, nil, func(t *testing.T, s *hosted) {
		secure := ""
		if s.tls {
			secure = " Secure;"
		}
		for target, want := range map[string]string{
			"/?name=a&value=b":         "204 Set-Cookie=a=b; Path=/; HttpOnly;" + secure + " SameSite=Lax \"\"",
			"/?name=a&value=":          "204 Set-Cookie=a=; Path=/; HttpOnly;" + secure + " SameSite=Lax \"\"",
			"/?name=a&value=b%20c":     "204 Set-Cookie=a=\"b c\"; Path=/; HttpOnly;" + secure + " SameSite=Lax \"\"",
			"/?name=__Host-a&value=b":  "204 Set-Cookie=__Host-a=b; Path=/; HttpOnly; Secure; SameSite=Lax \"\"",
			"/?name=__secure-a&value=": "204 Set-Cookie=__secure-a=; Path=/; HttpOnly; Secure; SameSite=Lax \"\"",
		} {
			if got := s.tell("GET "+target+" HTTP/1.1\r\nHost: a\r\n\r\n", "Set-Cookie"); got != want {
				t.Errorf("%s: %s, want %s", target, got, want)
			}
		}
		for _, target := range []string{
			"/?name=&value=b", "/?name=a%3Bb&value=", "/?name=a%20b&value=", "/?name=%C3%BC&value=", "/?name=a&value=%0D%0A",
			"/?name=a&value=x%3By", "/?name=a&value=%22x%22", "/?name=a&value=%5C", "/?name=a&value=%C3%BC", "/?name=a&value=%7F",
		} {
			if got := s.tell("GET "+target+" HTTP/1.1\r\nHost: a\r\n\r\n", "Set-Cookie"); !strings.HasPrefix(got, "400 \"") {
				t.Errorf("%s: %s", target, got)
			}
		}
	})
}

func TestNewCookieBelievesProxiesOfOnesOwn(t *testing.T) {
	ours := []Option{TrustForwarded(netip.MustParsePrefix("127.0.0.0/8"))}
	for _, row := range []struct {
		sentence, fields string
		opts             []Option
		secure           bool
	}{
		{"TLS to the proxy", "X-Forwarded-Proto: https", ours, true},
		{"in another case", "X-Forwarded-Proto: HTTPS", ours, true},
		{"no TLS to the proxy", "X-Forwarded-Proto: http", ours, false},
		{"the nearest proxy counts", "X-Forwarded-Proto: https, http", ours, false},
		{"the last line counts", "X-Forwarded-Proto: http\r\nX-Forwarded-Proto: https", ours, true},
		{"the standard's field", "Forwarded: for=192.0.2.1;proto=https", ours, true},
		{"both, and the usual one counts", "Forwarded: proto=https\r\nX-Forwarded-Proto: http", ours, false},
		{"a proxy that says nothing", "X-Other: 1", ours, false},
		{"nobody is believed by default", "X-Forwarded-Proto: https", nil, false},
	} {
		c := serveTest(t, cookieService(), row.opts...).client("tcp")
		c.write("GET /?name=a&value=b HTTP/1.1\r\nHost: a\r\n" + row.fields + "\r\n\r\n")
		a := c.want(row.sentence, 204, "")
		if got := strings.Contains(a.Header.Get("Set-Cookie"), "Secure"); got != row.secure {
			t.Errorf("%s: %q", row.sentence, a.Header.Get("Set-Cookie"))
		}
	}
}
