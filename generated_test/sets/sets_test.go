package sets_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

func TestRegressionsHoldForTheOracle(t *testing.T) {
	names := map[string]bool{}
	for _, r := range sets.Regressions() {
		if names[r.Name] {
			t.Errorf("two regressions are called %q", r.Name)
		}
		names[r.Name] = true
		t.Run(r.Name, func(t *testing.T) {
			table := r.Set.Oracle()
			for _, e := range r.Requests {
				got := table.Match(e.Method, e.Path, r.Set.Options)
				if !reflect.DeepEqual(got, e.Want) {
					t.Errorf("%s %s (-want +got):\n%s\n%s", e.Method, e.Path, cmp.Diff(e.Want, got), r.Set)
				}
			}
		})
	}
}

func TestRegressionsDoNotDependOnFileOrder(t *testing.T) {
	for _, r := range sets.Regressions() {
		turned := make([]oracle.Route, len(r.Set.Routes))
		for i, route := range r.Set.Routes {
			turned[len(turned)-1-i] = route
		}
		set, err := sets.New("turned", r.Set.Own, r.Set.Options, turned...)
		if err != nil {
			t.Fatalf("%s: %v", r.Name, err)
		}
		table := set.Oracle()
		for _, e := range r.Requests {
			want := e.Want
			if want.Route >= 0 {
				want.Route = len(turned) - 1 - want.Route
			}
			if got := table.Match(e.Method, e.Path, r.Set.Options); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %s %s (-want +got):\n%s\n%s", r.Name, e.Method, e.Path, cmp.Diff(want, got), set)
			}
		}
	}
}

func TestRandomSetsOverlapAndRequestsHitThem(t *testing.T) {
	src := rand.New(rand.NewPCG(1, 2))
	statuses, contested, requests := map[int]int{}, 0, 0
	for range 300 {
		s := sets.Random(src, 8)
		table := s.Oracle()
		for range 20 {
			method, path := s.Request(src)
			result := table.Match(method, path, s.Options)
			statuses[result.Status]++
			requests++
			if result.Status != 200 {
				continue
			}
			// Contested: another route of the method would answer if this one were not.
			rest := append(append([]oracle.Route(nil), s.Routes[:result.Route]...), s.Routes[result.Route+1:]...)
			if len(rest) == 0 {
				continue
			}
			without, err := oracle.New(rest, s.Own)
			if err != nil {
				t.Fatal(err)
			}
			if without.Match(method, path, s.Options).Status == 200 {
				contested++
			}
		}
	}
	t.Logf("%d requests: answers %v, %d of the 200s contested", requests, statuses, contested)
	for _, status := range []int{200, 204, 301, 308, 400, 404, 405, 501} {
		if statuses[status] < requests/1000 {
			t.Errorf("status %d: %d of %d requests are too few to test anything", status, statuses[status], requests)
		}
	}
	if statuses[200] < requests*2/5 {
		t.Errorf("%d of %d requests hit a route; at least two fifths should", statuses[200], requests)
	}
	if contested < statuses[200]/12 {
		t.Errorf("%d of %d hits match several routes; at least a twelfth should", contested, statuses[200])
	}
}

func TestTheSameChoicesMakeTheSameSet(t *testing.T) {
	made := func(src sets.Source) string {
		s := sets.Random(src, 10)
		out := s.Manifest()
		for range 10 {
			method, path := s.Request(src)
			out += method + " " + path + "\n"
		}
		return out
	}
	if diff := cmp.Diff(made(rand.New(rand.NewPCG(3, 4))), made(rand.New(rand.NewPCG(3, 4)))); diff != "" {
		t.Error(diff)
	}
	input := []byte("some bytes that a fuzzer might come up with, \x00\x01\xff and so on")
	if diff := cmp.Diff(made(sets.Bytes(input)), made(sets.Bytes(input))); diff != "" {
		t.Error(diff)
	}
}

func TestPlainSetsHoldLiteralsAndStringsOnly(t *testing.T) {
	src := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		s := sets.RandomPlain(src, 8)
		for _, r := range s.Routes {
			p, err := oracle.ParsePattern(r.Pattern, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, segment := range p.Segments {
				if len(segment) != 1 || segment[0].Conv != nil && segment[0].Conv.Kind != "str" {
					t.Errorf("%s: not a literal and not a string", r.Pattern)
				}
			}
		}
	}
}

func TestEverySmallSetOnce(t *testing.T) {
	seen := map[string]bool{}
	// 2 + 4 patterns: sets of one and of two.
	for s := range sets.Every([]string{"a", "<x>"}, 2, 2, nil) {
		if seen[s.String()] {
			t.Errorf("twice:\n%s", s)
		}
		seen[s.String()] = true
	}
	if want := 6 + 15; len(seen) != want {
		t.Errorf("%d sets, want %d", len(seen), want)
	}
	// <y> is <x>, two paths in one pattern are no pattern: a, <x>, p and 9 pairs but p/p.
	count := 0
	for range sets.Every([]string{"a", "<x>", "<y>", "<path:p>"}, 2, 1, nil) {
		count++
	}
	if want := 3 + 8; count != want {
		t.Errorf("%d sets of one, want %d", count, want)
	}
}

func TestEveryPathStopsWhenAsked(t *testing.T) {
	var got []string
	for p := range sets.EveryPath([]string{"", "a"}, 2) {
		got = append(got, p)
		if len(got) == 5 {
			break
		}
	}
	if diff := cmp.Diff([]string{"/", "/a", "//", "//a", "/a/"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestManifestsSayWhatTheSetIs(t *testing.T) {
	check := func(s sets.Set) {
		t.Helper()
		var read struct {
			Package    string
			Converters map[string]map[string]string
			Routes     []struct {
				Path    string
				Methods []string
				Handler string
			}
		}
		text := s.Manifest()
		if err := yaml.Unmarshal([]byte(text), &read); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if len(read.Routes) != len(s.Routes) || len(read.Converters) != len(s.Own) || read.Package != s.Name {
			t.Fatalf("lost something:\n%s", text)
		}
		handlers := map[string]bool{}
		for i, r := range read.Routes {
			if r.Path != s.Routes[i].Pattern || !cmp.Equal(r.Methods, s.Routes[i].Methods) || r.Handler != s.Names[i] {
				t.Errorf("route %d is %v in\n%s", i, r, text)
			}
			if handlers[r.Handler] {
				t.Errorf("handler %s stands twice", r.Handler)
			}
			handlers[r.Handler] = true
		}
	}
	src := rand.New(rand.NewPCG(7, 8))
	for range 200 {
		check(sets.Random(src, 8))
	}
	for _, r := range sets.Regressions() {
		check(r.Set)
	}
	odd, err := sets.New("odd", nil, oracle.Options{}, oracle.Route{
		Methods: []string{"M!#$%&'*+-.^_`|~"},
		Pattern: "/\"quoted\"\\/\t\x01\x7f\u0085\u00a0\u2028\ufeff\U0001f600: &a *b !c %d @e `f {g} [h], - i",
	})
	if err != nil {
		t.Fatal(err)
	}
	check(odd)
}

func TestTables(t *testing.T) {
	operations := map[string]int{
		"argocd": 106, "bench_github": 203, "bench_gplus": 13, "bench_parse": 26, "bench_static": 157,
		"docker": 108, "github_2022": 874, "harbor": 203, "manga": 6, "openai": 288,
		"petstore_v2": 20, "petstore_v3": 19, "slack": 174, "spotify": 96, "stripe": 468,
	}
	if got := sets.Tables(); len(got) != len(operations) {
		t.Errorf("tables %v", got)
	}
	for _, name := range sets.Tables() {
		s, refused, err := sets.Table(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := len(s.Routes) + len(refused); got != operations[name] || len(s.Names) != len(s.Routes) {
			t.Errorf("%s: %d routes and %d refused rows, want %d in all", name, len(s.Routes), len(refused), operations[name])
		}
		for _, r := range refused {
			if !strings.ContainsAny(r.Path, "?#") {
				t.Errorf("refused for no known reason: %s", r)
			}
		}
	}
	_, refused, _ := sets.Table("openai")
	if len(refused) != 7 {
		t.Fatalf("openai: %d refused rows, want 7: %v", len(refused), refused)
	}
	want := `openai.tsv:283: POST /responses?beta=true: a path holds neither a query nor a fragment: '?' begins one`
	if got := refused[0].String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, _, err := sets.Table("nowhere"); err == nil || err.Error() != `no route table "nowhere"` {
		t.Errorf("a table that is not there: %v", err)
	}
}

func TestTableParametersTakeTheirTypes(t *testing.T) {
	find := func(table, handler string) string {
		s, _, err := sets.Table(table)
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range s.Names {
			if name == handler {
				return fmt.Sprint(s.Routes[i])
			}
		}
		return ""
	}
	for _, row := range []struct{ table, handler, want string }{
		{"github_2022", "ReposCompareCommitsWithBasehead", "{[GET] /repos/<owner>/<repo>/compare/<basehead>}"},
		{"github_2022", "IssuesListComments", "{[GET] /repos/<owner>/<repo>/issues/<int:issue_number>/comments}"},
		{"petstore_v2", "UploadFile", "{[POST] /pet/<int64:petId>/uploadImage}"},
		{"argocd", "ProjectServiceDeleteToken", "{[DELETE] /api/v1/projects/<project>/roles/<role>/token/<iat>}"},
		{"manga", "GetPageImage", "{[GET] /galleries/<int:media_id>/<int:page>.<format>}"},
		{"bench_gplus", "GetPeopleUserId", "{[GET] /people/<userId>}"},
	} {
		if got := find(row.table, row.handler); got != row.want {
			t.Errorf("%s %s: %q, want %q", row.table, row.handler, got, row.want)
		}
	}
}

func FuzzRandomSetsAreValid(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{3, 250, 17, 9, 128, 64, 33, 200, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255})
	f.Add([]byte(strings.Repeat("\x0e\x01\x02\x05", 40)))
	f.Fuzz(func(t *testing.T, data []byte) {
		src := sets.Bytes(data)
		s := sets.Random(src, 6)
		table := s.Oracle()
		for range 4 {
			method, path := s.Request(src)
			result := table.Match(method, path, s.Options)
			if (result.Status == 200) != (result.Route >= 0) {
				t.Errorf("%s %s: %+v\n%s", method, path, result, s)
			}
		}
	})
}
