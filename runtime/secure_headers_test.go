package runtime

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

var secureNames = []string{"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
	"Content-Security-Policy", "Strict-Transport-Security"}

func TestSecureHeaders(t *testing.T) {
	const (
		usual = "X-Content-Type-Options=nosniff X-Frame-Options=DENY Referrer-Policy=strict-origin-when-cross-origin Cross-Origin-Opener-Policy=same-origin"
		hsts  = " Strict-Transport-Security=max-age=31536000"
	)
	s := func() Service {
		return handwritten(
			textLeaf("GET", "/", "hello"),
			handlerLeaf("GET", "/own", func(Request) (Response, error) {
				return Text("own").WithHeader("x-frame-options", "SAMEORIGIN"), nil
			}),
			leaf{"GET", "/handler", func(x *Exchange) (Response, error) {
				return x.HandleHTTP(func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("X-Frame-Options", "SAMEORIGIN")
					_, _ = w.Write([]byte("by net/http"))
				})
			}},
			handlerLeaf("GET", "/panic", func(Request) (Response, error) { panic("out of luck") }),
		)
	}
	onEachServer(t, s, []Option{SecureHeaders(SecureFields{})}, func(t *testing.T, h *hosted) {
		for _, row := range []struct{ path, status, fields, body string }{
			{"/", "200", usual, `"hello"`},
			{"/own", "200", strings.Replace(usual, "DENY", "SAMEORIGIN", 1), `"own"`},
			{"/handler", "200", strings.Replace(usual, "DENY", "SAMEORIGIN", 1), `"by net/http"`},
			{"/panic", "500", usual, `"{\"error\": \"Internal Server Error\"}"`},
			{"/nothing", "404", usual, `"{\"error\": \"Not Found\"}"`},
		} {
			want := row.status + " " + row.fields + " " + row.body
			if h.tls {
				want = row.status + " " + row.fields + hsts + " " + row.body
			}
			got := strings.TrimSuffix(h.tell("GET "+row.path+" HTTP/1.1\r\nHost: a\r\n\r\n", secureNames...), " close")
			if got != want {
				t.Errorf("%s:\ngot  %s\nwant %s", row.path, got, want)
			}
		}
	})
}

func TestEachSecureHeaderCanBeSet(t *testing.T) {
	d := talkTo(t, handwritten(textLeaf("GET", "/", "hello")), SecureHeaders(SecureFields{ContentTypeOptions: "-", FrameOptions: "SAMEORIGIN",
		ReferrerPolicy: "-", OpenerPolicy: "-", TransportSecurity: "max-age=1", ContentSecurityPolicy: "default-src 'self'"}),
		TrustForwarded(netip.MustParsePrefix("192.0.2.0/24")))
	resp := d.ask("GET /\nX-Forwarded-Proto: https")
	if got := strings.Join(told(resp, secureNames, ""), " "); got != `200 X-Frame-Options=SAMEORIGIN Content-Security-Policy=default-src 'self' Strict-Transport-Security=max-age=1 ""` {
		t.Errorf("behind a proxy that has spoken TLS: %s", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a line break is taken")
		}
	}()
	SecureHeaders(SecureFields{FrameOptions: "a\r\nb"})
}

// A response that is kept and returned to many stays as it was.
func TestSecureHeadersLeaveKeptResponsesAlone(t *testing.T) {
	kept := Text("kept")
	d := talkTo(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) { return kept, nil })), SecureHeaders(SecureFields{}))
	d.want("one", "GET /", 200, "kept")
	if kept.more != nil {
		t.Error("the response has changed")
	}
}

// What refuses to switch protocols is an answer like others.
func TestRefusalsToSwitchHaveTheFieldsOfEveryAnswer(t *testing.T) {
	service := func() Service { return handlerOf(http.HandlerFunc(headFirst)) }
	onEachServer(t, service, []Option{SecureHeaders(SecureFields{})}, func(t *testing.T, h *hosted) {
		if h.h2 != nil {
			return // nothing is switched there
		}
		got := h.tell(strings.TrimSuffix(upgradeX, "\r\n")+"Content-Length: 5\r\n\r\nhello", "X-Frame-Options")
		if !strings.HasPrefix(got, "400 X-Frame-Options=DENY ") {
			t.Errorf("got %s", got)
		}
	})
}
