package runtime

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	goruntime "runtime"
	"strconv"
	"strings"
	"testing"

	"example.com/httpgen/runtime/wire"
)

// Results that are encoded while they are sent are tested here.

// A row of a list as generated code writes it.
type listed struct{ n int }

var errNoForm = errors.New("a number without a form")

// AppendJSON fails at -1 and panics at -2.
func (l listed) AppendJSON(b []byte) ([]byte, error) {
	switch l.n {
	case -1:
		return b, errNoForm
	case -2:
		panic("a number that panics")
	}
	b = append(b, `{"n":`...)
	b = strconv.AppendInt(b, int64(l.n), 10)
	return append(b, `,"text":"0123456789012345678901234567890123456789"}`...), nil
}

// MarshalJSON implements json.Marshaler.
func (l listed) MarshalJSON() ([]byte, error) { return l.AppendJSON(nil) }

// sendListed is what generated code has for a []listed.
func sendListed(v []listed, out *wire.Pieces, b []byte) (_ []byte, err error) {
	b = append(b, '[')
	for i, w := range v {
		if i > 0 {
			if b, err = out.Next(b); err != nil {
				return b, err
			}
		}
		if b, err = w.AppendJSON(b); err != nil {
			return b, err
		}
	}
	return append(b, ']'), nil
}

// sendPage is what it has for a record with such a list.
func sendPage(v []listed, out *wire.Pieces, b []byte) (_ []byte, err error) {
	if len(v) == 0 {
		return out.CloseObject(b), nil
	}
	if b, err = sendListed(v, out, append(b, `,"items":`...)); err != nil {
		return b, err
	}
	b = append(b, `,"next":5`...)
	return out.CloseObject(b), nil
}

// countTo is a list; last is what stands at its end.
func countTo(n, last int) []listed {
	list := make([]listed, n)
	for i := range list {
		list[i].n = i
	}
	if n > 0 {
		list[n-1].n = last
	}
	return list
}

func wholeList(list []listed) string {
	var b []byte
	for _, v := range list {
		b, _ = v.AppendJSON(append(b, ','))
	}
	return "[" + string(bytes.TrimPrefix(b, []byte(","))) + "]"
}

func listService() Service {
	list := func(make func(list []listed, status int) (Response, error)) func(req Request) (Response, error) {
		return func(req Request) (Response, error) {
			n, _ := strconv.Atoi(req.Param("n"))
			last, _ := strconv.Atoi(req.Param("last"))
			return make(countTo(n, last), 201)
		}
	}
	s := handwritten(
		handlerLeaf("GET,POST", "/list/<n>/<last>", list(func(l []listed, status int) (Response, error) {
			return EncodePieces(l, status, sendListed)
		})),
		handlerLeaf("GET", "/page/<n>/<last>", list(func(l []listed, status int) (Response, error) {
			return EncodePieces(l, status, sendPage)
		})),
		handlerLeaf("GET", "/go/<n>/<last>", list(EncodeJSONList[listed])),
	)
	s.After = func(req Request, resp *Response, route *Route) error {
		switch req.Header("After") {
		case "replace":
			*resp = Text("instead")
		case "see":
			*resp = resp.WithStatus(resp.Status()+1).WithHeader("X-Was", resp.Header("Content-Type"))
		}
		return nil
	}
	return s
}

func TestLargeResults(t *testing.T) {
	small, large := wholeList(countTo(3, 2)), wholeList(countTo(5000, 4999))
	ask := func(method, path string, fields ...string) string {
		return method + " " + path + " HTTP/1.1\r\nHost: a\r\n" + strings.Join(append(fields, ""), "\r\n") + "\r\n"
	}
	access := new(safeBuffer)
	onEachServer(t, listService, []Option{AccessLog(textLogger(access))}, func(t *testing.T, s *hosted) {
		const media = "Content-Type=application/json; charset=utf-8"
		for _, row := range []struct{ sentence, request, want string }{
			{"a small one has a length", ask("GET", "/list/3/2"), "201 " + media + " Content-Length=" + strconv.Itoa(len(small)) + fmt.Sprintf(" %q", small)},
			{"an empty one", ask("GET", "/list/0/0"), "201 " + media + ` Content-Length=2 "[]"`},
			{"an empty record", ask("GET", "/page/0/0"), "201 " + media + ` Content-Length=2 "{}"`},
			{"a large one has none", ask("GET", "/list/5000/4999"), "201 " + media + fmt.Sprintf(" %q", large)},
			{"of a record", ask("GET", "/page/5000/4999"), "201 " + media + fmt.Sprintf(" %q", `{"items":`+large+`,"next":5}`)},
			{"of a Go type", ask("GET", "/go/5000/4999"), "201 " + media + fmt.Sprintf(" %q", large)},
			{"HEAD", ask("HEAD", "/list/5000/4999"), "201 " + media + ` ""`},
			{"after hooks see it", ask("GET", "/list/5000/4999", "After: see"), "202 " + media + " X-Was=application/json; charset=utf-8" + fmt.Sprintf(" %q", large)},
			{"after hooks replace it", ask("GET", "/list/5000/4999", "After: replace"), `200 Content-Type=text/plain; charset=utf-8 Content-Length=7 "instead"`},
			{"HTTP/1.0 gets no chunks", "GET /list/5000/4999 HTTP/1.0\r\nHost: a\r\n\r\n", "201 " + media + fmt.Sprintf(" %q close", large)},
			{"an error in the first piece", ask("GET", "/list/900/-1"), "500 " + media + ` Content-Length=34 "{\"error\": \"Internal Server Error\"}"`},
			{"an error in a Go type", ask("GET", "/go/900/-1"), "500 " + media + ` Content-Length=34 "{\"error\": \"Internal Server Error\"}"`},
		} {
			if s.name == "HTTP/2" && strings.Contains(row.request, "HTTP/1.0") {
				continue // there is one version of it
			}
			if got := s.tell(row.request, "Content-Type", "Content-Length", "X-Was"); got != row.want {
				t.Errorf("%s: %.300s\nwant %.300s", row.sentence, got, row.want)
			}
		}
		for _, last := range []string{"-1", "-2"} {
			got := s.tell(ask("GET", "/list/5000/"+last))
			if !strings.HasPrefix(got, "201 ") || !strings.HasSuffix(got, " broken off") || len(got) < wire.PieceSize {
				t.Errorf("%s behind the first piece: %.100s…%s", last, got, got[max(0, len(got)-100):])
			}
		}
		if bytes := fmt.Sprintf("bytes=%d ", len(large)); strings.Count(access.String(), bytes) < 3 {
			t.Errorf("no line has %s: %.300s", bytes, access.String())
		}
		for _, logged := range []string{"a number without a form", "a number that panics"} {
			if !strings.Contains(s.logs.String(), logged) {
				t.Errorf("%q is not logged", logged)
			}
		}
	})
}

// A result of a million records takes no more memory than one of a thousand.
func TestMemoryOfALargeResult(t *testing.T) {
	n := 1_000_000
	if raceDetector { // each costs much more
		n = 50_000
	}
	list, plain := countTo(n, 0), make([]point, n)
	for i := range plain {
		plain[i] = point{i, -i}
	}
	declared := sumOf(n, func(i int, b []byte) []byte { b, _ = list[i].AppendJSON(b); return b })
	sums := map[string]listSum{
		"/": declared, "/go": declared,
		"/plain": sumOf(n, func(i int, b []byte) []byte { return fmt.Appendf(b, `{"X":%d,"Y":%d}`, i, -i) }),
	}
	service := func() Service {
		return handwritten(
			handlerLeaf("GET", "/", func(Request) (Response, error) { return EncodePieces(list, 200, sendListed) }),
			handlerLeaf("GET", "/go", func(Request) (Response, error) { return EncodeJSONList(list, 200) }),
			handlerLeaf("GET", "/plain", func(Request) (Response, error) { return EncodeJSONList(plain, 200) }),
		)
	}
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		for path, want := range sums {
			c := s.dial()
			var before, after goruntime.MemStats
			goruntime.ReadMemStats(&before)
			c.write("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
			a, err := http.ReadResponse(c.r, nil)
			if err != nil {
				t.Fatal(err)
			}
			hash := crc32.NewIEEE()
			size, err := io.CopyBuffer(hash, a.Body, make([]byte, 64<<10))
			goruntime.ReadMemStats(&after)
			c.nc.Close()
			if got := (listSum{size, hash.Sum32()}); err != nil || got != want {
				t.Errorf("%s: %v, want %v: %v", path, got, want, err)
			}
			// with the race detector pools lose at random what they have been given
			if used := after.TotalAlloc - before.TotalAlloc; used > uint64(size)/4 && !raceDetector {
				t.Errorf("%s: %d bytes are allocated for an answer of %d", path, used, size)
			}
		}
	})
}

// A listSum is the length and the checksum of a list's text.
type listSum struct {
	size int64
	hash uint32
}

func sumOf(n int, appendOne func(i int, b []byte) []byte) (sum listSum) {
	hash := crc32.NewIEEE()
	b := []byte{'['}
	for i := range n {
		b = append(appendOne(i, b), ",]"[i/(n-1)])
		hash.Write(b)
		sum.size += int64(len(b))
		b = b[:0]
	}
	sum.hash = hash.Sum32()
	return sum
}

// A Response of a large result may be kept and sent many times, as any other.
func TestLargeResultsAreResponsesLikeOthers(t *testing.T) {
	list := countTo(3000, 2999)
	r, err := EncodePieces(list, 200, sendListed)
	if err != nil {
		t.Fatal(err)
	}
	if _, length := r.producer(); length != -1 {
		t.Fatalf("its length is %d", length)
	}
	other := r.WithStatus(203).WithHeader("Content-Type", "application/hal+json")
	for _, r := range []Response{r, other, r} {
		var w recordingBody
		if err := produce(r, &w); err != nil || w.String() != wholeList(list) {
			t.Errorf("%v, %d bytes", err, w.Len())
		}
	}
	if other.Status() != 203 || r.Status() != 200 || other.Header("Content-Type") != "application/hal+json" {
		t.Error(other.Status(), r.Status(), other.Header("Content-Type"))
	}
	w := recordingBody{err: io.ErrClosedPipe}
	if err := produce(r, &w); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("a client that is gone: %v", err)
	}
}

// What a list of a Go type has is what encoding/json makes of all of it.
func TestGoListsAreAsOfTheWhole(t *testing.T) {
	type octet byte
	one := 1
	check := func(name string, r Response, err error, all Response) {
		t.Helper()
		if err != nil || r.body != all.body || r.Status() != 200 {
			t.Errorf("%s: %s, want %s: %v", name, r.body, all.body, err)
		}
	}
	made := func(r Response, err error) (Response, error) { return r, err }
	r, err := made(EncodeJSONList([]octet{1, 2}, 200))
	check("bytes", r, err, JSON([]octet{1, 2}))
	r, err = made(EncodeJSONList([]byte(nil), 200))
	check("no bytes", r, err, JSON([]byte(nil)))
	r, err = made(EncodeJSONList([]point(nil), 200))
	check("nothing", r, err, JSON([]point{}))
	r, err = made(EncodeJSONList([]*int{nil, &one}, 200))
	check("pointers", r, err, JSON([]*int{nil, &one}))
	r, err = made(EncodeJSONList([]any{nil, 5, "<"}, 200))
	check("anything", r, err, JSON([]any{nil, 5, "<"}))
	r, err = made(EncodeJSONList([]byPointer{{}, {}}, 200))
	check("methods of pointers", r, err, JSON([]byPointer{{}, {}}))
	r, err = made(EncodeJSONList([]*listed{{1}, nil}, 200))
	check("pointers to compiled ones", r, err, JSON([]*listed{{1}, nil}))
	many := make([]point, 1000)
	r, err = made(EncodeJSONList(many, 200))
	check("several calls of the library", r, err, JSON(many))
	_, option := withLibrary(t)
	NewApp(handwritten(), option)
	if _, err := EncodeJSONList([]point{{}}, 200); err == nil || !strings.Contains(err.Error(), "writes no array") {
		t.Errorf("a library that writes a list as something else: %v", err)
	}
	NewApp(handwritten(), JSONCodec(nil, nil))
	if r, err := EncodeJSONList([]byPointer{{}, {}}, 200); err != nil || r.body != `["p","p"]` {
		t.Error(r.body)
	}
}

// byPointer writes itself only where it has an address.
type byPointer struct{}

func (*byPointer) MarshalJSON() ([]byte, error) { return []byte(`"p"`), nil }
