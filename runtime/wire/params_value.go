package wire

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"example.com/httpgen/runtime/match"
)

// The values of typed parameters live here: text in, value out, and a fault where it is none.
// What is taken is what typed clients were seen to send, and no more: strconv and time take
// forms that no client means.

// notA adds the fault of a text that is no value of a type, and says what to do about it where
// the text tells what its sender meant.
func (p *Params) notA(text, kind string) {
	message := p.shown(text) + " is not " + kind
	if !p.hidden {
		switch text {
		case "null", "undefined", "[object Object]", "None", "nil":
			message += " (leave the " + p.what() + " out instead)"
		}
	}
	p.Fault(RuleType, message)
}

// what is what a value is called here.
func (p *Params) what() string {
	if p.in == "body" {
		return "field"
	}
	return "parameter"
}

func (p *Params) plusIsSpace() string {
	where := p.in
	if p.in == "body" {
		where = "form"
	}
	return "a + in a " + where + " is a space, write %2B"
}

// Int is a whole number that fits into so many bits: "-"? 1*DIGIT.
func (p *Params) Int(bits int, kind string) (n int64, ok bool) {
	text, ok := p.Text()
	if !ok {
		return 0, false
	}
	if n, ok = match.ParseInt64(text); ok && n<<(64-bits)>>(64-bits) == n {
		return n, true
	}
	p.notInteger(text, kind)
	return 0, false
}

// Uint is a whole number from 0 that fits into so many bits: 1*DIGIT.
func (p *Params) Uint(bits int, kind string) (n uint64, ok bool) {
	text, ok := p.Text()
	if !ok {
		return 0, false
	}
	if n, ok = match.ParseUint64(text); ok && n<<(64-bits)>>(64-bits) == n {
		return n, true
	}
	p.notInteger(text, kind)
	return 0, false
}

func (p *Params) notInteger(text, kind string) {
	digits := strings.TrimPrefix(text, "-")
	if digits != "" && strings.Trim(digits, "0123456789") == "" {
		p.Fault(RuleType, p.shown(text)+" is out of the range of "+kind)
		return
	}
	article := "a "
	if kind[0] == 'i' {
		article = "an "
	}
	if kind[0] == 'u' && digits != text {
		p.Fault(RuleType, p.shown(text)+" is below 0")
		return
	}
	p.notA(text, article+kind)
}

// Float is a number in JSON's grammar (RFC 8259 §6) that fits into so many bits; zeros in front
// of it, as in "05", are taken, too.
func (p *Params) Float(bits int) (v float64, ok bool) {
	text, ok := p.Text()
	if !ok {
		return 0, false
	}
	if !isNumber(text) {
		p.notA(text, "a number")
		return 0, false
	}
	v, err := strconv.ParseFloat(text, bits)
	if err != nil {
		p.Fault(RuleType, p.shown(text)+" is out of range")
		return 0, false
	}
	return v, true
}

// isNumber is
//
//	number = [ "-" ] 1*DIGIT [ "." 1*DIGIT ] [ ( "e" / "E" ) [ "-" / "+" ] 1*DIGIT ]
func isNumber(s string) bool {
	digits := func() bool {
		n := 0
		for n < len(s) && s[n]-'0' <= 9 {
			n++
		}
		s = s[n:]
		return n > 0
	}
	s = strings.TrimPrefix(s, "-")
	if !digits() {
		return false
	}
	if strings.HasPrefix(s, ".") {
		if s = s[1:]; !digits() {
			return false
		}
	}
	if s != "" && s[0]|0x20 == 'e' {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		if !digits() {
			return false
		}
	}
	return s == ""
}

// Bool is true or false as JSON, Python, PHP and forms write it.
func (p *Params) Bool() (v, ok bool) {
	text, ok := p.Text()
	if !ok {
		return false, false
	}
	switch text {
	case "true", "True", "TRUE", "1":
		return true, true
	case "false", "False", "FALSE", "0":
		return false, true
	case "on": // of a checkbox without a value
		if p.coding == formBody || p.coding == partText {
			return true, true
		}
	}
	p.notA(text, "true or false")
	return false, false
}

// UUID is a UUID in its 8-4-4-4-12 form.
func (p *Params) UUID() (v UUID, ok bool) {
	text, ok := p.Text()
	if !ok {
		return v, false
	}
	if v, ok = match.ParseUUID(text); !ok {
		p.notA(text, "a UUID")
	}
	return v, ok
}

// Date is a day: 2026-11-28.
func (p *Params) Date() (day time.Time, ok bool) {
	text, ok := p.Text()
	if !ok {
		return day, false
	}
	if day, ok = match.ParseDate(text); !ok {
		p.notA(text, "a day, such as 2026-11-28")
	}
	return day, ok
}

// Time is a date-time of RFC 3339 §5.6.
func (p *Params) Time() (v time.Time, ok bool) {
	text, ok := p.Text()
	if !ok {
		return v, false
	}
	if v, ok = ParseTime(text); ok {
		return v, true
	}
	if _, plus := ParseTime(strings.Replace(text, " ", "+", 1)); plus && p.coding <= formBody {
		p.Fault(RuleType, p.shown(text)+" is not a time: "+p.plusIsSpace())
		return v, false
	}
	p.notA(text, "a time, such as 2026-11-28T10:00:00Z")
	return v, false
}

// Duration is what time.Duration is written as: 1m30s.
func (p *Params) Duration() (v time.Duration, ok bool) {
	text, ok := p.Text()
	if !ok {
		return 0, false
	}
	// A copy, since package time keeps hold of it, and with it of all of p.
	if v, ok = ParseDuration(strings.Clone(text)); !ok {
		p.notA(text, "a duration, such as 1m30s")
	}
	return v, ok
}

// URL is a URI or a reference to one (RFC 3986).
func (p *Params) URL() (v *url.URL, ok bool) {
	text, ok := p.String()
	if !ok {
		return nil, false
	}
	v, err := url.Parse(text)
	if err != nil {
		p.notA(text, "a URL")
		return nil, false
	}
	return v, true
}

// Base64 is padded base64 with the standard alphabet (RFC 4648 §4).
func (p *Params) Base64() (v []byte, ok bool) {
	text, ok := p.Text()
	if !ok {
		return nil, false
	}
	v, ok = ParseBase64(text)
	switch {
	case ok:
	case strings.Contains(text, " ") && p.coding <= formBody:
		p.Fault(RuleType, "is not base64: "+p.plusIsSpace())
	default:
		p.Fault(RuleType, "is not base64")
	}
	return v, ok
}
