// Package pattern knows one path pattern: its grammar (parse.go), how other routers spell the
// same (foreign.go), the total order in which patterns are asked (order.go) and why one comes
// first (why.go), and how a pattern is spelt back to text (spell.go).
//
// It is true of patterns whoever wrote them: positions are offsets into a pattern's text, and
// what a manifest calls a fault is only described here.
package pattern

import (
	"fmt"
	"math"
	"strings"
)

// A Pattern is a parsed path pattern: the segments between its slashes. "/" has one
// empty segment, "/a/" has "a" and an empty one.
//
// Literals are decoded text: what stands in a Pattern is compared with a path that was split
// on its slashes and then percent-decoded, segment by segment.
type Pattern struct {
	Segments []Segment
}

// Params are the pattern's parameters, in order.
func (p *Pattern) Params() (list []*Param) {
	for _, s := range p.Segments {
		list = s.params(list)
	}
	return list
}

// A Segment is a row of parts in which no two parameters and no two literals stand
// side by side. The empty segment has no parts.
//
//	report-<int:y>-<int:m>   "report-" <int:y> "-" <int:m>
//	a<<b                     "a<b"
type Segment []Part

// Params are the segment's parameters, in order.
func (s Segment) Params() []*Param { return s.params(nil) }

// params appends to a list, so that the parameters of a pattern are gathered without one for
// each segment.
func (s Segment) params(list []*Param) []*Param {
	for _, part := range s {
		if part.Param != nil {
			list = append(list, part.Param)
		}
	}
	return list
}

// A Part is literal text, or a parameter if Param is not nil.
type Part struct {
	Literal string // decoded text
	Param   *Param
}

// A Param is a parameter as written in a pattern.
type Param struct {
	Name string
	Conv Conv
	Off  int // where its "<" stands in the pattern's text, in bytes
	Len  int // up to and with its ">", in bytes
}

// Conv is a converter with its arguments.
//
// Two converters that take the same texts are still two where they differ in a word or a
// bound: equality is by String, and what they take is compared by package relation.
type Conv struct {
	Kind  Kind
	Words []string // of Any, as written
	Min   int      // of Str, in runes; 0: none
	Max   int      // of Str, in runes; 0: none
	Own   *Own     // of OwnKind
}

// Kind is a kind of converter: what a parameter's text may be, and its Go type. The order of
// the constants is the order of precedence; between Float and OwnKind stand the mixed segments.
type Kind uint8

const (
	Any Kind = iota
	Bool
	UUID
	Date
	Uint8
	Uint16
	Uint32
	Uint64
	Uint
	Int8
	Int16
	Int32
	Int64
	Int
	Float
	OwnKind
	StrBounded // str(min=…,max=…)
	Str
	Path
)

// An Own is a converter that is declared beside the builtin ones. What it accepts, and its Go
// type, is known to who declared it.
type Own struct {
	Name  string
	Index int // among those declared: the order of precedence
}

// Longest is the largest number of runes that a StrBounded takes.
func (c Conv) Longest() int {
	if c.Max == 0 {
		return math.MaxInt
	}
	return c.Max
}

// A Fault is what is wrong with a pattern's text.
//
// Message says what is wrong and Help what to do, both as they are printed. Where the pattern
// stands in a file is added by who reads that (package manifest), from Off and Len.
type Fault struct {
	Kind     FaultKind
	Off, Len int // in bytes of the text
	Message  string
	Help     string
	Warning  bool // the pattern stands all the same

	// Old is the text at Off that New mends; both are "" if no edit does. Safe: nothing
	// else can have been meant.
	Old, New string
	Safe     bool
}

// FaultKind says what is wrong.
//
// The kinds are of this package: which code of a diagnostic stands for each is known to
// package manifest, so that a pattern can be read where nobody reports.
type FaultKind uint8

const (
	NoLeadingSlash FaultKind = iota
	UnclosedParam
	UnknownConverter
	BadArguments
	BadParamName
	AdjacentParams
	TwoPaths
	DotSegment
	QueryInPath
	BadByte
	PercentEscape // a warning
	ForeignParam  // a warning: another router's spelling
)

// Unsigned and Signed tell the whole numbers; Number also float.
// They rely on the order of the constants, which is that of precedence.
func (k Kind) Unsigned() bool { return k >= Uint8 && k <= Uint }
func (k Kind) Signed() bool   { return k >= Int8 && k <= Int }
func (k Kind) Number() bool   { return k >= Uint8 && k <= Float }

// Bits is the width of a whole number; int and uint have 64 bits.
func (k Kind) Bits() int { return kindBits[k] }

var kindBits = [...]int{
	Uint8: 8, Uint16: 16, Uint32: 32, Uint64: 64, Uint: 64,
	Int8: 8, Int16: 16, Int32: 32, Int64: 64, Int: 64, Path: 0,
}

var kindNames = [...]string{
	Any: "any", Bool: "bool", UUID: "uuid", Date: "date", Uint8: "uint8", Uint16: "uint16",
	Uint32: "uint32", Uint64: "uint64", Uint: "uint", Int8: "int8", Int16: "int16",
	Int32: "int32", Int64: "int64", Int: "int", Float: "float", OwnKind: "own",
	StrBounded: "str", Str: "str", Path: "path",
}

// String returns the kind's name in a manifest.
func (k Kind) String() string { return kindNames[k] }

// String returns the converter as it stands in a pattern.
func (c Conv) String() string {
	switch c.Kind {
	case Any:
		return "any(" + strings.Join(c.Words, ",") + ")"
	case OwnKind:
		return c.Own.Name
	case StrBounded:
		var args []string
		if c.Min > 0 {
			args = append(args, fmt.Sprintf("min=%d", c.Min))
		}
		if c.Max > 0 {
			args = append(args, fmt.Sprintf("max=%d", c.Max))
		}
		return "str(" + strings.Join(args, ",") + ")"
	}
	return c.Kind.String()
}
