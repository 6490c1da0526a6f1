package services

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/httpgen/runtime"
)

// ask sends a request with fields "Name: value" and returns the answer and its body.
func ask(t *testing.T, app http.Handler, method, path string, fields ...string) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)
	resp := w.Result()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

// A preflight is answered with what the manifest says of exactly that path and method.
func TestPreflightsOfTheManifest(t *testing.T) {
	app := New(Server{})
	for _, row := range []struct{ sentence, path, origin, method, want string }{
		{"a route without fields of its own", "/notes", "https://app.example", "GET",
			"https://app.example|true|GET, HEAD, POST|X-Trace|600|"},
		{"a route with typed fields and a body", "/notes", "https://x.app.example", "POST",
			"https://x.app.example|true|GET, HEAD, POST|X-Trace, Idempotency-Key, Content-Type, Content-Encoding|600|"},
		{"one with a credential", "/mine/name", "https://app.example", "PUT",
			"https://app.example|true|PUT|X-Trace, Authorization|600|"},
		{"another origin", "/notes", "https://evil.example", "POST", "|||||"},
		{"off", "/inside", "https://app.example", "GET", "|||||"},
		{"a group's", "/public/news", "https://evil.example", "GET", "*||GET, HEAD||0|"},
		{"a route's own", "/public/news", "http://localhost:5173", "DELETE", "http://localhost:5173||DELETE|||true"},
	} {
		resp, _ := ask(t, app, "OPTIONS", row.path, "Origin: "+row.origin, "Access-Control-Request-Method: "+row.method,
			"Access-Control-Request-Private-Network: true")
		var got []string
		for _, name := range []string{"Origin", "Credentials", "Methods", "Headers"} {
			got = append(got, resp.Header.Get("Access-Control-Allow-"+name))
		}
		got = append(got, resp.Header.Get("Access-Control-Max-Age"), resp.Header.Get("Access-Control-Allow-Private-Network"))
		if text := strings.Join(got, "|"); text != row.want || resp.StatusCode != 204 {
			t.Errorf("%s: %d %s, want %s", row.sentence, resp.StatusCode, text, row.want)
		}
	}
}

// What the fields of answers are is decided by who answers, also where no route does.
func TestAnswersOfTheManifestToPages(t *testing.T) {
	app := New(Server{})
	for _, row := range []struct {
		method, path, origin string
		status               int
		want                 string
	}{
		{"GET", "/notes", "https://app.example", 200, "https://app.example"},
		{"PUT", "/mine/name", "https://app.example", 401, "https://app.example"},
		{"GET", "/nothing", "https://app.example", 404, "https://app.example"},
		{"GET", "/public/nothing", "https://evil.example", 404, "*"},
		{"GET", "/publicity", "https://evil.example", 404, ""},
		{"GET", "/inside", "https://app.example", 200, ""},
		{"PUT", "/inside", "https://app.example", 405, ""},
	} {
		resp, _ := ask(t, app, row.method, row.path, "Origin: "+row.origin)
		if got := resp.Header.Get("Access-Control-Allow-Origin"); got != row.want || resp.StatusCode != row.status {
			t.Errorf("%s %s is %d for %q, want %d for %q", row.method, row.path, resp.StatusCode, got, row.status, row.want)
		}
	}
}

func TestProbesOfTheManifest(t *testing.T) {
	cold := errors.New("the cache is cold")
	app := New(Server{}, runtime.ReadyCheck(func(context.Context) error { return cold }))
	if resp, body := ask(t, app, "GET", "/healthz"); resp.StatusCode != 200 || body != "ok\n" {
		t.Errorf("it lives: %d %q", resp.StatusCode, body)
	}
	if resp, body := ask(t, app, "GET", "/readyz"); resp.StatusCode != 503 || body != "not ready\n" {
		t.Errorf("it is not ready: %d %q", resp.StatusCode, body)
	}
}

// What the manifest says of codings holds for answers and bodies.
func TestCodingsOfTheManifest(t *testing.T) {
	app := New(Server{})
	for _, row := range []struct{ path, want string }{{"/long", "gzip"}, {"/plain", ""}, {"/notes", ""}, {"/ticks", "gzip"}} {
		resp, _ := ask(t, app, "GET", row.path, "Accept-Encoding: gzip")
		if got := resp.Header.Get("Content-Encoding"); got != row.want {
			t.Errorf("%s is answered in %q, want %q", row.path, got, row.want)
		}
	}
	post := func(path, text string) (int, string) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = io.WriteString(z, text)
		_ = z.Close()
		r := httptest.NewRequest("POST", path, &b)
		r.Header.Set("Content-Encoding", "gzip")
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		app.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	if status, body := post("/notes", `{"text": "a"}`); status != 201 || body != `{"text":"a"}` {
		t.Errorf("JSON in gzip is answered with %d %s", status, body)
	}
	if status, body := post("/upload", strings.Repeat("0", 1024)); status != 200 || body != "1024\n" {
		t.Errorf("an upload in gzip is answered with %d %s", status, body)
	}
	if status, body := post("/upload", strings.Repeat("0", 1<<20)); status != 413 {
		t.Errorf("a bomb is answered with %d %s", status, body)
	}
}
