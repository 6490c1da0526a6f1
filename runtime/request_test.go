package runtime

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
)

// inside runs a function as the handler of a request and answers with what it returns.
func inside(t *testing.T, method, pattern, request string, handler func(req Request) string) string {
	t.Helper()
	d := talkTo(t, handwritten(handlerLeaf(method, pattern, func(req Request) (Response, error) { return Text(handler(req)), nil })))
	resp := d.ask(request)
	var b strings.Builder
	if _, err := fmt.Fprint(&b, resp.StatusCode); err != nil {
		t.Fatal(err)
	}
	body := make([]byte, 4096)
	n, _ := resp.Body.Read(body)
	return strings.TrimPrefix(b.String()+" ", "200 ") + string(body[:n])
}

func TestRequest(t *testing.T) {
	const request = "POST /a%2Fb/caf%C3%A9%25;c//?q=1&q=%26&bad=%zz&e\nHost: example.com\nX-One: 1\nX-Two: a\nX-Two: b\nCookie: a=1; b=\"two\"; a=3\nCookie: c=\n\nthe body"
	for _, row := range []struct {
		sentence string
		ask      func(req Request) any
		want     string
	}{
		{"Method", func(r Request) any { return r.Method() }, "POST"},
		{"Path is decoded once", func(r Request) any { return r.Path() }, "/a/b/café%;c//"},
		{"RawPath is as sent", func(r Request) any { return r.RawPath() }, "/a%2Fb/caf%C3%A9%25;c//"},
		{"RawQuery is as sent", func(r Request) any { return r.RawQuery() }, "q=1&q=%26&bad=%zz&e"},
		{"Query leaves out nothing", func(r Request) any { return r.Query() }, "map[bad:[%zz] e:[] q:[1 &]]"},
		{"Header has any case", func(r Request) any { return r.Header("x-ONE") }, "1"},
		{"Header is the first", func(r Request) any { return r.Header("X-Two") }, "a"},
		{"Header knows the host", func(r Request) any { return r.Header("host") }, "example.com"},
		{"a missing header is empty", func(r Request) any { return r.Header("X-None") }, ""},
		{"Headers are all of them", func(r Request) any {
			var all []string
			for name, value := range r.Headers() {
				all = append(all, name+"="+value)
			}
			return all[len(all)-3:]
		}, "[X-One=1 X-Two=a X-Two=b]"},
		{"Headers may be left early", func(r Request) any {
			for range r.Headers() {
				return "left"
			}
			return ""
		}, "left"},
		{"Cookie is the first", func(r Request) any { v, ok := r.Cookie("a"); return fmt.Sprintln(v, ok) }, "1 true\n"},
		{"Cookie without quotes", func(r Request) any { v, ok := r.Cookie("b"); return fmt.Sprintln(v, ok) }, "two true\n"},
		{"Cookie of another field", func(r Request) any { v, ok := r.Cookie("c"); return fmt.Sprintf("%q %v", v, ok) }, `"" true`},
		{"Cookie names have case", func(r Request) any { v, ok := r.Cookie("A"); return fmt.Sprintf("%q %v", v, ok) }, `"" false`},
		{"Body", func(r Request) any { b, err := r.Body(); return fmt.Sprint(string(b), err) }, "the body<nil>"},
		{"the body is read once and kept", func(r Request) any {
			first, _ := r.Body()
			again, _ := r.Body()
			text, err := r.Text()
			return fmt.Sprint(&first[0] == &again[0], text, err)
		}, "truethe body<nil>"},
		{"Param is decoded", func(r Request) any { return r.Param("one") + " " + r.Param("rest") }, "a/b café%;c//"},
		{"a Param that is none is empty", func(r Request) any { return r.Param("none") }, ""},
		{"Route is data", func(r Request) any { return r.Route().Pattern }, "/<one>/<path:rest>"},
		{"RemoteAddr", func(r Request) any { return r.RemoteAddr() }, "192.0.2.1:1234"},
		{"ClientIP", func(r Request) any { return r.ClientIP() }, "192.0.2.1"},
		{"without TLS", func(r Request) any { return r.TLS() == nil }, "true"},
		{"App", func(r Request) any { return r.App() != nil }, "true"},
		{"Context is alive", func(r Request) any { return r.Context().Err() }, "<nil>"},
		{"Context is one", func(r Request) any { return r.Context() == r.Context() }, "true"},
		{"SetContext", func(r Request) any {
			r.SetContext(context.WithValue(r.Context(), keyOf("k"), "v"))
			return r.Context().Value(keyOf("k"))
		}, "v"},
		{"Set and Value", func(r Request) any {
			r.Set(keyOf("k"), 1)
			r.Set(keyOf("l"), 2)
			r.Set(keyOf("k"), 3)
			return fmt.Sprint(r.Value(keyOf("k")), r.Value(keyOf("l")), r.Value("k"))
		}, "3 2 <nil>"},
	} {
		if got := inside(t, "POST", "/<one>/<path:rest>", request, func(r Request) string { return fmt.Sprint(row.ask(r)) }); got != row.want {
			t.Errorf("%s: %q, want %q", row.sentence, got, row.want)
		}
	}
}

type keyOf string

func TestRequestOverTLS(t *testing.T) {
	d := talkTo(t, handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		return Text(req.TLS().ServerName), nil
	})))
	r := httptest.NewRequest("GET", "/", nil)
	r.TLS = &tls.ConnectionState{ServerName: "example.com"}
	w := httptest.NewRecorder()
	d.app.ServeHTTP(w, r)
	if w.Body.String() != "example.com" {
		t.Errorf("TLS says %q", w.Body)
	}
}

func TestMethodNames(t *testing.T) {
	for _, method := range []string{"GET", "PUT", "BREW"} {
		if got := inside(t, "*", "/", method+" /", Request.Method); got != method {
			t.Errorf("%s is %q", method, got)
		}
	}
	var seen string
	inside(t, "GET", "/", "HEAD /", func(req Request) string { seen = req.Method(); return "" })
	if seen != "HEAD" {
		t.Errorf("HEAD is %q", seen)
	}
}

// noContext is what nobody should pass.
var noContext context.Context

func TestMisuseOfARequestPanics(t *testing.T) {
	var kept Request
	inside(t, "GET", "/", "GET /", func(req Request) string { kept = req; return "" })
	uses := map[string]func(){
		"the zero Request": func() { Request{}.Method() },
		"SetContext of nil": func() {
			inside(t, "GET", "/", "GET /", func(req Request) string { must(t, func() { req.SetContext(noContext) }); return "" })
			panic("x")
		},
		"Set of nil": func() {
			inside(t, "GET", "/", "GET /", func(req Request) string { must(t, func() { req.Set(nil, 1) }); return "" })
			panic("x")
		},
		"Set of a slice key": func() {
			inside(t, "GET", "/", "GET /", func(req Request) string { must(t, func() { req.Set([]int{}, 1) }); return "" })
			panic("x")
		},
		"Method":   func() { kept.Method() },
		"Path":     func() { kept.Path() },
		"RawQuery": func() { kept.RawQuery() },
		"Query":    func() { kept.Query() },
		"Header":   func() { kept.Header("X") },
		"Headers": func() {
			for range kept.Headers() {
				break
			}
		},
		"Cookie":     func() { kept.Cookie("x") },
		"Body":       func() { _, _ = kept.Body() },
		"JSON":       func() { _ = kept.JSON(nil) },
		"Text":       func() { _, _ = kept.Text() },
		"Form":       func() { _, _ = kept.Form() },
		"Param":      func() { kept.Param("x") },
		"Route":      func() { kept.Route() },
		"RemoteAddr": func() { kept.RemoteAddr() },
		"ClientIP":   func() { kept.ClientIP() },
		"TLS":        func() { kept.TLS() },
		"App":        func() { kept.App() },
		"SetContext": func() { kept.SetContext(context.Background()) },
		"Set":        func() { kept.Set("k", "v") },
		"Value":      func() { kept.Value("k") },
	}
	for name, use := range uses {
		must(t, use, name)
	}
}

// must wants a panic.
func must(t *testing.T, use func(), what ...any) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%v: no panic", what)
		}
	}()
	use()
}

func TestContextEndsWithTheAnswer(t *testing.T) {
	var ctx context.Context
	var kept Request
	inside(t, "GET", "/", "GET /", func(req Request) string {
		kept, ctx = req, req.Context()
		return fmt.Sprint(ctx.Err())
	})
	if !errors.Is(ctx.Err(), context.Canceled) {
		t.Errorf("after the answer the context is %v", ctx.Err())
	}
	if late := kept.Context(); !errors.Is(late.Err(), context.Canceled) {
		t.Errorf("a context that is asked for after the answer is %v", late.Err())
	}
}

func TestParamsBeforeMatching(t *testing.T) {
	s := handwritten(textLeaf("GET", "/<id>", "ok"))
	s.Before = func(req Request) (*Response, error) {
		own := Text(fmt.Sprintf("%q %v", req.Param("id"), req.Route()))
		return &own, nil
	}
	talkTo(t, s).want("a global before hook knows no route", "GET /7", 200, `"" <nil>`)
}
