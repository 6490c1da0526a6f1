package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A module with a test that notices little: what survives is known.
const sample = `
-- go.mod --
module sample

go 1.26
-- sample.go --
package sample

const least = 2

var limit = least + 1

func clamp(n int) (m int) {
	m = n
	if n > limit && n > 0 {
		return limit
	}
	return m
}

type sum struct{ n int }

func (s *sum) add(n int) { s.n += n }
-- sample_test.go --
package sample

import "testing"

func TestClamp(t *testing.T) {
	if clamp(2) != 2 || clamp(9) != 3 || limit != 3 {
		t.Fatal("clamped wrongly")
	}
	s := sum{}
	if s.add(0); s.n != 0 {
		t.Fatal("added wrongly")
	}
}
`

func inSample(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for file := range strings.SplitSeq(sample, "\n-- ") {
		if name, text, ok := strings.Cut(file, " --\n"); ok {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Chdir(dir)
}

func TestSurvivorsAreThoseThatNoTestNotices(t *testing.T) {
	inSample(t)
	mutants, err := target{dir: "."}.mutants("")
	if err != nil {
		t.Fatal(err)
	}
	var lived []string
	fates := map[fate]int{}
	for _, m := range mutants {
		fates[m.fate]++
		if m.fate == survived {
			old, now := m.lines()
			lived = append(lived, m.unit.name+": "+old+" → "+now)
		}
	}
	want := []string{
		"clamp: if n > limit && n > 0 { → if n > limit {",
		"clamp: if n > limit && n > 0 { → if n >= limit && n > 0 {",
		"clamp: if n > limit && n > 0 { → if n > limit && n >= 0 {",
		"clamp: if n > limit && n > 0 { → if n > limit && n > 1 {",
		"sum.add: func (s *sum) add(n int) { s.n += n } → func (s *sum) add(n int) { s.n -= n }",
		"sum.add: func (s *sum) add(n int) { s.n += n } → func (s *sum) add(n int) { }",
	}
	slices.Sort(lived)
	slices.Sort(want)
	if !slices.Equal(lived, want) {
		t.Errorf("these survive:\n%s\nwant\n%s", strings.Join(lived, "\n"), strings.Join(want, "\n"))
	}
	if fates[noticed] < 15 || fates[endless] > 0 {
		t.Errorf("fates: %v", fates)
	}
}

func TestTheListIsHeldAgainstWhatHappened(t *testing.T) {
	file := filepath.Join(t.TempDir(), "survivors.txt")
	text := `# for people

a.go: f
- x > 1
+ x >= 1
same: why

a.go: g
- x > 2
+ x >= 2
- x > 3
+
left: because of
this
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	known, err := readSurvivors(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(known) != 3 || !known["a.go: f\n- x > 1\n+ x >= 1"].same || known["a.go: g\n- x > 3\n+"].same {
		t.Errorf("read as %v", known)
	}
	stale := known.stale(target{dir: "."}, nil, "")
	if len(stale) != 3 || !strings.Contains(strings.Join(stale, ""), "no such mutant: a.go: f\n- x > 1\n+ x >= 1\n") {
		t.Errorf("stale: %q", stale)
	}
	for _, bad := range []string{"a.go: f\n- a\n+ b\n", "a.go: f\nsame: why\n", text + "\n" + text} {
		if err := os.WriteFile(file, []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readSurvivors(file); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
