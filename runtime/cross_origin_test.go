package runtime

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The rule is that of net/http, which is asked beside.
func TestCrossOriginProtectionIsThatOfNetHTTP(t *testing.T) {
	theirs := http.NewCrossOriginProtection()
	if err := theirs.AddTrustedOrigin("https://trusted.example"); err != nil {
		t.Fatal(err)
	}
	d := talkTo(t, handwritten(textLeaf("GET,POST,DELETE,PUT,OPTIONS", "/", "done")), CrossOriginProtection("https://trusted.example"))
	for _, method := range []string{"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"} {
		for _, site := range []string{"", "same-origin", "none", "same-site", "cross-site", "SAME-ORIGIN", "nonsense"} {
			for _, origin := range []string{"", "null", "https://example.com", "http://example.com", "https://example.com:8443",
				"https://trusted.example", "https://trusted.example.evil.com", "https://evil.example", "://", "example.com", "https://user@example.com"} {
				request := method + " /"
				r := httptest.NewRequest(method, "/", nil)
				for name, value := range map[string]string{"Sec-Fetch-Site": site, "Origin": origin} {
					if value != "" {
						request += "\n" + name + ": " + value
						r.Header.Set(name, value)
					}
				}
				want := 200
				if theirs.Check(r) != nil {
					want = 403
				}
				if got := d.ask(request).StatusCode; got != want {
					t.Errorf("%q is %d, want %d", request, got, want)
				}
			}
		}
	}
}

func TestWhatCORSTakesWithCredentialsIsProtectedFromOthers(t *testing.T) {
	s := shared()
	onEachServer(t, func() Service { return s }, []Option{CrossOriginProtection()}, func(t *testing.T, h *hosted) {
		for _, row := range []struct{ sentence, request, origin, want string }{
			{"a page of an origin that is taken", "POST /notes", "https://app.example", `200 "made"`},
			{"another", "POST /notes", "https://evil.example", `403 "{\"error\": \"cross-origin request refused\"}"`},
			{"every origin is taken, but not with credentials", "DELETE /public", "https://evil.example", `403 "{\"error\": \"cross-origin request refused\"}"`},
			{"what changes nothing", "GET /notes", "https://evil.example", `200 "notes"`},
		} {
			got := h.tell(row.request + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nSec-Fetch-Site: cross-site\r\nOrigin: " + row.origin + "\r\n\r\n")
			if strings.TrimSuffix(got, " close") != row.want {
				t.Errorf("%s: got %s, want %s", row.sentence, got, row.want)
			}
		}
	})
}

func TestHostsThatAreAnsweredFor(t *testing.T) {
	s := handwritten(textLeaf("GET", "/", "here"))
	s.Health = Health{Live: "/healthz"}
	onEachServer(t, func() Service { return s }, []Option{HostAllowed("example.com", "*.below.example", "127.0.0.1:8000", "[::1]", "port.example:81")},
		func(t *testing.T, h *hosted) {
			for _, row := range []struct {
				host  string
				taken bool
			}{
				{"example.com", true}, {"EXAMPLE.com", true}, {"example.com:8443", true}, {"example.com.", true}, {"www.example.com", false},
				{"a.below.example", true}, {"a.b.below.example:1", true}, {"below.example", false}, {"evilbelow.example", false},
				{"below.example.evil.com", false}, {"127.0.0.1:8000", true}, {"127.0.0.1", false}, {"127.0.0.1:8001", false},
				{"[::1]", true}, {"[::1]:99", true}, {"port.example:81", true}, {"port.example:8", false}, {"evil.com", false},
			} {
				got := h.tell("GET / HTTP/1.1\r\nHost: " + row.host + "\r\n\r\n")
				if taken := got == `200 "here"`; taken != row.taken || !taken && !strings.HasPrefix(got, "421 ") {
					if h.h2 != nil && strings.HasPrefix(got, "400") {
						continue // no authority
					}
					t.Errorf("Host: %s is answered with %s, want taken %v", row.host, got, row.taken)
				}
			}
			if got := h.tell("GET /healthz HTTP/1.1\r\nHost: 10.0.0.7\r\n\r\n"); got != `200 "ok\n"` {
				t.Errorf("a probe by address is answered with %s", got)
			}
		})
	for _, bad := range []string{"", "*", "*example.com", ".example.com", "a:b", "a/b", "http://a"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q is taken for a host", bad)
				}
			}()
			HostAllowed(bad)
		}()
	}
}
