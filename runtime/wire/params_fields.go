package wire

import "strings"

// Values of header fields and cookies live here.

// Header begins with header fields.
func (p *Params) Header() { p.begin("header", "", asSent, false) }

// Field goes to parameter n, the field called name, of which a line was sent; another one
// beside it is a fault. kept says that line may be kept.
func (p *Params) Field(name string, n uint, line string, several, kept bool) bool {
	p.Name, p.text, p.hidden, p.kept = name, line, false, kept
	if several {
		p.given.add(n)
		p.filled.add(n)
		p.Fault(RuleRepeat, "given 2 times")
	}
	return !several
}

// Line goes to another line of parameter n, a list; NextElement has its elements.
func (p *Params) Line(name string, n uint, line string, kept bool) {
	p.Name, p.hidden, p.rest, p.kept = name, false, line, kept
	p.Lines++
	p.given.add(n)
	p.filled.add(n)
}

// NextElement goes on to the next element of a line; what is empty is none (RFC 9110 §5.6.1).
func (p *Params) NextElement() bool {
	for p.rest != "" {
		element, rest, _ := strings.Cut(p.rest, ",")
		p.rest = rest
		if p.value = strings.Trim(element, " \t"); p.value != "" {
			return true
		}
	}
	return false
}

// Cookies begins with the pairs of Cookie fields (RFC 6265 §4.2.1). Of a cookie that comes
// twice the first counts: browsers send the one first whose path is closest (§5.4). Quotes
// around a value are left out, and escapes decoded where they are some.
func (p *Params) Cookies() { p.begin("cookie", "", cookieText, false) }

// CookieLine goes to another Cookie field; NextCookie has its pairs.
func (p *Params) CookieLine(line string, kept bool) {
	p.rest, p.kept = line, kept
	p.Lines++
}

// NextCookie goes on to the next pair of a line.
//
//	cookie-string = cookie-pair *( ";" SP cookie-pair )
func (p *Params) NextCookie() bool {
	p.hidden = false
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
