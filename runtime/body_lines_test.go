package runtime

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"example.com/httpgen/runtime/wire"
)

// Bodies of one JSON text a line are tested here as generated code reads them.

// A reading is what a line is read as.
type reading struct{ N int }

func decodeReading(d *wire.Decoder, at int, v *reading) (next int, ok bool) {
	field, at, ok := d.ObjectAt(at, readingFields)
	if !ok {
		return at, false
	}
	var seen uint64
	var others wire.Names
	for field >= 0 {
		if field == 0 {
			seen |= 1
			n, next, _ := d.IntAt(at, 32)
			v.N, at = int(n), next
		} else {
			at = d.At(at).Unknown(&others, true)
		}
		field, at = d.MemberAt(at, readingFields, seen)
	}
	readingFields.MissingOf(d, at, ^seen&1, 0)
	return at, d.OK()
}

var readingFields = wire.NewFields("n")

// tellLines is what a sequence has, until it ends.
func tellLines(lines func(func(reading, error) bool)) string {
	var told []string
	for v, err := range lines {
		var carried *HTTPError
		switch {
		case errors.As(err, &carried):
			told = append(told, fmt.Sprintf("%d %s", carried.Status, carried.message()))
		case err != nil:
			told = append(told, err.Error())
		default:
			told = append(told, fmt.Sprint(v.N))
		}
	}
	return strings.Join(told, ", ")
}

// linesIn are the values of a body that comes in pieces.
func linesIn(limit int, pieces ...string) string {
	var from []io.Reader
	for _, piece := range pieces {
		from = append(from, strings.NewReader(piece))
	}
	return tellLines(linesOf(&lineReader{from: io.MultiReader(from...), limit: limit, req: overRequest()}, decodeReading))
}

// overRequest is a request that is over, of which nothing is noted any more.
func overRequest() Request { return Request{x: new(Exchange), generation: 2} }

func TestLinesAreValues(t *testing.T) {
	for _, row := range []struct{ body, want string }{
		{"", ""}, {"\n", ""}, {"\r\n \t\n\n", ""},
		{`{"n":1}`, "1"}, {`{"n":1}` + "\n", "1"}, {`{"n":1}` + "\r\n" + ` {"n":2} ` + "\r\n", "1, 2"},
		{`{"n":1}` + "\n\n \n" + `{"n":2}`, "1, 2"},
		{`{"n":1}` + "\r", "1"},
		{"{}\n" + `{"n":2}`, "422 line 1: /n is missing, 2"},
		{`{"n":1}` + "\n\n" + `{"n":"x","m":1}` + "\n" + `{"n":4}`,
			"1, 422 line 3: /n: a string, an integer is wanted (and 1 more fault), 4"},
		{`{"n":1}` + "\n" + `{"n":1,"n":2}`, `1, 400 invalid JSON: line 2: /n: the name "n" is there twice at column 8`},
		{`{"n":1}{"n":2}`, "400 invalid JSON: line 1: unexpected '{', want nothing more at column 8"},
		{`{"n":1},` + "\n", "400 invalid JSON: line 1: unexpected ',', want nothing more at column 8"},
		{"{\n" + `"n":1}`, "400 invalid JSON: line 1: the text ends inside an object at column 2, " +
			`400 invalid JSON: line 2: unexpected ':', want nothing more at column 4`},
		{`[{"n":1}]`, "422 line 1: an array, an object is wanted"},
		{"\ufeff" + `{"n":1}`, "400 invalid JSON: line 1: a byte order mark, want a value at column 1"},
		{`{"n":"é` + "\xff", "400 invalid JSON: line 1: /n: it is not UTF-8 at column 8"},
		{strings.Repeat("[", 100_000), "400 invalid JSON: line 1: " + strings.Repeat("/0", 128) + ": it is nested deeper than 128 levels at column 129"},
	} {
		if got := linesIn(maxLine, row.body); got != row.want {
			t.Errorf("%q: %s\nwanted %s", row.body, got, row.want)
		}
	}
}

// A line may be as long as the limit, whatever its end is, and ends the sequence if it is longer.
func TestLongLines(t *testing.T) {
	const limit = 10
	for _, row := range []struct{ body, want string }{
		{`{"n":1234}`, "1234"}, {`{"n":1234}` + "\n" + `{"n":1}`, "1234, 1"}, {`{"n":1234}` + "\r\n" + `{"n":1}`, "1234, 1"},
		{`{"n":1}` + "\n" + `{"n":12345}` + "\n" + `{"n":1}`, "1, 413 line 2 has more than 10 bytes"},
		{`{"n":12345}`, "413 line 1 has more than 10 bytes"}, {`{"n":12345}` + "\r\n", "413 line 1 has more than 10 bytes"},
		{strings.Repeat(" ", 11) + "\n", "413 line 1 has more than 10 bytes"},
		{strings.Repeat("\n", 100) + strings.Repeat("x", 1000), "413 line 101 has more than 10 bytes"},
	} {
		for at := range len(row.body) + 1 {
			if got := linesIn(limit, row.body[:at], row.body[at:]); got != row.want {
				t.Fatalf("%q split at %d: %s\nwanted %s", row.body, at, got, row.want)
			}
		}
	}
}

// readLines is a service that reads lines. What a handler learns is what it answers.
func readLines() Service {
	lines := func(pattern string, do func(Request, func(func(reading, error) bool)) (Response, error)) leaf {
		return leaf{"POST", pattern, func(x *Exchange) (Response, error) {
			body, err := DecodeLines(x.Request(), decodeReading)
			if err != nil {
				return Response{}, err
			}
			return do(x.Request(), body)
		}}
	}
	large := lines("/large", func(_ Request, body func(func(reading, error) bool)) (Response, error) {
		n := 0
		for _, err := range body {
			if err != nil {
				return Response{}, err
			}
			n++
		}
		return Text(fmt.Sprint(n)), nil
	})
	inner := large.do
	large.do = func(x *Exchange) (Response, error) { x.LimitBody(-1); return inner(x) }
	return handwritten(large,
		lines("/tell", func(_ Request, body func(func(reading, error) bool)) (Response, error) {
			return Text(tellLines(body)), nil
		}),
		lines("/strict", func(_ Request, body func(func(reading, error) bool)) (Response, error) {
			for _, err := range body {
				if err != nil {
					return Response{}, err
				}
			}
			return Text("all"), nil
		}),
		lines("/first", func(_ Request, body func(func(reading, error) bool)) (Response, error) {
			for v, err := range body {
				return Text(fmt.Sprint(v.N)), err
			}
			return Text("none"), nil
		}),
		lines("/echo", func(_ Request, body func(func(reading, error) bool)) (Response, error) {
			return StreamLines(body, 200, func(v reading, b []byte) ([]byte, error) { return fmt.Appendf(b, "%d", v.N), nil })
		}),
		leaf{"POST", "/go", func(x *Exchange) (Response, error) {
			body, err := DecodeLines(x.Request(), DecodeLine[reading])
			if err != nil {
				return Response{}, err
			}
			return Text(tellLines(body)), nil
		}},
	)
}

func TestLinesOnEachServer(t *testing.T) {
	const lines = "Content-Type: application/x-ndjson\r\n"
	post := func(path, fields, body string) string {
		return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: a\r\n%sContent-Length: %d\r\n\r\n%s", path, fields, len(body), body)
	}
	chunked := func(path, fields, body string) string {
		return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: a\r\n%sTransfer-Encoding: chunked\r\n\r\n%s", path, fields, body)
	}
	const types = "application/x-ndjson"
	refused := func(was string) string {
		return `415 Accept=` + types + ` "{\"error\": \"send Content-Type: ` + types + ` (` + was + `)\"}"`
	}
	onEachServer(t, readLines, []Option{MaxBodySize(100)}, func(t *testing.T, s *hosted) {
		for _, row := range []struct{ request, want string }{
			{post("/tell", lines, `{"n":1}`+"\n"+`{"n":2}`), `200 "1, 2"`},
			{chunked("/tell", lines, chunks(`{"n":1}`+"\n"+`{"n":2}`, 3)), `200 "1, 2"`},
			{post("/go", lines, `{"N":1}`+"\n"+`{"N":1,"N":2}`+"\n"+`{"N":"x"}`), `200 "1, 400 invalid JSON: line 2: /N: the name \"N\" is there twice at column 8, ` +
				`422 line 3: does not fit: cannot unmarshal string into Go struct field reading.N of type int"`},
			{post("/echo", lines, `{"n":1}`+"\n"+`{"n":2}`), `200 "1\n2\n"`},

			// No body has no values, whatever it is called.
			{post("/tell", lines, ""), `200 ""`}, {post("/tell", "", ""), `200 ""`}, {post("/tell", "Content-Type: text/plain\r\n", ""), `200 ""`},
			{chunked("/tell", lines, "0\r\n\r\n"), `200 ""`}, {chunked("/tell", "", "0\r\n\r\n"), `200 ""`},

			// Content types.
			{post("/tell", "Content-Type: Application/NDJSON; charset=UTF-8\r\n", `{"n":1}`), `200 "1"`},
			{post("/tell", "Content-Type: application/jsonl\r\n", `{"n":1}`), `200 "1"`},
			{post("/tell", "Content-Type: application/x-jsonlines\r\n", `{"n":1}`), `200 "1"`},
			{post("/tell", "Content-Type: application/json\r\n", `{"n":1}`), refused("it was application/json")},
			{post("/tell", "", `{"n":1}`), refused("there was none")},
			{chunked("/tell", "", chunks(`{"n":1}`, 9)), refused("there was none")},
			{post("/tell", "Content-Type: application/x-ndjson; charset=utf-16\r\n", `{"n":1}`), `415 Accept=` + types + ` "{\"error\": \"JSON is UTF-8 (the charset was utf-16)\"}"`},
			{post("/tell", lines+"Content-Encoding: gzip\r\n", `{"n":1}`), `415 "{\"error\": \"send the body without Content-Encoding (it was gzip)\"}"`},

			// What a handler returns is answered; who stops early is not told of the rest.
			{post("/strict", lines, `{"n":1}`+"\n"+`{"n":1,`), `400 "{\"error\": \"invalid JSON: line 2: the text ends inside an object at column 8\", ` +
				`\"errors\": [{\"in\": \"body\", \"at\": \"\", \"line\": 2, \"rule\": \"syntax\", \"message\": \"the text ends inside an object at column 8\"}]}"`},
			{post("/strict", lines, `{"n":1}`+"\n"+`{"m":1}`), `422 "{\"error\": \"line 2: /m is not known (and 1 more fault)\", ` +
				`\"errors\": [{\"in\": \"body\", \"at\": \"/m\", \"line\": 2, \"rule\": \"unknown\", \"message\": \"is not known\"}, ` +
				`{\"in\": \"body\", \"at\": \"/n\", \"line\": 2, \"rule\": \"required\", \"message\": \"is missing\"}]}"`},
			{post("/first", lines, `{"n":1}`+"\n"+`nothing`), `200 "1"`},

			// The body as a whole is bounded.
			{post("/strict", lines, strings.Repeat("\n", 101)), `413 "{\"error\": \"Request Entity Too Large\"}"`},
			{chunked("/tell", lines, chunks(strings.Repeat(`{"n":1}`+"\n", 13), 20)), `413 "{\"error\": \"Request Entity Too Large\"}"`},
		} {
			// net/http closes where a body was not read.
			if got := strings.TrimSuffix(s.tell(row.request, "Accept"), " close"); got != row.want {
				t.Errorf("%q: %s\nwanted %s", row.request, got, row.want)
			}
		}
	})
}

// FuzzLines holds the lines of a body to what each is by itself, in whichever pieces it comes.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{`{"n":1}` + "\n" + `{"n":2}`, "\r\n\n{}\r\r\n[", `{"n":1}` + "\r", "\n \n" + `{"n":"x"}` + "\n\x00", `{"n":12345678}`} {
		f.Add(seed, 3, 9)
	}
	const limit = 12
	f.Fuzz(func(t *testing.T, body string, at, then int) {
		at = max(0, min(at, len(body)))
		then = max(at, min(then, len(body)))
		var want []string
		for i, line := range strings.Split(body, "\n") {
			line = strings.TrimSuffix(line, "\r")
			if len(line) > limit {
				want = append(want, fmt.Sprintf("413 line %d has more than %d bytes", i+1, limit))
				break
			}
			if strings.Trim(line, " \t\r") == "" {
				continue
			}
			var v reading
			err := refusedJSON(wire.UnmarshalLine([]byte(line), i+1, &v, decodeReading))
			want = append(want, tellLines(func(yield func(reading, error) bool) { yield(v, err) }))
		}
		if got := linesIn(limit, body[:at], body[at:then], body[then:]); got != strings.Join(want, ", ") {
			t.Fatalf("%q split at %d and %d: %s\nwanted %s", body, at, then, got, strings.Join(want, ", "))
		}
	})
}
