package runtime

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

// decoding is a service whose routes take bodies in gzip, by all ways of reading them.
func decoding() Service {
	takes := func(do func(x *Exchange) (Response, error)) func(x *Exchange) (Response, error) {
		return func(x *Exchange) (Response, error) {
			x.DecodeBody("gzip")
			return do(x)
		}
	}
	whole := func(x *Exchange) (Response, error) {
		b, err := DecodeBytes(x.Request())
		return Text(string(b)), err
	}
	s := handwritten(
		leaf{"POST", "/whole", takes(whole)},
		leaf{"POST", "/stream", takes(func(x *Exchange) (Response, error) {
			r, err := DecodeStream(x.Request())
			if err != nil {
				return Response{}, err
			}
			b, err := io.ReadAll(r)
			return Text(string(b)), err
		})},
		leaf{"POST", "/text", takes(func(x *Exchange) (Response, error) {
			text, err := DecodeText(x.Request())
			return Text(text), err
		})},
		leaf{"POST", "/careless", takes(func(x *Exchange) (Response, error) {
			_, _ = x.Request().Body()
			return Text("taken for whole"), nil
		})},
		leaf{"POST", "/careless-stream", takes(func(x *Exchange) (Response, error) {
			_, _ = io.Copy(io.Discard, x.Request().BodyReader())
			return Text("taken for whole"), nil
		})},
		leaf{"POST", "/raw", whole},
		leaf{"POST", "/raw-text", func(x *Exchange) (Response, error) {
			text, err := DecodeText(x.Request())
			return Text(text), err
		}},
	)
	s.Decode = []string{"gzip"}
	return s
}

func TestBodiesInCodings(t *testing.T) {
	const text = "a body, a body, a body"
	plain, bomb := gzipped(text), gzipped(strings.Repeat("0", 1<<20))
	onEachServer(t, decoding, []Option{MaxBodySize(1000)}, func(t *testing.T, s *hosted) {
		for _, path := range []string{"/whole", "/stream", "/text"} {
			for _, row := range []struct{ sentence, coding, body, want string }{
				{"without a coding", "", text, "200 " + text},
				{"identity", "identity", text, "200 " + text},
				{"in gzip", "gzip", plain, "200 " + text},
				{"by its old name", "X-GZIP", plain, "200 " + text},
				{"of two members", "gzip", plain + plain, "200 " + text + text},
				{"empty", "gzip", gzipped(""), "200 "},
				{"nothing", "gzip", "", "200 "},
				{"as large as it may be", "gzip", gzipped(strings.Repeat("0", 1000)), "200 " + strings.Repeat("0", 1000)},
				{"one larger", "gzip", gzipped(strings.Repeat("0", 1001)), `413 {"error": "Request Entity Too Large"}`},
				{"a bomb", "gzip", bomb, `413 {"error": "Request Entity Too Large"}`},
				{"cut off", "gzip", plain[:len(plain)-6], `400 {"error": "the body is malformed gzip"}`},
				{"no gzip", "gzip", text, `400 {"error": "the body is malformed gzip"}`},
				{"with another sum", "gzip", plain[:len(plain)-8] + "12345678", `400 {"error": "the body is malformed gzip"}`},
				{"and rubbish", "gzip", plain + "rubbish rubbish", `400 {"error": "the body is malformed gzip"}`},
				{"in another coding", "br", plain, `415 gzip, identity {"error": "send the body in gzip, or without Content-Encoding (it was br)"}`},
				{"in two", "gzip, gzip", gzipped(plain), `415 gzip, identity {"error": "send the body in gzip, or without Content-Encoding (it was gzip, gzip)"}`},
			} {
				for _, chunked := range []bool{false, true} {
					body := io.Reader(strings.NewReader(row.body))
					if chunked {
						body = struct{ io.Reader }{body}
					}
					got := s.fetch("POST", path, body, "Content-Encoding: "+row.coding)
					told := strings.ReplaceAll(fmt.Sprint(got.StatusCode, " ", got.Header.Get("Accept-Encoding"), " ", got.text), "  ", " ")
					if told != row.want {
						t.Errorf("%s, %s, chunked %v: got %.100s, want %.100s", path, row.sentence, chunked, told, row.want)
					}
				}
			}
		}
	})
}

func TestBodiesThatAreMalformedAreNeverTakenForWhole(t *testing.T) {
	onEachServer(t, decoding, nil, func(t *testing.T, s *hosted) {
		for _, path := range []string{"/careless", "/careless-stream"} {
			if got := s.fetch("POST", path, strings.NewReader("no gzip"), "Content-Encoding: gzip"); got.StatusCode != 400 {
				t.Errorf("%s: %d %q", path, got.StatusCode, got.text)
			}
		}
	})
}

func TestBodiesAreDecodedOnlyWhereTheRouteSaysSo(t *testing.T) {
	d := talkTo(t, decoding())
	d.want("bytes are as they came", "POST /raw\nContent-Encoding: gzip\n\ncoded", 200, "coded")
	resp := d.want("text is none", "POST /raw-text\nContent-Encoding: gzip\n\ncoded", 415,
		`{"error": "send the body without Content-Encoding (it was gzip)"}`)
	if got := resp.Header.Get("Accept-Encoding"); got != "identity" {
		t.Errorf("Accept-Encoding: %s", got)
	}
}

// Whatever comes in gzip ends in a bounded body or an error.
func FuzzDecodedBodies(f *testing.F) {
	f.Add([]byte(gzipped("text")))
	f.Add([]byte(gzipped(strings.Repeat("0", 1<<16)))[:40])
	app := NewApp(decoding())
	f.Fuzz(func(t *testing.T, coded []byte) {
		b, err := io.ReadAll(newDecodedBody(strings.NewReader(string(coded)), app.coders["gzip"], 1000))
		if len(b) > 1000 {
			t.Fatalf("%d bytes", len(b))
		}
		if text, plain := gunzip(coded); plain == nil && len(text) <= 1000 && (err != nil || string(b) != text) {
			t.Fatalf("got %q, %v, want %q", b, err, text)
		}
	})
}
