package check

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/httpgen/gen/internal/diag"
)

// apply makes the edits of a fix in a text.
func apply(src string, f diag.Fix) string {
	lines := strings.Split(src, "\n")
	for _, e := range slices.Backward(f.Edits) {
		line := []rune(lines[e.Line-1])
		lines[e.Line-1] = string(line[:e.Col-1]) + e.Text + string(line[e.Col-1+e.Len:])
	}
	return strings.Join(lines, "\n")
}

// TestFixes pins which faults have a fix, whether it is safe, and what the line becomes.
func TestFixes(t *testing.T) {
	for _, row := range []struct {
		name, line string // the line below `routes:`, or one with a key of its own
		want       []string
	}{
		{"a path without its slash", "  - GET books A", []string{"safe:   - GET /books A"}},
		{"a path without its slash in quotes", "  - {path: \"books\", handler: A}", []string{"safe:   - {path: \"/books\", handler: A}"}},
		{"a < that is not closed", "  - GET /a/<int:id/b A", []string{"guess:   - GET /a/<int:id>/b A"}},
		{"a < that is not closed at the end", "  - {path: /a/<id, handler: A}", []string{"guess:   - {path: /a/<id>, handler: A}"}},
		{"a misspelt converter", "  - GET /é/<dat:day> A", []string{"guess:   - GET /é/<date:day> A"}},
		{"a converter in another case", "  - GET /a/<UUID:id> A", []string{"safe:   - GET /a/<uuid:id> A"}},
		{"a converter that is like none", "  - GET /a/<number:id> A", nil},
		{"a converter of another router", "  - GET /a/<string:id> A", []string{"safe:   - GET /a/<str:id> A"}},
		{"the same in another case", "  - GET /a/<Integer:id> A", []string{"safe:   - GET /a/<int:id> A"}},
		{"the same with arguments", "  - GET /a/<string(min=2):id> A", []string{"guess:   - GET /a/<str(min=2):id> A"}},
		{"the name first", "  - GET /a/<id:int> A", []string{"safe:   - GET /a/<int:id> A"}},
		{"the name first, though it is near a converter", "  - GET /a/<uid:int> A", []string{"safe:   - GET /a/<int:uid> A"}},
		{"the converter twice, once misspelt", "  - GET /a/<dat:date> A", []string{"guess:   - GET /a/<date:date> A"}},
		{"the name first, with arguments", "  - GET /a/<sort:any(x,y)> A", []string{"safe:   - GET /a/<any(x,y):sort> A"}},
		{"the name first, a converter of another router", "  - GET /a/<id:string> A", []string{"safe:   - GET /a/<str:id> A"}},
		{"the name first, a regular expression of digits", "  - GET /a/<id:[0-9]+> A", []string{"guess:   - GET /a/<uint:id> A"}},
		{"the name first, another regular expression", "  - GET /a/<id:[a-z]{3}> A", []string{"guess:   - GET /a/<id> A"}},
		{"{name}", "  - GET /a/{id} A", []string{"safe:   - GET /a/<id> A"}},
		{"{name} in a part of a segment", "  - GET /a/{id}.json A", []string{"safe:   - GET /a/<id>.json A"}},
		{"{name} beside one of ours", "  - GET /a/<int:id>-{part} A", []string{"safe:   - GET /a/<int:id>-<part> A"}},
		{"{name:type}", "  - GET /a/{id:int} A", []string{"safe:   - GET /a/<int:id> A"}},
		{"{name:expression}", "  - GET /a/{id:\\d{1,3}} A", []string{"guess:   - GET /a/<id> A"}},
		{"{name...}", "  - GET /a/{rest...} A", []string{"safe:   - GET /a/<path:rest> A"}},
		{"{*name}", "  - GET /a/{*rest} A", []string{"safe:   - GET /a/<path:rest> A"}},
		{"{**name}", "  - GET /a/{**rest} A", []string{"safe:   - GET /a/<path:rest> A"}},
		{"{+name}", "  - GET /a/{+rest} A", []string{"safe:   - GET /a/<path:rest> A"}},
		{"{$}", "  - GET /a/{$} A", []string{"safe:   - GET /a/ A"}},
		{":name", "  - GET /a/:id A", []string{"safe:   - GET /a/<id> A"}},
		{"two of :name", "  - GET /a/:from-:to A", []string{"safe:   - GET /a/<from>-:to A", "safe:   - GET /a/:from-<to> A"}},
		{":name(expression)", "  - GET /a/:id(\\d+) A", []string{"guess:   - GET /a/<uint:id> A"}},
		{"*name", "  - GET /a/*rest A", []string{"safe:   - GET /a/<path:rest> A"}},
		{"*", "  - GET /a/* A", []string{"guess:   - GET /a/<path:rest> A"}},
		{"[name]", "  - GET /a/[id] A", []string{"guess:   - GET /a/<id> A"}},
		{"[...name]", "  - GET /a/[...slug] A", []string{"guess:   - GET /a/<path:slug> A"}},
		{"$name", "  - GET /a/$postId A", []string{"guess:   - GET /a/<postId> A"}},
		{"{name} in quotes, behind an accent", "  - {path: \"/é/{id}\", handler: A}", []string{"safe:   - {path: \"/é/<id>\", handler: A}"}},
		{"a misspelt key", "  - {path: /a, handler: A, retruns: text}", []string{"guess:   - {path: /a, handler: A, returns: text}"}},
		{"a key in another case", "  - {path: /a, handler: A, Returns: text}", []string{"safe:   - {path: /a, handler: A, returns: text}"}},
		{"a method in lower case", "  - get /a A", []string{"safe:   - GET /a A"}},
		{"a misspelt method", "  - PSOT /a A", []string{"guess:   - POST /a A"}},
		{"a handler in lower case", "  - GET /a getA", []string{"guess:   - GET /a GetA"}},
		{"a misspelt type", "  - {path: /a, handler: A, returns: \"[]strng\"}", []string{"guess:   - {path: /a, handler: A, returns: \"[]string\"}"}},
		{"a text that is written with escapes", "  - {path: \"\\x62ooks\", handler: A}", nil},
		{"two equal routes", "  - GET /a A\n  - GET /a B", nil},
	} {
		src := "package: p\nroutes:\n" + row.line + "\n"
		_, faults := parse("routes.yaml", []byte(src))
		var got []string
		for _, d := range faults {
			for _, f := range d.Fixes {
				kind := "guess"
				if f.Safe {
					kind = "safe"
				}
				got = append(got, kind+": "+strings.Split(apply(src, f), "\n")[2])
			}
		}
		if len(faults) == 0 {
			t.Errorf("%s: no fault", row.name)
		}
		if d := cmp.Diff(row.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, d)
		}
	}
}

// TestEveryFixMends applies each fix in testdata/bad by itself: its fault goes, and a safe
// one brings no other.
func TestEveryFixMends(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimPrefix(string(src), "\uFEFF")
		_, before := parse(file, []byte(text))
		said := func(d diag.Diagnostic) string { return fmt.Sprint(d.Primary.Line, d.Code, d.Message) }
		for _, d := range before {
			for _, f := range d.Fixes {
				count++
				_, after := parse(file, []byte(apply(text, f)))
				if slices.ContainsFunc(after, func(a diag.Diagnostic) bool { return said(a) == said(d) }) {
					t.Errorf("%s:%d: the fix %v does not mend %s %s", file, d.Primary.Line, f, d.Code, d.Message)
				}
				if f.Safe && after.Errors() > before.Errors() {
					t.Errorf("%s:%d: the safe fix %v brings other faults", file, d.Primary.Line, f)
				}
			}
		}
	}
	if count < 10 {
		t.Errorf("only %d fixes in testdata/bad", count)
	}
}
