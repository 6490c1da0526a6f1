package runtime

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/httpgen/runtime/match"
)

// A service written by hand lives here, for tests that need no generated code: routes
// are tried in the order given, which the test chooses to be that of precedence.

// leaf is a route with what generated code would call when it matches.
type leaf struct {
	methods string // "GET" or "GET,POST"
	pattern string
	do      func(x *Exchange) (Response, error)
}

// handlerLeaf is a route whose handler returns a Response or an error.
func handlerLeaf(method, pattern string, handler func(req Request) (Response, error)) leaf {
	return leaf{method, pattern, func(x *Exchange) (Response, error) { return handler(x.Request()) }}
}

// textLeaf is a route that answers with a text.
func textLeaf(method, pattern, body string) leaf {
	return leaf{method, pattern, func(*Exchange) (Response, error) { return Text(body), nil }}
}

// handwritten makes a service of routes.
func handwritten(leaves ...leaf) Service {
	routes := make([]Route, len(leaves))
	var precedence []int
	for i, l := range leaves {
		routes[i] = Route{Name: "Route" + string(rune('A'+i)), Methods: strings.Split(l.methods, ","), Pattern: l.pattern}
		precedence = append(precedence, i+1)
	}
	var table *Table
	dispatch := func(x *Exchange, path string) (Response, error) {
		for i, l := range leaves {
			r := table.Routes[i]
			if !matches(r, path) {
				continue
			}
			if r.accepts(x) {
				if x.Entered = int32(i + 1); x.Asked {
					return Response{}, nil
				}
				return l.do(x)
			}
			for _, name := range r.Methods {
				if name == "*" {
					x.Allowed |= AnyMethod
				} else {
					x.Allowed |= 1 << table.Method(name)
				}
			}
		}
		return Response{}, nil
	}
	table = NewTable(routes, nil, dispatch, nil)
	return Service{Table: table, Precedence: precedence, Dispatch: dispatch}
}

func matches(r *Route, path string) bool {
	parts := r.Parts()
	at := make([]int, 2*match.CountParams(parts))
	if !match.Split(parts, path, at) {
		return false
	}
	k := 0
	for i := range parts {
		if parts[i].Name != "" {
			if valid := parts[i].Valid; valid != nil && !valid(match.DecodeSlashes(path[at[k]:at[k+1]])) {
				return false
			}
			k += 2
		}
	}
	return true
}

// dialogue is an App in a test: questions, and what it logs.
type dialogue struct {
	t    *testing.T
	app  *App
	logs *bytes.Buffer
}

func talkTo(t *testing.T, s Service, opts ...Option) dialogue {
	t.Helper()
	logs := new(bytes.Buffer)
	opts = append([]Option{Logger(slog.New(slog.NewTextHandler(logs, nil)))}, opts...)
	return dialogue{t, NewApp(s, opts...), logs}
}

// ask sends a request: "GET /path", header lines, an empty line, a body.
func (d dialogue) ask(request string) *http.Response {
	d.t.Helper()
	head, body, hasBody := strings.Cut(request, "\n\n")
	lines := strings.Split(head, "\n")
	method, target, _ := strings.Cut(lines[0], " ")
	var reader io.Reader
	if hasBody {
		reader = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, target, reader)
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		if name == "Host" {
			r.Host = value
		}
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	d.app.ServeHTTP(w, r)
	return w.Result()
}

// want asks and compares status and body.
func (d dialogue) want(sentence, request string, status int, body string) *http.Response {
	d.t.Helper()
	resp := d.ask(request)
	got, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != status || string(got) != body {
		d.t.Errorf("%s: %q is answered with %d %q, want %d %q", sentence, request, resp.StatusCode, got, status, body)
	}
	return resp
}

// wantHeader compares one field of an answer.
func (d dialogue) wantHeader(resp *http.Response, name, value string) {
	d.t.Helper()
	if got := strings.Join(resp.Header.Values(name), " | "); got != value {
		d.t.Errorf("%s is %q, want %q", name, got, value)
	}
}

// wantLog wants a text in the log, or an empty log for "".
func (d dialogue) wantLog(text string) {
	d.t.Helper()
	got := d.logs.String()
	if text == "" && got != "" || !strings.Contains(got, text) {
		d.t.Errorf("the log is %q, want %q in it", got, text)
	}
	d.logs.Reset()
}
