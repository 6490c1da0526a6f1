package wire

import (
	"math/bits"
	"strings"

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
	plain  bool // text is what it looks like: ASCII without escapes

	element bool   // Name had [] or [0] behind it, which was taken off
	index   string // what was taken off
	strict  bool   // names that nobody declared are faults
	hidden  bool   // what was sent is not shown in a fault
	decoded bool   // value is decoded already
	page    string // the charset of a form's page, if its browser tells it
	listing int    // how far Each is in a list

	// Of the first marked bytes of rest: where "&" are, where "=", and where what is not as it
	// looks. Sets need no loop whose end has to be guessed: 46 ns for 76 bytes of queries that
	// differ as written, 126 a byte at a time (of one that is asked again and again 47 and 60).
	ends, equals, others uint64
	marked               int

	separator Separator // of the list

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

// begin begins with other values; faults stay. What is set before it is read is left alone: 2 % of
// reading ten parameters as written, 6 % where all of it is cleared (bench contracts).
func (p *Params) begin(in, rest string, c coding, kept bool) {
	p.rest, p.in, p.coding, p.kept = rest, in, c, kept
	p.Lines, p.plain, p.element, p.hidden, p.decoded, p.listing = 0, false, false, false, false, 0
	p.given, p.filled, p.twice = bitset{}, bitset{}, bitset{}
	p.page = ""
	p.ends, p.equals, p.others, p.marked = 0, 0, 0, 0
}

// Next goes on to the next pair; it is false behind the last one. A pair without a byte is
// none; one without "=" has an empty value.
//
//	query = pair *( "&" pair )
//	pair  = [ name [ "=" value ] ]
func (p *Params) Next() bool {
	p.element, p.hidden, p.decoded, p.listing = false, false, false, 0
	for p.rest != "" {
		if p.ends == 0 && p.marked < len(p.rest) {
			p.ends, p.equals, p.others = match.Pairs(p.rest)
			p.marked = min(len(p.rest), match.MaxPairs)
		}
		end := p.marked
		if p.ends != 0 {
			end = bits.TrailingZeros64(p.ends)
		} else if p.marked < len(p.rest) {
			p.longPair()
			return true
		}
		inName := p.cutPair(p.rest[:end])
		width := min(end+1, len(p.rest))
		p.rest, p.marked = p.rest[width:], p.marked-width
		p.ends, p.equals, p.others = p.ends>>width, p.equals>>width, p.others>>width
		if end == 0 {
			continue
		}
		if inName != 0 && isEncoded(p.Name) {
			p.Name, _ = p.decode(p.Name, nil)
		}
		return true
	}
	return false
}

// cutPair goes to a pair that p has the marks of, and says which of others are in its name.
func (p *Params) cutPair(pair string) (inName uint64) {
	below := uint64(1)<<len(pair) - 1
	if p.equals&below == 0 {
		p.Name, p.text, p.plain = pair, "", true
		return p.others & below
	}
	equals := bits.TrailingZeros64(p.equals)
	p.Name, p.text = pair[:equals], pair[equals+1:]
	p.plain = p.others&below>>(equals+1) == 0
	return p.others & (1<<equals - 1)
}

// longPair goes to a pair that is longer than what can be marked.
func (p *Params) longPair() {
	pair := p.rest
	if i := strings.IndexByte(pair, '&'); i >= 0 {
		pair, p.rest = pair[:i], pair[i+1:]
	} else {
		p.rest = ""
	}
	p.marked, p.plain = 0, false // as far as is known
	p.Name, p.text, _ = strings.Cut(pair, "=")
	if isEncoded(p.Name) {
		p.Name, _ = p.decode(p.Name, nil)
	}
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
	if p.text != "" {
		return p.One(n)
	}
	if p.One(n) {
		p.filled[n/64%uint(len(p.filled))] &^= 1 << (n % 64)
	}
	return false
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
		p.Faults.Add(Fault{In: p.in, Rule: RuleUnknown, Message: "is not known",
			Name: strings.Clone(shortened(strings.ToValidUTF8(name, "\uFFFD")))})
	}
}

// Secret keeps the present value out of faults.
func (p *Params) Secret() { p.hidden = true }

// Fault adds a fault of the present value.
func (p *Params) Fault(rule, message string) {
	p.Faults.Add(Fault{In: p.in, Name: strings.Clone(p.Name), Rule: rule, Message: message})
}
