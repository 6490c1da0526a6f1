package values

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/generated_test/sets/conv"
	"example.com/httpgen/runtime"
)

const id = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"

func TestValues(t *testing.T) {
	app := New(Handler{})
	for path, want := range map[string]string{
		"/any/hot":                            "SortedBy true",
		"/any/new":                            "SortedBy false",
		"/any/old":                            "404",
		"/bool/true":                          "Switch true",
		"/bool/1":                             "404",
		"/uuid/" + id:                         "ByUUID " + id,
		"/date/2024-02-29":                    "ByDay Thursday",
		"/date/2023-02-29":                    "404",
		"/uint8/255":                          "Uint8 255",
		"/uint8/256":                          "404",
		"/uint16/65535":                       "Uint16 65535",
		"/uint32/4294967295":                  "Uint32 4294967295",
		"/uint64/18446744073709551615":        "Uint64 18446744073709551615",
		"/uint/007":                           "Uint 7",
		"/int8/-128":                          "Int8 -128",
		"/int16/-32769":                       "404",
		"/int32/-5":                           "Int32 -5",
		"/int64/-9223372036854775808":         "Int64 -9223372036854775808",
		"/int/1":                              "Int 1",
		"/float/-1.50":                        "Float -1.5",
		"/float/1e3":                          "404",
		"/even/ab":                            "ByEven ab",
		"/even/a%2Fbc":                        "ByEven a/bc",
		"/even/abc":                           "404",
		"/bounded/%C3%A9%C3%A9":               "Bounded éé",
		"/bounded/a":                          "404",
		"/str/a%2Fb%252F":                     "Named a/b%2F",
		"/path/a//b/":                         "ByPath a//b/",
		"/path/a/raw":                         "Raw a",
		"/path/raw":                           "ByPath raw",
		"/repo/a/b.git/.git/7/x":              "Repository a/b.git/ 7 x",
		"/mixed/v1...v2...v3":                 "Between v1...v2 v3",
		"/mixed/12.json":                      "JSONOf 12",
		"/mixed/report-2024--5":               "Report 2024 -5",
		"/mixed/a:b:cancel":                   "Cancel a:b",
		"/mixed/2024-02-29_" + id:             "Split 2024 " + id,
		"/users/7":                            "User GET 7",
		"/users/seven":                        "UserByName seven",
		"/users/99999999999999999999":         "UserByName 99999999999999999999",
		"/users/7/posts/8":                    "Post 7 8",
		"/users/7/posts/x":                    "404",
		"/users/..":                           "404",
		"/users/" + strings.Repeat("0", 5000): "User GET 0",
	} {
		rec := httptest.NewRecorder()
		app.ServeHTTP(rec, httptest.NewRequest("GET", path, nil))
		got := rec.Body.String()
		if rec.Code == 404 {
			got = "404"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

func TestLinks(t *testing.T) {
	u, _ := runtime.ParseUUID(id)
	day := time.Date(2024, 2, 29, 23, 0, 0, 0, time.UTC)
	for _, r := range [][2]string{
		{SortedByURL(SortNew), "/any/new"},
		{SortedByURL("other"), ""},
		{SwitchURL(true), "/bool/true"},
		{ByUUIDURL(u), "/uuid/" + id},
		{ByDayURL(day), "/date/2024-02-29"},
		{Uint64URL(1<<64 - 1), "/uint64/18446744073709551615"},
		{Int8URL(-128), "/int8/-128"},
		{FloatURL(1.25), "/float/1.25"},
		{ByEvenURL(conv.Even("abc")), ""},
		{BoundedURL("a"), ""},
		{NamedURL("a/b"), "/str/a%2Fb"},
		{ByPathURL("a/b c"), "/path/a/b%20c"},
		{RepositoryURL("a/b", 7, "x"), "/repo/a/b.git/7/x"},
		{BetweenURL("a", "b...c"), ""},
		{ReportURL(2024, -5), "/mixed/report-2024--5"},
		{PostURL(7, 8), "/users/7/posts/8"},
	} {
		if r[0] != r[1] {
			t.Errorf("%q, want %q", r[0], r[1])
		}
	}
}

// quiet answers without making anything.
type quiet struct{ UnimplementedHandlers }

func (quiet) User(runtime.Request, int) (runtime.Response, error) { return runtime.Text("ok"), nil }
func (quiet) UserByName(runtime.Request, string) (runtime.Response, error) {
	return runtime.Text("ok"), nil
}
func (quiet) Post(runtime.Request, int, int) (runtime.Response, error) {
	return runtime.Text("ok"), nil
}

func TestDispatchDoesNotAllocate(t *testing.T) {
	d := httpgenVerbatim(&quiet{})
	for _, r := range []struct {
		name, method, path string
		hit                bool
	}{
		{"a typed hit", "GET", "/users/7", true},
		{"two values", "GET", "/users/7/posts/8", true},
		{"a refused value falls through to a string", "GET", "/users/seven", true},
		{"a refused value and nothing else", "GET", "/users/7/posts/x", false},
		{"a miss", "GET", "/nothing/here", false},
		{"another method", "DELETE", "/users/7", false},
		{"a split that is refused", "GET", "/mixed/2024-02-30_x", false},
	} {
		x := runtime.NewProbe()
		x.Ask(httpgenTable.Method(r.method))
		if n := testing.AllocsPerRun(100, func() {
			if _, _ = d.dispatch(x, r.path); (x.Entered != 0) != r.hit {
				t.Errorf("%s: %v", r.name, x.Entered)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", r.name, n)
		}
	}
}

// FuzzLookup asks the generated code for any path, and holds links to their law: what a
// route's values were taken from, there is a URL for, and it leads to the same values or
// to a route that comes before.
func FuzzLookup(f *testing.F) {
	for _, path := range []string{"/users/7/posts/8", "/mixed/a-b...c", "/path/a//b/raw", "/repo/a.git/.git/7/x", "/%2e%2E/", "/mixed/report-1--2", "//", "/path/..%2F", "/date/2024-02-29"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		m, ok := Lookup("GET", path)
		if !ok {
			return
		}
		var values []string
		for _, p := range m.Params {
			values = append(values, p.Value)
		}
		link := m.Route.URL(values...)
		again, ok := Lookup("GET", link)
		if !ok {
			t.Fatalf("%q is answered by %s %q, its link %q by nobody", path, m.Route.Name, m.Params, link)
		}
		if again.Route == m.Route && !slices.Equal(again.Params, m.Params) {
			t.Fatalf("%q has the values %q, its link %q has %q", path, m.Params, link, again.Params)
		}
	})
}
