package runtime

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// newBook is a body as a manifest would name it.
type newBook struct {
	Title  string          `json:"title"`
	Pages  uint8           `json:"pages"`
	Price  float64         `json:"price"`
	Tags   []string        `json:"tags"`
	Author struct{ N int } `json:"author"`
	Isbn   isbn            `json:"isbn"`
	Out    bool            `json:"out"`
}

type isbn string

func (i *isbn) UnmarshalText(text []byte) error {
	switch string(text) {
	case "bad":
		return errors.New("an ISBN has 13 digits")
	case "gone":
		return Errorf(410, "out of print")
	}
	*i = isbn(text)
	return nil
}

func decodeLeaf[T any](pattern string, decode func(Request) (T, error)) leaf {
	return leaf{"POST", pattern, func(x *Exchange) (Response, error) {
		v, err := decode(x.Request())
		return Text(fmt.Sprintf("%+v", v)), err
	}}
}

func TestDecoders(t *testing.T) {
	small := decodeLeaf("/small", DecodeBytes)
	inner := small.do
	small.do = func(x *Exchange) (Response, error) { x.LimitBody(4); return inner(x) }
	large := decodeLeaf("/large", DecodeBytes)
	innerLarge := large.do
	large.do = func(x *Exchange) (Response, error) { x.LimitBody(-1); return innerLarge(x) }
	d := talkTo(t, handwritten(
		decodeLeaf("/json", DecodeJSON[newBook]), decodeLeaf("/form", DecodeForm), decodeLeaf("/text", DecodeText),
		decodeLeaf("/bytes", DecodeBytes), decodeLeaf("/req-text", Request.Text), small, large,
		decodeLeaf("/parts", DecodeMultipart),
		leaf{"POST", "/maybe", func(x *Exchange) (Response, error) {
			v, err := DecodeOptionalJSON[*newBook](x.Request())
			if v == nil {
				return Text("<nil>"), err
			}
			return Text(fmt.Sprintf("%+v", *v)), err
		}},
		decodeLeaf("/req-json", func(req Request) (any, error) { var v any; err := req.JSON(&v); return v, err }),
		decodeLeaf("/misuse", func(req Request) (any, error) { return nil, req.JSON(newBook{}) }),
	), MaxBodySize(64))
	const json = "\nContent-Type: application/json\n\n"
	failed := func(status int, message string) (int, string) { return status, `{"error": "` + message + `"}` }
	for _, row := range []struct {
		sentence, request string
		status            int
		body              string
	}{
		{"JSON", "POST /json" + json + `{"title": "ü", "pages": 3}`, 200, "{Title:ü Pages:3 Price:0 Tags:[] Author:{N:0} Isbn: Out:false}"},
		{"bytes are as they are", "POST /bytes\nContent-Type: image/png\n\n\xff\x00", 200, "[255 0]"},
		{"a form", "POST /form\nContent-Type: application/x-www-form-urlencoded\n\na=1&a=%2B+2&b", 200, "map[a:[1 + 2] b:[]]"},
		{"a text", "POST /text\nContent-Type: text/plain; charset=UTF-8\n\nhé", 200, "hé"},
		{"JSON of another kind", "POST /json\nContent-Type: application/merge-patch+json\n\n{}", 200, "{Title: Pages:0 Price:0 Tags:[] Author:{N:0} Isbn: Out:false}"},
		{"a text of any content type", "POST /text\nContent-Type: image/svg+xml\n\nx", 200, "x"},
		{"a text without a content type", "POST /text\n\nx", 200, "x"},
		{"JSON that may be missing", "POST /maybe" + json + `{"pages": 3}`, 200, "{Title: Pages:3 Price:0 Tags:[] Author:{N:0} Isbn: Out:false}"},
		{"and is", "POST /maybe", 200, "<nil>"},
		{"and is null", "POST /maybe" + json + "null", 200, "<nil>"},
		{"a body that says it is in no coding", "POST /json\nContent-Encoding: Identity" + json + "{}", 200, "{Title: Pages:0 Price:0 Tags:[] Author:{N:0} Isbn: Out:false}"},
		{"bytes in their coding", "POST /bytes\nContent-Encoding: gzip\n\na", 200, "[97]"},
		{"a body at the limit", "POST /small\n\n1234", 200, "[49 50 51 52]"},
		{"a route without limit", "POST /large\n\n" + strings.Repeat("a", 100), 200, strings.Replace(fmt.Sprint([]byte(strings.Repeat("a", 100))), "", "", 1)},
	} {
		d.want(row.sentence, row.request, row.status, row.body)
	}
	for _, row := range []struct {
		sentence, request string
		status            int
		message           string
	}{
		{"a wrong content type", "POST /json\nContent-Type: text/plain\n\n{}", 415, "send Content-Type: application/json (it was text/plain)"},
		{"no content type, as other pages can send it", "POST /json\n\n{}", 415, "send Content-Type: application/json (there was none)"},
		{"nor where the body may be missing", "POST /maybe\n\n{}", 415, "send Content-Type: application/json (there was none)"},
		{"a coding", "POST /json\nContent-Encoding: gzip" + json + "{}", 415, "send the body without Content-Encoding (it was gzip)"},
		{"a coding behind identity", "POST /text\ncontent-encoding: Identity, br\n\na", 415, "send the body without Content-Encoding (it was br)"},
		{"a coding of a form", "POST /form\nContent-Encoding: deflate\n\na=1", 415, "send the body without Content-Encoding (it was deflate)"},
		{"a wrong charset", "POST /json\nContent-Type: application/json; charset=latin1\n\n{}", 415, "JSON is UTF-8 (the charset was latin1)"},
		{"a content type that is none", "POST /json\nContent-Type: ;\n\n{}", 415, "send Content-Type: application/json (it was ;)"},
		{"JSON in the place of a form", "POST /form" + json + "{}", 415, "this needs a body of application/x-www-form-urlencoded in UTF-8"},
		{"a text in another charset", "POST /text\nContent-Type: text/csv; charset=latin1\n\nx", 415, "this needs a body of text/plain in UTF-8"},
		{"a form in another charset", "POST /form\nContent-Type: application/x-www-form-urlencoded; charset=iso-8859-1\n\na=1", 415, "this needs a body of application/x-www-form-urlencoded in UTF-8"},
		{"a text that is none", "POST /text\n\na\n\xff", 400, "the body is not UTF-8: line 2, column 1 (offset 2)"},
		{"Request.Text too", "POST /req-text\n\n\xff", 400, "the body is not UTF-8: line 1, column 1 (offset 0)"},
		{"an empty body", "POST /json" + json, 400, "body is empty"},
		{"an empty body of no type", "POST /json", 400, "body is empty"},
		{"an empty form of parts", "POST /parts", 400, "body is empty"},
		{"an empty body of spaces", "POST /json" + json + " \n", 400, "invalid JSON: the body is empty"},
		{"a body cut short", "POST /json" + json + `{"title": `, 400, "invalid JSON: the text ends inside an object at line 1, column 11 (offset 10)"},
		{"a wrong byte", "POST /json" + json + "{\n  \"tïtle\": x}", 400, `invalid JSON: unexpected 'x', want a value at line 2, column 12 (offset 14)`},
		{"trailing data", "POST /json" + json + `{} {}`, 400, `invalid JSON: unexpected '{', want nothing more at line 1, column 4 (offset 3)`},
		{"bytes that are not UTF-8", "POST /json" + json + "{\"title\": \"\xff\"}", 400, "invalid JSON: it is not UTF-8 at line 1, column 12 (offset 11)"},
		{"a field of the wrong kind", "POST /json" + json + `{"title": 7}`, 400, "invalid JSON: field title: want a string, got number at line 1, column 11 (offset 10)"},
		{"a nested field", "POST /json" + json + `{"author": {"N": "x"}}`, 400, "invalid JSON: field author.N: want a whole number (int), got string at line 1, column 18 (offset 17)"},
		{"a number out of range", "POST /json" + json + `{"pages": 300}`, 400, "invalid JSON: field pages: want a whole number (uint8), got number 300 at line 1, column 11 (offset 10)"},
		{"an array wanted", "POST /json" + json + `{"tags": "a"}`, 400, "invalid JSON: field tags: want an array, got string at line 1, column 10 (offset 9)"},
		{"an object wanted", "POST /json" + json + `{"author": true}`, 400, "invalid JSON: field author: want an object, got bool at line 1, column 12 (offset 11)"},
		{"a truth wanted", "POST /json" + json + `{"out": 1}`, 400, "invalid JSON: field out: want true or false, got number at line 1, column 9 (offset 8)"},
		{"the whole of the wrong kind", "POST /json" + json + `[1]`, 400, "invalid JSON: want an object, got array at line 1, column 1 (offset 0)"},
		{"what a type itself refuses", "POST /json" + json + `{"isbn": "bad"}`, 400, "invalid JSON: an ISBN has 13 digits"},
		{"with a status of its own", "POST /json" + json + `{"isbn": "gone"}`, 410, "out of print"},
		{"Request.JSON does not look at the type", "POST /req-json\nContent-Type: text/plain\n\n{", 400, "invalid JSON: the text ends inside an object at line 1, column 2 (offset 1)"},
		{"a handler's misuse is not the client's", "POST /misuse\n\n{}", 500, "Internal Server Error"},
		{"a body above the App's limit", "POST /bytes\n\n" + strings.Repeat("a", 65), 413, "Request Entity Too Large"},
		{"a body above the route's", "POST /small\n\n12345", 413, "Request Entity Too Large"},
	} {
		status, body := failed(row.status, row.message)
		d.want(row.sentence, row.request, status, body)
	}
}

func TestEncodeJSON(t *testing.T) {
	type book struct{ Title string }
	encode := func(do func(x *Exchange) (Response, error)) dialogue {
		return talkTo(t, handwritten(leaf{"GET", "/", do}))
	}
	for _, row := range []struct {
		sentence string
		do       func(x *Exchange) (Response, error)
		status   int
		body     string
	}{
		{"a value", func(*Exchange) (Response, error) { return EncodeJSON(book{"<ü> \u2028"}, 201) }, 201, "{\"Title\":\"<ü> \u2028\"}"},
		{"a slice", func(*Exchange) (Response, error) { return EncodeJSON([]book{}, 200) }, 200, `[]`},
		{"a nil slice", func(*Exchange) (Response, error) { return EncodeJSON([]book(nil), 200) }, 200, `[]`},
		{"a nil map", func(*Exchange) (Response, error) { return EncodeJSON(map[string]int(nil), 200) }, 200, `{}`},
		{"a pointer", func(*Exchange) (Response, error) { return EncodeJSON(&book{"a"}, 200) }, 200, `{"Title":"a"}`},
		{"a nil pointer", func(*Exchange) (Response, error) { return EncodeJSON((*book)(nil), 201) }, 204, ``},
		{"a nil interface", func(*Exchange) (Response, error) { return EncodeJSON(any(nil), 200) }, 204, ``},
		{"a type that writes itself", func(*Exchange) (Response, error) { return EncodeJSON(time.Unix(0, 0).UTC(), 200) }, 200, `"1970-01-01T00:00:00Z"`},
		{"a nil slice that writes itself", func(*Exchange) (Response, error) { return EncodeJSON(selfWriting(nil), 200) }, 200, `"self"`},
		{"a value without JSON", func(*Exchange) (Response, error) { return EncodeJSON(func() {}, 200) }, 500, `{"error": "Internal Server Error"}`},
	} {
		encode(row.do).want(row.sentence, "GET /", row.status, row.body)
	}
}

type selfWriting []int

func (selfWriting) MarshalJSON() ([]byte, error) { return []byte(`"self"`), nil }

func TestJSONBuffersAreNotShared(t *testing.T) {
	first := JSON("first").content()
	for range 100 {
		_ = JSON(strings.Repeat("x", 1000))
	}
	if first != `"first"` {
		t.Errorf("a body changed to %q", first)
	}
}

func FuzzDecodeJSON(f *testing.F) {
	for _, seed := range []string{`{}`, `{"title": 7}`, `[`, "{\"a\":\n\"\xff\"}", `{"author":{"N":1e400}}`, ``} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var v newBook
		err := decodeJSON(body, &v)
		var carried *HTTPError
		if err != nil && (!errors.As(err, &carried) || carried.Status != 400 && carried.Status != 410 || carried.Message == "") {
			t.Fatalf("%q: %v", body, err)
		}
	})
}
