package web

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"testing"

	"example.com/httpgen/examples/chat"
	"example.com/httpgen/generated_test/interop/web/browser"
	"example.com/httpgen/runtime"
)

// The example chat lives here, in browsers.

// serveChat starts it until the test ends; with TLS its page and events come over HTTP/2. stop ends
// it as a signal does, and waits.
func serveChat(t *testing.T, config *tls.Config) (url string, stop func()) {
	t.Helper()
	opts, scheme := []runtime.Option{runtime.Logger(slog.New(slog.DiscardHandler))}, "http"
	if config != nil {
		opts, scheme = append(opts, runtime.TLS(config)), "https"
	}
	app := chat.New(chat.NewChat(), opts...)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(context.Background(), l) }()
	stop = sync.OnceFunc(func() {
		app.Stop()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	t.Cleanup(stop)
	return scheme + "://" + l.Addr().String() + "/", stop
}

// has waits until a list of the page has items.
func has(page *browser.Page, list string, items ...string) {
	for _, item := range items {
		page.Until(fmt.Sprintf("[...document.querySelectorAll('#%s li')].some(li => li.textContent == %q)", list, item))
	}
}

// do fills a form's field and sends the form, as a person does.
func do(page *browser.Page, form, field, value string) {
	page.Eval(fmt.Sprintf("document.getElementById(%q).value = %q; document.getElementById(%q).requestSubmit()",
		field, value, form), nil)
}

func TestTwoBrowsersChat(t *testing.T) {
	needs(t, browser.Name)
	ann, bob := browser.Start(t), browser.Start(t)
	for name, config := range map[string]*tls.Config{"plain": nil, "over TLS": ownCertificate(t)} {
		t.Run(name, func(t *testing.T) {
			url, stop := serveChat(t, config)
			ann, bob := ann.Open(url), bob.Open(url)
			for _, page := range []*browser.Page{ann, bob} {
				page.Until("document.body.dataset.listens == 'yes'")
			}
			do(ann, "join", "who", "ann")
			has(ann, "talked", "ann is here")
			do(bob, "join", "who", "bob")
			has(ann, "talked", "bob is here")
			do(ann, "talk", "text", "hello, <b>bob</b>")
			has(bob, "talked", "ann: hello, <b>bob</b>")
			do(bob, "talk", "text", "hello, ann ☃")
			has(ann, "talked", "bob: hello, ann ☃")
			for _, page := range []*browser.Page{ann, bob} {
				has(page, "heard", "ann is here", "bob is here", "ann: hello, <b>bob</b>", "bob: hello, ann ☃")
			}

			stop()
			for _, page := range []*browser.Page{ann, bob} {
				page.Until("document.getElementById('state').textContent == 'Goodbye: the server says goodbye.'")
				page.Until("document.body.dataset.goodbye == 'the server says goodbye'")
			}
		})
	}
}
