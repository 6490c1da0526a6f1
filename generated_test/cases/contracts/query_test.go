package contracts

import (
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

func service() *runtime.App { return New(Server{}) }

var queries = []dialogue.Line{
	{"GET /need?v=a&n=1", `200 "a" 1`},
	{"GET /need?v=&n=1", `200 "" 1`},
	{"GET /need?&&v=a%20b&n=05&", `200 "a b" 5`},
	{"GET /need?%76=a&%6E=5", `200 "a" 5`},
	{"GET /need", `400 {"error": "query parameter v is missing (and 1 more fault)", "errors": [` +
		`{"in": "query", "name": "v", "rule": "required", "message": "is missing"}, ` +
		`{"in": "query", "name": "n", "rule": "required", "message": "is missing"}]} | Content-Type: application/json; charset=utf-8`},
	{"GET /need?v=a&n=", `400 ~query parameter n is empty`},
	{"GET /need?v=a&n=null", `400 ~\"null\" is not an int (leave the parameter out instead)`},
	{"GET /need?v=a&v=b&n=1", `400 ~given 2 times`},
	{"GET /need?v=abcdef&n=1", `400 ~has 6 characters, at most 5 are wanted`},
	{"GET /need?v=100%&n=1", `400 ~query parameter v: \"100%\" has a % without two hex digits`},
	{"GET /need?v=%FF&n=1", `400 ~query parameter v is not UTF-8`},
	{"GET /need?v=a&n=1&w=100%", `200`},
	{"GET /search", `200`},
	{"GET /search?unknown=1", `200`},
	{"GET /search?s=&n=&small=&sort=&level=&at=&page=", `200 s=""`},
	{"GET /search?s=t=a=b;c", `200 s="t=a=b;c"`},
	{"GET /search?page=0", `400 ~0 is less than 1`},
	{"GET /search?page=101", `400 ~101 is more than 100`},
	{"GET /search?small=128", `400 ~\"128\" is out of the range of int8`},
	{"GET /search?big=18446744073709551615&small=-128", `200 small=-128 big=18446744073709551615`},
	{"GET /search?tag=a&tag=b,c", `200 tag=["a" "b,c"]`},
	{"GET /search?tag[]=a&tag%5B%5D=b", `200 tag=["a" "b"]`},
	{"GET /search?tag[1]=a&tag[0]=b", `200 tag=["a" "b"]`},
	{"GET /search?tag=a&tag=b&tag=c&tag=d", `400 ~has 4 elements, at most 3 are wanted`},
	{"GET /search?nums=1,2&nums=3", `200 nums=[1 2 3]`},
	{"GET /search?nums=1%2C2", `200 nums=[1 2]`},
	{"GET /search?nums=", `200`},
	{"GET /search?maybe=", `200 maybe=[]`},
	{"GET /search?maybe=1,2,1", `400 ~has an element twice`},
	{"GET /search?csv=a%20b,c%2Cd", `200 csv=["a b" "c,d"]`},
	{"GET /search?csv=a%2Cb", `200 csv=["a" "b"]`},
	{"GET /search?csv[]=a&csv[]=b", `200 csv=["a" "b"]`},
	{"GET /search?csv=", `200`},
	{"GET /search?ssv=a%20b", `200 ssv=["a" "b"]`},
	{"GET /search?ssv=a+b", `200 ssv=["a" "b"]`},
	{"GET /search?pipes=a|b", `200 pipes=["a" "b"]`},
	{"GET /search?pipes=a%7Cb", `200 pipes=["a" "b"]`},
	{"GET /search?sort=very+hot", `200 sort=very hot`},
	{"GET /search?sort=very%20hot&level=2", `200 level=2 sort=very hot`},
	{"GET /search?sort=-price", `200 sort=-price`},
	{"GET /search?sort=Title", `400 ~query parameter sort: \"Title\" is none of title, very hot, -price`},
	{"GET /search?slug=ab", `200 slug=ab`},
	{"GET /search?slug=a", `400 ~has 1 character, at least 2 are wanted`},
	{"GET /search?slug=a1", `400 ~\"a1\" does not match ^[a-z]+$`},
	{"GET /search?f[R]=1&f%5BG%5D=2", `200 f={1 2 {0 false}}`},
	{"GET /search?f[R]=1", `400 ~query parameter f[G] is missing`},
	{"GET /search?f[R]=1&f[G]=256&f[X]=1", `400 ~query parameter f[G]: 256 is more than 255`},
	{"GET /search?x=0.7", `200 x=0.7`},
	{"GET /search?x=0.75", `400 ~0.75 is not a multiple of 0.1`},
	{"GET /search?x=1e21", `200 x=1e+21`},
	{"GET /search?b=True", `200 b=true`},
	{"GET /search?b=yes", `400 ~is not true or false`},
	{"GET /search?at=2024-01-02T03:04:05.1%2B02:00", `200 at=2024-01-02 03:04:05.1 +0200 +0200`},
	{"GET /search?at=2024-01-02T03:04:05+02:00", `400 ~a + in a query is a space, write %2B`},
	{"GET /search?day=2024-02-29", `200 day=2024-02-29`},
	{"GET /search?every=1m30s&url=https%3A%2F%2Fa.example%2F", `200 every=1m30s url=https://a.example/`},
	{"GET /search?id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&blob=aGk%3D", `200 id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6 blob=[104 105]`},
	{"GET /search?isbn=978", `200 isbn=978`},
	{"GET /search?isbn=x", `400 ~query parameter isbn: \"x\" is no isbn`},
	{"GET /search?pin=hunter2", `400 ~query parameter pin: the value is not an int`},
	{"GET /strict?v=5&tag=a&tag[]=b", `200 5 [a b]`},
	{"GET /strict?w=5", `400 ~query parameter w is not known`},
	{"GET /strict?v[]=5", `400 ~query parameter v[] is not known`},
	{"GET /strict?w[0]=5", `400 ~query parameter w[0] is not known`},
	{"GET /strict?=5", `400 ~query parameter \"\" is not known`},
}

func TestQueries(t *testing.T) { dialogue.Run(t, service, queries) }

var fields = []dialogue.Line{
	{"GET /search\nX-Page: 5\nx-name: a, b", `200 X-Page=5 X-Name="a, b"`},
	{"GET /search\nX-Page:", `200`},
	{"GET /search\nX-Page: 1\nX-Page: 2", `400 ~header X-Page given 2 times`},
	{"GET /search\nX-Tags: a, b\nX-Tags: b,,c", `200 X-Tags=["a" "b" "b" "c"]`},
	{"GET /headers\nX-Need: 1\nCookie: need=a%20b", `200 1 "a b"`},
	{"GET /headers\nX-Need: 0", `400 ~header X-Need: 0 is less than 1`},
	{"GET /headers", `400 ~header X-Need is missing (and 1 more fault)`},
	{"GET /headers\nX-Need: 1\nCookie: a=b; need=\"a b\"; need=c", `200 1 "a b"`},
	{"GET /headers\nX-Need: 1\nCookie: need=a%2Cb", `200 1 "a,b"`},
	{"GET /headers\nX-Need: 1\nCookie: need=100%", `200 1 "100%"`},
	{"GET /headers\nX-Need: 1\nCookie: need=a+b", `200 1 "a+b"`},
	{"GET /headers\nX-Need: 1\nCookie: need=%FF", `400 ~cookie need is not UTF-8`},
	{"GET /search\nCookie: sid=x\nCookie: n=7", `200 sid="x" cookie n=7`},
	{"GET /search\nCookie: n=seven", `400 ~cookie n: \"seven\" is not an int`},
}

func TestHeadersAndCookies(t *testing.T) { dialogue.Run(t, service, fields) }

// Links say the same as the query that they are made of.
func TestLinks(t *testing.T) {
	query := NewSearchQuery()
	if text, err := query.Encode(); err != nil || text != "" {
		t.Errorf("defaults are %q, %v", text, err)
	}
	query.S = runtime.Some("a&b c")
	query.Tag = []string{"x,y", "ü"}
	query.Csv = []string{"p", "q r"}
	query.Page = 7
	query.F = runtime.Some(RGB{1, 2, runtime.Some(3)})
	const want = "s=a%26b%20c&page=7&tag=x%2Cy&tag=%C3%BC&csv=p,q%20r&f%5BR%5D=1&f%5BG%5D=2&f%5BB%5D=3"
	if text, err := query.Encode(); err != nil || text != want {
		t.Errorf("%q, %v, want %q", text, err, want)
	}
	query.Csv = []string{"a,b"}
	if text, err := query.Encode(); err == nil {
		t.Errorf("an element with a comma is written as %q", text)
	}
	query.Csv = []string{""}
	if text, err := query.Encode(); err == nil {
		t.Errorf("one empty element is written as %q", text)
	}
}
