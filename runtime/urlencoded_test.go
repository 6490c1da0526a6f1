package runtime

import (
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

// Values of queries and forms are tested here.

var encodedRows = []struct{ sentence, text, want string }{
	{"nothing", "", "map[]"},
	{"empty pairs", "&&t=a&", "map[t:[a]]"},
	{"a semicolon is text", "note=x;y", "map[note:[x;y]]"},
	{"and so is a second =", "t=a=b;c=d", "map[t:[a=b;c=d]]"},
	{"a lone %", "q=100%", "map[q:[100%]]"},
	{"a % without two digits", "q=%zz&r=%4&s=%4g%41", "map[q:[%zz] r:[%4] s:[%4gA]]"},
	{"a % in a name", "100%=1", "map[100%:[1]]"},
	{"names in any spelling", "page%5Bsize%5D=3&page%5bsize%5d=4&page[size]=5&%6E=6", "map[n:[6] page[size]:[3 4 5]]"},
	{"a name without =", "n&n=", "map[n:[ ]]"},
	{"a value without a name", "=1", "map[:[1]]"},
	{"order stays", "a=2&b=1&a=1&a=3", "map[a:[2 1 3] b:[1]]"},
	{"a plus is a space", "a+b=+%2B+", "map[a b:[ + ]]"},
	{"UTF-8, raw or not", "é=ü&x=%C3%A9", "map[x:[é] é:[ü]]"},
	{"bytes that are not UTF-8 stay", "x=%E9\xff", "map[x:[\xe9\xff]]"},
	{"a NUL", "x=%00", "map[x:[\x00]]"},
	{"escapes of &, = and %", "a%26=%3D%25", "map[a&:[=%]]"},
}

func TestEncodedValues(t *testing.T) {
	for _, row := range encodedRows {
		values, whole := decodeValues(row.text)
		if got := fmt.Sprint(values); got != row.want || !whole {
			t.Errorf("%s: %q, want %q", row.sentence, got, row.want)
		}
	}
	for text, want := range map[string]int{"a": -1, "+": -1, "%41": -1, "%4": 0, "a+%": 2, "%41%4%": 3, "%%41": 0} {
		if _, got := decodePair(text); got != want {
			t.Errorf("%s: the first bad escape is at %d, want %d", text, got, want)
		}
	}
	for name := range encodedPairs("a&b&c") {
		if name == "b" {
			break
		}
	}
}

// How queries and forms of all kinds come to a handler.
func TestQueryAndForm(t *testing.T) {
	values := func(read func(Request) (url.Values, error)) leaf {
		return handlerLeaf("POST", "/"+map[bool]string{true: "form", false: "query"}[read != nil], func(req Request) (Response, error) {
			if read == nil {
				return Text(fmt.Sprint(req.Query())), nil
			}
			v, err := read(req)
			return Text(fmt.Sprint(v)), err
		})
	}
	h := serveTest(t, handwritten(values(Request.Form), values(nil)))
	c := h.client("tcp")
	form := func(contentType, body string) {
		c.write("POST /form HTTP/1.1\r\nHost: a\r\n" + contentType + fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
	}
	for _, row := range encodedRows {
		form("Content-Type: application/x-www-form-urlencoded\r\n", row.text)
		c.want("form: "+row.sentence, 200, row.want)
		if strings.ContainsFunc(row.text, func(r rune) bool { return r >= 0x80 }) {
			continue // no target has it
		}
		c.write("POST /query?" + row.text + " HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("query: "+row.sentence, 200, row.want)
	}
	for _, row := range []struct{ sentence, body, want string }{
		{"a line end behind a form is none of it", "x=v&n=1\n", "map[n:[1] x:[v]]"},
		{"CRLF as well", "x=v&n=1\r\n", "map[n:[1] x:[v]]"},
		{"but one", "x=1\n\n", "map[x:[1\n]]"},
		{"and no CR alone", "x=1\r", "map[x:[1\r]]"},
		{"nor one that is escaped", "x=1%0A", "map[x:[1\n]]"},
		{"a form of nothing else", "\n", "map[]"},
	} {
		form("Content-Type: application/x-www-form-urlencoded\r\n", row.body)
		c.want(row.sentence, 200, row.want)
	}
	for _, t := range []string{"", "APPLICATION/x-www-form-URLENCODED", "application/x-www-form-urlencoded;charset=UTF-8", `application/x-www-form-urlencoded; Charset="utf-8"`, "application/x-www-form-urlencoded;"} {
		if t != "" {
			t = "Content-Type: " + t + "\r\n"
		}
		form(t, "a=1")
		c.want("a form as "+t, 200, "map[a:[1]]")
	}
	form("Content-Type: application/x-www-form-urlencoded\r\n", strings.Repeat("a&", maxPairs)+"&&")
	c.want("as many as can be", 200, "*")
	form("Content-Type: application/x-www-form-urlencoded\r\n", strings.Repeat("a&", maxPairs+1))
	c.want("and one more", 413, `{"error": "more than 10000 values"}`)
}

// FuzzEncodedValues: what net/url takes, it reads as we do.
func FuzzEncodedValues(f *testing.F) {
	for _, row := range encodedRows {
		f.Add(row.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, _ := decodeValues(text)
		if want, err := url.ParseQuery(text); err == nil && !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %q, net/url reads %q", text, got, want)
		}
		pairs := 0
		for range encodedPairs(text) {
			pairs++
		}
		for _, values := range got {
			pairs -= len(values)
		}
		if pairs != 0 {
			t.Fatalf("%q: %d pairs are lost", text, pairs)
		}
		if again, _ := decodeValues(got.Encode()); !reflect.DeepEqual(got, again) {
			t.Fatalf("%q: %q comes back as %q", text, got, again)
		}
	})
}
