package sets

import (
	"fmt"
	"slices"
	"strings"

	"example.com/httpgen/generated_test/oracle"
)

// Random sets live here. A set draws its segments from a small pool of its own, made of
// a few letters of the alphabet, so that patterns overlap often.

var (
	literals = []string{
		"a", "b", "ab", "a.x", "-", "x", "1", "-1", "255", "true", "lo", "2024-02-29", "1.5",
		"@me", "é", "%2F", "a b", "<<", "...", "12345678-9abc-def0-1234-56789abcdef0",
	}
	separators = []string{"-", ".", "x", "ab", "-x", ".x", "yyy", "--", "é", "1", "..."}

	// anyWords has a parameter name for each list, as the name gives the generated type
	// its name: one name, one list. Words differ in more than case and punctuation.
	anyWords = []string{
		"any(a):w0", "any(a,b):w1", "any(b,a):w2", "any(a,ab):w3", "any(ab,a.x,b):w4",
		"any(1,true,lo):w5", "any(é,a):w6",
	}
	wholeConverters = []string{
		"", "str", "str", "int", "int8", "int16", "int32", "int64",
		"uint", "uint8", "uint16", "uint32", "uint64", "float", "bool", "date", "uuid",
		"str(min=2)", "str(max=3)", "str(min=2,max=3)", "str(min=1)", "even", "level",
	}
	paramNames = []string{"p", "q", "r", "s", "t", "p", "q", "r", "type", "user-id",
		"repo.id", "req"}
	methodSets = [][]string{
		{"GET"}, {"GET"}, {"GET"}, {"POST"}, {"*"}, {"HEAD"}, {"PURGE"}, {"OPTIONS"},
		{"GET", "POST"}, {"GET", "HEAD"}, {"PURGE", "GET"}, {"PUT", "DELETE"},
	}
)

// letters are what the segments of one set are made of.
type letters struct {
	src                          Source
	literals, separators, params []string
}

func randomLetters(src Source) letters {
	l := letters{src: src}
	for range 3 {
		l.literals = append(l.literals, pick(src, literals))
		l.params = append(l.params, randomParam(src))
	}
	l.params = append(l.params, "<"+pick(src, paramNames)+">")
	for range 2 {
		l.separators = append(l.separators, pick(src, separators))
	}
	return l
}

// Random makes a set of 1 to most routes (fewer where patterns come out equal), with
// every kind of segment and method, and random options.
func Random(src Source, most int) Set {
	l := randomLetters(src)
	pool := make([]string, 3+src.IntN(4))
	for i := range pool {
		pool[i] = l.segment()
	}
	methods := [][]string{{"GET"}, {"GET"}, pick(src, methodSets), pick(src, methodSets)}
	opts := oracle.Options{RedirectSlash: oneIn(src, 3), BadParam400: oneIn(src, 3)}
	return gather(src, most, OwnConverters, opts, func() oracle.Route {
		return oracle.Route{Methods: pick(src, methods), Pattern: l.pattern(pool)}
	})
}

// RandomPlain makes a set of 1 to most routes of whole-segment literals and strings
// only, without empty segments, for rivals that know no more than that.
func RandomPlain(src Source, most int) Set {
	return gather(src, most, nil, oracle.Options{}, func() oracle.Route {
		var b strings.Builder
		for i := range 1 + src.IntN(4) {
			b.WriteString("/")
			if src.IntN(2) == 0 {
				b.WriteString(pick(src, []string{"a", "b", "ab", "é", "a b", "%2F"}))
			} else {
				fmt.Fprintf(&b, "<p%d>", i)
			}
		}
		methods := pick(src, [][]string{{"GET"}, {"GET"}, {"POST"}, {"HEAD"}, {"PUT"}, {"*"}})
		return oracle.Route{Methods: methods, Pattern: b.String()}
	})
}

// gather collects up to most valid routes from next. Where none is, GET / stands in.
func gather(src Source, most int, own []oracle.Own, opts oracle.Options,
	next func() oracle.Route) Set {
	var routes []oracle.Route
	var patterns []oracle.Pattern
	for range 1 + src.IntN(most) {
		r := next()
		p, err := oracle.ParsePattern(r.Pattern, own)
		if err != nil {
			continue
		}
		equal := false
		for i, q := range patterns {
			equal = equal || oracle.Compare(p, q) == 0 && shareMethod(r.Methods, routes[i].Methods)
		}
		if equal {
			continue
		}
		routes = append(routes, r)
		patterns = append(patterns, p)
	}
	if len(routes) == 0 {
		routes = []oracle.Route{{Methods: []string{"GET"}, Pattern: "/"}}
	}
	s, err := New("set", own, opts, routes...)
	if err != nil {
		panic(fmt.Sprintf("sets: made a set that the oracle refuses: %v\n%s", err, s))
	}
	return s
}

func shareMethod(a, b []string) bool {
	return slices.ContainsFunc(a, func(m string) bool { return slices.Contains(b, m) })
}

func (l letters) pattern(pool []string) string {
	var b strings.Builder
	for range pick(l.src, []int{1, 2, 2, 2, 3, 4}) {
		b.WriteString("/")
		switch {
		case oneIn(l.src, 32): // an empty segment
		case oneIn(l.src, 8):
			b.WriteString(l.segment())
		default:
			b.WriteString(pick(l.src, pool))
		}
	}
	if oneIn(l.src, 8) {
		b.WriteString("/")
	}
	return b.String()
}

func (l letters) segment() string {
	switch n := l.src.IntN(16); {
	case n < 4:
		return pick(l.src, l.literals)
	case n < 9:
		return pick(l.src, l.params)
	case n < 13:
		return l.mixed("")
	case n < 15:
		return "<path:rest>"
	}
	return l.mixed("<path:rest>")
}

// mixed makes a segment of literals and parameters, among them param unless it is "".
func (l letters) mixed(param string) string {
	var b strings.Builder
	if l.src.IntN(2) == 0 {
		b.WriteString(pick(l.src, l.separators))
	}
	count := 1 + l.src.IntN(3)
	special := l.src.IntN(count)
	for i := range count {
		if i > 0 {
			b.WriteString(pick(l.src, l.separators))
		}
		if i == special && param != "" {
			b.WriteString(param)
		} else {
			b.WriteString(pick(l.src, l.params))
		}
	}
	if l.src.IntN(2) == 0 {
		b.WriteString(pick(l.src, l.separators))
	}
	return b.String()
}

func randomParam(src Source) string {
	if src.IntN(6) == 0 {
		return "<" + pick(src, anyWords) + ">"
	}
	converter, name := pick(src, wholeConverters), pick(src, paramNames)
	if converter == "" {
		return "<" + name + ">"
	}
	return "<" + converter + ":" + name + ">"
}
