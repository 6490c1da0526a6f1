package runtime

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// traced is a service whose hooks and handler write down that they ran.
func traced(trace *[]string, leaves ...leaf) Service {
	s := handwritten(leaves...)
	s.Before = func(req Request) (*Response, error) {
		*trace = append(*trace, "before")
		switch req.Header("X-Before") {
		case "answer":
			own := Text("own answer").WithStatus(401)
			return &own, nil
		case "error":
			return nil, Errorf(403, "not you")
		case "abort":
			Abort(402, "pay first")
		case "panic":
			panic("before")
		case "file":
			own := File(req.Header("X-File"))
			return &own, nil
		}
		return nil, nil
	}
	s.After = func(req Request, resp *Response, route *Route) error {
		if route != nil {
			*trace = append(*trace, "after:"+route.Name)
			switch req.Header("X-After") {
			case "change":
				*resp = resp.WithHeader("X-Stamp", "1")
			case "replace":
				*resp = Text("replaced").WithStatus(203)
			case "error":
				return errors.New("after")
			case "abort":
				Abort(418, "teapot")
			case "panic":
				panic("after")
			case "bad header":
				*resp = resp.WithHeader("X", "a\r\nb")
			case "file":
				*resp = File(req.Header("X-File"))
			}
		}
		*trace = append(*trace, "all")
		return nil
	}
	s.Error = func(req Request, f *Failure) (Response, bool, error) {
		*trace = append(*trace, "error")
		switch req.Header("X-Error") {
		case "handle":
			return Text("handled: " + f.HTTP.Message).WithStatus(f.HTTP.Status), true, nil
		case "error":
			return Response{}, true, Errorf(409, "again")
		case "abort":
			Abort(410, "gone")
		case "panic":
			panic("error handler")
		case "bad header":
			return Text("").WithHeader("X\n", "v"), true, nil
		}
		return Response{}, false, nil
	}
	return s
}

func TestOrderOfARequest(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "file.txt"), "content")
	var trace []string
	handler := func(req Request) (Response, error) {
		trace = append(trace, "handler")
		switch req.Header("X-Handler") {
		case "error":
			return Response{}, errors.New("secret")
		case "http":
			return Response{}, Errorf(409, "conflict")
		case "abort":
			Abort(422, "no")
		case "panic":
			panic("handler")
		case "bad header":
			return Text("x").WithHeader("X", "a\nb"), nil
		case "file":
			return File(filepath.Join(dir, "none")), nil
		}
		return Text("ok"), nil
	}
	s := traced(&trace, handlerLeaf("GET", "/route", handler), handlerLeaf("GET", "/static/route", handler))
	s.Static = []StaticDir{{Prefix: "/static", Dir: dir}}
	d := talkTo(t, s)
	const (
		plain500 = `{"error": "Internal Server Error"}`
	)
	for _, row := range []struct {
		sentence, request string
		status            int
		body, order       string
	}{
		{"a route is between the hooks", "GET /route", 200, "ok", "before handler after:RouteA all"},
		{"a static file comes before matching", "GET /static/file.txt", 200, "content", "before all"},
		{"a static prefix falls through to routes", "GET /static/route", 200, "ok", "before handler after:RouteB all"},
		{"a miss has the hooks of scope all", "GET /none", 404, `{"error": "Not Found"}`, "before error all"},
		{"so has a wrong method", "PUT /route", 405, `{"error": "Method Not Allowed"}`, "before error all"},
		{"and an unknown one", "BREW /route", 501, `{"error": "Not Implemented"}`, "before error all"},
		{"and OPTIONS", "OPTIONS /route", 204, "", "before all"},
		{"a global before hook's own answer skips the after hooks but all", "GET /route\nX-Before: answer", 401, "own answer", "before all"},
		{"its error goes to the error handlers", "GET /route\nX-Before: error", 403, `{"error": "not you"}`, "before error all"},
		{"its abort too", "GET /route\nX-Before: abort\nX-Error: handle", 402, "handled: pay first", "before error all"},
		{"its panic too", "GET /route\nX-Before: panic", 500, plain500, "before error all"},
		{"a file that it answers with is opened", "GET /route\nX-Before: file\nX-File: " + dir + "/file.txt", 200, "content", "before all"},
		{"an error of the handler too", "GET /route\nX-Handler: error", 500, plain500, "before handler error after:RouteA all"},
		{"an error with a status keeps it", "GET /route\nX-Handler: http", 409, `{"error": "conflict"}`, "before handler error after:RouteA all"},
		{"an abort of the handler too", "GET /route\nX-Handler: abort", 422, `{"error": "no"}`, "before handler error after:RouteA all"},
		{"a panic of the handler too", "GET /route\nX-Handler: panic", 500, plain500, "before handler error after:RouteA all"},
		{"a response that cannot be sent is an error", "GET /route\nX-Handler: bad header", 500, plain500, "before handler error after:RouteA all"},
		{"a file that is not there is a 404", "GET /route\nX-Handler: file\nX-Error: handle", 404, "handled: Not Found", "before handler error after:RouteA all"},
		{"an error handler's answer passes the after hooks", "GET /route\nX-Handler: error\nX-Error: handle\nX-After: replace", 203, "replaced", "before handler error after:RouteA all"},
		{"a failing error handler ends in the plain 500", "GET /route\nX-Handler: http\nX-Error: error", 500, plain500, "before handler error after:RouteA all"},
		{"a panicking one too", "GET /route\nX-Handler: http\nX-Error: panic", 500, plain500, "before handler error after:RouteA all"},
		{"one that cannot be sent too", "GET /route\nX-Handler: http\nX-Error: bad header", 500, plain500, "before handler error after:RouteA all"},
		{"an abort in an error handler is answered", "GET /route\nX-Handler: http\nX-Error: abort", 410, `{"error": "gone"}`, "before handler error after:RouteA all"},
		{"an after hook may replace the response", "GET /route\nX-After: replace", 203, "replaced", "before handler after:RouteA all"},
		{"an after hook's file is opened", "GET /route\nX-After: file\nX-File: " + dir + "/file.txt", 200, "content", "before handler after:RouteA all"},
		{"an after hook's file that is not there is the plain 500", "GET /route\nX-After: file\nX-File: none", 500, plain500, "before handler after:RouteA all"},
		{"an error in an after hook is the plain 500", "GET /route\nX-After: error", 500, plain500, "before handler after:RouteA"},
		{"a panic in an after hook too", "GET /route\nX-After: panic", 500, plain500, "before handler after:RouteA"},
		{"a bad header in an after hook too", "GET /route\nX-After: bad header", 500, plain500, "before handler after:RouteA all"},
		{"an abort in an after hook is answered", "GET /route\nX-After: abort", 418, `{"error": "teapot"}`, "before handler after:RouteA"},
	} {
		trace = nil
		d.want(row.sentence, row.request, row.status, row.body)
		if got := strings.Join(trace, " "); got != row.order {
			t.Errorf("%s: ran %q, want %q", row.sentence, got, row.order)
		}
	}
	d.wantHeader(d.ask("GET /route\nX-After: change"), "X-Stamp", "1")
	d.wantHeader(d.ask("PUT /route\nX-Error: handle"), "Allow", "GET, HEAD, OPTIONS")
}

func TestWhatIsLogged(t *testing.T) {
	var trace []string
	s := traced(&trace, handlerLeaf("GET", "/route/<id>", func(req Request) (Response, error) {
		switch req.Header("X-Handler") {
		case "plain":
			return Response{}, errors.New("the cause")
		case "404":
			return Response{}, Errorf(404, "none: %w", errors.New("the cause"))
		case "502":
			return Response{}, Errorf(502, "upstream: %w", errors.New("the cause"))
		case "panic":
			panic("the reason")
		case "abort":
			Abort(500, "aborted")
		case "json":
			return JSON(func() {}), nil
		}
		return Text("ok").WithHeader("X", "evil\r\nX-Y: z"), nil
	}))
	d := talkTo(t, s)
	for _, row := range []struct{ sentence, headers, log string }{
		{"an unhandled error is logged with its cause", "X-Handler: plain", "the cause"},
		{"and its route", "X-Handler: plain", "/route/<id>"},
		{"an error for the client is not", "X-Handler: 404", ""},
		{"one of the server's with a cause is", "X-Handler: 502", "the cause"},
		{"one that was handled is not", "X-Handler: plain\nX-Error: handle", ""},
		{"a panic is logged with its stack", "X-Handler: panic", "serve_test.go"},
		{"a panic is logged even if handled", "X-Handler: panic\nX-Error: handle", "the reason"},
		{"an abort is not", "X-Handler: abort", ""},
		{"a value without JSON is", "X-Handler: json", "no JSON form"},
		{"a header with a line break is", "", "control character"},
		{"a failing error handler is", "X-Handler: 404\nX-Error: panic", "error handler"},
		{"a failing after hook is", "X-Handler: 404\nX-After: error", "after hook failed"},
	} {
		d.ask(strings.TrimSpace("GET /route/7\n" + row.headers))
		if got := d.logs.String(); row.log == "" && got != "" || !strings.Contains(got, row.log) {
			t.Errorf("%s: the log is %q", row.sentence, got)
		}
		d.logs.Reset()
	}
	if body := d.want("the cause stays inside", "GET /route/7\nX-Handler: 502", 502, `{"error": "upstream"}`); body == nil {
		t.Fatal("no answer")
	}
}

func TestNoRoute(t *testing.T) {
	s := handwritten(
		textLeaf("GET", "/a", "a"), textLeaf("POST", "/a", "post"), textLeaf("DELETE", "/<x>", "delete"),
		textLeaf("GET", "/dir/", "dir"), textLeaf("POST", "/dir", "post dir"), textLeaf("GET", "/file", "file"),
		textLeaf("*", "/any", "any"), textLeaf("GET", "/n/<int:id>", "n"), textLeaf("PUT", "/<path:p>/end/", "p"),
	)
	strict := talkTo(t, s)
	for _, row := range []struct {
		sentence, request string
		status            int
		allow             string
	}{
		{"405 lists the methods of every matching pattern", "PUT /a", 405, "DELETE, GET, HEAD, OPTIONS, POST"},
		{"HEAD is a GET without a body", "HEAD /a", 200, ""},
		{"OPTIONS is answered for every path that a pattern matches", "OPTIONS /a", 204, "DELETE, GET, HEAD, OPTIONS, POST"},
		{"OPTIONS * is about the server", "OPTIONS *", 204, ""},
		{"TRACE is never answered", "TRACE /a", 405, "DELETE, GET, HEAD, OPTIONS, POST"},
		{"not even by a route for any method", "TRACE /any", 405, "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"},
		{"CONNECT neither", "CONNECT example.com:443", 405, "OPTIONS"},
		{"a method nobody registered is 501", "BREW /a", 501, ""},
		{"on an unknown path too", "BREW /none/of/these", 501, ""},
		{"but a route for any method takes it", "BREW /any", 200, ""},
		{"a path that nothing matches is 404", "GET /none/of/these", 404, ""},
		{"a trailing slash is significant", "GET /dir", 405, "DELETE, OPTIONS, POST"},
		{"a dot segment matches nothing", "GET /x/../a", 404, ""},
		{"an encoded one neither", "GET /%2e%2e/a", 404, ""},
		{"nor an encoded dot", "GET /./%2e/a", 404, ""},
		{"nor with TRACE, which is never answered", "TRACE /./a", 405, "OPTIONS"},
		{"nor where it leads to another host", "GET /.//a", 404, ""},
		{"a NUL is malformed", "GET /a%00", 400, ""},
		{"an encoded slash stays inside its segment", "DELETE /a%2Fb", 200, ""},
	} {
		resp := strict.ask(row.request)
		if resp.StatusCode != row.status {
			t.Errorf("%s: %q is %d, want %d", row.sentence, row.request, resp.StatusCode, row.status)
		}
		strict.wantHeader(resp, "Allow", row.allow)
	}

	s.RedirectSlash, s.BadParam400 = true, true
	lenient := talkTo(t, s)
	for _, row := range []struct {
		sentence, request string
		status            int
		location          string
	}{
		{"the other form is found before a 405", "GET /dir", 301, "dir/"},
		{"and keeps the query", "GET /file/?q=1&r=%2F", 301, "../file?q=1&r=%2F"},
		{"and the encoding", "GET /%66ile/", 301, "../%66ile"},
		{"HEAD is as GET", "HEAD /dir", 301, "dir/"},
		{"another method keeps its body", "POST /dir/?q", 308, "../dir?q"},
		{"a . segment is taken out", "GET /x/./dir/?q=.", 301, "./?q=."},
		{"and then the slash is looked at", "GET /x/dir", 404, ""},
		{"a method that the other form lacks stays where it is", "PATCH /dir", 405, ""},
		{"the root has no other form", "GET /", 404, ""},
		{"a place that is another host is not named", "PUT //evil.com/end", 404, ""},
		{"nor in a browser's reading", `PUT /%5Cevil.com/end`, 308, `end/`},
		{"a refused value is a 400 that names it", "GET /n/x", 400, ""},
		{"with another method it is none", "PUT /n/x", 404, ""},
	} {
		resp := lenient.ask(row.request)
		if resp.StatusCode != row.status {
			t.Errorf("%s: %q is %d, want %d", row.sentence, row.request, resp.StatusCode, row.status)
		}
		lenient.wantHeader(resp, "Location", row.location)
	}
	lenient.want("bad_param says which", "GET /n/x", 400, `{"error": "bad value of the path parameter id", "errors": [`+
		`{"in": "path", "name": "id", "rule": "type", "message": "is no value of its type"}]}`)
}

func TestPathsOfNetHTTPAreNotCopied(t *testing.T) {
	for path, want := range map[string]bool{"/a": true, "/%61": false} {
		verbatim := !want
		s := handwritten(textLeaf("GET", "/<x>", ""))
		ask := func(v bool) func(*Exchange, string) (Response, error) {
			dispatch := s.Dispatch
			return func(x *Exchange, path string) (Response, error) { verbatim = v; return dispatch(x, path) }
		}
		s.DispatchVerbatim, s.Dispatch = ask(true), ask(false)
		NewApp(s).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
		if verbatim != want {
			t.Errorf("%s: verbatim is %v", path, verbatim)
		}
	}
}

func TestProblemBodies(t *testing.T) {
	s := handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		return Response{}, Errorf(409, `title "x" is taken`)
	}))
	s.Problem = true
	d := talkTo(t, s)
	resp := d.want("an error's message is its detail", "GET /", 409,
		`{"type": "about:blank", "title": "Conflict", "status": 409, "detail": "title \"x\" is taken"}`)
	d.wantHeader(resp, "Content-Type", "application/problem+json")
	d.want("without a message there is no detail", "GET /none", 404, `{"type": "about:blank", "title": "Not Found", "status": 404}`)
}

func TestHandlerMayCloseTheConnection(t *testing.T) {
	d := talkTo(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		return Text("bye").WithHeader("Connection", "close"), nil
	}), handlerLeaf("GET", "/panic", func(Request) (Response, error) { panic("x") })))
	d.wantHeader(d.ask("GET /"), "Connection", "close")
	d.wantHeader(d.ask("GET /panic"), "Connection", "close")
	d.wantHeader(d.ask("GET /none"), "Connection", "")
}

func TestReplacedFileIsClosed(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "f"), "x")
	var opened *fileBody
	s := handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) { return File(filepath.Join(dir, "f")), nil }))
	for _, after := range []func(*Response) error{
		func(r *Response) error { *r = Text("other"); return nil },
		func(*Response) error { return errors.New("x") },
		func(*Response) error { panic("x") },
	} {
		s.After = func(_ Request, resp *Response, _ *Route) error {
			opened = resp.more.file
			return after(resp)
		}
		talkTo(t, s).ask("GET /")
		if _, err := opened.file.(*os.File).Stat(); !errors.Is(err, os.ErrClosed) {
			t.Errorf("the file is still open: %v", err)
		}
	}
}

func writeFile(t testing.TB, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func mustRequest(t *testing.T, method, target string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
