package runtime_test

import (
	"fmt"
	"net/http"

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

// A cookie is a field like others; the standard library spells it.
func ExampleResponse_WithHeader_cookie() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		session := http.Cookie{
			Name: "session", Value: "31d4", Path: "/",
			HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode,
		}
		return runtime.Redirect(303, "/").WithHeader("Set-Cookie", session.String()), nil
	}
	dump(handler, "POST /login")
	// Output:
	// 303 See Other
	// Location: /
	// Set-Cookie: session=31d4; Path=/; HttpOnly; Secure; SameSite=Lax
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
