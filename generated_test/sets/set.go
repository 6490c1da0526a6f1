// Package sets makes route sets to test matchers with: random ones whose patterns
// overlap often, every small one, those of real services, and named regressions; and
// requests made to hit them. It says nothing about which route answers: that is the
// oracle's.
package sets

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets/conv"
)

// A Set is a valid set of routes: no pattern is bad, and no two routes of one method
// have equal patterns.
type Set struct {
	Name    string // a Go package name: "argocd", "set", …
	Routes  []oracle.Route
	Names   []string     // of each route's handler: exported Go identifiers, unique
	Own     []oracle.Own // own converters in manifest order: [OwnConverters] or nil
	Options oracle.Options
}

// OwnConverters are the own converters of sets that have some, in manifest order. Their
// functions live in package conv.
var OwnConverters = []oracle.Own{
	{Name: "even", Accept: func(text string) bool {
		_,
			err := conv.ParseEven(text)
		return err == nil
	}},
	{Name: "level", Accept: func(text string) bool {
		_,
			err := conv.ParseLevel(text)
		return err == nil
	}},
}

// New makes a set of routes whose handlers are called H0, H1 and so on. It is an error
// if the oracle does not take the routes.
func New(name string, own []oracle.Own, opts oracle.Options, routes ...oracle.Route) (Set, error) {
	s := Set{Name: name, Routes: routes, Own: own, Options: opts}
	for i := range routes {
		s.Names = append(s.Names, fmt.Sprintf("H%d", i))
	}
	_, err := oracle.New(routes, own)
	return s, err
}

// Oracle returns the slow matcher of the set.
func (s Set) Oracle() *oracle.Table {
	t, err := oracle.New(s.Routes, s.Own)
	if err != nil {
		panic(fmt.Sprintf("sets: a set that the oracle refuses: %v\n%s", err, s))
	}
	return t
}

// String lists the routes, one a line.
func (s Set) String() string {
	var b strings.Builder
	for i, r := range s.Routes {
		fmt.Fprintf(&b, "%d %s %s\n", i, strings.Join(r.Methods, ","), r.Pattern)
	}
	return b.String()
}

// Manifest returns the set as a manifest: every route in the long form, one handler
// each. The own converters are those of package conv.
func (s Set) Manifest() string {
	var b strings.Builder
	fmt.Fprintf(&b, "package: %s\n", s.Name)
	if len(s.Own) > 0 {
		b.WriteString(
			"imports:\n  conv: example.com/httpgen/generated_test/sets/conv\nconverters:\n")
	}
	for _, o := range s.Own {
		goName := strings.ToUpper(o.Name[:1]) + o.Name[1:]
		fmt.Fprintf(&b, "  %s:\n    type: conv.%s\n    parse: conv.Parse%[2]s\n    format: "+
			"conv.Format%[2]s\n", o.Name, goName)
	}
	if s.Options.RedirectSlash {
		b.WriteString("trailing_slash: redirect\n")
	}
	if s.Options.BadParam400 {
		b.WriteString("bad_param: 400\n")
	}
	// a random route may come too late for all of its requests
	b.WriteString("lint: {hidden-route: off}\nroutes:\n")
	for i, r := range s.Routes {
		methods := make([]string, len(r.Methods))
		for j, m := range r.Methods {
			methods[j] = quote(m)
		}
		fmt.Fprintf(&b, "  - path: %s\n    methods: [%s]\n    handler: %s\n",
			quote(r.Pattern), strings.Join(methods, ", "), s.Names[i])
	}
	return b.String()
}

// quote writes a YAML 1.2 double-quoted scalar (§7.3.1).
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < utf8.RuneSelf && (r < ' ' || r == 0x7f):
			fmt.Fprintf(&b, `\x%02x`, r)
		case strconv.IsPrint(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
