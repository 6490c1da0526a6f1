package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// Lists and maps of types that write themselves are tested here.

// book writes itself, as generated types do.
type book struct{ n int }

var errNoBook = errors.New("no book")

func (v book) AppendJSON(b []byte) ([]byte, error) {
	if v.n < 0 {
		return b, errNoBook
	}
	return fmt.Appendf(b, `{"n":%d,"t":"<"}`, v.n), nil
}

func (v book) MarshalJSON() ([]byte, error) { return Marshal(v) }

// page does so by its address alone.
type page struct{ n int }

func (v *page) AppendJSON(b []byte) ([]byte, error) { return fmt.Appendf(b, `{"page":%d}`, v.n), nil }
func (v *page) MarshalJSON() ([]byte, error)        { return v.AppendJSON(nil) }

// shelf is a list that is written in another way, and label a name.
type shelf []book

func (shelf) MarshalJSON() ([]byte, error) { return []byte(`"shelf"`), nil }

type label string

func (l label) MarshalText() ([]byte, error) { return []byte("text of " + l), nil }

// nest is made of itself.
type nest []nest

func TestListsOfTypesThatWriteThemselves(t *testing.T) {
	one := book{1}
	list := []book{{1}, {2}}
	for _, row := range []struct {
		v      any
		direct bool
	}{
		{list, true}, {[]book{}, true}, {[]book(nil), true}, {&list, true}, {(*[]book)(nil), true},
		{[]*book{&one, nil}, true}, {[2]book{{1}, {2}}, true}, {&[1]book{{1}}, true},
		{[][]book{list, nil, {}}, true}, {[]*[]*book{{&one}, nil}, true},
		{map[string]book{"z": {1}, "a": {2}, "\"<é": {3}, "\xff": {4}, "": {5}}, true},
		{map[label]*book{"b": &one, "a": nil}, true}, {map[string]book(nil), true},
		{map[string]map[string][]book{"b": {"d": list, "c": nil}, "a": nil}, true},
		{[]page{{1}, {2}}, true}, {&[1]page{{1}}, true}, {[]*page{{1}, nil}, true},
		{[]compiled{one, &one, nil}, true},
		{[][]shelf{{nil}}, false}, {shelf{}, false}, {[1]page{{1}}, false}, {map[string]page{"a": {1}}, false},
		{map[int]book{1: one}, false}, {[]int{1}, false}, {[]byte("x"), false}, {nest{{}, nil}, false},
		{[]any{one, 5}, false}, {new(int), false}, {nil, false}, {(*book)(nil), false}, {[]Optional[int]{Some(5)}, false},
		{struct{ B []book }{list}, false}, {[]struct{ B book }{{one}}, false},
	} {
		var want strings.Builder
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		if err := e.Encode(row.v); err != nil {
			t.Fatalf("%T: %v", row.v, err)
		}
		got, err := AppendGo([]byte("x"), row.v)
		// what is no UTF-8 becomes U+FFFD, escaped or not, as the version of Go has it
		plain := strings.NewReplacer("\xef\xbf\xbd", `\ufffd`)
		text, wanted := plain.Replace(string(got)), plain.Replace(want.String())
		if err != nil || text != "x"+strings.TrimSuffix(wanted, "\n") {
			t.Errorf("%T: %s %v, want %s", row.v, got, err, &want)
		}
		direct := false
		if _, itself := row.v.(compiled); !itself && isList(row.v) {
			_, direct, _ = appendList(nil, row.v)
		}
		if direct != row.direct {
			t.Errorf("%T is written directly: %v", row.v, direct)
		}
	}
}

func TestListsThatHaveNoForm(t *testing.T) {
	bad := book{-1}
	for _, v := range []any{[]book{{1}, bad}, []*book{&bad}, map[string]book{"a": bad}, &[]book{bad}} {
		if b, err := AppendGo([]byte("x"), v); !errors.Is(err, errNoBook) || string(b) != "x" {
			t.Errorf("%T: %s %v", v, b, err)
		}
		if text, err := GoText(v); !errors.Is(err, errNoBook) || text != "" {
			t.Errorf("%T: %s %v", v, text, err)
		}
	}
}

// A library is asked for Go types, and not for what writes itself.
func TestListsAreNotTheLibrarys(t *testing.T) {
	defer SetLibrary(nil)
	SetLibrary(&Library{Marshal: func(v any) ([]byte, error) { return []byte(`"` + reflect.TypeOf(v).String() + `"`), nil }})
	for _, row := range []struct {
		v    any
		want string
	}{{[]book{{1}}, `[{"n":1,"t":"<"}]`}, {[]int{1}, `"[]int"`}, {shelf{}, `"wire.shelf"`}} {
		if b, err := AppendGo(nil, row.v); err != nil || string(b) != row.want {
			t.Errorf("%T: %s %v", row.v, b, err)
		}
	}
}

func BenchmarkGoLists(b *testing.B) {
	list := make([]book, 20)
	for _, row := range []struct {
		name string
		v    any
	}{{"list", list}, {"map", map[string]book{"a": {1}, "b": {2}}}} {
		b.Run(row.name, func(b *testing.B) {
			var buf []byte
			for b.Loop() {
				buf, _ = AppendGo(buf[:0], row.v)
			}
		})
		b.Run(row.name+"/library", func(b *testing.B) {
			for b.Loop() {
				_, _ = json.Marshal(row.v)
			}
		})
	}
}
