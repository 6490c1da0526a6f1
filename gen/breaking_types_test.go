package gen

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestBreakingTypes compares routes that differ in what they take beside their path, and in what
// they return.
func TestBreakingTypes(t *testing.T) {
	query := func(fields string) string { return "routes: [{path: /a, handler: A, query: {" + fields + "}}]" }
	headers := func(fields string) string { return "routes: [{path: /a, handler: A, headers: {" + fields + "}}]" }
	body := func(types, name string) string {
		return "types: {" + types + "}\nroutes: [{path: /a, methods: POST, handler: A, body: " + name + "}]"
	}
	returns := func(types, name string) string {
		return "types: {" + types + "}\nroutes: [{path: /a, handler: A, returns: " + name + "}]"
	}
	for _, row := range []struct {
		name     string
		old, now string
		want     []string
	}{
		{"a parameter is new and has to be there", query("a: int"), query("a: int, b: int"),
			[]string{"input-required: the query parameter b has to be there"}},
		{"new ones need not be there", query("a: int"), query("a: int, b: 'int?', c: int = 1, d: '[]int'"), nil},
		{"the first parameters", "routes: [GET /a A]", query("a: int"),
			[]string{"input-required: the query parameter a has to be there"}},
		{"one has to be there now", query("a: 'int?'"), query("a: int"),
			[]string{"input-required: the query parameter a has to be there now"}},
		{"one may be absent now", query("a: int"), query("a: 'int?'"), nil},
		{"another default", query("a: int = 1"), query("a: int = 2"), nil},
		{"one is gone", query("a: int, b: int"), query("a: int"),
			[]string{"input-removed: the query parameter b is not read any more"}},
		{"another kind", query("a: int"), query("a: uuid"),
			[]string{"input-narrowed: the query parameter a is uuid, was int"}},
		{"any text", query("a: uuid, b: date"), query("a: string, b: string"), nil},
		{"a wider number", query("a: int8, b: uint16, c: int"), query("a: int, b: int32, c: float"), nil},
		{"a narrower number", query("a: int, b: uint8, c: uint8"), query("a: int32, b: int8, c: int16"),
			[]string{"input-narrowed: the query parameter a is int32, was int", "input-narrowed: the query parameter b is int8, was uint8"}},
		{"narrower bounds", query("a: 'int(min=1, max=9)'"), query("a: 'int(min=2, max=9)'"),
			[]string{"input-narrowed: the query parameter a now has min=2"}},
		{"wider bounds", query("a: 'int(min=1, max=9)'"), query("a: 'int(min=-1, max=10)'"), nil},
		{"a pattern", query("a: string"), query("a: 'string(pattern=\"^a$\")'"),
			[]string{"input-narrowed: the query parameter a now has pattern=^a$"}},
		{"a word is gone", query("a: 'enum(x, y)'"), query("a: 'enum(y, z)'"),
			[]string{"input-narrowed: the query parameter a cannot be \"x\" any more"}},
		{"elements of another kind", query("a: '[]string'"), query("a: '[]int'"),
			[]string{"input-narrowed: the query parameter a/* is int, was string"}},
		{"another style", query("a: {type: '[]int'}"), query("a: {type: '[]int', explode: false}"),
			[]string{"input-narrowed: the query parameter a is written in another style"}},
		{"unknown ones are refused", query("a: int"), "routes: [{path: /a, handler: A, query: {a: int}, unknown_query: reject}]",
			[]string{"input-narrowed: query parameters that are not declared are refused, were ignored"}},
		{"a header in another case", headers("X-Id: int"), headers("x-id: int"), nil},
		{"a header is gone", headers("X-Id: int"), headers("X-No: 'int?'"),
			[]string{"input-removed: the header X-Id is not read any more"}},
		{"a cookie", "routes: [GET /a A]", "routes: [{path: /a, handler: A, cookies: {s: string}}]",
			[]string{"input-required: the cookie s has to be there"}},

		{"a body of the same shape under another name", body("B: {a: int}", "B"), body("C: {a: int}", "C"), nil},
		{"a body takes more", body("B: {a: int}", "B"), body("B: {a: int, b: 'int?'}", "'B?'"), nil},
		{"a field is new and has to be there", body("B: {a: int}", "B"), body("B: {a: int, b: int}", "B"),
			[]string{"body-changed: the body/b has to be there"}},
		{"a field is unknown", body("B: {a: int, b: int}", "B"), body("B: {a: int}", "B"),
			[]string{"body-changed: the body/b is unknown now"}},
		{"a field is kept as unknown", body("B: {a: int, b: int}", "B"), body("B: {fields: {a: int}, unknown: keep}", "B"), nil},
		{"a field far down", body("B: {list: '[]C'}, C: {a: 'C?', b: 'int|null'}", "B"), body("B: {list: '[]C'}, C: {a: 'C?', b: int}", "B"),
			[]string{"body-changed: the body/list/*/b cannot be null any more"}},
		{"a form takes more", body("B: {a: int}", "form(B)"), body("C: {a: 'int?', b: '[]int', c: 'C2?'}, C2: {d: int}", "form(C)"), nil},
		{"a field of a form is new and has to be there", body("B: {a: int}", "multipart(B)"), body("B: {a: int, f: file}", "multipart(B)"),
			[]string{"body-changed: the form/f has to be there"}},
		{"a list of a form has to be one value", body("B: {a: '[]file'}", "multipart(B)"), body("B: {a: file}", "multipart(B)"),
			[]string{"body-changed: the form/a has to be there now"}},
		{"content types of a body are new", body("B: {a: int}", "B"), body("B: {a: int}", "{application/json: B, text/csv: bytes, application/x-ndjson: B}"), nil},
		{"a content type of a body is gone", body("B: {a: int}", "{application/json: B, text/csv: bytes}"), body("B: {a: int}", "B"),
			[]string{"body-changed: a body of text/csv is not taken any more"}},
		{"a JSON type of a body that another one takes is gone", body("B: {a: int}", "{application/json: B, application/vnd.b+json: B}"), body("B: {a: int}", "B"), nil},
		{"a body of one content type is narrower", body("B: {a: int}", "{application/json: B, text/csv: bytes}"), body("B: {a: int8}", "{text/csv: bytes, application/json: B}"),
			[]string{"body-changed: the body of application/json/a is int8, was int"}},
		{"a body of one content type is another", body("B: {a: int}", "{application/json: B, text/csv: bytes}"), body("B: {a: int}", "{application/json: B, text/csv: text}"),
			[]string{"body-changed: the body of text/csv is text, was bytes"}},
		{"any content type is one of a few", body("B: {a: int}", "bytes"), body("B: {a: int}", "{text/csv: bytes}"),
			[]string{"body-changed: a body of any content type is not taken any more", "body-changed: the body has to be there now"}},
		{"one of a few content types is any", body("B: {a: int}", "{text/csv: bytes}"), body("B: {a: int}", "bytes"), nil},
		{"a body of several content types has to be there now", body("B: {a: int}", "{application/json: 'B?', text/csv: bytes}"), body("B: {a: int}", "{application/json: B, text/csv: bytes}"),
			[]string{"body-changed: the body has to be there now"}},
		{"a body of several content types may be missing", body("B: {a: int}", "{application/json: B, text/csv: bytes}"), body("B: {a: int}", "{application/json: 'B?', text/csv: bytes}"), nil},
		{"a form has to be there now", body("B: {a: int}", "'form(B)?'"), body("B: {a: int}", "form(B)"),
			[]string{"body-changed: the body has to be there now"}},
		{"the first body, of several content types", "types: {B: {a: int}}\nroutes: [{path: /a, methods: POST, handler: A}]", body("B: {a: int}", "{application/json: B, text/csv: bytes}"),
			[]string{"body-changed: the body is {application/json: B, text/csv: bytes}, was none"}},
		{"lines are narrower", body("B: {a: int}", "ndjson(B)"), body("B: {a: int8}", "ndjson(B)"),
			[]string{"body-changed: the body/a is int8, was int"}},
		{"lines for one text", body("B: {a: int}", "B"), body("B: {a: int}", "ndjson(B)"),
			[]string{"body-changed: the body is ndjson(B), was B"}},
		{"fields may stand behind files", body("B: {a: file}", "multipart_stream(B)"), body("B: {a: file}", "multipart(B)"), nil},
		{"fields have to stand before files", body("B: {a: file}", "multipart(B)"), body("B: {a: file}", "multipart_stream(B)"),
			[]string{"body-changed: the body is multipart_stream(B), was multipart(B)"}},
		{"a form is JSON now", body("B: {a: int}", "form(B)"), body("B: {a: int}", "B"),
			[]string{"body-changed: the body is B, was form(B)"}},
		{"a body has to be there", body("B: {a: int}", "'B?'"), body("B: {a: int}", "B"),
			[]string{"body-changed: the body has to be there now"}},
		{"a body of Go's", body("B: {a: int}", "B"), body("C: {a: int}", "B"),
			[]string{"body-changed: the body is B, was B"}},
		{"a member of a union is gone", body("B: {oneof: {of: [X, Y]}}, X: int, Y: string", "B"), body("B: {oneof: {of: [X]}}, X: int, Y: string", "B"),
			[]string{"body-changed: the body is no Y any more"}},

		{"a result has more", returns("B: {a: int}", "B"), returns("B: {a: int, b: int}", "B"), nil},
		{"a result has less", returns("B: {a: int, b: int}", "B"), returns("B: {a: int}", "B"),
			[]string{"result-changed: the result/b is not there any more"}},
		{"a field of a result may be missing", returns("B: {a: int}", "B"), returns("B: {a: 'int?'}", "B"),
			[]string{"result-changed: the result/a may be missing now"}},
		{"a field of a result may be null", returns("B: {a: int}", "B"), returns("B: {a: int|null}", "B"),
			[]string{"result-changed: the result/a may be null now"}},
		{"a result has another word", returns("B: 'enum(x, y)'", "B"), returns("B: 'enum(x, z)'", "B"),
			[]string{"result-changed: the result may be \"z\" now"}},
		{"a result is of another type", returns("B: {a: int}", "B"), returns("B: {a: bool}", "B"),
			[]string{"result-changed: the result/a is bool, was int"}},

		{"one of several results is the one that was", returns("B: {a: int}", "B"), returns("B: {a: int}", "{200: B, 404: none}"), nil},
		{"several results become one of them", returns("B: {a: int}", "{200: B, 404: none}"), returns("B: {a: int}", "B"),
			[]string{"result-changed: there is no result of status 404, was none"}},
		{"another status", returns("B: {a: int}", "{200: B}"), returns("B: {a: int}", "{201: B}"),
			[]string{"result-changed: there is no result of status 200, was B"}},
		{"a status is new", returns("B: {a: int}", "{200: B}"), returns("B: {a: int}", "{200: B, 409: text}"), nil},
		{"a field of one of several is gone", returns("B: {a: int, b: int}", "{200: B}"), returns("B: {a: int}", "{200: B}"),
			[]string{"result-changed: the result of status 200/b is not there any more"}},
		{"a content type is gone", returns("B: {a: int}", "{200: {body: {application/json: B, text/csv: text}}}"), returns("B: {a: int}", "{200: {body: {application/json: B}}}"),
			[]string{"result-changed: there is no result of status 200 as text/csv, was text"}},
		{"a content type is new", returns("B: {a: int}", "{200: B}"), returns("B: {a: int}", "{200: {body: {application/json: B, text/csv: text}}}"), nil},
		{"a result that was the handler's", "routes: [GET /a A]", returns("B: {a: int}", "{200: B}"), nil},
		{"a result that is the handler's", returns("B: {a: int}", "{200: B}"), "routes: [GET /a A]",
			[]string{"result-changed: the result is a response of the handler's, was 200: B"}},
		{"a header field is gone", returns("", "{200: {headers: {X-A: int, X-B: int}}}"), returns("", "{200: {headers: {x-b: int}}}"),
			[]string{"result-changed: the header field X-A of status 200 is gone"}},
		{"a header field may be missing", returns("", "{200: {headers: {X-A: int}}}"), returns("", "{200: {headers: {X-A: 'int?'}}}"),
			[]string{"result-changed: the header field X-A of status 200 may be missing now"}},
		{"a header field is of another kind", returns("", "{200: {headers: {X-A: int}}}"), returns("", "{200: {headers: {X-A: string}}}"),
			[]string{"result-changed: the header field X-A of status 200 is string, was int"}},
		{"a header field is always there", returns("", "{200: {headers: {X-A: 'int?'}}}"), returns("", "{200: {headers: {X-A: int}}}"), nil},
		{"events of another type", returns("B: {a: int}", "events(B)"), returns("B: {a: bool}", "events(B)"),
			[]string{"result-changed: the result/a is bool, was int"}},
		{"lines instead of events", returns("B: {a: int}", "events(B)"), returns("B: {a: int}", "ndjson(B)"),
			[]string{"result-changed: the result is ndjson(B), was events(B)"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "routes.yaml")
			if err := os.WriteFile(file, []byte(row.now), 0o666); err != nil {
				t.Fatal(err)
			}
			list, err := Breaking("old.yaml", []byte(row.old), nil, file)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, b := range list {
				got = append(got, string(b.Kind)+": "+b.Message)
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("got  %q\nwant %q", got, row.want)
			}
		})
	}
}
