package wire

import (
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"

	"example.com/httpgen/runtime/match"
)

// What generated code reads typed parameters with lives here: the pairs of a query or a form,
// one after the other, without a map.

// Faults gathers what is wrong with a request. The zero value is empty.
type Faults struct {
	List []Fault
	More int // beyond MaxFaults, which are not told
}

// Add adds a fault.
func (f *Faults) Add(fault Fault) {
	if len(f.List) >= MaxFaults {
		f.More++
		return
	}
	f.List = append(f.List, fault)
}

// Params reads the values of a query, a form, the cookies or the header fields of a request.
// Generated code asks for pairs with Next and switches over Name; for values it then calls one
// of One, Filled and Each, and what reads a value of the type.
//
// Texts borrow what was sent: String returns one of its own, and all other values have none.
type Params struct {
	// Name is that of the present pair, decoded; valid until Next.
	Name string
	// Faults are all that were found, of whatever was read.
	Faults Faults
	// Lines is how many lines of a header field were read.
	Lines int

	rest   string // what is not read yet
	text   string // the value of the present pair, as sent
	value  string // the value that is read next, of a list an element of text
	in     string // of Fault.In
	coding coding
	kept   bool // what was sent is nobody's buffer: it may be kept

	element bool   // Name had [] or [0] behind it, which was taken off
	index   string // what was taken off
	strict  bool   // names that nobody declared are faults
	hidden  bool   // what was sent is not shown in a fault
	decoded bool   // value is decoded already
	page    string // the charset of a form's page, if its browser tells it
	listing int    // how far Each is in a list

	given  bitset // numbers of the parameters that came
	filled bitset // and were not empty
	twice  bitset // and came twice where only one is wanted

	scratch [64]byte // a decoded value
}

// maxParams is how many parameters of one kind an operation has at most.
const maxParams = 256

type bitset [maxParams / 64]uint64

func (b *bitset) has(n uint) bool { return b[n/64%uint(len(b))]&(1<<(n%64)) != 0 }
func (b *bitset) add(n uint)      { b[n/64%uint(len(b))] |= 1 << (n % 64) }

// coding says how names and values are written.
type coding uint8

const (
	urlEncoded coding = iota // of queries: application/x-www-form-urlencoded
	formBody                 // the same as a body
	cookieText               // escapes are decoded where they are some, quotes are left out
	asSent                   // of header fields
	partText                 // of parts of multipart/form-data: as sent, too
)

// Query begins with the pairs of a query. kept says that raw may be kept by who is given
// pieces of it.
func (p *Params) Query(raw string, kept bool) { p.begin("query", raw, urlEncoded, kept) }

// RefuseUnknown makes faults of names in the query that nobody declared. It is called first.
func (p *Params) RefuseUnknown() { p.strict = true }

// begin begins with other values; faults stay.
func (p *Params) begin(in, rest string, c coding, kept bool) {
	*p = Params{rest: rest, in: in, coding: c, kept: kept, strict: p.strict, Faults: p.Faults}
}

// Next goes on to the next pair; it is false behind the last one. A pair without a byte is
// none; one without "=" has an empty value.
//
//	query = pair *( "&" pair )
//	pair  = [ name [ "=" value ] ]
func (p *Params) Next() bool {
	p.element, p.hidden, p.decoded, p.listing = false, false, false, 0
	for p.rest != "" {
		pair := p.rest
		if i := strings.IndexByte(pair, '&'); i >= 0 {
			pair, p.rest = pair[:i], pair[i+1:]
		} else {
			p.rest = ""
		}
		if pair == "" {
			continue
		}
		p.Name, p.text = pair, ""
		if i := strings.IndexByte(pair, '='); i >= 0 {
			p.Name, p.text = pair[:i], pair[i+1:]
		}
		if isEncoded(p.Name) {
			p.Name, _ = p.decode(p.Name, make([]byte, 0, len(p.Name)))
		}
		return true
	}
	return false
}

// Element takes the brackets off a name of a list's element, "tag[]" or "tag[0]"; it is false
// if there are none. Index and order need not agree.
func (p *Params) Element() bool {
	n := len(p.Name) - 1
	if p.element || n < 2 || p.Name[n] != ']' {
		return false
	}
	open := strings.LastIndexByte(p.Name, '[')
	if open <= 0 {
		return false
	}
	for _, c := range []byte(p.Name[open+1 : n]) {
		if c-'0' > 9 {
			return false
		}
	}
	p.Name, p.index, p.element = p.Name[:open], p.Name[open:], true
	return true
}

// One begins with the value of parameter n of which there is one. It is false where that was
// sent before.
func (p *Params) One(n uint) bool {
	if p.element {
		p.Unknown()
		return false
	}
	if p.given.has(n) {
		p.twiceOver(n)
		return false
	}
	p.given.add(n)
	p.filled.add(n)
	p.value = p.text
	return true
}

// twiceOver adds the fault of a parameter that comes again, once. Of cookies the first counts.
func (p *Params) twiceOver(n uint) {
	if !p.twice.has(n) && p.coding != cookieText {
		p.twice.add(n)
		p.Fault(RuleRepeat, "given 2 times")
	}
}

// Filled is One for values that are never empty: a text that is stands for an absent value,
// as clients write it for null.
func (p *Params) Filled(n uint) bool {
	if !p.One(n) {
		return false
	}
	if p.value == "" {
		p.filled[n/64%uint(len(p.filled))] &^= 1 << (n % 64)
		return false
	}
	return true
}

// Given says whether parameter n came, empty or not.
func (p *Params) Given(n uint) bool { return p.given.has(n) }

// Required adds a fault if parameter n did not come.
func (p *Params) Required(n uint, name string) {
	switch {
	case !p.given.has(n):
		p.Faults.Add(Fault{In: p.in, Name: name, Rule: RuleRequired, Message: "is missing"})
	case !p.filled.has(n):
		p.Faults.Add(Fault{In: p.in, Name: name, Rule: RuleRequired, Message: "is empty"})
	}
}

// Unknown is called for a name that nobody declared.
func (p *Params) Unknown() {
	if p.coding == formBody && p.Name == "_charset_" {
		p.value = p.text
		p.page, _ = p.decode(p.value, nil)
	}
	if p.strict {
		name := p.Name
		if p.element { // v[] is unknown where v is, and is no list
			name += p.index
		}
		p.Faults.Add(Fault{In: p.in, Name: shortened(strings.ToValidUTF8(name, "\uFFFD")),
			Rule: RuleUnknown, Message: "is not known"})
	}
}

// Secret keeps the present value out of faults.
func (p *Params) Secret() { p.hidden = true }

// Fault adds a fault of the present value.
func (p *Params) Fault(rule, message string) {
	p.Faults.Add(Fault{In: p.in, Name: strings.Clone(p.Name), Rule: rule, Message: message})
}

// isEncoded says whether a name or value is not what it looks like.
func isEncoded(text string) bool {
	for i := range len(text) {
		if text[i] == '%' || text[i] == '+' {
			return true
		}
	}
	return false
}

// decode decodes a text behind b, whose memory the result has where that is enough; whole is
// false if a "%" is not followed by two hexadecimal digits.
func (p *Params) decode(text string, b []byte) (decoded string, whole bool) {
	whole = true
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '+' && p.coding != cookieText:
			c = ' '
		case c != '%':
		case i+2 < len(text) && match.Unhex(text[i+1]) <= 15 && match.Unhex(text[i+2]) <= 15:
			c = match.Unhex(text[i+1])<<4 | match.Unhex(text[i+2])
			i += 2
		default:
			whole = false
		}
		b = append(b, c)
	}
	return unsafe.String(unsafe.SliceData(b), len(b)), whole
}

// Text is the present value, decoded; valid until the next one is read. ok is false if it
// cannot be, which is a fault.
func (p *Params) Text() (text string, ok bool) { return p.read(p.scratch[:0]) }

// String is the present value as a string that may be kept.
func (p *Params) String() (text string, ok bool) {
	if p.kept || p.coding < asSent && !p.decoded && isEncoded(p.value) {
		return p.read(nil)
	}
	text, ok = p.read(nil)
	return strings.Clone(text), ok
}

// read decodes the present value behind b.
func (p *Params) read(b []byte) (text string, ok bool) {
	text = p.value
	if p.coding < asSent && !p.decoded && isEncoded(text) {
		var whole bool
		if text, whole = p.decode(text, b); !whole && p.coding != cookieText {
			p.Fault(RuleSyntax, p.shown(p.value)+" has a % without two hex digits")
			return "", false
		}
	}
	if !utf8.ValidString(text) {
		p.Fault(RuleSyntax, notUTF8)
		return "", false
	}
	return text, true
}

// shown is what was sent as a fault shows it.
func (p *Params) shown(text string) string {
	if p.hidden {
		return "the value"
	}
	return strconv.Quote(shortened(text))
}
