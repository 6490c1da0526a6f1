package routing

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The slow matcher lives here that says which row of a set a request means: of the
// rows that match, the first by segments from the left, a literal before a number,
// a number before a mixed segment, a mixed segment before text.

// An oracle answers requests of one set.
type oracle struct {
	routes []oracleRoute // by precedence
}

type oracleRoute struct {
	row      int
	method   string
	segments []oracleSegment
}

type oracleSegment struct {
	rank  int
	match func(string) bool
}

const (
	rankLiteral = iota
	rankNumber
	rankMixed
	rankText
)

func newOracle(set *Set) *oracle {
	o := &oracle{}
	for row, r := range set.Routes {
		route := oracleRoute{row: row, method: r.Method}
		for _, s := range r.Segments {
			route.segments = append(route.segments, newOracleSegment(s))
		}
		o.routes = append(o.routes, route)
	}
	slices.SortStableFunc(o.routes, func(a, b oracleRoute) int {
		return slices.CompareFunc(a.segments, b.segments,
			func(a, b oracleSegment) int { return cmp.Compare(a.rank, b.rank) })
	})
	return o
}

func newOracleSegment(s Segment) oracleSegment {
	switch {
	case len(s) == 0:
		return oracleSegment{rankLiteral, func(text string) bool { return text == "" }}
	case len(s) > 1:
		pattern := "^"
		for _, p := range s {
			if p.Name != "" {
				pattern += "(.+)"
			}
			pattern += regexp.QuoteMeta(p.Literal)
		}
		return oracleSegment{rankMixed, regexp.MustCompile(pattern + "$").MatchString}
	case s[0].Int:
		return oracleSegment{rankNumber, func(text string) bool {
			_, err := strconv.ParseInt(text, 10, 64)
			return err == nil
		}}
	case s[0].Name != "":
		return oracleSegment{rankText, func(text string) bool { return text != "" }}
	}
	return oracleSegment{rankLiteral, func(text string) bool { return text == s[0].Literal }}
}

// answer gives the row that answers, or NotFound or WrongMethod.
func (o *oracle) answer(method, path string) int {
	segments := strings.Split(path[1:], "/")
	answer := NotFound
	for _, r := range o.routes {
		if !r.matches(segments) {
			continue
		}
		if r.method == method {
			return r.row
		}
		answer = WrongMethod
	}
	return answer
}

func (r oracleRoute) matches(segments []string) bool {
	if len(segments) != len(r.segments) {
		return false
	}
	for i, s := range r.segments {
		if !s.match(segments[i]) {
			return false
		}
	}
	return true
}
