package manifest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/diag"
)

// TestContestEnds counts what is looked at on sets that were made to be slow: the search
// ends at its bounds.
func TestContestEnds(t *testing.T) {
	many := func(n int, formats ...string) string {
		var b strings.Builder
		b.WriteString("routes:\n")
		for i := range n {
			fmt.Fprintf(&b, "  - path: "+formats[i%len(formats)]+"\n    handler: H%[1]d\n", i)
		}
		return b.String()
	}
	long := func(part string, n int) string { return "'/" + strings.Repeat(part, n) + "%[1]d'" }
	for name, src := range map[string]string{
		"each of one half meets each of the other":    many(6000, "/<a>/x%[1]d", "/x%[1]d/<a>"),
		"two thousand paths":                          many(2000, "/<path:p>/x%[1]d", "/x%[1]d/<path:p>"),
		"three thousand paths that end alike":         many(3000, "/<path:p>/<a>/x%[1]d", "/<path:p>/x%[1]d/<a>"),
		"hundreds of mixed segments":                  many(250, "/<a>-%[1]d-<b>", "/<a>-<b>-%[1]d"),
		"hundreds of lengths":                         many(250, "'/<str(min=%[1]d):a>-<b>'", "'/<str(min=2,max=9%[1]d):a>.<b>'"),
		"mixed segments of two thousand parts":        many(20, long("<a>-", 1000), long("<a>-<b>.", 500)),
		"mixed segments with numbers in them":         many(30, long("<int8:a>1", 100), long("<uint16:a>2", 90)),
		"a thousand segments":                         many(200, long("<a>/", 100), long("x/", 1000)),
		"any of all words":                            many(500, "'/<any(a,b,c,d,e,f,g,h,x%[1]d):w%[1]d>'", "'/<any(x%[1]d,y%[1]d):w%[1]d>'"),
		"words in ten segments":                       many(500, "'/<bool:a>/<bool:b>/<bool:c>/<bool:d>/<bool:e>/<bool:f>/<bool:g>/<bool:h>/<bool:i>/x%[1]d'", "'/true/<bool:b>/<bool:c>/<bool:d>/<bool:e>/<bool:f>/<bool:g>/<bool:h>/<bool:i>/<s>-%[1]d'"),
		"identifiers behind text, of which all start": many(300, "/<a>1<uuid:u>-%[1]d", "/<a>2<uuid:u>3<b>-%[1]d"),
	} {
		m, faults := Parse("routes.yaml", []byte(src))
		if m == nil {
			t.Errorf("%s: refused: %v", name, found(faults))
			continue
		}
		cut := slices.ContainsFunc(faults, func(f diag.Diagnostic) bool {
			return strings.Contains(f.Message, "some overlaps may not have been told")
		})
		if strings.HasPrefix(name, "each") && !cut {
			t.Errorf("%s: nothing says that the search has ended early", name)
		}
		checkContestEnds(t, name, m)
	}
}

// checkContestEnds has all routes of a manifest compete again and counts. Past its bound
// the search comes back from the places that it is at. Behind it the routes with words are
// compared with some of the others once more.
func checkContestEnds(t *testing.T, name string, m *Manifest) {
	d := &decoder{levels: map[string]level{}}
	segments := 0
	for _, r := range m.Routes {
		d.entries = append(d.entries, &entry{route: r})
		segments = max(segments, len(r.Pattern.Segments))
	}
	c := newContest(d.entries)
	r := rivals{decoder: d, contest: c}
	c.run(r.meet)
	searched := c.steps + c.compared
	r.hiddenByAll()
	behind, words := c.compared+c.steps-searched, len(r.partial)
	fuel := fuelForAll - c.fuel
	t.Logf("%s: %d steps, %d behind the search for %d routes with words, %d threads moved",
		name, searched, behind, words, fuel)
	if most := maxSteps + 2*segments*len(m.Routes); searched > most {
		t.Errorf("%s: %d steps, want at most %d", name, searched, most)
	}
	if most := words * maxPartners * maxWordSets * segments * segments; behind > most {
		t.Errorf("%s: %d steps behind the search, want at most %d", name, behind, most)
	}
	if most := fuelForAll + fuelForOne; fuel > most {
		t.Errorf("%s: %d threads moved, want at most %d", name, fuel, most)
	}
}
