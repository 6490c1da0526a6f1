package gen

// Why the other routes do not answer a request is told here, for the command `match`.

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/nearest"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/plan"
)

// maxCandidates bounds how many candidates an answer tells about.
const maxCandidates = 8

// A Candidate is a route that does not answer a request, and why not.
type Candidate struct {
	Route Route `json:"route"`
	// Kind is "later" (it matches, but another route comes first), "method" (its pattern
	// matches, its methods do not), "refused" (a converter refuses its value) or "near"
	// (its pattern nearly matches; told of where nothing matches).
	Kind string `json:"kind"`
	Why  string `json:"why"` // in words
}

// A suspect is a candidate with how near it is: less is nearer.
// A route whose method alone is wrong is nearest, then one that refuses a value, then those
// whose segments nearly fit; among equals the order of precedence decides.
type suspect struct {
	route    int
	kind     string
	why      string
	distance int
}

// candidates fills in why the other routes do not answer.
// Those that only come near are left out where something better explains the answer.
func (q *question) candidates(canonical string, winner int) {
	var list []suspect
	for at, i := range q.finder.Plan.Precedence {
		if i == winner {
			continue
		}
		s, ok := q.suspect(canonical, winner, i)
		if ok {
			s.route, s.distance = i, s.distance*len(q.m.Routes)+at
			list = append(list, s)
		}
	}
	if winner >= 0 || q.answer.Status == http.StatusBadRequest ||
		slices.ContainsFunc(list, func(s suspect) bool { return s.kind == "method" }) {
		list = slices.DeleteFunc(list, func(s suspect) bool { return s.kind == "near" })
	}
	slices.SortFunc(list, func(a, b suspect) int { return cmp.Compare(a.distance, b.distance) })
	q.answer.More = max(0, len(list)-maxCandidates)
	for _, s := range list[:min(len(list), maxCandidates)] {
		q.answer.Candidates = append(q.answer.Candidates,
			Candidate{Route: routeOf(q.m, q.m.Routes[s.route]), Kind: s.kind, Why: s.why})
	}
}

// suspect says why one route does not answer, if it comes near.
// The route is asked alone, as one of GET, so that neither its method nor another route
// stands before the pattern.
func (q *question) suspect(canonical string, winner, index int) (suspect, bool) {
	r := q.m.Routes[index]
	method := q.methodFault(r)
	if q.alone(r).Find(http.MethodGet, canonical).Route >= 0 {
		switch {
		case method != "":
			return suspect{kind: "method", why: "it " + method, distance: 0}, true
		case winner >= 0:
			return suspect{kind: "later", why: q.whyLater(q.m.Routes[winner], r), distance: 0}, true
		}
		return suspect{}, false // CONNECT, TRACE: nobody is asked
	}
	and := ""
	if method != "" {
		and = "; and it " + method
	}
	if why := q.refusal(r, canonical); why != "" {
		return suspect{kind: "refused", why: why + and, distance: 1}, true
	}
	why, distance := q.nearly(r, canonical)
	return suspect{kind: "near", why: why + and, distance: 1 + distance}, why != ""
}

// alone is a finder that knows one route, as one of GET.
func (q *question) alone(r *model.Route) *plan.Finder {
	one := *r
	one.Methods = []string{http.MethodGet}
	return &plan.Finder{Plan: plan.Build(&model.Manifest{Routes: []*model.Route{&one}}),
		Own: q.finder.Own}
}

// methodFault says which methods a route takes, if not that of the request.
func (q *question) methodFault(r *model.Route) string {
	method := q.answer.Method
	never := method == http.MethodConnect || method == http.MethodTrace
	if slices.Contains(r.Methods, "*") && !never || slices.Contains(r.Methods, method) ||
		method == http.MethodHead && slices.Contains(r.Methods, http.MethodGet) {
		return ""
	}
	if slices.Contains(r.Methods, "*") {
		return "takes every method but CONNECT and TRACE"
	}
	return fmt.Sprintf("takes %s, not %s", strings.Join(r.Methods, ", "), method)
}

// whyLater says why of two routes that match the first in precedence is the first.
func (q *question) whyLater(winner, r *model.Route) string {
	why := pattern.WhyFirst(winner.Pattern, r.Pattern)
	switch {
	case why != "":
	case slices.Contains(r.Methods, "*"):
		why = "on equal patterns a method that is named comes before *"
	default:
		why = "on equal patterns HEAD comes before GET"
	}
	return fmt.Sprintf("it matches too, but %s comes first: %s", winner.Name, why)
}

// refusal says which converter refuses its value where the pattern would match were all
// of them str, or "".
func (q *question) refusal(r *model.Route, canonical string) string {
	loose := loosened(r)
	found := q.alone(loose).Find(http.MethodGet, canonical)
	if found.Route < 0 {
		return ""
	}
	for k, p := range r.Pattern.Params() {
		if text := found.Params[k]; !q.finder.Accepts(p.Conv, text) {
			return fmt.Sprintf("<%s:%s> refuses %q: %s", p.Conv, p.Name, text,
				q.whyRefused(p.Conv, text))
		}
	}
	return "its parameters do not share the path out as their converters want it"
}

// whyRefused says what a converter misses in a text that is not empty.
//
//	<int8:n> refuses "200": it is out of range
//	<date:d> refuses "2026-02-30": there is no such day
func (q *question) whyRefused(c pattern.Conv, text string) string {
	accepts := func(k pattern.Kind) bool { return q.finder.Accepts(pattern.Conv{Kind: k}, text) }
	unsigned, signed := c.Kind.Unsigned(), c.Kind.Signed()
	digits := strings.Trim(strings.TrimPrefix(text, "-"), "0123456789") == ""
	switch {
	case c.Kind == pattern.Any:
		return "it is none of the words"
	case c.Kind == pattern.Bool:
		return "it is neither true nor false"
	case c.Kind == pattern.UUID:
		return "it is not 8-4-4-4-12 hex digits"
	case c.Kind == pattern.Date && len(text) == 10 && strings.Trim(text, "0123456789-") == "" &&
		strings.Count(text, "-") == 2:
		return "there is no such day"
	case c.Kind == pattern.Date:
		return "it is not YYYY-MM-DD"
	case c.Kind == pattern.Float:
		return "it is no decimal number"
	case unsigned && strings.HasPrefix(text, "-") && accepts(pattern.Int):
		return "it is negative"
	case (unsigned || signed) && digits && text != "-":
		return "it is out of range"
	case unsigned || signed:
		return "it is no whole number"
	case c.Kind == pattern.StrBounded:
		n := utf8.RuneCountInString(text)
		switch {
		case n == 1:
			return fmt.Sprintf("1 character is fewer than %d", c.Min)
		case n < c.Min:
			return fmt.Sprintf("%d characters are fewer than %d", n, c.Min)
		}
		return fmt.Sprintf("%d characters are more than %d", n, c.Max)
	}
	return "its parse function does not take it"
}

// nearly says what keeps a pattern from matching a path if it comes near: it has as many
// segments and shares a literal, or shares the literals at the start. Otherwise it is "".
// The distance counts what is wrong.
func (q *question) nearly(r *model.Route, canonical string) (why string, distance int) {
	segments := r.Pattern.Segments
	path := strings.Split(canonical[1:], "/")
	if n := len(path); slices.ContainsFunc(segments, isPath) {
		return q.nearPath(segments, path)
	} else if len(segments) != n {
		return q.nearLength(segments, path)
	}
	shared := 0
	for i, s := range segments {
		text := shownText(path[i])
		switch {
		case q.fits(s, path[i]):
			if isLiteral(s) {
				shared++
			}
			continue
		case distance == 0 && isLiteral(s) && strings.EqualFold(s[0].Literal, text):
			why = fmt.Sprintf("case matters: %s is not %q", s.Shown(), text)
			shared++
		case distance == 0 && isLiteral(s) && nearest.Is(text, s[0].Literal):
			why = fmt.Sprintf("segment %d is %q, not %s", i+1, text, s.Shown())
			shared++
		case distance == 0 && isLiteral(s):
			why = fmt.Sprintf("segment %d is %q, not %s", i+1, text, s.Shown())
		case distance == 0 && text == "":
			why = fmt.Sprintf("segment %d is empty, and %s is not", i+1, s.Shown())
		case distance == 0:
			why = fmt.Sprintf("segment %d is %q, which %s does not take", i+1, text, s.Shown())
		}
		distance++
	}
	if shared == 0 || distance > 1 && distance > shared {
		return "", 0
	}
	return why, distance
}

// nearLength compares a path with a pattern that has more segments, or fewer.
func (q *question) nearLength(segments []pattern.Segment, path []string) (string, int) {
	shared := 0
	literal := false
	for shared < min(len(segments), len(path)) && q.fits(segments[shared], path[shared]) {
		literal = literal || isLiteral(segments[shared])
		shared++
	}
	switch {
	case shared == len(segments) && len(path) == shared+1 && path[shared] == "":
		return "the path ends with a slash, and the pattern does not", 1
	case shared == len(path) && len(segments) == shared+1 && len(segments[shared]) == 0:
		return "the pattern ends with a slash, and the path does not", 1
	case !literal || shared < min(len(segments), len(path)):
		return "", 0
	case len(path) < len(segments):
		return fmt.Sprintf("the path ends before %s", segments[shared].Shown()),
			1 + len(segments) - len(path)
	}
	return fmt.Sprintf("the path goes on behind the pattern's end with %q",
		shownText(strings.Join(path[shared:], "/"))), 1 + len(path) - len(segments)
}

// nearPath compares a path with a pattern that has a path parameter, by what stands
// before that.
func (q *question) nearPath(segments []pattern.Segment, path []string) (string, int) {
	at := slices.IndexFunc(segments, isPath)
	literal := false
	for i := range at {
		if i >= len(path) || !q.fits(segments[i], path[i]) {
			return "", 0
		}
		literal = literal || isLiteral(segments[i])
	}
	if !literal {
		return "", 0
	}
	var rest []string
	for _, s := range segments[at:] {
		rest = append(rest, s.Shown())
	}
	return fmt.Sprintf("what follows, %q, is not %s", shownText(strings.Join(path[at:], "/")),
		strings.Join(rest, "/")), 2
}

// fits says whether a segment of a pattern takes one of a path.
func (q *question) fits(s pattern.Segment, text string) bool {
	one := &model.Route{Pattern: &pattern.Pattern{Segments: []pattern.Segment{s}}}
	if isLiteral(s) || len(s) == 0 { // most of them: no plan is needed
		return len(s) == 0 && text == "" || len(s) == 1 && s[0].Literal == shownText(text) &&
			!strings.Contains(text, "\x00")
	}
	return q.alone(one).Find(http.MethodGet, "/"+text).Route >= 0
}

// isLiteral tells a segment that only one text fits.
func isLiteral(s pattern.Segment) bool { return len(s) == 1 && s[0].Param == nil }

// isPath tells a segment that any number of segments fit.
func isPath(s pattern.Segment) bool {
	return slices.ContainsFunc(s, func(p pattern.Part) bool {
		return p.Param != nil &&
			p.Param.Conv.Kind == pattern.Path
	})
}

// shownText is decoded text of a path, for people.
func shownText(canonical string) string { return strings.ReplaceAll(canonical, "\x00", "/") }
