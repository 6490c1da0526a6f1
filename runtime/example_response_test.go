package runtime_test

import (
	"fmt"

	"example.com/httpgen/runtime"
)

// The answers that a handler makes.

func ExampleText() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Text("hello, world"), nil
	}
	dump(handler, "GET /")
	// Output:
	// 200 OK
	// Content-Type: text/plain; charset=utf-8
	//
	// hello, world
}

func ExampleHTML() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.HTML("<!doctype html><title>Shop</title>"), nil
	}
	dump(handler, "GET /")
	// Output:
	// 200 OK
	// Content-Type: text/html; charset=utf-8
	//
	// <!doctype html><title>Shop</title>
}

func ExampleJSON() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		var books []string // nil, and a list all the same
		return runtime.JSON(books), nil
	}
	dump(handler, "GET /books")
	// Output:
	// 200 OK
	// Content-Type: application/json; charset=utf-8
	//
	// []
}

func ExampleBytes() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)
		return runtime.Bytes(svg, "image/svg+xml"), nil
	}
	dump(handler, "GET /cover.svg")
	// Output:
	// 200 OK
	// Content-Type: image/svg+xml
	//
	// <svg xmlns="http://www.w3.org/2000/svg"/>
}

func ExampleNoContent() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.NoContent(), nil
	}
	dump(handler, "DELETE /books/9780134190440")
	// Output: 204 No Content
}

// Behind a form goes 303: the browser comes back with GET.
func ExampleRedirect() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Redirect(303, "/books/9780134190440"), nil
	}
	dump(handler, "POST /books")
	// Output:
	// 303 See Other
	// Location: /books/9780134190440
}

func ExampleResponse_WithStatus() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.JSON(map[string]int{"stock": 7}).WithStatus(201), nil
	}
	ask(handler, "POST /books")
	// Output: 201 {"stock":7}
}

func ExampleResponse_WithHeader() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Text("lasts").
			WithHeader("Cache-Control", "max-age=60").
			WithHeader("Vary", "Accept").
			WithHeader("Vary", "Accept-Language"). // added: an answer may have several
			WithHeader("Cache-Control", "max-age=3600"), nil
	}
	dump(handler, "GET /")
	// Output:
	// 200 OK
	// Cache-Control: max-age=3600
	// Content-Type: text/plain; charset=utf-8
	// Vary: Accept
	// Vary: Accept-Language
	//
	// lasts
}

// A cookie that is out of reach of scripts and of requests that other sites make.
func ExampleResponse_WithCookie() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		session, err := runtime.NewCookie(req, "session", "31d4")
		if err != nil {
			return runtime.Response{}, err
		}
		session.MaxAge = 3600
		return runtime.Redirect(303, "/").WithCookie(session), nil
	}
	dump(handler, "POST /login")
	// Output:
	// 303 See Other
	// Location: /
	// Set-Cookie: session=31d4; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax
}

func ExampleResponse_AddHeader() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Text("hello").
			AddHeader("Link", `</style.css>; rel=preload; as=style`).
			AddHeader("Link", `</app.js>; rel=preload; as=script`), nil
	}
	dump(handler, "GET /")
	// Output:
	// 200 OK
	// Content-Type: text/plain; charset=utf-8
	// Link: </style.css>; rel=preload; as=style
	// Link: </app.js>; rel=preload; as=script
	//
	// hello
}

func ExampleRequest_Accepts() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		if req.Accepts("application/json", "text/csv") == "text/csv" {
			return runtime.Bytes([]byte("a,b"), "text/csv"), nil
		}
		return runtime.JSON([]string{"a", "b"}), nil
	}
	ask(handler, "GET /letters", "Accept: text/csv, application/json;q=0.5")
	// Output:
	// 200 a,b
}

// An after hook looks at the answer and changes it.
func ExampleResponse_Header() {
	hook := func(req runtime.Request, resp *runtime.Response) error {
		if resp.Status() == 200 && resp.Header("Cache-Control") == "" {
			*resp = resp.WithHeader("Cache-Control", "no-store")
		}
		return nil
	}
	var req runtime.Request
	resp := runtime.Text("hello")
	fmt.Println(hook(req, &resp), resp.Header("cache-control"))
	// Output: <nil> no-store
}
