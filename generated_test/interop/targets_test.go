//go:build linux

package interop

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// What arrives of a target lives here: proxies decode, merge, resolve, encode or refuse.

// targets are written as a client sends them; HOST stands for where it sends them to.
// What the service itself answers stands behind: the status and what the route was given,
// or where a redirect leads.
var targets = []struct{ shape, target, direct string }{
	{"an encoded slash", "/t/a%2Fb", `200 "a/b" ""`},
	{"two slashes in front", "//t/a", "404"},
	{"two slashes", "/t/a//b", `200 "a//b" ""`},
	{"a dot segment", "/t/./b", "301 /t/b"},
	{"an encoded dot segment", "/t/%2e/b", "404"},
	{"escapes that need not be", "/t/%41%7E", `200 "A~" ""`},
	{"braces", "/t/{x}", `200 "{x}" ""`},
	{"a raw é", "/t/\xc3\xa9", "400"},
	{"an escape cut off", "/t/a%", "400"},
	{"a lone question mark", "/t/a?", `200 "a" ""`},
	{"a query as it is", "/t/a?b=%2F&c=;+%C3%A9", `200 "a" "b=%2F&c=;+%C3%A9"`},
	{"the absolute form", "http://HOST/t/a", `200 "a" ""`},
	{"9 KB", "/t/" + strings.Repeat("a", 9000), "414"},
}

// changed says, per proxy, what arrives of a target that does not arrive as it was sent:
// another target, or a status that the proxy answers with by itself.
var changed = map[string]map[string]string{
	"nginx": {
		"an escape cut off": "400",
		"the absolute form": "/t/a",
		"9 KB":              "414",
	},
	"nginx with a URI": {
		"an encoded slash":         "/t/a/b",
		"two slashes in front":     "/t/a",
		"two slashes":              "/t/a/b",
		"a dot segment":            "/t/b",
		"an encoded dot segment":   "/t/b",
		"escapes that need not be": "/t/A~",
		"an escape cut off":        "400",
		"a lone question mark":     "/t/a",
		"the absolute form":        "/t/a",
		"9 KB":                     "414",
	},
	"haproxy": {
		"a raw é": "400",
	},
	"varnish": {
		"the absolute form": "/t/a",
	},
	"apache": {
		"an encoded slash":         "404",
		"two slashes in front":     "/t/a",
		"two slashes":              "/t/a/b",
		"a dot segment":            "/t/b",
		"an encoded dot segment":   "/t/b",
		"escapes that need not be": "/t/A~",
		"braces":                   "/t/%7Bx%7D",
		"a raw é":                  "/t/%C3%A9",
		"an escape cut off":        "400",
		"the absolute form":        "/t/a",
		"9 KB":                     "414",
	},
	"apache nocanon": {
		"two slashes in front": "/t/a",
		"an escape cut off":    "400",
		"the absolute form":    "/t/a",
		"9 KB":                 "414",
	},
	"caddy": {
		"braces":            "/t/%7Bx%7D",
		"a raw é":           "/t/%C3%A9",
		"an escape cut off": "400",
		"the absolute form": "/t/a",
	},
}

func TestTargetsStraight(t *testing.T) {
	needs(t)
	s := serve(t)
	for _, row := range targets {
		if got := ask(t, s.own, row.target, 0); got != row.direct {
			t.Errorf("%s: %s, want %s", row.shape, got, row.direct)
		}
	}
}

// Of a target what the proxy's row says arrives, and the client gets what the service
// answers to that.
func TestTargetsThroughProxies(t *testing.T) {
	for _, p := range proxies {
		t.Run(p.name, func(t *testing.T) {
			needs(t, p.program)
			s := serve(t)
			addr := p.start(t, s.addr)
			for i, row := range targets {
				answer := ask(t, addr, row.target, i+1)
				arrived, _, _ := strings.Cut(s.tap.arrived(fmt.Sprintf("X-Row: %d", i+1)), " HTTP/1.")
				_, arrived, _ = strings.Cut(arrived, " ")
				want := cmp.Or(changed[p.name][row.shape], strings.ReplaceAll(row.target, "HOST", addr))
				switch {
				case !strings.Contains(want, "/"):
					if arrived != "" || answer[:3] != want {
						t.Errorf("%s: answered %s, arrived %q, want %s", row.shape, answer, arrived, want)
					}
				case arrived != want:
					t.Errorf("%s: arrives as %q, want %q; answered %s", row.shape, arrived, want, answer)
				default:
					if direct := ask(t, s.own, arrived, 0); answer != direct {
						t.Errorf("%s: answered %s, but straight %s", row.shape, answer, direct)
					}
				}
			}
		})
	}
}

// ask sends a target as it is and tells the answer: the status, and what a 200 says or
// where a redirect leads.
func ask(t *testing.T, addr, target string, row int) string {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	target = strings.ReplaceAll(target, "HOST", addr)
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nX-Row: %d\r\nConnection: close\r\n\r\n",
		target, addr, row)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("%s: no answer: %v", target, err)
	}
	body, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		t.Fatalf("%s: %v", target, err)
	case resp.StatusCode == 200:
		return "200 " + strings.TrimSpace(string(body))
	case resp.Header.Get("Location") != "":
		to := leads(t, "http://"+addr+target, resp.Header.Get("Location"))
		return fmt.Sprint(resp.StatusCode, " ", to)
	}
	return fmt.Sprint(resp.StatusCode)
}

// leads is where a Location of an answer leads, as a path and a query.
func leads(t *testing.T, from, location string) string {
	t.Helper()
	base, err := url.Parse(from)
	if err != nil {
		t.Fatal(err)
	}
	to, err := base.Parse(location)
	if err != nil || to.Host != base.Host {
		t.Errorf("a redirect from %s to %q leads elsewhere (%v)", from, location, err)
		return location
	}
	return to.RequestURI()
}
