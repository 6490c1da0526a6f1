package routing

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func setsDir(tb testing.TB) string {
	tb.Helper()
	dir, err := FindSets()
	if err != nil {
		tb.Fatal(err)
	}
	return dir
}

func workload(tb testing.TB, name string, typed bool) *Workload {
	tb.Helper()
	set, err := Load(setsDir(tb), name, typed)
	if err != nil {
		tb.Fatal(err)
	}
	w, err := NewWorkload(set)
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

// Where a rival is known to fall short. Every other rival answers every request of
// every set as asked; a change of version that alters this shows here.
var (
	refusals = map[string]string{
		"docker/httprouter":      "conflicts with existing children",
		"stripe/httprouter":      "conflicts with existing wildcard",
		"github_2022/httprouter": "conflicts with existing children",
		"github_2022/ServeMux":   "conflicts with pattern",
	}
	notes = map[string]string{
		"stripe/gin":                  "named after their place",
		"github_2022/gin":             "without the rows that have mixed segments",
		"github_2022/bunrouter":       "without the rows that have mixed segments",
		"github_2022/fasthttp-router": "without the rows that have mixed segments",
		"github_2022/echo":            "in-order: 1 of 874",
		"github_2022/fiber":           "in-order: 1 of 874",
	}
)

func TestRivalsAnswerHitsAsAsked(t *testing.T) {
	for _, name := range SetNames {
		for _, typed := range []bool{false, true} {
			w := workload(t, name, typed)
			for _, r := range Rivals() {
				checkRival(t, name+"/"+r.Name(), LoadInto(r, w))
			}
		}
	}
}

func checkRival(t *testing.T, key string, l *Loaded) {
	t.Helper()
	want, refuses := refusals[key]
	if refuses != (l.Refusal != nil) || refuses && !strings.Contains(l.Refusal.Error(), want) {
		t.Errorf("%s: refusal %v, want %q", key, l.Refusal, want)
	}
	hits := slices.DeleteFunc(slices.Clone(l.Notes), func(note string) bool {
		return strings.HasPrefix(note, "miss:") || strings.HasPrefix(note, "wrong-method:")
	})
	known := strings.TrimPrefix(notes[key], "in-order: ")
	for _, note := range hits {
		if known == "" || !strings.Contains(note, known) && !strings.Contains(note, "order: 1 of 874") {
			t.Errorf("%s: unexpected: %s", key, note)
		}
	}
}

func TestWorkloadAsksEveryRouteEquallyOften(t *testing.T) {
	for _, name := range SetNames {
		w := workload(t, name, false)
		for _, order := range w.Orders {
			times := map[*Request]int{}
			for _, q := range order.Sequence {
				times[q]++
			}
			n := len(order.Sequence) / len(times)
			for q, got := range times {
				if got != n {
					t.Fatalf("%s %s: %s %s asked %d times, others %d", name, order.Name, q.Method, q.Path, got, n)
				}
			}
			if len(times) < len(w.Set.Routes)*9/10 {
				t.Errorf("%s %s: only %d of %d routes asked", name, order.Name, len(times), len(w.Set.Routes))
			}
		}
	}
}

func TestOracle(t *testing.T) {
	dir := t.TempDir()
	rows := []string{"METHOD\tPATH\tPARAM_TYPES\tOPERATION_ID",
		"GET\t/u/{name}\tname=string\t", "GET\t/u/me\t\t", "POST\t/u/{id}\tid=integer\t",
		"POST\t/u/{name}\tname=string\t", "GET\t/c/{a}...{b}\ta=string,b=string\t", "GET\t/c/{a}\ta=string\t", "GET\t/\t\t"}
	if err := os.WriteFile(filepath.Join(dir, "s.tsv"), []byte(strings.Join(rows, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	set, err := Load(dir, "s", true)
	if err != nil {
		t.Fatal(err)
	}
	o := newOracle(set)
	for _, row := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/u/you", 0},
		{"GET", "/u/me", 1},
		{"POST", "/u/12", 2},
		{"POST", "/u/me", 3},
		{"GET", "/c/x...y", 4},
		{"GET", "/c/x..y", 5},
		{"GET", "/", 6},
		{"GET", "/u/", NotFound},
		{"GET", "/u/you/", NotFound},
		{"PUT", "/u/12", WrongMethod},
	} {
		if got := o.answer(row.method, row.path); got != row.want {
			t.Errorf("%s %s is answered by %d, want %d", row.method, row.path, got, row.want)
		}
	}
}

func TestLoadNamesTheFaultyLine(t *testing.T) {
	for text, want := range map[string]string{
		"h\nGET\t/a":                 "s.tsv:2: 2 columns",
		"h\nGET\t/a\t\t\nGET\ta\t\t": "s.tsv:3: path \"a\" does not start",
		"h\nGET\t/{a\t\t":            "no parameter name between braces",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "s.tsv"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(dir, "s", false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
