package mounts

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"example.com/httpgen/runtime"
)

// onBoth runs a test on a server of ours and on net/http's.
func onBoth(t *testing.T, app func() *runtime.App, do func(t *testing.T, base string)) {
	t.Run("own loop", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		a, ended := app(), make(chan error, 1)
		go func() { ended <- a.Serve(context.Background(), l) }()
		do(t, "http://"+l.Addr().String())
		a.Stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Run("net/http", func(t *testing.T) {
		server := httptest.NewServer(app())
		defer server.Close()
		do(t, server.URL)
	})
}

func ask(t *testing.T, method, url, body string) string {
	t.Helper()
	resp, err := try(t, method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.text
}

// askTx also tells what the hook around has said.
func askTx(t *testing.T, method, url, body string) (text, tx string) {
	t.Helper()
	resp, err := try(t, method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.text, resp.tx
}

type answer struct{ text, tx string }

// try asks with the token of a path that ends with ?let-me-in, and has InTx fail by #torn.
func try(t *testing.T, method, url, body string) (answer, error) {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(url, "let-me-in") {
		req.Header.Set("Authorization", "Bearer x")
	}
	if strings.HasSuffix(url, "#torn") {
		req.Header.Set("X-Tear", "yes")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	text := fmt.Sprintf("%d %s %s", resp.StatusCode, resp.Header.Get("X-Stamp"), b)
	return answer{text, resp.Header.Get("X-Tx")}, err
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestHandlersOfNetHTTP(t *testing.T) {
	app := func() *runtime.App { return New(handlers{debug: echo("debug"), calls: new(atomic.Int32)}) }
	onBoth(t, app, func(t *testing.T, base string) {
		for _, row := range []struct{ method, path, body, want string }{
			{"GET", "/debug/status", "", "200 200 fine"},
			{"GET", "/debug", "", "200  debug GET "},
			{"PUT", "/debug/status", "", "200  debug PUT /status"},
			{"GET", "/debug/pprof/heap", "", "200  profiles GET /debug/pprof/heap"},
			{"GET", "/rooms/a%2Fb/7", "", "200 200 a/b 7 /rooms/<room>/<int:seat> a/b 7 of a hook "},
			{"POST", "/rooms/a/-7", "hello", "200 200 a -7 /rooms/<room>/<int:seat> a -7 of a hook hello"},
			{"GET", "/search?q=x", "", "200 200 x 1"},
			{"GET", "/search?page=a&q=x", "", "400 400 *"},
			{"DELETE", "/plain", "", "418 418 DELETE"},
			{"GET", "/admin/log", "", `403 403 {"error": "not for you"}`},
			{"GET", "/admin/log?let-me-in", "", "200 200 log"},
			{"GET", "/debugger", "", `404  {"error": "Not Found"}`},
		} {
			got := ask(t, row.method, base+row.path, row.body)
			if want, any := strings.CutSuffix(row.want, "*"); got != want && !(any && strings.HasPrefix(got, want)) {
				t.Errorf("%s %s: %s, want %s", row.method, row.path, got, row.want)
			}
		}
	})
}

// What hooks give stands in front of the path's values, and hooks around see the status. What they
// set counts as long as the handler has not begun its answer.
func TestHooksOfHandlersOfNetHTTP(t *testing.T) {
	app := func() *runtime.App {
		return New(handlers{debug: echo("debug"), calls: new(atomic.Int32)})
	}
	onBoth(t, app, func(t *testing.T, base string) {
		for _, row := range []struct{ method, path, want, tx string }{
			{"GET", "/notes/7/a%2Fb?let-me-in", "202 202 user x 7 a/b false", ""},
			{"GET", "/notes/7/a?let-me-in&long=true", "202 202 user x 7 a true", ""},
			{"POST", "/notes/7/a?let-me-in", "200 200 ", "200"},
			{"POST", "/notes/7/a?let-me-in#torn", `409 409 {"error": "not committed"}`, ""},
			{"GET", "/notes/7/a?long=2&let-me-in", "400 400 *", ""},
			{"GET", "/notes/7/a", "401 401 *", ""},
			{"GET", "/notes/whole?let-me-in", "200 200 all of user x", ""},
			{"GET", "/notes/again", "200 200 called 1", ""},
			{"POST", "/notes/again", "200 200 called 1", ""},
			{"POST with a body", "/notes/again", "500 500 *", ""},
		} {
			method, body, _ := strings.Cut(row.method, " with a ")
			got, tx := askTx(t, method, base+row.path, body)
			want, any := strings.CutSuffix(row.want, "*")
			if got != want && !(any && strings.HasPrefix(got, want)) || tx != row.tx {
				t.Errorf("%s %s: %s %q, want %s %q", row.method, row.path, got, tx, row.want, row.tx)
			}
		}
	})
}

// An answer that a handler has begun cannot be taken back: the connection ends.
func TestHooksAroundAreTooLateForAnAnswerThatHasBegun(t *testing.T) {
	app := func() *runtime.App {
		return New(handlers{debug: echo("debug"), calls: new(atomic.Int32)}, runtime.Logger(quiet()))
	}
	onBoth(t, app, func(t *testing.T, base string) {
		for _, path := range []string{"/notes/7/a?let-me-in#torn", "/notes/again?x"} {
			if got, err := try(t, "GET", base+path, ""); err == nil {
				t.Errorf("%s: %s", path, got)
			}
		}
	})
}

func TestAGuardedPrefixCoversMounts(t *testing.T) {
	app := func() *runtime.App { return New(handlers{debug: echo("debug")}) }
	onBoth(t, app, func(t *testing.T, base string) {
		for path, want := range map[string]string{
			"/inside/tools/x":           `403  {"error": "outside"}`,
			"/inside/tools/x?let-me-in": "200  tools GET /inside/tools/x",
			"/inside/door":              `403  {"error": "outside"}`,
			"/inside/door?let-me-in":    "200 200 door",
		} {
			if got := ask(t, "GET", base+path, ""); got != want {
				t.Errorf("%s: %s, want %s", path, got, want)
			}
		}
	})
}

func TestWhatIsNotImplementedIs501(t *testing.T) {
	type unimplemented struct{ UnimplementedHandlers }
	onBoth(t, func() *runtime.App { return New(unimplemented{}) }, func(t *testing.T, base string) {
		for path, want := range map[string]string{
			"/plain":   `501  {"error": "Plain is not implemented"}`,
			"/debug/x": `501  {"error": "Debug is not implemented"}`,
		} {
			if got := ask(t, "GET", base+path, ""); got != want {
				t.Errorf("%s: %s, want %s", path, got, want)
			}
		}
	})
}

func TestAMountMayNotBeNil(t *testing.T) {
	defer func() {
		if v := fmt.Sprint(recover()); !strings.Contains(v, "Debug") || !strings.Contains(v, "/debug") {
			t.Errorf("New panics with %q", v)
		}
	}()
	New(handlers{})
}
