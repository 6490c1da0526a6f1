package web

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"

	"example.com/httpgen/generated_test/interop/web/browser"
)

// Chromium lives here: a page of the service talks WebSocket to it. Over TLS the page comes by
// HTTP/2, and Chromium opens a second connection, of HTTP/1.1, since extended CONNECT is not
// offered (RFC 8441).

//go:embed testdata/talk.js
var talkScript string

func TestWebSocketsOfChromium(t *testing.T) {
	needs(t, browser.Name)
	b := browser.Start(t)
	onEach(t, overHTTP1(), func(t *testing.T, h *hosted) {
		page := b.Open(h.url("http", "/"))
		page.Eval(talkScript+"undefined", nil)
		var protocol string
		page.Eval("performance.getEntriesByType('navigation')[0].nextHopProtocol", &protocol)
		if want := map[string]string{ownLoop: "http/1.1", ownTLS: "h2", netHTTP: "http/1.1"}[h.kind]; protocol != want {
			t.Errorf("the page came by %s, want %s", protocol, want)
		}
		for _, path := range libraries {
			var faults []string
			page.Eval(fmt.Sprintf("talk(%q)", h.url("ws", path)), &faults)
			if len(faults) > 0 {
				t.Errorf("%s: %s", path, strings.Join(faults, "\n"))
			}
		}
		var refusal string
		if page.Eval(fmt.Sprintf("refused(%q)", h.url("ws", "/items/7")), &refusal); refusal != "" {
			t.Errorf("no upgrade there: %s", refusal)
		}
		// Another origin: both libraries look at it.
		if page.Eval(fmt.Sprintf("refused(%q)", strings.Replace(h.url("ws", "/coder"), "127.0.0.1", "localhost", 1)), &refusal); refusal != "" {
			t.Errorf("another origin: %s", refusal)
		}
	})
}

func TestTheServersEndIsSaidToChromium(t *testing.T) {
	needs(t, browser.Name)
	b := browser.Start(t)
	onEach(t, overHTTP1(), func(t *testing.T, h *hosted) {
		var pages []*browser.Page
		for _, path := range libraries {
			page := b.Open(h.url("http", "/"))
			page.Eval(talkScript+"undefined", nil)
			page.Eval(fmt.Sprintf("stay(%q)", h.url("ws", path)), nil)
			pages = append(pages, page)
		}
		h.stop()
		for i, page := range pages {
			var end string
			if page.Eval("end", &end); end != "closed 1001 the server ends true" {
				t.Errorf("%s: it hears %q", libraries[i], end)
			}
		}
	})
}
