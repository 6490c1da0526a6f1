package forms

import (
	"strings"
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

const (
	asForm  = "\nContent-Type: application/x-www-form-urlencoded\n\n"
	asParts = "\nContent-Type: multipart/form-data; boundary=B\n\n"
)

func service() *runtime.App { return New(Server{}) }

// TestForms has what a form takes as its fields, one row for each way to send them.
func TestForms(t *testing.T) {
	dialogue.Run(t, service, []dialogue.Line{
		{"POST /form" + asForm + "x=a+b&n=-5&page=2&big=255&fl=1e%2B3&d=2026-11-28&at=2026-11-28T10:00:00%2B02:00&sort=very+hot&word=b%2Cc&isbn=1&pin=1",
			`200 x="a b" n=-5 page=2 big=255 fl=1000 d=2026-11-28 at=2026-11-28 10:00:00 +0200 +0200 sort=very hot word=b,c isbn=1 pin=1`},
		{"POST /form", "200 "},
		{"POST /form" + asForm + "", "200 "},
		{"POST /form" + asForm + "unknown=1", "200 "},

		// Lists and records.
		{"POST /form" + asForm + "l=p&l=q", `200 l=["p" "q"]`},
		{"POST /form" + asForm + "l[]=p&l%5B%5D=q", `200 l=["p" "q"]`},
		{"POST /form" + asForm + "l[0]=p&l[1]=q,r", `200 l=["p" "q,r"]`},
		{"POST /form" + asForm + "ns=1,2", `200 ns=[1 2]`},
		{"POST /form" + asForm + "ns=1&ns=2&ns=3&ns=4", `400 ~ns: has 4 elements, at most 3 are wanted`},
		{"POST /form" + asForm + "c[R]=1&c%5BG%5D=2", `200 c=1 2`},
		{"POST /form" + asForm + "c[G]=2", `400 ~c[R] is missing`},
		{"POST /form" + asForm + "c[R]=x", `400 ~c[R]: \"x\" is not an int`},
		{"POST /form" + asForm + `c={"R":1}`, `200 c=1 -1`},
		{"POST /form" + asForm + "c=%7B%22R%22%3A1%2C+%22G%22%3A2%7D", `200 c=1 2`},
		{"POST /form" + asForm + `c={"G":2}`, `400 ~c: /R: is missing`},
		{"POST /form" + asForm + `c={"R":1,"G":256}`, `400 ~c: /G: 256 is more than 255`},
		{"POST /form" + asForm + `c={"R":1`, `400 ~c: invalid JSON`},
		{"POST /form" + asForm + "c=", `200 `},

		// What is no form.
		{"POST /form" + asForm + `{"x": "a"}`, `400 ~body is JSON under a form type`},
		{"POST /form" + asForm + ` ["x"]`, `400 ~body is JSON under a form type`},
		{"POST /form\nContent-Encoding: gzip\n\nx=1", "415 | Accept-Encoding: identity"},
		{"POST /form\nContent-Type: text/plain\n\nx=1", "415 | Accept: application/x-www-form-urlencoded"},
		{"POST /form\nContent-Type: text/plain", "200 "},
		{"POST /form\nContent-Type: APPLICATION/X-WWW-FORM-URLENCODED\n\nx=1", `200 x="1"`},
		{"POST /form\nContent-Type: application/x-www-form-urlencoded;charset=UTF-8\n\nx=1", `200 x="1"`},
		{"POST /form\nContent-Type: application/x-www-form-urlencoded; charset=\"utf-8\";\n\nx=1", `200 x="1"`},
		{"POST /form\nContent-Type: application/x-www-form-urlencoded; charset=iso-8859-1\n\nx=1", "415 | Accept: application/x-www-form-urlencoded"},
		{"POST /form" + asForm + strings.Repeat("y=1&", 10_000) + "x=1", "413 ~more than 10000 values"},

		// What browsers and programs send.
		{"POST /form" + asForm + "b=on", "200 b=true"},
		{"POST /form" + asForm + "b=yes", `400 ~b: \"yes\" is not true or false`},
		{"POST /form" + asForm + "n=&d=&page=&sort=&pin=&at=&fl=&isbn=", "200 "},
		{"POST /form" + asForm + "x=v&n=1\n", `200 x="v" n=1`},
		{"POST /form" + asForm + "x=v&n=1\r\n", `200 x="v" n=1`},
		{"POST /form" + asForm + "n=1\n\n", `400 ~n: \"1\\n\" is not an int`},
		{"POST /form" + asForm + "x=1;y=2", `200 x="1;y=2"`},
		{"POST /form" + asForm + "x=100%", `400 ~x: \"100%\" has a % without two hex digits`},
		{"POST /form" + asForm + "y=100%", `200 `},
		{"POST /form" + asForm + "x", `200 x=""`},
		{"POST /form" + asForm + "x=", `200 x=""`},
		{"POST /form" + asForm + "=1", `200 `},
		{"POST /form" + asForm + "x=é", `200 x="é"`},
		{"POST /form" + asForm + "x=%E9", `400 ~x is not UTF-8`},
		{"POST /form" + asForm + "x=%E9&_charset_=windows-1252", `400 ~x is not UTF-8 (the form was sent as windows-1252; serve the page as UTF-8)`},
		{"POST /form" + asForm + "_charset_=UTF-8&x=%E9", `400 ~"x is not UTF-8"`},

		// Values.
		{"POST /form" + asForm + "n=null", `400 ~\"null\" is not an int (leave the field out instead)`},
		{"POST /form" + asForm + "at=2026-11-28T10:00:00+02:00", `400 ~a + in a form is a space, write %2B`},
		{"POST /form" + asForm + "x=1&x=2", `400 ~x given 2 times`},
		{"POST /form" + asForm + "x[]=1&n[0]=2", `200 `},
		{"POST /form" + asForm + "big=256", `400 ~big: \"256\" is out of the range of uint8`},
		{"POST /form" + asForm + "isbn=x", `400 ~isbn: \"x\" is no isbn`},
		{"POST /form" + asForm + "pin=secret", `400 ~pin: the value is not an int`},
		{"POST /form" + asForm + "x=12345678901", `400 ~x: has 11 characters, at most 10 are wanted`},

		// Everything that is wrong is told.
		{"POST /need" + asForm + "x=a&n=1&c[R]=1&sorts=title", `200 "a" 1 1 -1 ["title"]`},
		{"POST /need", `400 {"error": "x is missing (and 3 more faults)", "errors": [` +
			`{"in": "body", "name": "x", "rule": "required", "message": "is missing"}, ` +
			`{"in": "body", "name": "n", "rule": "required", "message": "is missing"}, ` +
			`{"in": "body", "name": "sorts", "rule": "min", "message": "has 0 elements, at least 1 is wanted"}, ` +
			`{"in": "body", "name": "c[R]", "rule": "required", "message": "is missing"}]}`},
		{"POST /need" + asForm + "x=&n=&c[R]=1&sorts=title&sorts=title", `400 ~x: has 0 characters, at least 1 is wanted (and 2 more faults)`},
	})
}
