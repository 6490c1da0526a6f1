package types

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestFaults holds expressions with what is wrong with them to testdata/faults.txt: a text, and
// below it each fault under its place, with the help behind "|" and the fix behind "->" (behind
// "=>" where it is safe). Texts are apart by an empty line; lines with # before a text are
// remarks.
func TestFaults(t *testing.T) {
	file, err := os.ReadFile("testdata/faults.txt")
	if err != nil {
		t.Fatal(err)
	}
	for block := range strings.SplitSeq(strings.TrimSpace(string(file)), "\n\n") {
		for strings.HasPrefix(block, "#") {
			_, block, _ = strings.Cut(block, "\n")
		}
		text, want, _ := strings.Cut(block, "\n")
		env := testEnv
		if strings.Contains(want, "multipart bodies alone") {
			env.File = false
		}
		got, faults := Parse(text, env)
		if shown := show(text, faults); shown != want {
			t.Errorf("faults of\n%s\n%s\nwant\n%s", text, shown, want)
		}
		isError := func(f Fault) bool { return !f.Warning }
		if (got == nil) != slices.ContainsFunc(faults, isError) {
			t.Errorf("%s: the type is %v", text, got)
		}
		checkFixes(t, text, env, faults)
	}
}

// show is what faults.txt has below a text.
func show(text string, faults []Fault) string {
	var lines []string
	for _, f := range faults {
		line := fmt.Sprintf("%*s%s %s | %s", f.At.Off, "", strings.Repeat("^", max(f.At.Len, 1)),
			f.Message, f.Help)
		switch {
		case f.Near != "" && f.Safe:
			line += " => " + f.Near
		case f.Near != "":
			line += " -> " + f.Near
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// checkFixes wants of every safe fix that it mends its fault.
func checkFixes(t *testing.T, text string, env Env, faults []Fault) {
	t.Helper()
	for _, f := range faults {
		if was := text[f.At.Off:f.At.end()]; f.Was != was {
			t.Errorf("%s: a fault at %q says that it is at %q", text, was, f.Was)
		}
		if !f.Safe {
			continue
		}
		mended := text[:f.At.Off] + f.Near + text[f.At.end():]
		_, left := Parse(mended, env)
		for _, o := range left {
			if o.Message == f.Message && len(left) >= len(faults) {
				t.Errorf("%s is mended to %s, and still: %s", text, mended, o.Message)
			}
		}
	}
}

// FuzzParse wants of every text a type or faults inside of it, and of a type that its spelling
// is the same type.
func FuzzParse(f *testing.F) {
	file, err := os.ReadFile("testdata/faults.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(file)) {
		f.Add(strings.TrimSuffix(line, "\n"))
	}
	for _, text := range goodTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, faults := Parse(text, testEnv)
		errors := 0
		for _, f := range faults {
			if f.At.Off < 0 || f.At.Len < 0 || f.At.end() > len(text) {
				t.Errorf("%q: a fault stands at %v of %d bytes", text, f.At, len(text))
			}
			if !f.Warning {
				errors++
			}
			if f.Message == "" || f.Help == "" || f.Safe && f.Near == "" {
				t.Errorf("%q: %+v", text, f)
			}
		}
		if (got == nil) != (errors > 0) {
			t.Fatalf("%q: %v with %d errors", text, got, errors)
		}
		if got == nil {
			return
		}
		again, faults := Parse(got.String(), testEnv)
		if !equal(got, again) {
			t.Errorf("%q is spelt %q, which is %v: %+v", text, got, again, faults)
		}
		checkPlaces(t, text, got)
	})
}

// checkPlaces wants all places of a type inside of the text.
func checkPlaces(t *testing.T, text string, typ *Type) {
	t.Helper()
	inside := func(r Range) {
		if r.Off < 0 || r.Len <= 0 || r.end() > len(text) {
			t.Errorf("%q: a place is %v", text, r)
		}
	}
	inside(typ.At)
	for _, w := range typ.Words {
		inside(w.At)
	}
	r := typ.Rules
	for _, l := range []*Literal{r.Min, r.Max, r.Multiple, r.Pattern, typ.Default} {
		if l != nil {
			inside(l.At)
		}
	}
	if typ.Elem != nil {
		checkPlaces(t, text, typ.Elem)
	}
}
