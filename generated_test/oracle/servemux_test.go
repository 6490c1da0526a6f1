package oracle_test

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

// net/http's ServeMux has no order but "the more specific pattern wins", and refuses
// sets where none is. On the sets that it takes, of literals and whole-segment strings,
// it has to agree.
func TestServeMuxAgreesOnSetsWithoutConflict(t *testing.T) {
	src := rand.New(rand.NewPCG(21, 22))
	taken, requests, hits := 0, 0, 0
	for range 1500 {
		s := sets.RandomPlain(src, 6)
		m, ok := newMux(s)
		if !ok {
			continue
		}
		taken++
		table := s.Oracle()
		for range 12 {
			method, path := s.Request(src)
			if !slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}, method) ||
				strings.Contains(path, "//") || strings.HasSuffix(path, "/") {
				continue // what ServeMux cleans, redirects or has no rule for
			}
			want := table.Match(method, path, oracle.Options{})
			if want.Status == http.StatusBadRequest || oddSegment(path) {
				continue // ServeMux is not asked, or reads the path in another way
			}
			if want.Status == http.StatusNoContent {
				want.Status = http.StatusMethodNotAllowed // ServeMux does not answer OPTIONS
			}
			want.Allow = slices.DeleteFunc(want.Allow, func(m string) bool { return m == "OPTIONS" })
			if len(want.Allow) == 0 {
				want.Allow = nil
			}
			requests++
			if want.Status == http.StatusOK {
				hits++
			}
			if diff := cmp.Diff(want, m.match(method, path)); diff != "" {
				t.Errorf("%s %s (-oracle +ServeMux):\n%s\n%s", method, path, diff, s)
			}
		}
	}
	t.Logf("%d sets, %d requests, %d hits", taken, requests, hits)
	if taken < 300 || hits < 1000 {
		t.Errorf("%d sets and %d hits are too few", taken, hits)
	}
}

// oddSegment says whether a segment is ".", "..", for which ServeMux cleans the path, or
// "%2F", which it takes for a trailing slash.
func oddSegment(path string) bool {
	path = strings.NewReplacer("%2e", ".", "%2E", ".", "%2f", "%2F").Replace(path)
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." || segment == "%2F" {
			return true
		}
	}
	return false
}

// mux is a ServeMux whose handlers note who was called.
type mux struct {
	*http.ServeMux
	result oracle.Result
}

// newMux registers a set's routes; false: ServeMux sees a conflict.
func newMux(s sets.Set) (m *mux, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	m = &mux{ServeMux: http.NewServeMux()}
	for i, r := range s.Routes {
		p, err := oracle.ParsePattern(r.Pattern, nil)
		if err != nil {
			panic(err)
		}
		pattern, names := "", []string{}
		for _, segment := range p.Segments {
			if segment[0].Conv == nil {
				// Literals of a ServeMux pattern are written percent-encoded.
				pattern += "/" + strings.NewReplacer("%", "%25", " ", "%20").Replace(segment[0].Literal)
				continue
			}
			names = append(names, segment[0].Name)
			pattern += "/{" + segment[0].Name + "}"
		}
		for _, method := range r.Methods {
			if method == "*" {
				method = ""
			}
			m.HandleFunc(strings.TrimSpace(method+" "+pattern), func(_ http.ResponseWriter, r *http.Request) {
				m.result = oracle.Result{Status: http.StatusOK, Route: i}
				for _, name := range names {
					m.result.Params = append(m.result.Params, oracle.Param{Name: name, Value: r.PathValue(name)})
				}
			})
		}
	}
	return m, true
}

func (m *mux) match(method, path string) oracle.Result {
	m.result = oracle.Result{Route: -1}
	w := httptest.NewRecorder()
	m.ServeHTTP(w, httptest.NewRequest(method, path, nil))
	if m.result.Route < 0 {
		m.result.Status = w.Code
		if allow := w.Header().Get("Allow"); allow != "" {
			m.result.Allow = strings.Split(allow, ", ")
		}
	}
	return m.result
}
