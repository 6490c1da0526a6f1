package manifest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/generated_test/effort"
	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

// entriesOf are the routes of a set, as the decoder has them.
func entriesOf(t testing.TB, s sets.Set) []*entry {
	t.Helper()
	var list []*entry
	for i, r := range s.Routes {
		list = append(list, &entry{route: &Route{Path: r.Pattern, Methods: r.Methods, Handler: s.Names[i], Pattern: patternOf(t, r.Pattern)}})
	}
	return list
}

// TestContestFindsAllPairs compares the search with all pairs, one by one.
func TestContestFindsAllPairs(t *testing.T) {
	src := rand.New(rand.NewPCG(9, 10))
	pairs, count := 0, effort.Of(75, 150)
	for range count {
		s := sets.Random(src, 12)
		c := newContest(entriesOf(t, s))
		got := map[string]RelationKind{}
		c.run(func(first, second *contender, v verdict) {
			key := fmt.Sprintf("%s %s before %s %s", first.route.Methods, first.route.Path, second.route.Methods, second.route.Path)
			if _, twice := got[key]; twice {
				t.Errorf("%s is found twice", key)
			}
			got[key] = v.kind()
		})
		want := map[string]RelationKind{}
		for _, a := range c.contenders {
			for _, b := range c.contenders {
				if pattern.Compare(a.route.Pattern, b.route.Pattern) >= 0 || a.accepts&b.accepts == 0 {
					continue
				}
				if rel := Relate(a.route.Pattern, b.route.Pattern); rel.Kind != Disjoint {
					want[fmt.Sprintf("%s %s before %s %s", a.route.Methods, a.route.Path, b.route.Methods, b.route.Path)] = rel.Kind
				}
			}
		}
		pairs += len(want)
		for key, kind := range want {
			if k, found := got[key]; !found || k != kind {
				t.Errorf("%s: found %v as %s, want %s", key, found, k, kind)
			}
		}
		for key := range got {
			if _, found := want[key]; !found {
				t.Errorf("%s is found, and disjoint", key)
			}
		}
	}
	if pairs < 4*count/3 {
		t.Errorf("%d pairs are too few", pairs)
	}
}

// manyRoutes are n routes of real services under prefixes of their own.
func manyRoutes(t testing.TB, n int, prefixes ...string) sets.Set {
	t.Helper()
	all := sets.Set{Name: "many"}
	for _, name := range []string{"github_2022", "stripe", "openai", "harbor", "slack"} {
		table, _, err := sets.Table(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, prefix := range prefixes {
			for i, r := range table.Routes {
				if len(all.Routes) == n {
					return all
				}
				all.Routes = append(all.Routes, oracle.Route{Methods: r.Methods, Pattern: prefix + r.Pattern})
				all.Names = append(all.Names, fmt.Sprintf("H%d_%d_%s", len(all.Routes), i, table.Names[i]))
			}
		}
	}
	t.Fatalf("%d routes only", len(all.Routes))
	return all
}

// TestContestIsNotQuadratic counts what is looked at on sets of thousands of routes.
func TestContestIsNotQuadratic(t *testing.T) {
	github, _, err := sets.Table("github_2022")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name  string
		set   sets.Set
		steps int // at most, for each route
	}{
		{"GitHub", github, 2},
		{"1,000 routes", manyRoutes(t, 1000, "/v1", "/v2"), 2},
		{"5,632 routes under ten prefixes", manyRoutes(t, 5632, "/v0", "/v1", "/v2", "/v3", "/v4", "/v5", "/v6", "/v7", "/v8", "/v9"), 2},
		{"5,632 routes, half of which meet the other half", manyRoutes(t, 5632, "/v0", "/v1", "/v2", "/v3", "/<version>"), 10},
	} {
		entries := entriesOf(t, row.set)
		start := time.Now()
		c := newContest(entries)
		met := 0
		c.run(func(_, _ *contender, _ verdict) { met++ })
		n := len(row.set.Routes)
		t.Logf("%s: %d pairs meet, %d steps, %d segments compared, %v", row.name, met, c.steps, c.compared, time.Since(start))
		if c.steps+c.compared > row.steps*n {
			t.Errorf("%s: %d steps for %d routes", row.name, c.steps+c.compared, n)
		}
	}
}

// silentIn are the routes of a set that are said never to answer a GET, by index. The set
// must not be refused for anything else.
func silentIn(t *testing.T, s sets.Set) []bool {
	t.Helper()
	text := strings.ReplaceAll(s.Manifest(), "lint: {hidden-route: off}\n", "")
	m, faults := Parse("routes.yaml", []byte("lint: {hidden-route: warn}\n"+text))
	if m == nil {
		t.Fatalf("a set is refused: %v\n%s", found(faults), s)
	}
	silent := make([]bool, len(s.Routes))
	for _, f := range faults {
		if f.Code == diag.HiddenRoute {
			i := slices.IndexFunc(m.Routes, func(r *Route) bool { return r.PathSpan == f.Primary.Span })
			silent[i] = silent[i] || slices.Contains(strings.FieldsFunc(f.Message, func(r rune) bool { return r == ' ' }), "GET")
		}
	}
	return silent
}

// TestHiddenRoutesNeverAnswer asks the oracle about all routes of small sets: those that
// answer nothing, and only those, are said to be hidden.
func TestHiddenRoutesNeverAnswer(t *testing.T) {
	for _, row := range []struct {
		name            string
		alphabet, texts []string
		depth, most     int
	}{
		{"numbers", []string{"1", "<uint64:n>", "<uint:n>", "<int64:n>", "<int:n>", "<s>"}, []string{"1", "-1", "9999999999999999999", "x", ""}, 2, 2},
		{"words", []string{"a", "b", "<any(a,b):w>", "<any(b,a):w>", "<s>"}, []string{"a", "b", "c"}, 2, 3},
		{"truth", []string{"true", "false", "<bool:w>", "<any(true,false):v>", "<str(min=4):s>"}, []string{"true", "false", "truth", "no"}, 2, 3},
		{"lengths", []string{"<str(min=1):s>", "<str(max=2):s>", "<str(min=2,max=3):s>", "<s>"}, []string{"a", "ab", "abc", "abcd"}, 1, 4},
		{"parts", []string{"<uint64:n>-<b>", "<uint:n>-<b>", "<uint64:n>-<int:b>", "<uint:n>-x", "<a>-<b>", "<s>"}, []string{"1-x", "1-1", "1-y", "b-1", "a"}, 1, 4},
		{"paths", []string{"<path:p>", "a", "<path:p>a", "<s>"}, []string{"a", "b", "ba", ""}, 2, 3},
	} {
		var paths []string
		for path := range sets.EveryPath(row.texts, row.depth+1) {
			paths = append(paths, path)
		}
		every := slices.Collect(sets.Every(row.alphabet, row.depth, row.most, nil))
		hidden, stride := 0, 1+len(every)/250
		for i := 0; i < len(every); i += stride {
			s := every[i]
			silent, table := silentIn(t, s), s.Oracle()
			answers := make([]bool, len(s.Routes))
			for _, path := range paths {
				if got := table.Match("GET", path, oracle.Options{}); got.Route >= 0 {
					answers[got.Route] = true
				}
			}
			for i, r := range s.Routes {
				if silent[i] {
					hidden++
				}
				if silent[i] == answers[i] {
					t.Errorf("%s: said to be hidden: %v; answers: %v\n%s", r.Pattern, silent[i], answers[i], s)
				}
			}
		}
		t.Logf("%s: %d sets, %d hidden routes", row.name, len(every)/stride, hidden)
		if hidden < 5 {
			t.Errorf("%s: %d hidden routes are too few", row.name, hidden)
		}
	}
}

// TestHiddenRoutesOfRandomSets asks random requests.
func TestHiddenRoutesOfRandomSets(t *testing.T) {
	src := rand.New(rand.NewPCG(11, 12))
	for range effort.Of(75, 150) {
		s := sets.Random(src, 10)
		silent, table := silentIn(t, s), s.Oracle()
		for range 40 {
			_, path := s.Request(src)
			if got := table.Match("GET", path, s.Options); got.Route >= 0 && silent[got.Route] {
				t.Errorf("GET %s is answered by %s, which is said to be hidden\n%s", path, s.Routes[got.Route].Pattern, s)
			}
		}
	}
}

// TestTablesPrintFewWarnings holds what real services are told by default.
func TestTablesPrintFewWarnings(t *testing.T) {
	want := map[string][]string{
		"github_2022": {
			"HG0603: two routes match GET /user/codespaces/secrets/machines, and neither is a special case of the other",
			"HG0603: two routes match GET /user/codespaces/secrets/exports/repositories, and neither is a special case of the other",
		},
		"openai": {"HG0603: two routes match GET /videos/characters/content, and neither is a special case of the other"},
	}
	for _, name := range sets.Tables() {
		s, _, err := sets.Table(name)
		if err != nil {
			t.Fatal(err)
		}
		m, faults := Parse("routes.yaml", []byte(s.Manifest()))
		if m == nil {
			t.Fatalf("%s is refused: %v", name, found(faults))
		}
		for _, f := range faults {
			if message := f.Code + ": " + f.Message; !slices.Contains(want[name], message) {
				t.Errorf("%s: %s", name, message)
			}
		}
		if len(faults) != len(want[name]) {
			t.Errorf("%s: %d warnings, want %d", name, len(faults), len(want[name]))
		}
	}
}

func BenchmarkContest(b *testing.B) {
	for _, n := range []int{1000, 5632} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			entries := entriesOf(b, manyRoutes(b, n, "/v0", "/v1", "/v2", "/v3", "/<version>"))
			for b.Loop() {
				d := &decoder{entries: entries, levels: map[string]level{}}
				d.compete()
			}
		})
	}
}
