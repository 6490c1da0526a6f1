package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/httpgen/bench/count"
)

func TestRowsAreJudged(t *testing.T) {
	for _, row := range []struct {
		sentence      string
		counted, base float64
		words         string
		fault         bool
	}{
		{"the same", 100, 100, "+0.0 %", false},
		{"a little more", 103, 100, "+3.0 %", false},
		{"more", 103.2, 100, "+3.2 %: ABOVE the bound of 3 %", true},
		{"a little less", 97, 100, "-3.0 %", false},
		{"less", 90, 100, "-10.0 %: better; -update keeps it", false},
	} {
		if words, fault := judge(row.counted, row.base); words != row.words || fault != row.fault {
			t.Errorf("%s: %q %v", row.sentence, words, fault)
		}
	}
}

// What makes counts differ is told, and nothing is compared then.
func TestBaselinesOfOtherConditions(t *testing.T) {
	b := write(t, "# for people\ngo: go1.26.8\narch: amd64\n\nroute/a 12.5\n")
	if b.rows["route/a"] != 12.5 || len(b.rows) != 1 {
		t.Errorf("rows %v", b.rows)
	}
	for _, row := range []struct {
		sentence string
		here     []condition
		want     string // "" is no error
	}{
		{"the same", []condition{{"go", "go1.26.8"}, {"arch", "amd64"}}, ""},
		{"another Go", []condition{{"go", "go1.27.0"}, {"arch", "amd64"}}, "has go go1.26.8, here is go go1.27.0"},
		{"one more", []condition{{"go", "go1.26.8"}, {"arch", "amd64"}, {"avx2", "true"}}, "has 2 conditions, want 3"},
		{"one less", []condition{{"go", "go1.26.8"}}, "has arch amd64, here is  "},
	} {
		err := b.comparable(row.here)
		if (err == nil) != (row.want == "") || err != nil && !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v", row.sentence, err)
		}
	}
}

func TestBaselinesThatAreNone(t *testing.T) {
	for _, text := range []string{"route/a", "route/a twelve", "route/a 1 2"} {
		name := filepath.Join(t.TempDir(), "baseline.txt")
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := readBaseline(name); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}

// The committed baseline has a row for each case, and says what it depends on.
func TestTheBaselineHasAllRows(t *testing.T) {
	b, err := readBaseline("../../count/baseline.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases := count.Cases()
	for _, c := range cases {
		if b.rows[c.Name] <= 0 {
			t.Errorf("no row %s", c.Name)
		}
	}
	if len(b.rows) != len(cases) {
		t.Errorf("%d rows for %d cases", len(b.rows), len(cases))
	}
	if len(b.conditions) != 4 || b.conditions[0].key != "go" {
		t.Errorf("conditions %v", b.conditions)
	}
}

// What is counted does what it is meant to do; those that need generated routers are only run
// where these are.
func TestCasesRun(t *testing.T) {
	for _, c := range count.Cases() {
		run, err := c.Prepare()
		if err != nil && strings.Contains(err.Error(), "go run ./cmd/generate") {
			continue
		}
		if err == nil {
			err = run(20)
		}
		if err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}

func TestWithoutValgrind(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if here, err := conditions(context.Background()); err == nil {
		t.Errorf("%v without valgrind", here)
	}
}

func write(t *testing.T, text string) baseline {
	t.Helper()
	name := filepath.Join(t.TempDir(), "baseline.txt")
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	b, err := readBaseline(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
