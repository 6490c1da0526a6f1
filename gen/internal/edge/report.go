package edge

import (
	"fmt"
	"strings"
)

// Where an engine lets through what the service does not know, or loses what it does, is found
// out here.

// A Verdict says how an engine treats the paths of a place.
type Verdict string

// The verdicts.
const (
	Exact Verdict = "exact"
	Over  Verdict = "over-exposed" // a path that the service answers 404 or 400 is let through
	Lost  Verdict = "lost"         // a path of the service does not arrive, or as another one
)

// A Finding is a verdict about one place, with a path that shows it.
type Finding struct {
	Routes  []string `json:"routes"`
	Pattern string   `json:"pattern"`
	Verdict Verdict  `json:"verdict"`
	Kind    string   `json:"kind,omitempty"`    // what is done to the path
	Witness string   `json:"witness,omitempty"` // a raw path
	Arrives string   `json:"arrives,omitempty"` // what the witness is passed on as, if it is
	Why     string   `json:"why,omitempty"`
}

// A Report is what an engine cannot say of a space, or does not.
type Report struct {
	Engine   string    `json:"engine"`
	Exact    int       `json:"exact"`           // places
	Notes    []string  `json:"notes,omitempty"` // what holds whatever the pattern
	Findings []Finding `json:"places"`
}

// Report asks what an engine sees about every place.
func (s *Space) Report(engine string) *Report {
	e := engineOf(engine)
	r := &Report{Engine: engine, Notes: e.notes, Findings: []Finding{}}
	for _, p := range append(s.Places[:len(s.Places):len(s.Places)], s.Own) {
		found := s.ask(e, p)
		if len(found) == 0 {
			r.Exact++
			found = []Finding{{Routes: p.Names, Pattern: p.Pattern, Verdict: Exact}}
		}
		r.Findings = append(r.Findings, found...)
	}
	return r
}

// ask is what is wrong with a place: one finding a verdict at most.
func (s *Space) ask(e *engine, p *Place) (list []Finding) {
	said := map[Verdict]bool{}
	tooLong := e.longest > 0 && len(pcre.in(joined([]*Place{p}))) > e.longest
	for _, sample := range p.short() {
		if len(said) == 2 || !tooLong && (e.differs == nil || !e.differs(sample.Path)) {
			continue
		}
		verdict, arrives, why := s.judge(e, sample.Path)
		if verdict == Exact || said[verdict] {
			continue
		}
		said[verdict] = true
		list = append(list, Finding{p.Names, p.Pattern, verdict, sample.Kind, sample.Path, arrives,
			why})
	}
	return list
}

// judge is what an engine makes of one raw path, and where that is not what it should be, why.
func (s *Space) judge(e *engine, path string) (v Verdict, arrives, why string) {
	in := s.Match(path)
	arrives, why = e.look(s, path)
	switch {
	case in && arrives == "":
		return Lost, "", why
	case in && !s.sameFor(arrives, path):
		return Lost, arrives, why
	case !in && arrives != "":
		return Over, arrives, why
	}
	return Exact, "", ""
}

// Judge tells what an engine makes of a raw path, which is asked for in absolute form or as it is.
func (s *Space) Judge(engine, path string, absolute bool) Verdict {
	if absolute && engine == "apache" && s.Match(path) && strings.Contains(path, "%") {
		return Lost
	}
	v, _, _ := s.judge(engineOf(engine), path)
	return v
}

// Inexact are the findings that are not exact.
func (r *Report) Inexact() (list []Finding) {
	for _, f := range r.Findings {
		if f.Verdict != Exact {
			list = append(list, f)
		}
	}
	return list
}

// Lines are the report in words: what has one reason stands in one line, with one witness.
func (r *Report) Lines() (lines []string) {
	type reason struct {
		verdict Verdict
		why     string
	}
	var order []reason
	gathered := map[reason][]Finding{}
	for _, f := range r.Inexact() {
		key := reason{f.Verdict, f.Why}
		if gathered[key] == nil {
			order = append(order, key)
		}
		gathered[key] = append(gathered[key], f)
	}
	places := 0
	seen := map[string]bool{}
	for _, f := range r.Findings {
		if !seen[f.Pattern] {
			seen[f.Pattern] = true
			places++
		}
	}
	lines = append(lines, fmt.Sprintf("%s: %d of %d patterns are exact", r.Engine, r.Exact, places))
	for _, note := range r.Notes {
		lines = append(lines, "note: "+note)
	}
	for _, key := range order {
		list := gathered[key]
		arrives := ""
		if a := list[0].Arrives; a != "" && a != list[0].Witness {
			arrives = " arrives as " + clipped(a)
		}
		lines = append(lines, fmt.Sprintf("%s: %s (%s): %s%s: %s", key.verdict,
			patterns(list), list[0].Kind, clipped(list[0].Witness), arrives, key.why))
	}
	return lines
}

// patterns names the first three of a list.
func patterns(list []Finding) string {
	var names []string
	for _, f := range list[:min(len(list), 3)] {
		names = append(names, quoted(f.Pattern))
	}
	text := strings.Join(names, ", ")
	if n := len(list) - 3; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

// clipped is a path for people: the middle of a long one is left out.
func clipped(path string) string {
	if len(path) > 120 {
		path = path[:60] + "…" + path[len(path)-40:]
	}
	return quoted(path)
}
