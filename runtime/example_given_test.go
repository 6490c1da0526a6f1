package runtime_test

import (
	"errors"
	"log/slog"

	"example.com/httpgen/runtime"
)

// What hooks give to handlers, found by others.

type account struct{ Name string }

// authenticated is a handler as generated code calls it, behind a hook {hook: Authenticate,
// scheme: bearer, gives: account}.
func authenticated(h func(runtime.Request, account) (runtime.Response, error)) handler {
	return func(req runtime.Request) (runtime.Response, error) {
		token, err := runtime.BearerToken(req)
		if err != nil {
			return runtime.Response{}, err
		}
		if token != "secret" {
			return runtime.Response{}, runtime.Denied(errors.New("another token"))
		}
		runtime.Give(req, account{"ann"})
		return h(req, account{"ann"})
	}
}

// A function that a handler calls, or an after hook, has no parameter with the value.
func ExampleGiven() {
	sign := func(req runtime.Request) string {
		who, ok := runtime.Given[account](req)
		if !ok {
			return "anonymous"
		}
		return who.Name
	}
	handler := authenticated(func(req runtime.Request, who account) (runtime.Response, error) {
		return runtime.Text("for " + who.Name + ", signed " + sign(req)), nil
	})
	ask(handler, "GET /me", "Authorization: Bearer secret")
	dump(handler, "GET /me", "Authorization: Bearer other")
	// Output:
	// 200 for ann, signed ann
	// 401 Unauthorized
	// Content-Type: application/json; charset=utf-8
	// Www-Authenticate: Bearer realm="restricted", error="invalid_token"
	//
	// {"error": "Unauthorized"}
}

// Lines of requests that nobody was given for have no user.
func ExampleLogGiven() {
	handler := authenticated(func(req runtime.Request, who account) (runtime.Response, error) {
		return runtime.NoContent(), nil
	})
	app := newApp(handler, runtime.AccessLog(steadyLog()),
		runtime.LogGiven("user", func(who account) slog.Value { return slog.StringValue(who.Name) }))
	askApp(app, "GET /me", "Authorization: Bearer secret")
	// Output:
	// level=INFO msg=request method=GET path=/me proto=HTTP/1.1 route=/<path:rest> status=204 bytes=0 remote=192.0.2.1:1234 user=ann
	// 204
}
