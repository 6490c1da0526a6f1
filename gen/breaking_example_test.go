package gen

import (
	"os"
	"path/filepath"
	"testing"
)

// TestBreakingExamples wants the one break of two manifests, and the request that shows it; "" of
// what shows none.
func TestBreakingExamples(t *testing.T) {
	route := func(more string) string { return "routes: [{path: '/a/<int:id>', handler: A" + more + "}]" }
	post := func(types, body string) string {
		return "types: {" + types + "}\nroutes: [{path: /a, methods: POST, handler: A, body: " + body + "}]"
	}
	get := func(types, returns string) string {
		return "types: {" + types + "}\nroutes: [{path: /a, handler: A, returns: " + returns + "}]"
	}
	const own = "converters: {x: {type: string, parse: P, format: F}}\n"
	for _, row := range []struct{ name, old, now, want string }{
		{"a parameter is new", route(""), route(", query: {b: int}"),
			"the query parameter b has to be there: GET /a/42 is now answered 400"},
		{"one has to be there now, beside another", route(", query: {q: string, b: 'int?'}"), route(", query: {q: string, b: int}"),
			"the query parameter b has to be there now: GET /a/42?q=a is now answered 400"},
		{"a bound", route(", query: {n: 'int(min=1, max=9)'}"), route(", query: {n: 'int(min=3, max=9)'}"),
			"the query parameter n now has min=3: GET /a/42?n=1 is now answered 400"},
		{"a length", route(", query: {q: string}"), route(", query: {q: string(max=5)}"),
			"the query parameter q now has max=5: GET /a/42?q=aaaaaa is now answered 400"},
		{"a range", route(", query: {n: int}"), route(", query: {n: uint8}"),
			"the query parameter n is uint8, was int: GET /a/42?n=-1 is now answered 400"},
		{"a pattern", route(", query: {q: string}"), route(", query: {q: 'string(pattern=\"^[0-9]+$\")'}"),
			"the query parameter q now has pattern=^[0-9]+$: GET /a/42?q=a is now answered 400"},
		{"a word", route(", query: {s: 'enum(x, \"y z\")'}"), route(", query: {s: enum(x)}"),
			"the query parameter s cannot be \"y z\" any more: GET /a/42?s=y+z is now answered 400"},
		{"a list without explode", route(", query: {n: {type: '[]int', explode: false}}"), route(", query: {n: {type: '[]int(max=2)', explode: false}}"),
			"the query parameter n now has max=2: GET /a/42?n=1,0,2 is now answered 400"},
		{"elements of a list", route(", query: {n: '[]int'}"), route(", query: {n: '[]uint8'}"),
			"the query parameter n/* is uint8, was int: GET /a/42?n=-1 is now answered 400"},
		{"a header", route(", headers: {X-A: int}"), route(", headers: {x-a: bool}"),
			"the header x-a is bool, was int: GET /a/42 with X-A: 1 is now answered 400"},
		{"a cookie", route(", cookies: {c: string, d: int}"), route(", cookies: {c: 'string(min=2)', d: int}"),
			"the cookie c now has min=2: GET /a/42 with Cookie: c=a and Cookie: d=1 is now answered 400"},
		{"one is gone", route(", query: {a: int, b: string}"), route(", query: {a: int}"),
			"the query parameter b is not read any more: GET /a/42?a=1&b=a is answered as if it were not there"},
		{"one is gone, and refused", route(", query: {a: int, b: string}, unknown_query: reject"), route(", query: {a: int}, unknown_query: reject"),
			"the query parameter b is not read any more: GET /a/42?a=1&b=a is now answered 400"},
		{"what nobody declared", route(", query: {a: int}"), route(", query: {a: int}, unknown_query: reject"),
			"query parameters that are not declared are refused, were ignored: GET /a/42?a=1&undeclared=1 is now answered 400"},
		{"what an own converter takes is not known", own + route(", query: {a: x, b: 'int?'}"), own + route(", query: {a: x, b: int}"),
			"the query parameter b has to be there now"},

		{"a field is new", post("B: {a: int}", "B"), post("B: {a: int, b: int}", "B"),
			`the body/b has to be there: POST /a with {"a":1} is now answered 422`},
		{"a field is gone", post("B: {a: int, b: 'int?'}", "B"), post("B: {a: int}", "B"),
			`the body/b is unknown now: POST /a with {"a":1,"b":1} is now answered 422`},
		{"a field is not unknown", "json: {unknown: ignore}\n" + post("B: {a: int}", "B"), post("B: {a: int}", "B"),
			`the body takes no members any more that are not declared: POST /a with {"a":1,"other":true} is now answered 422`},
		{"a field far down", post("B: {list: '[]C'}, C: {n: int|null}", "B"), post("B: {list: '[]C'}, C: {n: int}", "B"),
			`the body/list/*/n cannot be null any more: POST /a with {"list":[{"n":null}]} is now answered 422`},
		{"a member of a union", post("B: {oneof: {by: k, of: {x: X, y: Y}}}, X: {a: int}, Y: {b: int}", "B"), post("B: {oneof: {by: k, of: {x: X}}}, X: {a: int}", "B"),
			`the body is no Y any more: POST /a with {"b":1,"k":"y"} is now answered 422`},
		{"another kind of body", post("B: {a: int}", "form(B)"), post("B: {a: int}", "B"),
			"the body is B, was form(B): POST /a with Content-Type: application/x-www-form-urlencoded is now answered 415"},
		{"a body has to be there", post("B: {a: int}", "'B?'"), post("B: {a: int}", "B"),
			"the body has to be there now: POST /a with no body is now answered 400"},
		{"the first body", "routes: [{path: /a, methods: POST, handler: A}]", post("B: {a: int}", "B"),
			"the body is B, was none: POST /a with no body is now answered 400"},
		{"a form", post("B: {a: int, b: '[]string?'}", "form(B)"), post("B: {a: uint8, b: '[]string?'}", "form(B)"),
			"the form/a is uint8, was int: POST /a with the form a=-1 is now answered 400"},
		{"a body of Go's", post("", "M"), post("", "N"), "the body is N, was M"},

		{"a word of a result", get("B: {s: 'enum(x, y)'}", "B"), get("B: {s: 'enum(x, y, z)'}", "B"),
			`the result/s may be "z" now: GET /a may be answered {"s":"z"}`},
		{"a field of a result", get("B: {a: int, b: int}", "B"), get("B: {a: int}", "B"),
			`the result/b is not there any more: GET /a may be answered {"a":1}`},
		{"a status", get("B: {a: int}", "{200: B, 404: none}"), get("B: {a: int}", "B"),
			"there is no result of status 404, was none: GET /a is answered otherwise"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := onlyBreak(t, row.old, row.now); got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
		})
	}
}

// TestWideningBreaksNothing compares manifests of which the new one takes all that the old one took.
func TestWideningBreaksNothing(t *testing.T) {
	post := func(more string) string {
		return "types: {B: {a: int}}\nroutes: [{path: /a, methods: POST, handler: A" + more + "}]"
	}
	for _, row := range []struct{ name, old, now string }{
		{"a first body that may be missing", post(""), post(", body: 'B?'")},
		{"a first body that may be empty", post(""), post(", body: bytes")},
		{"any body", post(", body: B"), post(", body: stream")},
		{"members that are not declared", post(", body: B"), "json: {unknown: ignore}\n" + post(", body: B")},
		{"a field that is not read is passed over", "types: {B: {a: int, b: int}}\nroutes: [{path: /a, methods: POST, handler: A, body: B}]",
			"json: {unknown: ignore}\n" + post(", body: B")},
	} {
		if got := onlyBreak(t, row.old, row.now); got != "" {
			t.Errorf("%s: %s", row.name, got)
		}
	}
}

// onlyBreak is the text of the one break of two manifests, "" where nothing breaks.
func onlyBreak(t *testing.T, old, now string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "routes.yaml")
	if err := os.WriteFile(file, []byte(now), 0o666); err != nil {
		t.Fatal(err)
	}
	list, err := Breaking("old.yaml", []byte(old), nil, file)
	switch {
	case err != nil:
		t.Fatal(err)
	case len(list) == 0:
		return ""
	case len(list) > 1:
		t.Fatalf("more than one: %v", list)
	}
	return list[0].Text()
}
