package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// samples are two rounds more than benchstat needs for an interval.
const routeSamples = `# machine: a machine
# note: bench_github, chi: refuses <all>
`

func measurementsOf(t *testing.T, text string) (*measurements, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "samples.txt")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	m, err := readMeasurements(file)
	if err != nil {
		t.Fatal(err)
	}
	return m, file
}

func routeText() string {
	var b strings.Builder
	b.WriteString(routeSamples)
	for _, factor := range []string{"1", "2", "3", "4", "5", "6", "7"} {
		b.WriteString("BenchmarkRoute/bench_github/random/httpgen-2 1 " + factor + " ns/route 0 allocs/route\n")
		b.WriteString("BenchmarkRoute/bench_github/random/gin-2 1 " + factor + "0 ns/route 1 allocs/route\n")
		b.WriteString("BenchmarkRoute/bench_github/random/ServeMux-2 1 8 ns/route 1 allocs/route\n")
	}
	return b.String()
}

func TestRatiosAndGoals(t *testing.T) {
	m, _ := measurementsOf(t, routeText())
	section, err := m.section(false)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"- machine: a machine",
		"| GitHub 203 at random, against the faster of gin and bunrouter | 0.330 | 0.100 (0.100–0.100) of gin | yes |",
		"| GitHub 203 at random, against ServeMux | 0.090 | 0.500 (0.125–0.875) of ServeMux | no |",
		"| bench_github | 4.00 ± 75% | 40.0 ± 75% | 8.00 ± 0% |",
		"| bench_github/random | 0 | 1 | 1 |",
		"- bench\\_github, chi: refuses &lt;all>",
	} {
		if !strings.Contains(string(section), want) {
			t.Errorf("the section lacks %q:\n%s", want, section)
		}
	}
}

func TestARunWithoutOursSaysSo(t *testing.T) {
	m, _ := measurementsOf(t, "BenchmarkServer/plaintext-64/fasthttp-1 1 9000 cpu-ns/req\n")
	section, err := m.section(false)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{"Our own figures are not in this run.": true, "figure to reach": false, "ours ÷ theirs": false, "| fasthttp | 9.00 ± ? |": true} {
		if strings.Contains(string(section), text) != want {
			t.Errorf("%q is there: %v, want %v:\n%s", text, !want, want, section)
		}
	}
}

func TestARoundThatFailedLeavesTheRatioOfMedians(t *testing.T) {
	m, _ := measurementsOf(t, "BenchmarkServer/a/httpgen-1 1 10 cpu-ns/req\nBenchmarkServer/a/x-1 1 20 cpu-ns/req\nBenchmarkServer/a/x-1 1 20 cpu-ns/req\n")
	if got := m.ratio(key{"a", ours, "cpu-ns/req"}, key{"a", "x", "cpu-ns/req"}).String(); got != "0.500 (0.500–0.500)" {
		t.Errorf("ratio %s", got)
	}
}

func TestSectionsReplaceEachOther(t *testing.T) {
	report := []byte(preamble)
	var err error
	for _, step := range []struct{ kind, text string }{{"Route", "old\n"}, {"Server", "servers\n"}, {"Route", "new\n"}} {
		if report, err = replace(report, step.kind, []byte(step.text)); err != nil {
			t.Fatal(err)
		}
	}
	want := preamble + "\n<!-- Route -->\nnew\n<!-- end of Route -->\n\n<!-- Server -->\nservers\n<!-- end of Server -->\n"
	if string(report) != want {
		t.Errorf("report:\n%s\nwant:\n%s", report, want)
	}
	if _, err := replace([]byte("<!-- Route -->\n"), "Route", nil); err == nil {
		t.Error("a section without an end is replaced")
	}
}

func TestSamplesOfTwoKindsAreRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "samples.txt")
	for _, text := range []string{"BenchmarkRoute/a/b/c-1 1 1 ns/route\nBenchmarkServer/a/b-1 1 1 ns/req\n", "", "BenchmarkX-1 1 1 ns/op\n"} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if m, err := readMeasurements(file); err == nil {
			t.Errorf("%q is read as %v", text, m)
		}
	}
}
