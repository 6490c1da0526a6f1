package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/diag"
)

// TestContestEnds wants the search to end on sets that were made to be slow, at the bound of
// steps that relation keeps: without it each takes hours.
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
		m, faults := parse("routes.yaml", []byte(src))
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
	}
}
