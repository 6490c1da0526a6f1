package main

import (
	"strings"
	"testing"
	"time"
)

// TestTeller holds what is told of runs, and whether they are failures.
func TestTeller(t *testing.T) {
	const a = "example.com/a"
	for _, row := range []struct {
		name   string
		events []event
		told   string
		failed bool
	}{
		{"of what passes the closing line is told", []event{
			{Action: "run", Package: a, Test: "TestA"},
			{Action: "output", Package: a, Test: "TestA", Output: "=== RUN TestA\n"},
			{Action: "pass", Package: a, Test: "TestA", Elapsed: 4.9},
			{Action: "output", Package: a, Output: "PASS\n"},
			{Action: "output", Package: a, Output: "ok  \texample.com/a\t5.0s\n"},
			{Action: "pass", Package: a, Elapsed: 5},
		}, "ok  \texample.com/a\t5.0s\n", false},
		{"a slow test is named, and not its parts", []event{
			{Action: "pass", Package: a, Test: "TestA/part", Elapsed: 6},
			{Action: "pass", Package: a, Test: "TestA", Elapsed: 6},
		}, "    pass example.com/a TestA (6.0s)\n", false},
		{"of a failure all is told", []event{
			{Action: "output", Package: a, Test: "TestA", Output: "--- FAIL: TestA\n"},
			{Action: "fail", Package: a, Test: "TestA"},
			{Action: "output", Package: a, Output: "FAIL\n"},
			{Action: "output", Package: a, Output: "FAIL\texample.com/a\t5.0s\n"},
			{Action: "fail", Package: a},
		}, "--- FAIL: TestA\nFAIL\nFAIL\texample.com/a\t5.0s\n", true},
		{"also of a test that did not end", []event{
			{Action: "run", Package: a, Test: "TestA"},
			{Action: "output", Package: a, Test: "TestA", Output: "panic: oh\n"},
			{Action: "fail", Package: a},
		}, "panic: oh\n", true},
		{"and of what does not compile", []event{
			{Action: "build-output", Output: "a.go:1: no\n"}, {Action: "build-fail"},
		}, "a.go:1: no\n", true},
		{"a package without tests is told", []event{
			{Action: "output", Package: a, Output: "?   \texample.com/a\t[no test files]\n"},
			{Action: "skip", Package: a},
		}, "?   \texample.com/a\t[no test files]\n", false},
	} {
		var out strings.Builder
		teller := newTeller(&out)
		for _, e := range row.events {
			teller.hear(e, time.Now())
		}
		if out.String() != row.told || teller.failed != row.failed {
			t.Errorf("%s: told %q, failed %v", row.name, out.String(), teller.failed)
		}
	}
}

// TestTellerBreaksTheSilence holds what is told where nothing ends.
func TestTellerBreaksTheSilence(t *testing.T) {
	var out strings.Builder
	teller := newTeller(&out)
	began := teller.last
	teller.sayRunning(began.Add(silence - time.Second))
	teller.hear(event{Action: "run", Package: "a", Test: "TestA"}, began)
	teller.sayRunning(began.Add(silence))
	teller.sayRunning(began.Add(silence + time.Second))
	teller.hear(event{Action: "pass", Package: "a", Test: "TestA"}, began)
	teller.sayRunning(began.Add(2 * silence))
	if want := "    running: a TestA (20s)\n    running: the compiler\n"; out.String() != want {
		t.Errorf("told %q", out.String())
	}
}
