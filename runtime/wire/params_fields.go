package wire

import "strings"

// Values of header fields and cookies live here.

// Header begins with header fields; Field has their values one by one.
func (p *Params) Header() { p.begin("header", "", plainText, false) }

// Field goes to the field called name. lines are its lines as they came, of which there may be
// several: for one value that is a fault.
//
//	if in.Field("X-Page", x.Lines("X-Page")) && in.Filled(0) { …
func (p *Params) Field(name string, n uint, line string, count int) bool {
	p.Name, p.text, p.hidden, p.decoded, p.listing = name, line, false, false, 0
	if count > 1 {
		p.given.add(n)
		p.filled.add(n)
		p.Fault(RuleRepeat, "given "+counted(count, "time"))
		return false
	}
	return count == 1
}

// Element of a list in a header field: lines are read one after the other, and what is empty
// is none (RFC 9110 §5.6.1).
func (p *Params) EachOf(n uint, line string) bool {
	if p.listing == 0 {
		p.given.add(n)
		p.filled.add(n)
		p.text, p.decoded = line, false
	}
	for p.listing <= len(p.text) {
		element, _, _ := strings.Cut(p.text[p.listing:], ",")
		p.listing += len(element) + 1
		if p.value = strings.Trim(element, " \t"); p.value != "" {
			return true
		}
	}
	p.listing = 0
	return false
}

// Cookies begins with the pairs of a Cookie field (RFC 6265 §4.2.1). Of a cookie that comes
// twice the first counts: browsers send the one first whose path is closest (§5.4). Quotes
// around a value are left out, and escapes decoded where they are some.
func (p *Params) Cookies() { p.begin("cookie", "", cookieText, false) }

// Line begins with another Cookie field.
func (p *Params) Line(text string) { p.rest = text }

// NextCookie is Next for cookies.
//
//	cookie-string = cookie-pair *( ";" SP cookie-pair )
func (p *Params) NextCookie() bool {
	p.hidden, p.decoded, p.listing = false, false, 0
	for p.rest != "" {
		pair, rest, _ := strings.Cut(p.rest, ";")
		p.rest = rest
		name, value, found := strings.Cut(strings.Trim(pair, " \t"), "=")
		if !found || name == "" {
			continue
		}
		if len(value) >= 2 && value[0] == '"' && value[len(value)-1] == '"' {
			value = value[1 : len(value)-1]
		}
		p.Name, p.text = name, value
		return true
	}
	return false
}
