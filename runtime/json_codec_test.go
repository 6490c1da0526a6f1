package runtime

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"example.com/httpgen/runtime/wire"
)

// Another library than encoding/json is tested here, and what types of a manifest write
// themselves.

// A library that tells what it was asked: it writes on several lines, with what it is given.
type fakeLibrary struct{ asked []string }

func (f *fakeLibrary) marshal(v any) ([]byte, error) {
	f.asked = append(f.asked, fmt.Sprintf("write %T", v))
	text, err := json.Marshal(v)
	if err != nil {
		return []byte("half"), errors.New("the library does not write " + err.Error())
	}
	return fmt.Appendf(nil, " {\n  \"by\": \"library\",\n  \"v\": %s\n}\n", text), nil
}

func (f *fakeLibrary) unmarshal(text []byte, v any) error {
	f.asked = append(f.asked, fmt.Sprintf("read %s", text))
	if strings.Contains(string(text), "refuse") {
		return errors.New("the library refuses it")
	}
	return json.Unmarshal(text, v)
}

// told is what was asked since the last time.
func (f *fakeLibrary) told() string {
	all := strings.Join(f.asked, ", ")
	f.asked = nil
	return all
}

func withLibrary(t *testing.T) (*fakeLibrary, Option) {
	f := new(fakeLibrary)
	t.Cleanup(func() { wire.SetLibrary(nil) })
	return f, JSONCodec(f.marshal, f.unmarshal)
}

type point struct{ X, Y int }

func numbers[T any](values ...T) func(yield func(T, error) bool) {
	return func(yield func(T, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func TestAnotherLibraryForGoTypes(t *testing.T) {
	f, option := withLibrary(t)
	get := func(path string, do func() (Response, error)) leaf {
		return handlerLeaf("GET", path, func(Request) (Response, error) { return do() })
	}
	d := talkTo(t, handwritten(
		decodeLeaf("/body", DecodeJSON[point]),
		decodeLeaf("/request", func(req Request) (v point, err error) { return v, req.JSON(&v) }),
		decodeLeaf("/inside", func(req Request) (point, error) {
			return DecodeBody(req, func(d *wire.Decoder, at int, v *point) (next int, ok bool) {
				*v, ok = wire.Value[point](d.At(at))
				return d.Offset(), ok
			})
		}),
		decodeLeaf("/rows", func(req Request) (list []point, err error) {
			rows, err := DecodeLines(req, DecodeLine[point])
			for v, wrong := range rows {
				list, err = append(list, v), wrong
			}
			return list, err
		}),
		decodeLeaf("/optional", DecodeJSON[Optional[int]]),
		get("/result", func() (Response, error) { return EncodeJSON(point{1, 2}, 201) }),
		get("/json", func() (Response, error) { return JSON(point{1, 2}), nil }),
		get("/none", func() (Response, error) { return JSON(func() {}), nil }),
		get("/lines", func() (Response, error) {
			return StreamLines(numbers(point{1, 2}, point{}), 200, EncodeLine[point])
		}),
		get("/events", func() (Response, error) { return StreamEvents(numbers(1, 2), 200, EncodeEvent[int]) }),
		get("/nullable", func() (Response, error) { return JSON(NonNull(5)), nil }),
		get("/in-record", func() (Response, error) {
			return EncodeBody(point{1, 2}, 200, func(v point, b []byte) ([]byte, error) { return wire.AppendValue(b, v) })
		}),
	), option)
	for _, row := range []struct {
		request string
		status  int
		body    string
		asked   string
	}{
		{"POST /body\nContent-Type: application/json\n\n{\"X\": 1}", 200, "{X:1 Y:0}", `read {"X": 1}`},
		{"POST /request\n\n{\"X\": 1}", 200, "{X:1 Y:0}", `read {"X": 1}`},
		{"POST /inside\nContent-Type: application/json\n\n {\"X\": 1}", 200, "{X:1 Y:0}", `read {"X": 1}`},
		{"POST /body\nContent-Type: application/json\n\n\"refuse\"", 400, `{"error": "invalid JSON: the library refuses it"}`, `read "refuse"`},
		{"POST /rows\nContent-Type: application/x-ndjson\n\n{\"X\": 1}\n {\"X\": 2}", 200, "[{X:1 Y:0} {X:2 Y:0}]", `read {"X": 1}, read {"X": 2}`},
		{"GET /result", 201, "{\n  \"by\": \"library\",\n  \"v\": {\"X\":1,\"Y\":2}\n}", "write runtime.point"},
		{"GET /json", 200, "{\n  \"by\": \"library\",\n  \"v\": {\"X\":1,\"Y\":2}\n}", "write runtime.point"},
		{"GET /none", 500, `{"error": "Internal Server Error"}`, "write func()"},
		{"GET /lines", 200, `{"by":"library","v":{"X":1,"Y":2}}` + "\n" + `{"by":"library","v":{"X":0,"Y":0}}` + "\n", "write runtime.point, write runtime.point"},
		{"GET /events", 200, "data: {\"by\":\"library\",\"v\":1}\n\ndata: {\"by\":\"library\",\"v\":2}\n\n", "write int, write int"},
		{"GET /in-record", 200, `{"by":"library","v":{"X":1,"Y":2}}`, "write runtime.point"},

		// What is no body is found before the library is asked.
		{"POST /body\nContent-Type: application/json\n\n{} {}", 400, `{"error": "invalid JSON: unexpected '{', want nothing more at line 1, column 4 (offset 3)"}`, ""},
		{"POST /body\nContent-Type: application/json\n\n{\"X\": 1, \"X\": 2}", 400, "", ""},
		{"POST /request\n\n{\"a\": \"\\ud800\"}", 400, "", ""},
		{"POST /request\n\n" + strings.Repeat("[", 129) + strings.Repeat("]", 129), 400, "", ""},
		{"POST /body\nContent-Type: application/json\n\n\"\xff\"", 400, `{"error": "invalid JSON: it is not UTF-8 at line 1, column 2 (offset 1)"}`, ""},
		{"POST /body\nContent-Type: application/json\n\n// none\n{}", 400, "", ""},
	} {
		f.told()
		if row.body == "" {
			if resp := d.ask(row.request); resp.StatusCode != row.status {
				t.Errorf("%q: %d", row.request, resp.StatusCode)
			}
		} else {
			d.want(row.request, row.request, row.status, row.body)
		}
		if got := f.told(); got != row.asked {
			t.Errorf("%q: asked %q, want %q", row.request, got, row.asked)
		}
	}
	d.want("Optional is read through it, too", "POST /optional\nContent-Type: application/json\n\n5", 200, "{value:5 set:true}")
	if got := f.told(); got != "read 5, read 5" {
		t.Errorf("asked %q", got)
	}
	if resp := d.ask("GET /nullable"); resp.StatusCode != 200 || f.told() != "write wire.Nullable[int], write int" {
		t.Error("Nullable is not written through it")
	}
}

// A function that is nil is that of encoding/json, and both end what another App has chosen.
func TestNoLibraryIsEncodingJSON(t *testing.T) {
	f, option := withLibrary(t)
	NewApp(handwritten(), option)
	NewApp(handwritten(), JSONCodec(nil, f.unmarshal))
	if r := JSON(point{1, 2}); r.body != `{"X":1,"Y":2}` || f.told() != "" {
		t.Errorf("%s %s", r.body, f.told())
	}
	NewApp(handwritten(), JSONCodec(f.marshal, nil))
	if err := decodeJSON([]byte("[1]"), new([]int)); err != nil || f.told() != "" {
		t.Error(err, f.told())
	}
	NewApp(handwritten(), JSONCodec(nil, nil))
	if r := JSON("<"); r.body != `"<"` || f.told() != "" {
		t.Errorf("%s %s", r.body, f.told())
	}
}

// What the library keeps of a text is its own.
func TestLibrariesMayKeepWhatTheyRead(t *testing.T) {
	var kept []byte
	t.Cleanup(func() { wire.SetLibrary(nil) })
	NewApp(handwritten(), JSONCodec(nil, func(text []byte, v any) error { kept = text; return nil }))
	text := []byte(`{"n":5}`)
	var v Optional[point]
	if err := v.UnmarshalJSON(text); err != nil {
		t.Fatal(err)
	}
	text[2] = 'x'
	if string(kept) != `{"n":5}` {
		t.Errorf("it has %s", kept)
	}
}

// A type as generated code has it.
type declaredType struct {
	n   int
	err error
}

func (d declaredType) AppendJSON(b []byte) ([]byte, error) {
	return fmt.Appendf(b, `{"compiled":%d}`, d.n), d.err
}

func (d declaredType) MarshalJSON() ([]byte, error) { return nil, errors.New("by reflection") }

// otherMeaning has a method that is called the same and means something else.
type otherMeaning struct{}

func (otherMeaning) AppendJSON(b []byte) ([]byte, error) { return append(b, "no JSON"...), nil }

func TestDeclaredTypesWriteThemselves(t *testing.T) {
	f, option := withLibrary(t)
	NewApp(handwritten(), option)
	for _, row := range []struct {
		sentence string
		v        any
		status   int
		body     string
	}{
		{"a declared type", declaredType{n: 1}, 200, `{"compiled":1}`},
		{"a pointer to one", &declaredType{n: 2}, 200, `{"compiled":2}`},
		{"a nil pointer to one", (*declaredType)(nil), 204, ""},
	} {
		if r := JSON(row.v); r.Status() != row.status || r.body != row.body || f.told() != "" {
			t.Errorf("%s: %d %s", row.sentence, r.Status(), r.body)
		}
	}
	if r := JSON(declaredType{err: errors.New("no form")}); r.err() == nil || !strings.Contains(r.err().Error(), "no form") {
		t.Errorf("what has no form: %v", r.err())
	}
	b := []byte("before ")
	if b, err := wire.AppendValue(b, declaredType{err: errors.New("no form")}); err == nil || string(b) != "before " {
		t.Errorf("what has no form: %s %v", b, err)
	}
	if b, err := wire.AppendValue(nil, (*declaredType)(nil)); err != nil || string(b) != `{"by":"library","v":null}` {
		t.Errorf("a nil pointer is %s, %v", b, err)
	}
	f.told()
	if JSON(otherMeaning{}); f.told() != "write runtime.otherMeaning" {
		t.Error("a method of another meaning is called")
	}
}
