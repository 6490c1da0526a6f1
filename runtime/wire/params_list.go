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
//			query.Tag = wire.Append(in, query.Tag, v)
//		}
//	}
func (p *Params) Each(n uint, separator Separator, texts bool) bool {
	if separator == Alone && p.coding < asSent {
		return p.alone(n, texts)
	}
	if p.listing == 0 {
		p.given.add(n)
		p.filled.add(n)
		p.separator = separator
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

// alone is Each where the present value is one element.
func (p *Params) alone(n uint, texts bool) bool {
	if p.listing > 0 {
		return false
	}
	p.given.add(n)
	p.filled.add(n)
	p.separator, p.value, p.listing = Alone, p.text, len(p.text)+1
	return texts || p.text != ""
}

// Append appends an element that Each or NextElement went to, and makes room for those that
// follow it at once.
func Append[T any](p *Params, list []T, v T) []T {
	if list == nil {
		list = make([]T, 0, min(p.follow()+1, maxRoom))
	}
	return append(list, v)
}

// maxRoom bounds what is taken on the word of a sender, who need not go on as it looks.
const maxRoom = 64

// follow says how many more elements of the list seem to follow: in the present value or line, and
// in pairs of the same name behind it.
func (p *Params) follow() int {
	if p.coding == asSent {
		return min(len(p.rest), 1+strings.Count(p.rest, ","))
	}
	n := 0
	if p.listing <= len(p.text) {
		n = p.elements(p.text[p.listing:])
	}
	for rest := p.rest; strings.HasPrefix(rest, p.Name) && n < maxRoom; {
		if behind := rest[len(p.Name):]; behind == "" || behind[0] != '=' && behind[0] != '[' {
			break
		}
		pair := rest
		if i := strings.IndexByte(rest, '&'); i >= 0 {
			pair, rest = rest[:i], rest[i+1:]
		} else {
			rest = ""
		}
		n += p.elements(pair)
	}
	return n
}

// elements is how many elements of the present list a text has.
func (p *Params) elements(text string) int {
	n := 1
	for i, width := p.cut(text, p.separator); i >= 0 && n < maxRoom; n++ {
		text = text[i+width:]
		i, width = p.cut(text, p.separator)
	}
	return n
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
