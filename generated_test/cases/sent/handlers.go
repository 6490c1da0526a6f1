// Package sent has a service that is sent one set of values in every way that typed clients know,
// and says whether they came as they are.
package sent

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/httpgen/runtime"
)

//go:generate go run example.com/httpgen/cmd/httpgen generate

// A Call is a request whose values were right.
type Call struct {
	Operation string
	Missing   string // names of the values that did not come, with blanks between them
}

// Server implements Handlers.
type Server struct {
	mu    sync.Mutex
	calls []Call
}

// Calls are the requests since they were asked for.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := s.calls
	s.calls = nil
	return calls
}

// values gathers what is not as it should be.
type values struct{ wrong, missing []string }

func (v *values) same(name string, got, want any) {
	if g, w := shown(got), shown(want); g != w {
		v.wrong = append(v.wrong, fmt.Sprintf("%s is %s and not %s", name, g, w))
	}
}

func shown(v any) string {
	switch v := v.(type) {
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	case []string:
		return fmt.Sprintf("%q", v)
	}
	return fmt.Sprint(v)
}

// perhaps is same of a value that need not come.
func perhaps[T any](v *values, name string, o runtime.Optional[T], want any) {
	if got, ok := o.Get(); ok {
		v.same(name, got, want)
	} else {
		v.missing = append(v.missing, name)
	}
}

// list is same of a list, which is missing where it has no element.
func list[T any](v *values, name string, got []T, want any) {
	if len(got) > 0 {
		v.same(name, got, want)
	} else {
		v.missing = append(v.missing, name)
	}
}

// done answers, and notes what came.
func (s *Server) done(operation string, v values) (Done, error) {
	if v.wrong != nil {
		return Done{}, runtime.Errorf(422, "%s: %s", operation, strings.Join(v.wrong, "; "))
	}
	slices.Sort(v.missing)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, Call{operation, strings.Join(v.missing, " ")})
	return Done{Same: true}, nil
}

// What is sent, the same in each operation.
var (
	moment = time.Date(2024, 1, 2, 3, 4, 5, 500_000_000, time.UTC)
	day    = time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)
	words  = []string{"a b", "c,d", "é&=+%"}
	plain  = []string{"x", "y z"} // of lists that have a separator
	nums   = []int{1, -2, 3}
)

const (
	text = "a b&c=d+é%/?#"
	big  = 1234567890123
	uid  = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
)

// GetItem looks at a path and a query.
func (s *Server) GetItem(_ runtime.Request, shop string, id int64, q GetItemQuery) (Done,
	error) {
	var v values
	v.same("shop", shop, "north west é")
	v.same("id", id, 42)
	v.same("s", q.S, text)
	perhaps(&v, "empty", q.Empty, "")
	perhaps(&v, "n", q.N, -5)
	perhaps(&v, "big", q.Big, int64(big))
	perhaps(&v, "x", q.X, 0.25)
	perhaps(&v, "b", q.B, true)
	perhaps(&v, "at", q.At, moment)
	perhaps(&v, "day", q.Day, day)
	perhaps(&v, "uid", q.UID, uid)
	v.same("sort", q.Sort, SortVeryHot)
	list(&v, "tag", q.Tag, words)
	list(&v, "num", q.Num, nums)
	list(&v, "csv", q.Csv, plain)
	perhaps(&v, "rgb", q.Rgb, RGB{1, 2})
	perhaps(&v, "missing", q.Missing, nil)
	return s.done("getItem", v)
}

// GetFields looks at header fields and cookies.
func (s *Server) GetFields(_ runtime.Request, h GetFieldsHeaders, c GetFieldsCookies) (Done,
	error) {
	var v values
	v.same("X-Count", h.XCount, 7)
	list(&v, "X-Tags", h.XTags, []string{"a", "b c"})
	perhaps(&v, "X-At", h.XAt, moment)
	perhaps(&v, "X-Missing", h.XMissing, nil)
	perhaps(&v, "sid", c.Sid, "s3 cret,x")
	perhaps(&v, "count", c.Count, 8)
	return s.done("getFields", v)
}

// CreateItem looks at a body of JSON, and gives it back.
func (s *Server) CreateItem(_ runtime.Request, body Item) (Item, error) {
	var v values
	v.same("id", body.ID, int64(9007199254740991))
	v.same("name", body.Name, "left \"shoe\" \u2028é")
	v.same("price", body.Price, 59.5)
	v.same("tags", body.Tags, words)
	v.same("sort", body.Sort, SortVeryHot)
	perhaps(&v, "at", body.At, moment)
	perhaps(&v, "day", body.Day, day)
	if note, ok := body.Note.Get(); ok && !note.IsNull() {
		v.same("note", note, nil)
	}
	perhaps(&v, "size", body.Size, RGB{1, 2})
	v.same("counts", body.Counts, map[string]int{"a": 1, "b/c": 2})
	v.same("raw", body.Raw, []byte{0, 0xff, '!'})
	_, err := s.done("createItem", v)
	return body, err
}

// CreateOrder looks at a form.
func (s *Server) CreateOrder(_ runtime.Request, body Order) (Done, error) {
	var v values
	v.same("x", body.X, text)
	v.same("n", body.N, -5)
	v.same("big", body.Big, int64(big))
	v.same("ok", body.Ok, true)
	perhaps(&v, "at", body.At, moment)
	perhaps(&v, "day", body.Day, day)
	v.same("sort", body.Sort, SortVeryHot)
	list(&v, "l", body.L, words)
	list(&v, "ns", body.Ns, nums)
	return s.done("createOrder", v)
}

// CreateUpload looks at a form with files.
func (s *Server) CreateUpload(_ runtime.Request, body Upload) (Done, error) {
	var v values
	v.same("title", body.Title, text)
	v.same("n", body.N, -5)
	perhaps(&v, "sort", body.Sort, SortVeryHot)
	list(&v, "l", body.L, words)
	v.same("photo", content(body.Photo), "first")
	var more []string
	for _, f := range body.More {
		more = append(more, content(f))
	}
	list(&v, "more", more, []string{"second", ""})
	return s.done("createUpload", v)
}

// content is what a file has.
func content(f *runtime.FormFile) string {
	r, err := f.Open()
	if err != nil {
		return err.Error()
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
