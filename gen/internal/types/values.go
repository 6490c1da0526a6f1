package types

import (
	"encoding/base64"
	"math"
	"math/big"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Whether a text is a value of a builtin type is known here.

// number is the value of a number as JSON writes it, exactly; nil where text is none, or past
// what float64 holds.
//
// Exactness matters where bounds are compared: 9007199254740993 and the number before it are one
// float64. The exponent has a bound for another reason: 1e999999999 as an exact number would take
// the memory of the machine.
func number(text string) *big.Rat {
	if !isNumber(text) {
		return nil
	}
	f, err := strconv.ParseFloat(text, 64)
	mantissa, _, _ := strings.Cut(strings.ToLower(text), "e")
	switch {
	case err != nil:
		return nil
	case f != 0: // so its exponent is small, and the exact value costs little
		n, _ := new(big.Rat).SetString(text)
		return n
	case strings.ContainsAny(mantissa, "123456789"):
		return nil
	}
	return new(big.Rat)
}

// isNumber follows RFC 8259 §6:
//
//	number = [ "-" ] int [ "." 1*DIGIT ] [ ( "e" / "E" ) [ "-" / "+" ] 1*DIGIT ]
func isNumber(text string) bool {
	text = strings.TrimPrefix(text, "-")
	whole := len(text) - len(strings.TrimLeft(text, "0123456789"))
	if whole == 0 || text[0] == '0' && whole > 1 {
		return false
	}
	text = text[whole:]
	if after, ok := strings.CutPrefix(text, "."); ok {
		text = strings.TrimLeft(after, "0123456789")
		if text == after {
			return false
		}
	}
	if text == "" {
		return true
	}
	if text[0] != 'e' && text[0] != 'E' {
		return false
	}
	text = text[1:]
	if text != "" && (text[0] == '-' || text[0] == '+') {
		text = text[1:]
	}
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// bits are the widths of whole numbers; int and uint have 64.
var bits = [...]uint{
	Int: 64, Int8: 8, Int16: 16, Int32: 32, Int64: 64,
	Uint: 64, Uint8: 8, Uint16: 16, Uint32: 32, Uint64: 64,
}

// span is the least and the largest number of a kind.
//
// They are exact as well: the largest uint64 is no float64.
func (k Kind) span() (least, most *big.Rat) {
	if !k.Integer() {
		most = new(big.Rat).SetFloat64(math.MaxFloat64)
		if k == Float32 {
			most.SetFloat64(math.MaxFloat32)
		}
		return new(big.Rat).Neg(most), most
	}
	one := big.NewInt(1)
	if k >= Uint {
		high := new(big.Int).Lsh(one, bits[k])
		return new(big.Rat), new(big.Rat).SetInt(high.Sub(high, one))
	}
	high := new(big.Int).Lsh(one, bits[k]-1)
	least = new(big.Rat).SetInt(new(big.Int).Neg(high))
	return least, new(big.Rat).SetInt(high.Sub(high, one))
}

// value says what is wrong with text as a value of a builtin type, and how to write one; both
// are "" where nothing is.
//
// They are as strict as generated code is with values of requests: a default has to be one that a
// request could send.
func (k Kind) value(text string) (wrong, help string) {
	no := func(ok bool, wrong, help string) (string, string) {
		if ok {
			return "", ""
		}
		return wrong, help
	}
	switch k {
	case Bool:
		return no(text == "true" || text == "false", "is no bool", "write true or false")
	case UUID:
		return no(isUUID(text), "is no uuid", "write it as 6ba7b810-9dad-11d1-80b4-00c04fd430c8")
	case Date:
		_, err := time.Parse(time.DateOnly, text)
		return no(err == nil, "is no date", "write it as 2026-01-31")
	case Time:
		_, err := time.Parse(time.RFC3339Nano, text)
		return no(err == nil && timeShape.MatchString(text), "is no time",
			"write it as 2026-01-31T12:00:00Z")
	case Duration:
		_, err := time.ParseDuration(text)
		return no(err == nil, "is no duration", "write it as 1m30s")
	case URL:
		_, err := url.Parse(text)
		return no(err == nil && text != "", "is no URL", "write it as https://example.com/path")
	case Base64:
		_, err := base64.StdEncoding.Strict().DecodeString(text)
		return no(err == nil && !strings.ContainsAny(text, "\r\n"), "is no base64",
			"write standard base64 with its padding, such as aGVsbG8=")
	}
	if k.Integer() || k == Float32 || k == Float {
		return k.numberValue(text)
	}
	return "", ""
}

// numberValue is value for numbers: first the form, then the range, so that "1.5" of int is told as
// no whole number, and "300" of uint8 as out of range.
func (k Kind) numberValue(text string) (wrong, help string) {
	switch {
	case k.Float() && !isNumber(text):
		return "is no " + k.String(), "write a number, such as 0.5"
	case k.Integer() && !isInteger(text):
		return "is no " + k.String(), "write a whole number, such as 5"
	}
	least, most := k.span()
	if n := number(text); n == nil || n.Cmp(least) < 0 || n.Cmp(most) > 0 {
		help = "write a number that " + k.String() + " holds"
		if k.Integer() {
			help = "write a number from " + least.RatString() + " to " + most.RatString()
		}
		return "is out of range of " + k.String(), help
	}
	return "", ""
}

// timeShape is what RFC 3339 §5.6 asks for, where package time takes more: 1:00, 05,5.
var timeShape = regexp.MustCompile(
	`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

// Float says that values are numbers with a fraction.
func (k Kind) Float() bool { return k == Float32 || k == Float }

// isUUID says that text is 8-4-4-4-12 hex digits.
func isUUID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i := range len(text) {
		hyphen := i == 8 || i == 13 || i == 18 || i == 23
		if c := text[i]; hyphen != (c == '-') || !hyphen && !isHex(c) {
			return false
		}
	}
	return true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// base64Len is how many bytes a text of standard base64 stands for.
func base64Len(text string) int {
	b, _ := base64.StdEncoding.DecodeString(text)
	return len(b)
}
