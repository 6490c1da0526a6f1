package runtime

import (
	"net/http"
	"strings"
	"testing"
	"unsafe"
)

func TestResponseIsSmall(t *testing.T) {
	if size := unsafe.Sizeof(Response{}); size > 32 {
		t.Errorf("a Response takes %d bytes, more than the compiler passes in registers", size)
	}
}

func TestResponses(t *testing.T) {
	type empty struct{}
	var nilSlice []int
	var nilPointer *empty
	var nilMap map[string]int
	var nilBytes []byte
	for _, row := range []struct {
		sentence          string
		r                 Response
		status            int
		contentType, body string
	}{
		{"the zero Response", Response{}, 200, "", ""},
		{"Text", Text("héllo"), 200, "text/plain; charset=utf-8", "héllo"},
		{"HTML", HTML("<p>"), 200, "text/html; charset=utf-8", "<p>"},
		{"Bytes", Bytes([]byte{1, 2}, "image/png"), 200, "image/png", "\x01\x02"},
		{"Bytes of a rare type", Bytes(nil, "x/y"), 200, "x/y", ""},
		{"Bytes of no type", Bytes([]byte("x"), ""), 200, "application/octet-stream", "x"},
		{"JSON", JSON(map[string]any{"a": "<ü>&"}), 200, "application/json; charset=utf-8", `{"a":"<ü>&"}`},
		{"JSON of nil", JSON(nil), 200, "application/json; charset=utf-8", `null`},
		{"JSON of a nil slice", JSON(nilSlice), 200, "application/json; charset=utf-8", `[]`},
		{"JSON of nil bytes", JSON(nilBytes), 200, "application/json; charset=utf-8", `""`},
		{"JSON of a nil map", JSON(nilMap), 200, "application/json; charset=utf-8", `{}`},
		{"JSON of a nil pointer", JSON(nilPointer), 204, "", ""},
		{"NoContent", NoContent(), 204, "", ""},
		{"the seed's tuple", JSON(1).WithStatus(201).WithHeader("X", "y"), 201, "application/json; charset=utf-8", "1"},
		{"another content type", Text("a").WithHeader("content-type", "text/css"), 200, "text/css", "a"},
		{"and back", Text("a").WithHeader("content-type", "text/css").WithHeader("Content-Type", "text/html; charset=utf-8"), 200, "text/html; charset=utf-8", "a"},
		{"Redirect", Redirect(303, "/a b/ü?q=\"1\""), 303, "", ""},
	} {
		if err := row.r.err(); err != nil {
			t.Errorf("%s: %v", row.sentence, err)
		}
		if row.r.Status() != row.status || row.r.Header("CONTENT-TYPE") != row.contentType || row.r.content() != row.body {
			t.Errorf("%s: %d %q %q", row.sentence, row.r.Status(), row.r.Header("Content-Type"), row.r.content())
		}
	}
	if got := Redirect(303, "/a b/ü?q=\"1\"").Header("Location"); got != "/a%20b/%C3%BC?q=%221%22" {
		t.Errorf("Location is %q", got)
	}
}

func TestWithHeaderSetsAndAdds(t *testing.T) {
	for _, row := range []struct {
		sentence string
		r        Response
		want     string
	}{
		{"a field is set", Text("").WithHeader("X-A", "1"), "X-A: 1"},
		{"and set again", Text("").WithHeader("X-A", "1").WithHeader("x-a", "2"), "x-a: 2"},
		{"cookies are added", Text("").WithHeader("Set-Cookie", "a=1").WithHeader("set-cookie", "b=2"), "Set-Cookie: a=1, set-cookie: b=2"},
		{"Vary too", Text("").WithHeader("Vary", "A").WithHeader("Vary", "B"), "Vary: A, Vary: B"},
		{"challenges too", Text("").WithHeader("WWW-Authenticate", "Basic").WithHeader("WWW-Authenticate", "Bearer"), "WWW-Authenticate: Basic, WWW-Authenticate: Bearer"},
		{"an empty value is one", Text("").WithHeader("X", ""), "X: "},
		{"framing is the server's own", Text("").WithHeader("Transfer-Encoding", "chunked").WithHeader("Date", "x").WithHeader("Trailer", "x").WithHeader("connection", "upgrade"), ""},
		{"but for an end of the connection", Text("").WithHeader("connection", "Close"), "connection: Close"},
		{"a rare content type is no field of its own", Text("").WithHeader("A", "1").WithHeader("Content-Type", "x/y").WithHeader("B", "2"), "A: 1, B: 2"},
	} {
		var got []string
		for _, f := range row.r.headerFields() {
			got = append(got, f.name+": "+f.value)
		}
		if strings.Join(got, ", ") != row.want || row.r.err() != nil {
			t.Errorf("%s: %q %v", row.sentence, got, row.r.err())
		}
	}
}

func TestCopiesOfAResponseAreTheirOwn(t *testing.T) {
	base := Text("x").WithHeader("A", "1").WithHeader("B", "2")
	left, right := base.WithHeader("C", "left"), base.WithHeader("C", "right").WithHeader("A", "3").WithStatus(201)
	_ = base.WithHeader("Content-Type", "x/y")
	if base.Header("C") != "" || base.Header("A") != "1" || base.Status() != 200 || base.mediaType() != "text/plain; charset=utf-8" {
		t.Errorf("the first is changed: %v", base.headerFields())
	}
	if left.Header("C") != "left" || left.Header("A") != "1" || right.Header("C") != "right" || right.Header("A") != "3" {
		t.Errorf("%v %v", left.headerFields(), right.headerFields())
	}
}

func TestWhatCannotBeSentIsAnError(t *testing.T) {
	for _, row := range []struct {
		sentence string
		r        Response
	}{
		{"CR LF in a value", Text("").WithHeader("X", "a\r\nSet-Cookie: b")},
		{"LF in a value", Text("").WithHeader("X", "a\nb")},
		{"CR in a value", Text("").WithHeader("X", "a\rb")},
		{"NUL in a value", Text("").WithHeader("X", "a\x00b")},
		{"a control character in a value", Text("").WithHeader("X", "a\x1bb")},
		{"DEL in a value", Text("").WithHeader("X", "\x7f")},
		{"LF in a name", Text("").WithHeader("X\n", "a")},
		{"a colon in a name", Text("").WithHeader("X:", "a")},
		{"no name", Text("").WithHeader("", "a")},
		{"a name that is not ASCII", Text("").WithHeader("Ü", "a")},
		{"CR LF in a content type", Bytes(nil, "a\r\nb")},
		{"in a stream's", Stream("a\r\nb", nil)},
		{"in a content type as a header", Text("").WithHeader("Content-Type", "a\nb")},
		{"in a location", Redirect(302, "/\r\nSet-Cookie: a")},
		{"a status of an interim answer", Text("").WithStatus(101)},
		{"a status of two digits", Text("").WithStatus(42)},
		{"a status of four", Text("").WithStatus(1000)},
		{"a redirection that is none", Redirect(200, "/")},
		{"no JSON form", JSON(make(chan int))},
		{"an error stays when more is set", Text("").WithHeader("X", "\n").WithHeader("Y", "z").WithStatus(201)},
	} {
		if row.r.err() == nil {
			t.Errorf("%s is no error", row.sentence)
		}
	}
}

func FuzzNothingIsInjected(f *testing.F) {
	f.Add("X", "a\r\nb", "text/plain\r\n", "/\n")
	f.Add("X-A", "b", "text/plain", "/x?y#z")
	f.Fuzz(func(t *testing.T, name, value, contentType, location string) {
		for _, r := range []Response{
			Text("").WithHeader(name, value), Bytes(nil, contentType), Redirect(302, location),
		} {
			if r.err() != nil {
				continue
			}
			line := r.mediaType()
			for _, field := range r.headerFields() {
				line += field.name + field.value
			}
			if strings.ContainsAny(line, "\r\n\x00") {
				t.Fatalf("written: %q", line)
			}
		}
	})
}

var sink Response

func TestFixedAnswersDoNotAllocate(t *testing.T) {
	body := []byte("body")
	for sentence, make := range map[string]func() Response{
		"Text":       func() Response { return Text("constant") },
		"HTML":       func() Response { return HTML("constant") },
		"Bytes":      func() Response { return Bytes(body, "application/json") },
		"NoContent":  NoContent,
		"WithStatus": func() Response { return Text("x").WithStatus(http.StatusCreated) },
	} {
		if n := testing.AllocsPerRun(100, func() { sink = make() }); n != 0 {
			t.Errorf("%s allocates %v times", sentence, n)
		}
	}
}

func TestServingAFixedAnswerDoesNotAllocate(t *testing.T) {
	a := NewApp(handwrittenConstant())
	e := &httpExchange{r: mustRequest(t, "GET", "/hello")}
	n := testing.AllocsPerRun(100, func() {
		e.x.begin(a, e)
		e.x.Method, e.x.path = GET, "/hello"
		sink = a.serve(&e.x)
		e.x.end()
	})
	if n != 0 || sink.content() != "hello" {
		t.Errorf("serve allocates %v times for %q", n, sink.content())
	}
}

// handwrittenConstant is a service as a generator would write it, of one route.
func handwrittenConstant() Service {
	table := NewTable([]Route{{Name: "Hello", Methods: []string{"GET"}, Pattern: "/hello"}}, nil, nil, nil)
	return Service{Table: table, Dispatch: func(x *Exchange, path string) (Response, error) {
		if path == "/hello" && x.Method == GET {
			x.Entered = 1
			return Text("hello"), nil
		}
		return Response{}, nil
	}}
}

func BenchmarkServe(b *testing.B) {
	a := NewApp(handwrittenConstant())
	e := &httpExchange{}
	for b.Loop() {
		e.x.begin(a, e)
		e.x.Method, e.x.path = GET, "/hello"
		sink = a.serve(&e.x)
		e.x.end()
	}
}
