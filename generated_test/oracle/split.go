package oracle

import (
	"cmp"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The splitting of one path by one pattern lives here: one greedy regular expression
// made of the shapes, then what lies beyond the shape, asked once.

// A Param is one path parameter: its name as written and its decoded text.
type Param struct{ Name, Value string }

// A splitter is a compiled pattern.
type splitter struct {
	pattern Pattern
	params  []Part
	own     []Own
	shapes  *regexp.Regexp // of a canonical path in the form of [latin1]
	asStr   *regexp.Regexp // the same with every converter but path taken as str
	slashes int            // of the pattern; -1 where a path parameter takes more of them
}

func newSplitter(p Pattern, own []Own) *splitter {
	s := &splitter{pattern: p, own: own}
	shapes, asStr := `(?s)\A`, `(?s)\A`
	for _, segment := range p.Segments {
		s.slashes++
		shapes += "/"
		asStr += "/"
		for _, part := range segment {
			if part.Conv == nil {
				shapes += quote(part.Literal)
				asStr += quote(part.Literal)
				continue
			}
			s.params = append(s.params, part)
			shapes += "(" + shape(part.Conv) + ")"
			if part.Conv.Kind == "path" {
				asStr += "(.+)"
			} else {
				asStr += "([^/]+)"
			}
		}
	}
	if slices.ContainsFunc(s.params, func(p Part) bool { return p.Conv.Kind == "path" }) {
		s.slashes = -1
	}
	s.shapes = regexp.MustCompile(shapes + `\z`)
	s.asStr = regexp.MustCompile(asStr + `\z`)
	return s
}

// shape is the column "shape" of the converters' table.
func shape(c *Conv) string {
	switch c.Kind {
	case "any":
		// The regexp package prefers the first alternative that fits, and a parameter
		// takes as much as it can: the longest word goes first.
		words := slices.Clone(c.Words)
		slices.SortFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
		for i, w := range words {
			words[i] = quote(w)
		}
		return strings.Join(words, "|")
	case "bool":
		return "true|false"
	case "uuid":
		return "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
	case "date":
		return "[0-9]{4}-[0-9]{2}-[0-9]{2}"
	case "uint8", "uint16", "uint32", "uint64", "uint":
		return "[0-9]+"
	case "int8", "int16", "int32", "int64", "int":
		return "-?[0-9]+"
	case "float":
		return `-?[0-9]+(?:\.[0-9]+)?`
	case "path":
		return ".+"
	}
	return "[^/]+" // own, str: .+ within a segment
}

// split returns the values of the parameters where the canonical path fits.
func (s *splitter) split(canonical string) ([]Param, bool) {
	if s.slashes >= 0 && s.slashes != strings.Count(canonical, "/") {
		return nil, false
	}
	params, fits := s.values(s.shapes, canonical)
	if !fits {
		return nil, false
	}
	for i, p := range params {
		if !s.beyondShape(s.params[i].Conv, p.Value) {
			return nil, false
		}
	}
	return params, true
}

// refused returns the name of the parameter whose converter keeps the canonical path
// from fitting: where the path fits once every converter is taken as str, the first
// from the left that refuses its text.
func (s *splitter) refused(canonical string) (name string, ok bool) {
	params, fits := s.values(s.asStr, canonical)
	if !fits {
		return "", false
	}
	for i, p := range params {
		if !s.takes(s.params[i].Conv, p.Value) {
			return p.Name, true
		}
	}
	return "", false
}

func (s *splitter) values(re *regexp.Regexp, canonical string) ([]Param, bool) {
	m := re.FindStringSubmatch(latin1(canonical))
	if m == nil {
		return nil, false
	}
	var params []Param
	for i, text := range m[1:] {
		value := strings.ReplaceAll(bytesOf(text), encodedSlash, "/")
		params = append(params, Param{s.params[i].Name, value})
	}
	return params, true
}

// takes says whether a converter takes a decoded text, shape and all.
func (s *splitter) takes(c *Conv, text string) bool {
	whole := regexp.MustCompile(`(?s)\A(?:` + shape(c) + `)\z`)
	return whole.MatchString(latin1(strings.ReplaceAll(text, "/", encodedSlash))) &&
		s.beyondShape(c, text)
}

// beyondShape is the column "beyond the shape" of the converters' table, for a decoded
// text that has the shape.
func (s *splitter) beyondShape(c *Conv, text string) bool {
	switch c.Kind {
	case "date":
		return realDay(text)
	case "uint8", "uint16", "uint32", "uint64", "uint", "int8", "int16", "int32", "int64", "int":
		return inRange(c.Kind, text)
	case "own":
		return s.own[c.Own].Accept(text)
	case "str":
		n := utf8.RuneCountInString(text)
		return n >= c.Min && n <= c.max()
	}
	return true
}

// inRange says whether a decimal number is in the range of a Go integer type; int and
// uint have 64 bits.
func inRange(kind, text string) bool {
	unsigned := strings.HasPrefix(kind, "u")
	bits, err := strconv.Atoi(strings.TrimLeft(kind, "uint"))
	if err != nil {
		bits = 64
	}
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return false
	}
	low, high := new(big.Int), new(big.Int)
	if unsigned {
		high.Lsh(big.NewInt(1), uint(bits))
	} else {
		high.Lsh(big.NewInt(1), uint(bits-1))
		low.Neg(high)
	}
	return n.Cmp(low) >= 0 && n.Cmp(high) < 0
}

// realDay says whether yyyy-mm-dd is a day of the Gregorian calendar, year 0 included.
func realDay(text string) bool {
	year, _ := strconv.Atoi(text[0:4])
	month, _ := strconv.Atoi(text[5:7])
	day, _ := strconv.Atoi(text[8:10])
	if month < 1 || month > 12 {
		return false
	}
	days := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		days = 29
	}
	return day >= 1 && day <= days
}

// latin1 maps each byte to the rune of its number, so that a regular expression, which
// reads runes, reads bytes: decoded paths need not be UTF-8.
func latin1(s string) string {
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

// bytesOf undoes [latin1].
func bytesOf(s string) string {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r))
	}
	return string(b)
}

func quote(literal string) string { return regexp.QuoteMeta(latin1(literal)) }
