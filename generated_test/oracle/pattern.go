package oracle

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What a pattern's text means lives here.

// A Pattern is a parsed path pattern: the segments between its slashes. "/" has one
// empty segment, "/a/" has "a" and an empty one.
type Pattern struct {
	Text     string
	Segments []Segment
}

// A Segment is a row of parts; no two literals and no two parameters stand side by
// side. The empty segment has no parts.
type Segment []Part

// A Part is a parameter if Conv is not nil, else literal text.
type Part struct {
	Literal string // decoded text, not empty
	Name    string // of the parameter
	Conv    *Conv
}

// A Conv is a converter with its arguments.
type Conv struct {
	Kind  string   // as written: "any", "str", …; "own" for an own converter
	Words []string // of any, as written
	Bound bool     // of str: written with its parentheses
	Min   int      // of a bound str, in runes; 0 where none is written
	Max   int      // of a bound str, in runes; 0 where none is written
	Own   int      // of own: its place in the manifest
	Name  string   // of own
}

// Own is an own converter: Accept says whether its parse function takes a decoded text.
type Own struct {
	Name   string
	Accept func(text string) bool
}

// builtin are the names of the converters without arguments, in order of precedence.
var builtin = []string{
	"bool", "uuid", "date",
	"uint8", "uint16", "uint32", "uint64", "uint",
	"int8", "int16", "int32", "int64", "int",
	"float", "str", "path",
}

// ParsePattern reads a pattern. The order of own is that of the manifest.
func ParsePattern(text string, own []Own) (Pattern, error) {
	p := Pattern{Text: text}
	if !strings.HasPrefix(text, "/") {
		return p, fmt.Errorf("pattern %q: does not start with /", text)
	}
	if i := strings.IndexAny(text, "?#\x00"); i >= 0 {
		return p, fmt.Errorf("pattern %q: %q cannot stand in a path", text, text[i])
	}
	paths := 0
	for s := range strings.SplitSeq(text[1:], "/") {
		segment, err := parseSegment(s, own)
		if err != nil {
			return p, fmt.Errorf("pattern %q: %w", text, err)
		}
		for _, part := range segment {
			if part.Conv != nil && part.Conv.Kind == "path" {
				paths++
			}
		}
		p.Segments = append(p.Segments, segment)
	}
	if paths > 1 {
		return p, fmt.Errorf("pattern %q: more than one path parameter", text)
	}
	return p, nil
}

func parseSegment(s string, own []Own) (Segment, error) {
	var segment Segment
	literal := ""
	endLiteral := func() {
		if literal != "" {
			segment = append(segment, Part{Literal: literal})
			literal = ""
		}
	}
	for s != "" {
		switch {
		case strings.HasPrefix(s, "<<"):
			literal += "<"
			s = s[2:]
		case s[0] == '<':
			endLiteral()
			if n := len(segment); n > 0 && segment[n-1].Conv != nil {
				return nil, errors.New("two parameters side by side")
			}
			part, rest, err := parseParam(s, own)
			if err != nil {
				return nil, err
			}
			segment = append(segment, part)
			s = rest
		default:
			literal += s[:1]
			s = s[1:]
		}
	}
	endLiteral()
	if len(segment) == 1 && (segment[0].Literal == "." || segment[0].Literal == "..") {
		return nil, errors.New("a dot segment matches nothing")
	}
	return segment, nil
}

// paramText is <name>, <converter:name> or <converter(arguments):name>.
var paramText = regexp.MustCompile(`^<(?:([A-Za-z_][A-Za-z0-9_]*)(\([^)]*\))?:)?([^<>:()\s]+)>`)

func parseParam(s string, own []Own) (part Part, rest string, err error) {
	m := paramText.FindStringSubmatch(s)
	if m == nil {
		return part, s, fmt.Errorf("no parameter: %q", s)
	}
	conv, err := parseConv(m[1], m[2], own)
	return Part{Name: m[3], Conv: conv}, s[len(m[0]):], err
}

// parseConv reads a converter; args are in their parentheses, or "" if there are none.
func parseConv(name, args string, own []Own) (*Conv, error) {
	switch {
	case name == "" && args == "":
		return &Conv{Kind: "str"}, nil
	case name == "any" && args != "":
		return parseAny(strings.Split(args[1:len(args)-1], ","))
	case name == "str" && args != "":
		return parseStr(strings.Split(args[1:len(args)-1], ","))
	case args != "":
		return nil, fmt.Errorf("converter %q takes no arguments", name)
	case slices.Contains(builtin, name):
		return &Conv{Kind: name}, nil
	}
	for i, o := range own {
		if o.Name == name {
			return &Conv{Kind: "own", Own: i, Name: name}, nil
		}
	}
	return nil, fmt.Errorf("no converter %q", name)
}

func parseAny(words []string) (*Conv, error) {
	for i, w := range words {
		w = strings.TrimSpace(w)
		if w == "" || strings.Contains(w, "/") || slices.Contains(words[:i], w) {
			return nil, fmt.Errorf("any: the word %q is empty, has a slash or stands twice", w)
		}
		words[i] = w
	}
	return &Conv{Kind: "any", Words: words}, nil
}

func parseStr(args []string) (*Conv, error) {
	c := &Conv{Kind: "str", Bound: true}
	seen := map[string]bool{}
	for _, a := range args {
		key, value, _ := strings.Cut(a, "=")
		key = strings.TrimSpace(key)
		n, err := strconv.ParseUint(strings.TrimSpace(value), 10, 31)
		switch {
		case err != nil || seen[key]:
			return nil, fmt.Errorf("str: %q is not min=N or max=N, or stands twice", a)
		case key == "min":
			c.Min = int(n)
		case key == "max" && n > 0:
			c.Max = int(n)
		default:
			return nil, fmt.Errorf("str: %q is not min=N or max=N", a)
		}
		seen[key] = true
	}
	if c.Max != 0 && c.Max < c.Min {
		return nil, errors.New("str: max is less than min")
	}
	return c, nil
}

// HasParam says whether the segment has a parameter.
func (s Segment) HasParam() bool {
	return slices.ContainsFunc(s, func(p Part) bool { return p.Conv != nil })
}
