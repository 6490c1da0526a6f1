package runtime_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"example.com/httpgen/runtime"
)

// What a handler reads of a body. A route that says `body:` in the manifest has it read and
// decoded before its handler is called; these are for the others. The errors are answers
// already: to be returned as they are.

func ExampleRequest_JSON() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		var book struct {
			Title string `json:"title"`
		}
		if err := req.JSON(&book); err != nil {
			return runtime.Response{}, err
		}
		return runtime.JSON(book).WithStatus(201), nil
	}
	ask(handler, "POST /books", "", `{"title":"Emma"}`)
	ask(handler, "POST /books", "", `{"title":}`)
	// Output:
	// 201 {"title":"Emma"}
	// 400 {"error": "invalid JSON: unexpected '}', want a value at line 1, column 10 (offset 9)"}
}

func ExampleRequest_Text() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		text, err := req.Text()
		if err != nil {
			return runtime.Response{}, err
		}
		return runtime.Text(strings.ToUpper(text)), nil
	}
	ask(handler, "POST /shout", "", "hello")
	ask(handler, "POST /shout", "", "\xff")
	// Output:
	// 200 HELLO
	// 400 {"error": "the body is not UTF-8: line 1, column 1 (offset 0)"}
}

func ExampleRequest_Form() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		form, err := req.Form()
		if err != nil {
			return runtime.Response{}, err
		}
		return runtime.Text(form.Get("copies") + " copies of " + strings.Join(form["isbn"], ", ")), nil
	}
	ask(handler, "POST /orders", "Content-Type: application/x-www-form-urlencoded", "",
		"copies=2&isbn=9780131103627&isbn=9780201633610")
	// Output: 200 2 copies of 9780131103627, 9780201633610
}

func ExampleRequest_Multipart() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		form, err := req.Multipart()
		if err != nil {
			return runtime.Response{}, err
		}
		cover := form.File["cover"][0]
		title := form.Value["title"][0]
		return runtime.Text(fmt.Sprintf("%s: %s, %d bytes", title, cover.Filename, cover.Size)), nil
	}
	body := []string{
		`--b`,
		`Content-Disposition: form-data; name="title"`,
		``,
		`Emma`,
		`--b`,
		`Content-Disposition: form-data; name="cover"; filename="emma.png"`,
		``,
		`PNG…`,
		`--b--`,
	}
	ask(handler, "POST /covers", "Content-Type: multipart/form-data; boundary=b", "",
		strings.Join(body, "\r\n"))
	// Output: 200 Emma: emma.png, 6 bytes
}

// Body keeps the body: it may be asked for again, by a hook and then by the handler.
func ExampleRequest_Body() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		body, err := req.Body()
		if err != nil {
			return runtime.Response{}, err
		}
		return runtime.Bytes(body, req.Header("Content-Type")), nil
	}
	dump(handler, "POST /echo", "Content-Type: text/csv", "", "a,b\n1,2")
	// Output:
	// 200 OK
	// Content-Type: text/csv
	//
	// a,b
	// 1,2
}

// BodyReader keeps nothing of the body, which may be as large as it likes.
func ExampleRequest_BodyReader() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		lines := 0
		for in := bufio.NewReader(req.BodyReader()); ; lines++ {
			_, err := in.ReadString('\n')
			if errors.Is(err, io.EOF) {
				return runtime.Text(fmt.Sprint(lines, " lines")), nil
			}
			if err != nil { // it broke off, came too slowly, or is too large
				return runtime.Response{}, err
			}
		}
	}
	ask(handler, "POST /import", "", "one\ntwo\nthree\n")
	// Output: 200 3 lines
}
