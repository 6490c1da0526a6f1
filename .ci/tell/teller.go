package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// What is told of events lives here.

// A teller knows what has been heard and not been told.
type teller struct {
	out      io.Writer
	last     time.Time         // when something was told
	written  map[test][]string // by tests that go on, and by packages that do
	began    map[test]time.Time
	packages int // that have ended
	failed   bool
}

// A test is one of a package; that without a name is the package itself.
type test struct{ pkg, name string }

func newTeller(out io.Writer) *teller {
	return &teller{out: out, last: time.Now(), written: map[test][]string{},
		began: map[test]time.Time{}}
}

func (t *teller) say(format string, args ...any) { fmt.Fprintf(t.out, format, args...) }

// hear takes note of one event.
func (t *teller) hear(e event, now time.Time) {
	key := test{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		t.say("%s", e.Output)
	case "build-fail":
		t.failed = true
	case "run":
		t.began[key] = now
	case "output":
		t.written[key] = append(t.written[key], e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.packageEnded(e)
		} else {
			t.testEnded(e)
		}
		if e.Test == "" || e.Action == "fail" || e.took() >= slow {
			t.last = now
		}
		delete(t.written, key)
		delete(t.began, key)
	}
}

func (t *teller) testEnded(e event) {
	switch {
	case e.Action == "fail":
		t.failed = true
		t.say("%s", strings.Join(t.written[test{e.Package, e.Test}], ""))
	case e.took() >= slow && !strings.Contains(e.Test, "/"):
		t.say("    %s %s\n", e.Action, e)
	}
}

// packageEnded tells the closing line. Of a package that failed that is all it wrote, with
// what its tests wrote that did not come to an end.
func (t *teller) packageEnded(e event) {
	t.packages++
	own := t.written[test{e.Package, ""}]
	if e.Action != "fail" {
		if len(own) > 0 {
			t.say("%s", own[len(own)-1])
		}
		return
	}
	t.failed = true
	for _, key := range t.running() {
		if key.pkg == e.Package {
			t.say("%s", strings.Join(t.written[key], ""))
			delete(t.began, key)
			delete(t.written, key)
		}
	}
	t.say("%s", strings.Join(own, ""))
}

// running are the tests that go on, those that began first in front.
func (t *teller) running() (list []test) {
	for key := range t.began {
		list = append(list, key)
	}
	slices.SortFunc(list, func(a, b test) int { return t.began[a].Compare(t.began[b]) })
	return list
}

// sayRunning tells after a silence which tests go on.
func (t *teller) sayRunning(now time.Time) {
	if now.Sub(t.last) < silence {
		return
	}
	t.last = now
	var names []string
	for _, key := range t.running() {
		if !strings.Contains(key.name, "/") {
			names = append(names, fmt.Sprintf("%s %s (%.0fs)", key.pkg, key.name,
				now.Sub(t.began[key]).Seconds()))
		}
	}
	if len(names) == 0 {
		names = []string{"the compiler"}
	}
	t.say("    running: %s\n", strings.Join(names, ", "))
}
