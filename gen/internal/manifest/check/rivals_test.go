package check

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/generated_test/effort"
	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

// silentIn are the routes of a set that are said never to answer a GET, by index. The set
// must not be refused for anything else.
func silentIn(t *testing.T, s sets.Set) []bool {
	t.Helper()
	text := strings.ReplaceAll(s.Manifest(), "lint: {hidden-route: off}\n", "")
	m, faults := parse("routes.yaml", []byte("lint: {hidden-route: warn}\n"+text))
	if m == nil {
		t.Fatalf("a set is refused: %v\n%s", found(faults), s)
	}
	silent := make([]bool, len(s.Routes))
	for _, f := range faults {
		if f.Code == diag.HiddenRoute {
			i := slices.IndexFunc(m.Routes, func(r *model.Route) bool { return r.PathSpan == f.Primary.Span })
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
		m, faults := parse("routes.yaml", []byte(s.Manifest()))
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
