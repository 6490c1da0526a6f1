// Package browser drives a Chromium without a window by the DevTools protocol, which is JSON over
// WebSocket: pages are opened, and told what to do in JavaScript.
package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// Name is the program.
const Name = "chromium"

// patience is how long each step may take on a slow machine.
const patience = 90 * time.Second

// A Browser is a running one, with a profile of its own.
type Browser struct {
	t    testing.TB
	port string
}

// Start starts a browser until the test ends. It takes every certificate.
func Start(t testing.TB) *Browser {
	t.Helper()
	profile, err := os.MkdirTemp("", "browser")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(Name, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
		"--no-first-run", "--disable-background-networking", "--no-proxy-server", "--ignore-certificate-errors",
		"--remote-debugging-port=0", "--user-data-dir="+profile, "about:blank")
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		for range 50 { // its children go a moment later, and write as they do
			if os.RemoveAll(profile) == nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
	b := &Browser{t: t}
	wait(t, "the browser is there", func() bool {
		written, err := os.ReadFile(filepath.Join(profile, "DevToolsActivePort"))
		port, _, whole := strings.Cut(string(written), "\n")
		b.port = port
		return err == nil && whole
	})
	return b
}

func wait(t testing.TB, sentence string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not yet", sentence)
		}
	}
}

// A Page is an open one.
type Page struct {
	t    testing.TB
	conn *websocket.Conn
	last int // number of the call
}

// Open opens a page, and returns when all of it is there.
func (b *Browser) Open(address string) *Page {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "PUT",
		"http://127.0.0.1:"+b.port+"/json/new?"+url.QueryEscape(address), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer a.Body.Close()
	var target struct{ WebSocketDebuggerURL string }
	if err := json.NewDecoder(a.Body).Decode(&target); err != nil {
		b.t.Fatal(err)
	}
	conn, _, err := websocket.Dial(ctx, target.WebSocketDebuggerURL, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	conn.SetReadLimit(16 << 20)
	b.t.Cleanup(func() { _ = conn.CloseNow() })
	p := &Page{t: b.t, conn: conn}
	p.Until(fmt.Sprintf("document.readyState == 'complete' && location.href.startsWith(%q)", address))
	return p
}

// Eval runs JavaScript in the page, waits for it if it is a promise, and decodes its value.
func (p *Page) Eval(script string, value any) {
	p.t.Helper()
	var answer struct {
		Result struct {
			Result           struct{ Value json.RawMessage }
			ExceptionDetails json.RawMessage
		}
		Error json.RawMessage
	}
	p.call("Runtime.evaluate", map[string]any{"expression": script, "awaitPromise": true,
		"returnByValue": true}, &answer)
	if answer.Error != nil || answer.Result.ExceptionDetails != nil {
		p.t.Fatalf("%.200s: %s%s", script, answer.Error, answer.Result.ExceptionDetails)
	}
	if value != nil {
		if err := json.Unmarshal(answer.Result.Result.Value, value); err != nil {
			p.t.Fatalf("%.200s: %v in %s", script, err, answer.Result.Result.Value)
		}
	}
}

// Until waits until an expression is true. It may be asked while the page is still made, and then
// has no value, or none that is true.
func (p *Page) Until(expression string) {
	p.t.Helper()
	wait(p.t, expression, func() bool {
		var is bool
		p.Eval("Boolean("+expression+")", &is)
		return is
	})
}

// call calls a method and waits for the answer; events that come before it are passed over.
func (p *Page) call(method string, params, answer any) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	p.last++
	message, err := json.Marshal(map[string]any{"id": p.last, "method": method, "params": params})
	if err == nil {
		err = p.conn.Write(ctx, websocket.MessageText, message)
	}
	for err == nil {
		if _, message, err = p.conn.Read(ctx); err != nil {
			break
		}
		var head struct{ ID int }
		if err = json.Unmarshal(message, &head); err == nil && head.ID == p.last {
			err = json.Unmarshal(message, answer)
			break
		}
	}
	if err != nil {
		p.t.Fatalf("%s: %v", method, err)
	}
}
