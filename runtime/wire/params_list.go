package wire

import "strings"

// Lists of typed parameters live here: which texts are their elements.

// Separator says how the elements of a list stand in one value.
type Separator uint8

const (
	// Alone: each value is one element, whatever it holds. Of texts.
	Alone Separator = iota
	// CommasToo: values repeat, but one of them may hold several with commas. Of kinds whose
	// texts have no comma.
	CommasToo
	// Commas, Spaces and Pipes: one value holds all elements; explode: false.
	Commas
	Spaces
	Pipes
)

// Each goes on to the next element of list n in the present value; it is false behind the last
// one. texts says that the elements are texts, which may be empty: the value "" is then one
// of them, but with a separator.
//
//	for in.Each(2, wire.Alone, true) {
//		if v, ok := in.String(); ok {
//			query.Tag = append(query.Tag, v)
//		}
//	}
func (p *Params) Each(n uint, separator Separator, texts bool) bool {
	if p.listing == 0 {
		p.given.add(n)
		p.filled.add(n)
		if p.isArray(separator) {
			p.Fault(RuleType, "is a JSON array, send one part for each element")
			return false
		}
		if p.open(separator); p.text == "" && (!texts || separator != Alone) {
			return false
		}
	}
	if p.listing > len(p.text) {
		return false
	}
	rest := p.text[p.listing:]
	at, width := p.cut(rest, separator)
	if at < 0 {
		p.value, p.listing = rest, len(p.text)+1
		return true
	}
	p.value, p.listing = rest[:at], p.listing+at+width
	if p.listing == 0 { // not to begin anew
		p.listing = 1
	}
	return true
}

// open looks whether a list has a separator as such; else all of it is decoded before it is
// split: many clients encode commas, too.
func (p *Params) open(separator Separator) {
	if separator == Alone || p.text == "" || p.coding >= asSent {
		return
	}
	if at, _ := p.cut(p.text, separator); at >= 0 || !isEncoded(p.text) {
		return
	}
	p.value = p.text
	if text, ok := p.read(nil); ok {
		p.text, p.decoded = text, true
		return
	}
	p.text = ""
}

// cut finds the first separator in text: where it stands, and in how many bytes.
func (p *Params) cut(text string, separator Separator) (at, width int) {
	switch separator {
	case CommasToo, Commas:
		return strings.IndexByte(text, ','), 1
	case Pipes:
		return strings.IndexByte(text, '|'), 1
	case Spaces:
		if p.decoded || p.coding >= asSent {
			return strings.IndexByte(text, ' '), 1
		}
		plus, escaped := strings.IndexByte(text, '+'), strings.Index(text, "%20")
		if escaped >= 0 && (plus < 0 || escaped < plus) {
			return escaped, 3
		}
		return plus, 1
	}
	return -1, 0
}
