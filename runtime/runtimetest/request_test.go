package runtimetest_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/httpgen/examples/bookstore"
	"example.com/httpgen/runtime"
	. "example.com/httpgen/runtime/runtimetest"
)

// TestARequestIsWhatItWasMadeOf asks a request for each thing that a part has given it.
func TestARequestIsWhatItWasMadeOf(t *testing.T) {
	type key struct{}
	ctx := context.WithValue(context.Background(), key{}, "of the context")
	req := NewRequest("PUT", "/a%2Fb/c?q=1&q=2",
		Header("X-One", "1"), Header("X-One", "2"), Header("Host", "shop.test"),
		Cookie("session", "s1"), Body("text/plain", "hello"),
		Param("id", "7"), Param("rest", "x/y"), Value(key{}, 5), Given(7), Given("text"),
		Context(ctx), From("203.0.113.7:99"), TLS(tls.ConnectionState{ServerName: "shop.test"}))
	session, _ := req.Cookie("session")
	text, err := req.Text()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ name, got, want string }{
		{"method", req.Method(), "PUT"},
		{"path", req.Path(), "/a/b/c"},
		{"raw path", req.RawPath(), "/a%2Fb/c"},
		{"query", strings.Join(req.Query()["q"], ","), "1,2"},
		{"first of a field's lines", req.Header("x-one"), "1"},
		{"host", req.Header("Host"), "shop.test"},
		{"cookie", session, "s1"},
		{"body", text, "hello"},
		{"its type", req.Header("Content-Type"), "text/plain"},
		{"a value of the path", req.Param("id"), "7"},
		{"another", req.Param("rest"), "x/y"},
		{"one that is not there", req.Param("none"), ""},
		{"client", req.ClientIP().String(), "203.0.113.7"},
		{"server name", req.TLS().ServerName, "shop.test"},
		{"route", req.Route().Pattern, "/a%2Fb/c"},
	} {
		if row.got != row.want {
			t.Errorf("%s: %q, want %q", row.name, row.got, row.want)
		}
	}
	if n, ok := runtime.Given[int](req); n != 7 || !ok {
		t.Errorf("given %d, %t", n, ok)
	}
	if text, _ := runtime.Given[string](req); text != "text" {
		t.Errorf("given %q", text)
	}
	if req.Value(key{}) != 5 || req.Context().Value(key{}) != "of the context" {
		t.Errorf("value %v, context's %v", req.Value(key{}), req.Context().Value(key{}))
	}
}

func TestARequestOfAnApp(t *testing.T) {
	app := bookstore.New(bookstore.UnimplementedHandlers{})
	req := NewRequest("HEAD", "/books/9780134190440", On(app))
	if r := req.Route(); r == nil || r.Name != "GetBook" || req.Param("id") != "9780134190440" || req.App() != app {
		t.Errorf("route %v, id %q", r, req.Param("id"))
	}
	if req := NewRequest("GET", "/nothing", On(app)); req.Route() != nil {
		t.Errorf("a path of no route has %v", req.Route())
	}
	req = NewRequest("GET", "/books/9780134190440", On(app), Param("id", "another"))
	if got := req.Param("id"); got != "another" {
		t.Errorf("the value that was given is %q", got)
	}
}

// TestBodies reads each kind of body by its own method.
func TestBodies(t *testing.T) {
	var v struct{ A string }
	if err := NewRequest("POST", "/", JSON(map[string]string{"a": "<&>"})).JSON(&v); err != nil || v.A != "<&>" {
		t.Errorf("JSON: %v, %v", v, err)
	}
	form, err := NewRequest("POST", "/", Form(url.Values{"a": {"1 2"}})).Form()
	if err != nil || form.Get("a") != "1 2" {
		t.Errorf("form: %v, %v", form, err)
	}
	b, err := NewRequest("POST", "/", Stream("text/plain", strings.NewReader("by and by"))).Body()
	if err != nil || string(b) != "by and by" {
		t.Errorf("stream: %q, %v", b, err)
	}
	b, err = NewRequest("POST", "/").Body()
	if err != nil || len(b) != 0 {
		t.Errorf("none: %q, %v", b, err)
	}
}

func TestWhatIsNoRequestPanics(t *testing.T) {
	for _, row := range []struct{ name, method, target string }{
		{"a target without a slash", "GET", "books"},
		{"a method that is none", "G T", "/"},
		{"a target that is none", "GET", "/%zz"},
	} {
		t.Run(row.name, func(t *testing.T) {
			defer func() {
				if v, _ := recover().(string); !strings.HasPrefix(v, "runtimetest: ") {
					t.Errorf("the panic says %q", v)
				}
			}()
			NewRequest(row.method, row.target)
		})
	}
}

// TestSend sends each kind of response.
func TestSend(t *testing.T) {
	cause := errors.New("broken")
	for _, row := range []struct {
		name   string
		resp   runtime.Response
		status int
		body   string
		broken bool
	}{
		{"a text", runtime.Text("hi").WithStatus(201), 201, "hi", false},
		{"nothing", runtime.NoContent(), 204, "", false},
		{"a stream", runtime.Stream("text/plain", func(w *runtime.StreamWriter) error {
			_, err := w.WriteString("bit by bit")
			return err
		}), 200, "bit by bit", false},
		{"events", runtime.SSE(func(w *runtime.EventWriter) error {
			return w.Send(runtime.Event{Data: "one"})
		}), 200, "data: one\n\n", false},
		{"a stream that breaks off", runtime.Stream("text/plain", func(w *runtime.StreamWriter) error {
			_, _ = w.WriteString("half")
			_ = w.Flush()
			return cause
		}), 200, "half", true},
		{"a stream that fails at once", runtime.Stream("text/plain", func(*runtime.StreamWriter) error {
			return runtime.Errorf(409, "taken")
		}), 409, `{"error": "taken"}`, false},
		{"a file that is not there", runtime.File("testdata/none"), 404, `{"error": "Not Found"}`, false},
	} {
		a := Send(NewRequest("GET", "/"), row.resp)
		if a.Status != row.status || a.Text() != row.body || a.Broken != row.broken {
			t.Errorf("%s: %d %q broken %v, want %d %q %v", row.name, a.Status, a.Body, a.Broken,
				row.status, row.body, row.broken)
		}
	}
	if a := Send(NewRequest("HEAD", "/"), runtime.Text("hi")); a.Text() != "" || a.Header.Get("Content-Length") != "2" {
		t.Errorf("HEAD: %q %v", a.Body, a.Header)
	}
}

// TestARequestEndsWithItsAnswer holds a test to what handlers are held to.
func TestARequestEndsWithItsAnswer(t *testing.T) {
	req := NewRequest("GET", "/")
	ctx := req.Context()
	Send(req, runtime.NoContent())
	if ctx.Err() == nil {
		t.Error("its context goes on")
	}
	defer func() {
		if recover() == nil {
			t.Error("it can be used")
		}
	}()
	req.Method()
}

// TestAnError is how the error of a handler is sent.
func TestAnError(t *testing.T) {
	req := NewRequest("GET", "/books/9780134190440")
	_, err := bookstore.UnimplementedHandlers{}.Status(req)
	Send(req, runtime.ErrorResponse(req, err)).Want(t, http.StatusNotImplemented)
}

func TestAnswerJSON(t *testing.T) {
	type book struct{ Title string }
	for _, row := range []struct {
		body string
		ok   bool
	}{
		{`{"title":"Go"}`, true}, {`{"title":"Go"} {}`, false}, {`{"titel":"Go"}`, false}, {`{`, false},
	} {
		a := &Answer{Body: []byte(row.body)}
		var b book
		if err := a.JSON(&b); (err == nil) != row.ok {
			t.Errorf("%s: %v", row.body, err)
		}
	}
	a := &Answer{Header: http.Header{"Set-Cookie": {"a=1; Path=/", "b=2"}}}
	if c := a.Cookies(); len(c) != 2 || c[1].Name != "b" {
		t.Errorf("cookies: %v", c)
	}
}
