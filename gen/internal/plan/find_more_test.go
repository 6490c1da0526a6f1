package plan

import (
	"testing"

	"example.com/httpgen/gen/internal/model"
)

// What finding says beside the route is tested here: what asking cost, and why nothing answers.

func TestWhatAskingCostAddsUp(t *testing.T) {
	f := service(t, &model.Manifest{}, "GET /a/<int:n>-<date:d>.txt", "GET /a/<s>.txt", "GET /a/<p>/b")
	f.Spent = map[Ask]int{}
	for range 2 { // what was spent before stays
		f.Find("GET", "/a/17-2026-11-28.md/b")
	}
	once := 0
	for on, steps := range f.Spent {
		if steps <= 0 || steps%2 != 0 {
			t.Errorf("%v cost %d steps, in two searches that are alike", on, steps)
		}
		once += steps
	}
	if len(f.Spent) == 0 || once > f.Steps {
		t.Errorf("%d of %d steps were spent on %d questions", once, f.Steps, len(f.Spent))
	}
}

func TestWhyNothingAnswers(t *testing.T) {
	f := service(t, &model.Manifest{}, "GET /a")
	if a := f.Match("GET", "/a/../b"); a.Status != 404 || a.Reason != "the segment .. matches no route and no file" {
		t.Errorf("%d: %q", a.Status, a.Reason)
	}
}

// Nobody is sent to a path that is taken for another host (RFC 3986 §4.2).
func TestTwoSlashesAreNoPlaceToSendTo(t *testing.T) {
	f := service(t, &model.Manifest{RedirectSlash: true}, "GET //a/", "GET /b/")
	if other := f.Redirected("GET", "//a"); other != "" {
		t.Errorf("//a leads to %s", other)
	}
	if other := f.Redirected("GET", "/b"); other != "/b/" {
		t.Errorf("/b leads to %q", other)
	}
	for _, target := range []string{"//a/", `/\a/`} {
		if a := new(Answer); a.redirectTo("GET", target, "a/") {
			t.Errorf("%s is sent to %s", target, a.Location)
		}
	}
}

func TestWhatTheTextsOfOneCaseHaveInCommon(t *testing.T) {
	c := &Choice{Cases: []Case{{Choice: &Choice{Tails: tailsOf("/abc", "/abd", "/a")}}}}
	if got := c.Common(); got != "/a" {
		t.Errorf("they have %q in common", got)
	}
}
