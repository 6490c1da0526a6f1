package diag

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reportOf is a report on a source.
func reportOf(src string) *Report {
	lines := strings.Split(src, "\n")
	return NewReport(func(at Span) string { return string([]rune(lines[at.Line-1])[at.Col-1:]) })
}

// TestFaultTakesMore says all there is to say of two faults, of the first when the second has
// been reported.
func TestFaultTakesMore(t *testing.T) {
	r := reportOf("é PSOT /a A\nb")
	first := r.Add(UnusualMethod, Span{Line: 1, Col: 3, Len: 4}, "did you mean POST?", "%s is no method", "PSOT")
	r.Add(DuplicateName, Span{Line: 2, Col: 1, Len: 1}, "", "two are called %s", "b")
	first.Under("here").Also(Span{Line: 2, Col: 1, Len: 1}, "there").Also(Span{},
		"nowhere").Note("one").Note("two").
		As(Error).Respell("PSOT", "POST").Fix("a", "b", true)
	want := List{
		{
			Code: UnusualMethod, Message: "PSOT is no method", Primary: Label{Span{Line: 1, Col: 3, Len: 4},
				"here"},
			Others: []Label{{Span{Line: 2, Col: 1, Len: 1}, "there"}}, Notes: []string{"one", "two"},
			Help:  []string{"did you mean POST?"},
			Fixes: []Fix{{Edits: []Edit{{1, 3, 4, "POST"}}}},
		},
		{Code: DuplicateName, Message: "two are called b", Primary: Label{Span: Span{Line: 2, Col: 1, Len: 1}}},
	}
	if d := cmp.Diff(want, r.List()); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

// TestFixes wants an edit only where what it mends stands in the source.
func TestFixes(t *testing.T) {
	for _, row := range []struct {
		name, old, text string
		at              Span
		want            int
	}{
		{"what stands there", "get", "GET", Span{Line: 1, Col: 3, Len: 3}, 1},
		{"what stands elsewhere", "get", "GET", Span{Line: 1, Col: 4, Len: 3}, 0},
		{"nothing", "", "GET", Span{Line: 1, Col: 3, Len: 3}, 0},
		{"the file as a whole", "get", "GET", Span{}, 0},
	} {
		r := reportOf("- get /a")
		r.Add(BadMethod, row.at, "", "x").Fix(row.old, row.text, true)
		if got := len(r.List()[0].Fixes); got != row.want {
			t.Errorf("%s: %d fixes, want %d", row.name, got, row.want)
		}
	}
	r := reportOf("get")
	r.Add(BadMethod, Span{Line: 1, Col: 1, Len: 3}, "", "x").Respell("get", "GET")
	r.Add(BadMethod, Span{Line: 1, Col: 1, Len: 3}, "", "x").Respell("get", "")
	if list := r.List(); len(list[0].Fixes) != 1 || !list[0].Fixes[0].Safe ||
		len(list[1].Fixes) != 0 {
		t.Errorf("a word in another case: %v", list)
	}
}

// TestNothingReported wants a fault that is none to take everything.
func TestNothingReported(t *testing.T) {
	var none *Fault
	if none.Under("a").Also(Span{Line: 1, Col: 1, Len: 1}, "b").Note("c").As(Error).Respell("d", "e").Fix("f", "g",
		true) != nil {
		t.Error("something comes of nothing")
	}
}

// TestKeep drops what is not wanted, and lets the rest be changed.
func TestKeep(t *testing.T) {
	r := reportOf("")
	r.Take(List{{Code: Tab}, {Code: UnusedImport, Severity: Warning}})
	if r.Len() != 2 || !r.HasErrors() {
		t.Errorf("%d found, errors: %v", r.Len(), r.HasErrors())
	}
	r.Keep(func(d *Diagnostic) bool {
		d.Message = "kept"
		return d.Severity == Warning
	})
	if list := r.List(); len(list) != 1 || list[0].Message != "kept" || r.HasErrors() {
		t.Errorf("%v", list)
	}
}
