package wire

import (
	"bytes"
	"fmt"
	mathbits "math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What a Decoder finds wrong lives here. While it reads it notes offsets; what costs time, the
// pointer of a place and what a text that is no JSON should have had instead, is found by
// reading again.

// A JSONError is what is wrong with a JSON text.
type JSONError struct {
	// Faults are at least one, in the order of the text. If the text is no JSON there is one,
	// of RuleSyntax, whose message says where the text breaks off.
	Faults []Fault
	// More counts the faults beyond MaxFaults.
	More int
}

// Syntax says whether the text is no JSON, or none that all readers understand alike.
func (e *JSONError) Syntax() bool { return e.Faults[0].Rule == RuleSyntax }

// Error is all faults in one line.
func (e *JSONError) Error() string {
	var b strings.Builder
	for i, f := range e.Faults {
		if i > 0 {
			b.WriteString("; ")
		}
		if f.At != "" {
			b.WriteString(f.At + ": ")
		}
		b.WriteString(f.Message)
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "; and %d more", e.More)
	}
	return b.String()
}

// trouble is what was found in a text that is not right.
type trouble struct {
	text   []byte
	syntax *jsonFault // why it is no JSON; a nil one with broken is not known yet
	broken bool
	faults []valueFault
	more   int
}

// A valueFault is of the value that the byte at an offset belongs to, and of what a pointer
// leads to from there.
type valueFault struct {
	at                   int
	below, rule, message string
}

func (d *Decoder) troubled() *trouble {
	if d.trouble == nil {
		d.trouble = &trouble{text: d.data}
	}
	return d.trouble
}

// broken ends the reading of a text that breaks the grammar at d.at or before.
func (d *Decoder) broken() bool {
	if t := d.troubled(); !t.broken {
		t.broken = true
		d.data, d.at, d.begun = nil, 0, within
	}
	return false
}

// fail ends the reading at a fault that is known.
func (d *Decoder) fail(at int, text string) bool {
	if t := d.troubled(); !t.broken {
		t.syntax = &jsonFault{at, text}
	}
	return d.broken()
}

// note adds a fault of a value.
func (d *Decoder) note(f valueFault) {
	t := d.troubled()
	switch {
	case t.broken:
	case len(t.faults) >= MaxFaults:
		t.more++
	default:
		t.faults = append(t.faults, f)
	}
}

// Fault tells what is wrong with the value that was read last, and is JSON: an object or array
// whose end was read, too.
func (d *Decoder) Fault(rule, message string) { d.note(valueFault{d.at - 1, "", rule, message}) }

// MemberFault tells what is wrong with a member of the object whose end was read last.
func (d *Decoder) MemberFault(name, rule, message string) {
	d.note(valueFault{d.at - 1, "/" + escapePointer(shortened(name)), rule, message})
}

// Missing tells that the object whose end was read last lacks a member.
func (d *Decoder) Missing(name string) { d.MemberFault(name, RuleRequired, "is missing") }

// MissingOf tells which of the names are missing: those whose bits are set, the first name's
// being the lowest.
func (d *Decoder) MissingOf(bits uint64, names ...string) {
	for ; bits != 0; bits &= bits - 1 {
		d.Missing(names[mathbits.TrailingZeros64(bits)])
	}
}

// Twice tells that the name that Next returned last was in the object already: the text is none
// that all readers understand alike, and the reading ends. It is false.
func (d *Decoder) Twice() bool {
	if d.data != nil {
		name, _ := nameOf(d.data, d.nameAt, nil)
		text := strconv.Quote(shortened(string(name)))
		d.fail(d.nameAt-1, "the name "+text+" is there twice")
	}
	return false
}

// First says that a member of the object that is read comes for the first time: bit is not set
// in seen, and is from now on. Otherwise it is Twice. It is asked before the value is read. bit is
// below 64.
func (d *Decoder) First(seen *uint64, bit uint) bool {
	had := *seen
	*seen = had | 1<<bit
	return *seen != had || d.Twice()
}

// wrong tells that a value of another kind is wanted than stands next, and passes over it.
func (d *Decoder) wrong(wanted string) bool {
	var got string
	switch d.Kind() {
	case 'o':
		got = "an object"
	case 'a':
		got = "an array"
	case 's':
		got = "a string"
	case 'b':
		got = "true or false"
	case 'n':
		got = "null"
	case '0':
		got = "a number"
	default:
		return d.broken()
	}
	d.note(valueFault{d.at, "", RuleType, got + ", " + wanted})
	d.Skip()
	return false
}

// given is what was sent, as a message repeats it.
func (d *Decoder) given(text string) string {
	if d.hidden {
		return "the value"
	}
	return strings.Clone(shortened(text))
}

// quoted is a text that was sent, as a message repeats it.
func (d *Decoder) quoted(text string) string {
	if d.hidden {
		return "the value"
	}
	return strconv.Quote(shortened(text))
}

// OK says that nothing is wrong up to here. What is read is thrown away otherwise.
func (d *Decoder) OK() bool { return d.trouble == nil }

// End wants the text to end here, and says what is wrong with all of it: nil or a *JSONError.
func (d *Decoder) End() error { return d.endOf(0) }

// endOf is End of a text that is the line of a body with this number, from 1; 0: the whole body.
func (d *Decoder) endOf(line int) error {
	if d.peek(); d.at < len(d.data) {
		d.broken()
	}
	if d.trouble == nil {
		return nil
	}
	return d.trouble.tell(line)
}

func (t *trouble) tell(line int) *JSONError {
	if t.broken {
		return &JSONError{Faults: []Fault{t.tellSyntax(line)}}
	}
	slices.SortStableFunc(t.faults, func(a, b valueFault) int { return a.at - b.at })
	e := &JSONError{More: t.more}
	walk := newPointerWalk(t.text)
	for _, f := range t.faults {
		e.Faults = append(e.Faults, Fault{In: "body", At: walk.pointer(f.at) + f.below,
			Line: line, Rule: f.rule, Message: f.message})
	}
	return e
}

// tellSyntax reads again what is no JSON, by a reader that says what it wants at each place.
func (t *trouble) tellSyntax(ofLine int) Fault {
	fault := t.syntax
	if fault == nil {
		fault = checkJSON(t.text, jsonRules{depth: maxDepth, surrogates: true})
	}
	if fault == nil { // the two readers differ
		return Fault{In: "body", Line: ofLine, Rule: RuleSyntax, Message: "it cannot be read"}
	}
	line, column := Place(t.text, fault.at)
	at := fmt.Sprintf("line %d, column %d (offset %d)", line, column, fault.at)
	if ofLine > 0 {
		at = fmt.Sprintf("column %d", column)
	}
	walk := newPointerWalk(t.text)
	return Fault{In: "body", At: walk.pointer(fault.at), Line: ofLine, Rule: RuleSyntax,
		Message: fault.text + " at " + at}
}

// Place is the line and the column of the byte at an offset. Both count from 1, columns in
// characters.
func Place(text []byte, offset int) (line, column int) {
	before := text[:min(max(offset, 0), len(text))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1
}
