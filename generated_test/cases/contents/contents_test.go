package contents

import (
	"strings"
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

const (
	asJSON  = "\nContent-Type: application/json\n\n"
	asForm  = "\nContent-Type: application/x-www-form-urlencoded\n\n"
	asParts = "\nContent-Type: multipart/form-data; boundary=B\n\n"
	asText  = "\nContent-Type: text/plain\n\n"
	asLines = "\nContent-Type: application/x-ndjson\n\n"
)

func service() *runtime.App { return New(Server{}) }

// part is a field of a form of parts.
func part(name, text string) string {
	return "--B\r\nContent-Disposition: form-data; name=" + name + "\r\n\r\n" + text + "\r\n"
}

const last = "--B--\r\n"

func TestLines(t *testing.T) {
	dialogue.Run(t, service, []dialogue.Line{
		{"POST /lines" + asLines + `{"name":"a"}` + "\n" + `{"name":"b","n":2}`, "200 a -1; b 2"},
		{"POST /lines" + asLines + "\r\n" + `{"name":"a"}` + "\r\n \r\n" + `{"name":"b"}` + "\r\n", "200 a -1; b -1"},
		{"POST /lines", "200 "},
		{"POST /lines\nContent-Type: text/plain", "200 "},
		{"POST /lines" + asLines + "\n\n", "200 "},
		{"POST /lines\nContent-Type: Application/JSONL;charset=utf-8\n\n" + `{"name":"a"}`, "200 a -1"},

		// What is wrong names its line.
		{"POST /lines" + asLines + `{"name":"a"}` + "\n\n" + `{"name":"","n":10,"x":1}`, `422 {"error": "line 3: /name: has 0 characters, at least 1 is wanted (and 2 more faults)", "errors": [` +
			`{"in": "body", "at": "/name", "line": 3, "rule": "min", "message": "has 0 characters, at least 1 is wanted"}, ` +
			`{"in": "body", "at": "/n", "line": 3, "rule": "max", "message": "10 is more than 9"}, ` +
			`{"in": "body", "at": "/x", "line": 3, "rule": "unknown", "message": "is not known"}]}`},
		{"POST /lines" + asLines + `{"name":"a"}` + "\n" + `{"name":"b"`, `400 {"error": "invalid JSON: line 2: the text ends inside an object at column 12", "errors": [` +
			`{"in": "body", "at": "", "line": 2, "rule": "syntax", "message": "the text ends inside an object at column 12"}]}`},
		{"POST /lines" + asLines + `{"name":"a"} {"name":"b"}`, `400 ~line 1: unexpected '{', want nothing more at column 14`},
		{"POST /lines" + asLines + `{"name":"a","name":"b"}`, `400 ~line 1: /name: the name \"name\" is there twice`},
		{"POST /lines" + asLines + `[{"name":"a"}]`, `422 ~line 1: an array, an object is wanted`},
		{"POST /lines" + asLines + `{"name":` + "\n" + `"a"}`, `400 ~line 1: /name: the text ends inside an object at column 9`},
		{"POST /lines" + asLines + strings.Repeat("[", 100_000), `400 ~it is nested deeper than 128 levels at column 129`},

		// Other content types.
		{"POST /lines" + asJSON + `{"name":"a"}`, `415 ~send Content-Type: application/x-ndjson (it was application/json) | Accept: application/x-ndjson`},
		{"POST /lines\n\n" + `{"name":"a"}`, `415 ~there was none | Accept: application/x-ndjson`},
		{"POST /lines\nContent-Encoding: gzip" + asLines + "x", `415 | Accept-Encoding: identity`},

		// Values of all kinds.
		{"POST /events" + asLines + `{"kind":"made","by":"a"}` + "\nnull\n" + `{"kind":"gone"}`, "200 contents.Made; null; contents.Gone"},
		{"POST /events" + asLines + `null` + "\n" + `{"kind":"lost"}`, `422 ~line 2: /kind: \"lost\" is none of made, gone`},
		{"POST /numbers" + asLines + "[1,2]\n[]\n[3]", "200 [1 2]; []; [3]"},
		{"POST /numbers" + asLines + "[1,2]\n[1,2,3,4]", "422 ~line 2: has 4 elements, at most 3 are wanted"},
		{"POST /numbers" + asLines + "[1]\n[1,1.5]", "422 ~line 2: /1: 1.5 is not an integer"},
		{"POST /own" + asLines + `{"name":"a"}` + "\n" + `{"name":"b"}`, "200 a; b"},
		{"POST /own" + asLines + `{"name":"a"}` + "\n" + `{}`, "422 ~line 2: a thing has a name"},
		{"POST /own" + asLines + `{"name":1}`, "422 ~line 1: does not fit"},
		{"POST /copy" + asLines + `{"name":"a"}` + "\n" + `{"name":"b","n":2}`, "200 {\"name\":\"a\"}\n{\"name\":\"b\",\"n\":2} | Content-Type: application/x-ndjson"},
		{"POST /copy" + asLines + `{"nme":"a"}`, "422 ~line 1: /nme is not known"},

		// A handler may go on behind a line that is wrong, and end early.
		{"POST /import" + asLines + `{"name":"a"}` + "\n" + `{}` + "\nx\n" + `{"name":"b"}`, `207 2, not ["2" "3"] of 2`},
		{"POST /import" + asLines + `{"name":"a"}` + "\n" + `{"name":"end"}` + "\n" + strings.Repeat("x", 1<<20), "200 1, ended"},
		{"POST /import" + asLines + strings.Repeat(`{"name":"a"}`+"\n", 100_000), "200 100000"},
		{"POST /import" + asLines + strings.Repeat("x\n", 10_000), `207 0, not ["1" "2" "3"] of 10000`},
		{"POST /import" + asLines + strings.Repeat("\n", 1<<20) + `{"name":"a"}`, "200 1"},
		{"POST /import" + asLines + `{"name":"` + strings.Repeat("a", 2<<20) + `"}`, `413 ~line 1 has more than 1048576 bytes`},
		{"POST /import" + asLines + `{"name":"` + strings.Repeat("a", 1<<20-11) + `"}`, `200 1`},
		{"POST /lines" + asLines + strings.Repeat("\n", 1<<20+1), `413 ~Request Entity Too Large`},
	})
}

func TestContentTypes(t *testing.T) {
	const accept = " | Accept: application/json, multipart/form-data, application/x-www-form-urlencoded, text/plain, text/csv, image/png, application/x-ndjson"
	form := part("title", "t") + "--B\r\nContent-Disposition: form-data; name=cover; filename=c\r\n\r\nx\r\n" + last
	dialogue.Run(t, service, []dialogue.Line{
		{"POST /put" + asJSON + `{"name":"a"}`, "200 JSON a -1"},
		{"POST /put\nContent-Type: APPLICATION/JSON; charset=utf-8\n\n" + `{"name":"a"}`, "200 JSON a -1"},
		{"POST /put\nContent-Type: application/merge-patch+json\n\n" + `{"name":"a"}`, "200 JSON a -1"},
		{"POST /put" + asJSON + `{}`, "422 ~/name is missing"},
		{"POST /put\nContent-Type: application/json; charset=utf-16\n\n{}", "415 ~JSON is UTF-8"},
		{"POST /put" + asJSON, "400 ~body is empty"},
		{"POST /put" + asForm + "user=a&pin=1", "200 form a 1"},
		{"POST /put" + asForm + "pin=x", "400 ~pin: the value is not an int (and 1 more fault)"},
		{"POST /put" + asForm, "400 ~user is missing"},
		{"POST /put" + asParts + form, "200 multipart t true"},
		{"POST /put" + asParts, "400 ~body is empty"},
		{"POST /put\nContent-Type: multipart/form-data; boundary=a:b\n\nx", "400 ~quote the boundary"},
		{"POST /put" + asText + "hé", "200 text hé"},
		{"POST /put" + asText, "200 text "},
		{"POST /put" + asText + "\xff", "400 ~not UTF-8"},
		{"POST /put\nContent-Type: text/csv; header=present\n\na,b", "200 CSV a,b"},
		{"POST /put\nContent-Type: image/png\n\nx", "200 PNG x"},
		{"POST /put" + asLines + `{"name":"a"}` + "\n" + `{"name":"b"}`, "200 lines a -1; b -1"},
		{"POST /put\nContent-Type: application/jsonlines\n\n" + `{"name":"a"}` + "\n{}", "422 ~line 2: /name is missing"},
		{"PUT /again" + asText + "x", "200 text x"},

		// None of them.
		{"POST /put\n\n{}", "415 ~there was none" + accept},
		{"POST /put\nContent-Type: text/html\n\nx", "415 ~send Content-Type: application/json, multipart/form-data, application/x-www-form-urlencoded, " +
			"text/plain, text/csv, image/png or application/x-ndjson (it was text/html)" + accept},
		{"POST /put\nContent-Type: image/*\n\nx", "415" + accept},
		{"POST /put\nContent-Type: application/xml+json/x\n\nx", "415" + accept},
		{"POST /put", "400 ~body is empty"},
		{"POST /put\nContent-Type: text/html", "400 ~body is empty"},

		// That may be missing.
		{"POST /maybe", "200 none"},
		{"POST /maybe\nContent-Type: text/html", "200 none"},
		{"POST /maybe\nContent-Type: text/html\n\nx", "415"},
		{"POST /maybe\n\nx", "415"},
		{"POST /maybe" + asJSON, "200 none"},
		{"POST /maybe" + asJSON + " null\n", "200 none"},
		{"POST /maybe" + asJSON + `[{"name":"a"}]`, "200 JSON 1"},
		{"POST /maybe\nContent-Type: application/other+json\n\n[]", "200 JSON 0"},
		{"POST /maybe" + asJSON + `[{"name":"a"},{"name":"a"},{"name":"a"}]`, "422 ~has 3 elements"},
		{"POST /maybe\nContent-Type: application/vnd.own+json\n\n" + `{"name":"a"}`, "200 own a"},
		{"POST /maybe\nContent-Type: application/vnd.own+json\n\n{}", "422 ~a thing has a name"},
		{"POST /maybe\nContent-Type: application/vnd.own+json\n\nnull", "200 none"},
		{"POST /maybe" + asForm, "200 none"},
		{"POST /maybe" + asForm + "user=a", "200 form a"},
		{"POST /maybe" + asForm + "x=a", "400 ~user is missing"},
		{"POST /maybe" + asParts, "200 none"},
		{"POST /maybe" + asParts + form, "200 multipart t c"},
		{"POST /maybe" + asParts + part("title", "t") + last, "200 multipart t"},
		{"POST /maybe" + asText, "200 text "},

		{"POST /two" + asJSON + `{"name":"a"}`, "200 contents.TwoBodyJSON"},
		{"POST /two\nContent-Type: text/csv", "200 contents.TwoBodyCSV"},
		{"POST /two" + asText + "x", "415 ~send Content-Type: application/json or text/csv (it was text/plain) | Accept: application/json, text/csv"},
		{"POST /one", "200 none"},
		{"POST /one" + asJSON + `{"name":"a"}`, "200 a"},
		{"POST /one" + asText + "x", "415 ~send Content-Type: application/json (it was text/plain) | Accept: application/json"},

		{"POST /untyped" + asForm + "a=1", "200 form 1"},
		{"POST /untyped" + asForm, "200 form "},
		{"POST /untyped" + asParts + part("a", "1") + last, "200 multipart [1]"},
		{"POST /untyped\nContent-Type: application/xml\n\n<a/>", "200 XML <a/>"},
		{"POST /untyped\nContent-Type: application/xml; charset=latin1\n\n<a/>", "415"},
	})
}

func TestBodiesThatMayBeMissing(t *testing.T) {
	dialogue.Run(t, service, []dialogue.Line{
		{"POST /form", "200  false"}, {"POST /form" + asText, "200  false"}, {"POST /form" + asForm + "user=a", "200 a true"},
		{"POST /form" + asForm + "x=a", "400 ~user is missing"}, {"POST /form" + asText + "x", "415 | Accept: application/x-www-form-urlencoded"},
		{"POST /upload", "200  false"}, {"POST /upload" + asForm, "200  false"}, {"POST /upload" + asParts + part("title", "t") + last, "200 t true"},
		{"POST /upload" + asParts + last, "400 ~title is missing"}, {"POST /upload" + asForm + "x", "415 | Accept: multipart/form-data"},
		{"POST /stream", "200 none"}, {"POST /stream" + asParts + part("title", "t") + last, "200 t"}, {"POST /stream" + asText + "x", "415"},
		{"POST /parts", "200 false"}, {"POST /parts" + asParts + part("title", "t") + last, "200 true"}, {"POST /parts" + asText + "x", "415"},
		{"POST /thing", "200 none"}, {"POST /thing" + asJSON + "null", "200 none"}, {"POST /thing" + asJSON + `{"name":"a"}`, "200 a"},
		{"POST /thing" + asJSON + "{}", "422 ~a thing has a name"}, {"POST /thing\n\n{}", "415 | Accept: application/json"},
	})
}
