package runtime_test

import (
	"context"
	"fmt"
	"strings"

	"example.com/httpgen/runtime"
)

// What a handler or hook reads of a request, but for its body.

// The path is decoded once. RawPath tells an encoded slash from one that separates.
func ExampleRequest_Path() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Text(req.Method() + " " + req.Path() + " was sent as " + req.RawPath()), nil
	}
	ask(handler, "GET /notes/a%2Fb%20c")
	// Output: 200 GET /notes/a/b c was sent as /notes/a%2Fb%20c
}

func ExampleRequest_Query() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		query := req.Query() // parsed here: keep it for a second look
		if !query.Has("q") {
			return runtime.Response{}, runtime.Errorf(400, "q is missing in %q", req.RawQuery())
		}
		return runtime.Text(fmt.Sprintf("%s %q", query.Get("q"), query["tag"])), nil
	}
	ask(handler, "GET /search?q=a+b&tag=new&tag=cheap")
	ask(handler, "GET /search?tag=new")
	// Output:
	// 200 a b ["new" "cheap"]
	// 400 {"error": "q is missing in \"tag=new\""}
}

func ExampleRequest_Header() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		if !strings.Contains(req.Header("Accept"), "text/html") {
			return runtime.Text("plain"), nil
		}
		return runtime.HTML("<b>rich</b>"), nil
	}
	ask(handler, "GET /", "Accept: text/html")
	ask(handler, "GET /")
	// Output:
	// 200 <b>rich</b>
	// 200 plain
}

// Headers yields every field, also those of one name that came several times.
func ExampleRequest_Headers() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		var seen []string
		for name, value := range req.Headers() {
			seen = append(seen, name+"="+value)
		}
		return runtime.Text(strings.Join(seen, " ")), nil
	}
	ask(handler, "GET /", "Via: 1.1 a", "Via: 1.1 b")
	// Output: 200 Host=example.com Via=1.1 a Via=1.1 b
}

func ExampleRequest_Cookie() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		session, ok := req.Cookie("session")
		if !ok {
			return runtime.Redirect(303, "/login"), nil
		}
		return runtime.Text("session " + session), nil
	}
	ask(handler, "GET /account", "Cookie: theme=dark; session=31d4")
	ask(handler, "GET /account")
	// Output:
	// 200 session 31d4
	// 303
}

// Handlers get typed parameters; hooks, which serve many routes, ask for them by name.
func ExampleRequest_Param() {
	shown := func(req runtime.Request) (*runtime.Response, error) {
		fmt.Println(req.Route().Name, req.Route().Pattern, req.Param("isbn"))
		return nil, nil // neither an answer nor an error: go on
	}
	handler := func(req runtime.Request) (runtime.Response, error) {
		if _, err := shown(req); err != nil { // generated code calls it
			return runtime.Response{}, err
		}
		return runtime.Text("the book"), nil
	}
	ask(handler, "GET /books/9780134190440")
	// Output:
	// GetBook /books/<isbn> 9780134190440
	// 200 the book
}

// user is the key of a value: a type of its own, which nobody else can have.
type user struct{}

// A before hook hands on what it has found out.
func ExampleRequest_Set() {
	authenticate := func(req runtime.Request) (*runtime.Response, error) {
		token, ok := strings.CutPrefix(req.Header("Authorization"), "Bearer ")
		if !ok || token != "secret" {
			return nil, runtime.Errorf(401, "a token is needed")
		}
		req.Set(user{}, "Ann")
		return nil, nil
	}
	handler := func(req runtime.Request) (runtime.Response, error) {
		if _, err := authenticate(req); err != nil { // generated code calls it
			return runtime.Response{}, err
		}
		name, _ := req.Value(user{}).(string)
		return runtime.Text("hello, " + name), nil
	}
	ask(handler, "GET /", "Authorization: Bearer secret")
	ask(handler, "GET /")
	// Output:
	// 200 hello, Ann
	// 401 {"error": "a token is needed"}
}

// The context ends when the client is gone, or the handler's time is up: it is for all that
// takes time.
func ExampleRequest_Context() {
	query := func(ctx context.Context, q string) (string, error) { // of a database, say
		return "rows of " + q, ctx.Err()
	}
	handler := func(req runtime.Request) (runtime.Response, error) {
		rows, err := query(req.Context(), "books")
		if err != nil {
			return runtime.Response{}, err
		}
		return runtime.Text(rows), nil
	}
	ask(handler, "GET /books")
	// Output: 200 rows of books
}

// A hook that traces or logs puts what it wants to see again into the context.
func ExampleRequest_SetContext() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		req.SetContext(context.WithValue(req.Context(), user{}, "Ann")) // in a before hook
		return runtime.Text(fmt.Sprint(req.Context().Value(user{}))), nil
	}
	ask(handler, "GET /")
	// Output: 200 Ann
}

// RemoteAddr is who is connected; ClientIP sees through the proxies that the options
// TrustForwarded and ProxyProtocol name.
func ExampleRequest_ClientIP() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		encrypted := req.TLS() != nil
		return runtime.Text(fmt.Sprint(req.ClientIP(), " by ", req.RemoteAddr(), " ", encrypted)), nil
	}
	ask(handler, "GET /")
	// Output: 200 192.0.2.1 by 192.0.2.1:1234 false
}

// A request knows the App that serves it: a handler may ask for its end.
func ExampleRequest_App() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		req.App().Stop()
		return runtime.Text("goodbye").WithStatus(202), nil
	}
	ask(handler, "POST /shutdown")
	// Output: 202 goodbye
}
