package wire

import (
	"math"
	"strconv"
	"unsafe"
)

// Numbers are read here. Which Go type they are for is said in bits, as strconv does: 0 is
// that of int and uint.

// Int reads a whole number that a signed integer of so many bits can hold.
func (d *Decoder) Int(bits int) (v int64, ok bool) {
	negative := d.peek() == '-'
	at := d.at + bit(negative)
	n, end := digits(d.data, at)
	count := end - at
	if uint(count-1) > 18 || count > 1 && d.data[at] == '0' ||
		end < len(d.data) && (d.data[end] == '.' || d.data[end]|0x20 == 'e') {
		return 0, d.notInteger("int", bits)
	}
	limit := uint64(1) << ((bits - 1) & 63)
	if bits == 0 {
		limit = 1 << (strconv.IntSize - 1)
	}
	switch {
	case !negative && n < limit:
		v = int64(n)
	case negative && n <= limit:
		v = -int64(n)
	default:
		return 0, d.notInteger("int", bits)
	}
	d.at = end
	return v, true
}

// Uint reads a whole number that an unsigned integer of so many bits can hold.
func (d *Decoder) Uint(bits int) (v uint64, ok bool) {
	d.peek()
	n, end := digits(d.data, d.at)
	count := end - d.at
	limit := uint64(math.MaxUint64) >> (-bits & 63)
	if bits == 0 {
		limit = math.MaxUint
	}
	if uint(count-1) > 18 || count > 1 && d.data[d.at] == '0' || n > limit ||
		end < len(d.data) && (d.data[end] == '.' || d.data[end]|0x20 == 'e') {
		return d.longUint(bits)
	}
	d.at = end
	return n, true
}

// longUint reads a number that is no common uint: of 20 digits, -0, or none at all.
func (d *Decoder) longUint(bits int) (v uint64, ok bool) {
	look := d.Look()
	if text, whole, ok := look.number(); ok && whole {
		if text == "-0" {
			text = "0"
		}
		if v, err := strconv.ParseUint(text, 10, bits); err == nil {
			d.at = look.at
			return v, true
		}
	}
	return 0, d.notInteger("uint", bits)
}

// digits is the number that the digits at a place are, and where they end. The number is right
// if there are at most 19 of them.
func digits(data []byte, at int) (n uint64, end int) {
	for ; at < len(data); at++ {
		c := data[at] - '0'
		if c > 9 {
			break
		}
		n = n*10 + uint64(c)
	}
	return n, at
}

// notInteger tells that what stands next is no number that fits into an integer.
func (d *Decoder) notInteger(kind string, bits int) bool {
	if d.Kind() != '0' {
		return d.wrong("an integer is wanted")
	}
	text, whole, ok := d.number()
	switch {
	case !ok:
		return false
	case !whole:
		d.Fault(RuleType, d.given(text)+" is not an integer")
	case kind == "uint" && text[0] == '-':
		d.Fault(RuleType, d.given(text)+" is below 0")
	case bits == 0:
		d.Fault(RuleType, d.given(text)+" is out of the range of "+kind)
	default:
		d.Fault(RuleType, d.given(text)+" is out of the range of "+kind+strconv.Itoa(bits))
	}
	return false
}

// number passes over a number. Its text is valid until the next call; whole says that it has
// neither fraction nor exponent.
//
//	number = [ "-" ] int [ frac ] [ exp ]   RFC 8259 §6
func (d *Decoder) number() (text string, whole, ok bool) {
	d.peek()
	start := d.at
	at := start
	if at < len(d.data) && d.data[at] == '-' {
		at++
	}
	_, end := digits(d.data, at)
	if end == at || d.data[at] == '0' && end > at+1 {
		return "", false, d.broken()
	}
	whole = true
	if end < len(d.data) && d.data[end] == '.' {
		whole = false
		at = end + 1
		if _, end = digits(d.data, at); end == at {
			return "", false, d.broken()
		}
	}
	if end < len(d.data) && d.data[end]|0x20 == 'e' {
		whole = false
		at = end + 1
		if at < len(d.data) && (d.data[at] == '+' || d.data[at] == '-') {
			at++
		}
		if _, end = digits(d.data, at); end == at {
			return "", false, d.broken()
		}
	}
	d.at = end
	return unsafe.String(&d.data[start], end-start), whole, true
}

// Float reads a number, rounded to the nearest of so many bits, 32 or 64.
func (d *Decoder) Float(bits int) (v float64, ok bool) {
	c := d.peek()
	if c != '-' && c-'0' > 9 {
		return 0, d.wrong("a number is wanted")
	}
	if v, end := simpleFloat(d.data, d.at, bits); end > 0 {
		d.at = end
		return v, true
	}
	text, _, ok := d.number()
	if !ok {
		return 0, false
	}
	v, err := strconv.ParseFloat(text, bits)
	if err != nil {
		d.Fault(RuleType, d.given(text)+" is out of range")
		return 0, false
	}
	return v, true
}

// simpleFloat reads a number of up to 19 digits without an exponent. If its digits are a number
// that a float64 holds exactly, as it does their power of ten, one division rounds it (W. D.
// Clinger, "How to Read Floating Point Numbers Accurately", 1990). end is 0 for any other.
func simpleFloat(data []byte, at, bits int) (v float64, end int) {
	negative := data[at] == '-'
	if negative {
		at++
	}
	n, end := digits(data, at)
	count := end - at
	if count == 0 || count > 1 && data[at] == '0' {
		return 0, 0
	}
	places := 0
	if end < len(data) && data[end] == '.' {
		at = end + 1
		for end = at; end < len(data) && data[end]-'0' <= 9; end++ {
			n = n*10 + uint64(data[end]-'0')
		}
		if places = end - at; places == 0 {
			return 0, 0
		}
		count += places
	}
	if count > 19 || bits != 64 && (n > 1<<24 || places > 10) ||
		end < len(data) && data[end]|0x20 == 'e' {
		return 0, 0
	}
	switch v = float64(n); {
	case bits != 64:
		v = float64(float32(n) / float32(tens[places]))
	case n > 1<<53:
		v = quotient(n, places)
	default:
		v /= tens[places]
	}
	if negative {
		v = math.Copysign(v, -1)
	}
	return v, end
}

// tens are the powers of ten that a float64 holds exactly.
var tens = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}
