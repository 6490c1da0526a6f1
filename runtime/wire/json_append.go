package wire

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"math"
	"net/url"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// What generated code writes JSON with lives here (RFC 8259). Each function appends a value to b
// and returns the longer b. Those that return an error return b as it was beside it.

// AppendString appends a string: as it is, but for what has to be escaped. Bytes that are not
// UTF-8 become U+FFFD.
func AppendString(b []byte, s string) []byte {
	start := len(b) + 1
	b = slices.Grow(b, len(s)+2)
	out := b[:start+len(s)+1]
	out[start-1], out[start+len(s)] = '"', '"'
	text, to, i := bytesOf(s), out[start:start+len(s)], 0
	for ; i+8 <= len(text); i += 8 { // stored while it is looked at
		w := binary.LittleEndian.Uint64(text[i:])
		if ordinary(w)&highs != highs {
			return appendSlowly(out[:start+i], s[i:])
		}
		binary.LittleEndian.PutUint64(to[i:], w)
	}
	if i < len(text) && !appendRest(to, text) {
		return appendSlowly(out[:start+i], s[i:])
	}
	return out
}

// appendRest copies the last bytes of a text, at most eight, which may be copied already but for
// seven. ok is false if they have to be looked at.
func appendRest(to, text []byte) (ok bool) {
	n := len(text)
	switch {
	case n >= 8:
		w := binary.LittleEndian.Uint64(text[n-8:])
		binary.LittleEndian.PutUint64(to[n-8:], w)
		return ordinary(w)&highs == highs
	case n >= 4:
		w, x := binary.LittleEndian.Uint32(text), binary.LittleEndian.Uint32(text[n-4:])
		binary.LittleEndian.PutUint32(to, w)
		binary.LittleEndian.PutUint32(to[n-4:], x)
		return ordinary(uint64(w)|uint64(x)<<32)&highs == highs
	}
	for i, c := range text {
		if c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return false
		}
		to[i] = c
	}
	return true
}

// appendSlowly goes on where something is escaped or beyond ASCII.
func appendSlowly(b []byte, s string) []byte {
	for {
		end, high := plain(bytesOf(s), 0)
		if run := s[:end]; high == 0 || utf8.ValidString(run) {
			b = append(b, run...)
		} else {
			for _, r := range run {
				b = utf8.AppendRune(b, r)
			}
		}
		if end == len(s) {
			return append(b, '"')
		}
		b = appendEscape(b, s[end])
		s = s[end+1:]
	}
}

func appendEscape(b []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\b':
		return append(b, '\\', 'b')
	case '\f':
		return append(b, '\\', 'f')
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}

// AppendInt appends a whole number.
func AppendInt(b []byte, v int64) []byte {
	if v < 0 {
		return AppendUint(append(b, '-'), -uint64(v))
	}
	return AppendUint(b, uint64(v))
}

// AppendUint appends a whole number from 0. Most have few digits: 0.89 of the instructions of an
// order of 1 KiB as written, without a look at how many there are (count json/encode/order).
func AppendUint(b []byte, v uint64) []byte {
	switch {
	case v < 10:
		return append(b, byte('0'+v))
	case v < 100:
		return append(b, digitPairs[2*v], digitPairs[2*v+1])
	case v < 1000:
		pair := v % 100 * 2
		return append(b, byte('0'+v/100), digitPairs[pair], digitPairs[pair+1])
	case v < 10_000:
		first, pair := v/100*2, v%100*2
		return append(b, digitPairs[first], digitPairs[first+1], digitPairs[pair],
			digitPairs[pair+1])
	}
	return appendDigits(b, v)
}

// appendDigits appends a number of more than two digits.
func appendDigits(b []byte, v uint64) []byte {
	n := decimals(v)
	b = slices.Grow(b, n)
	at := len(b) + n
	b = b[:at]
	for ; v >= 100; v /= 100 {
		pair := v % 100 * 2
		at -= 2
		b[at], b[at+1] = digitPairs[pair], digitPairs[pair+1]
	}
	if v >= 10 {
		b[at-2] = digitPairs[2*v]
	}
	b[at-1] = digitPairs[2*v+1]
	return b
}

// digitPairs are the numbers from 00 to 99.
const digitPairs = "00010203040506070809101112131415161718192021222324252627282930313233343536373839" +
	"40414243444546474849505152535455565758596061626364656667686970717273747576777879" +
	"8081828384858687888990919293949596979899"

// AppendBool appends true or false.
func AppendBool(b []byte, v bool) []byte {
	if v {
		return append(b, "true"...)
	}
	return append(b, "false"...)
}

// AppendFloat appends the shortest number that is read as v again, of so many bits, 32 or 64;
// from 1e21 on and below 1e-6 with an exponent, as JavaScript writes it. NaN and the infinities
// have no form in JSON.
func AppendFloat(b []byte, v float64, bits int) ([]byte, error) {
	size := math.Abs(v)
	if size < 1e9 && bits == 64 {
		if b, ok := appendDecimal(b, v, size); ok {
			return b, nil
		}
	}
	if !(size <= math.MaxFloat64) {
		return b, errors.New(strconv.FormatFloat(v, 'g', -1, 64) + " has no JSON form")
	}
	small, large := size < 1e-6, size >= 1e21
	if bits == 32 {
		small, large = float32(size) < 1e-6, float32(size) >= 1e21
	}
	if size != 0 && (small || large) {
		b = strconv.AppendFloat(b, v, 'e', -1, bits)
		if n := len(b); b[n-4] == 'e' && b[n-2] == '0' { // e-07
			b[n-2] = b[n-1]
			b = b[:n-1]
		}
		return b, nil
	}
	if bits == 32 {
		return strconv.AppendFloat(b, v, 'f', -1, bits), nil
	}
	if math.Signbit(v) {
		b = append(b, '-')
	}
	return appendShortest(b, size), nil
}

// appendDecimal appends a number that has at most six decimal places: then it is a fraction of
// fifteen digits at most, and of those only one is read as v again.
func appendDecimal(b []byte, v, size float64) (longer []byte, ok bool) {
	n := uint64(size*1e6 + 0.5)
	if float64(n)/1e6 != size {
		return b, false
	}
	if math.Signbit(v) {
		b = append(b, '-')
	}
	if places := n % 1e4; places == 0 { // most are amounts of money
		if n /= 1e4; n%100 == 0 {
			return AppendUint(b, n/100), true
		}
		b = AppendUint(b, n/100)
		pair := n % 100 * 2
		if digitPairs[pair+1] == '0' {
			return append(b, '.', digitPairs[pair]), true
		}
		return append(b, '.', digitPairs[pair], digitPairs[pair+1]), true
	}
	b = AppendUint(b, n/1e6)
	return appendFraction(append(b, '.'), int(n%1e6), 6), true
}

// AppendDuration appends a duration as time.Duration is written, 1m30s.
func AppendDuration(b []byte, v time.Duration) []byte {
	b = append(b, '"')
	b = append(b, v.String()...)
	return append(b, '"')
}

// AppendURL appends a URL. A nil one is an error.
func AppendURL(b []byte, v *url.URL) ([]byte, error) {
	if v == nil {
		return b, errors.New("a nil URL has no JSON form")
	}
	return AppendString(b, v.String()), nil
}

// AppendUUID appends a UUID in lower case.
func AppendUUID(b []byte, v UUID) []byte {
	b = append(b, '"')
	b = v.appendTo(b)
	return append(b, '"')
}

// AppendBase64 appends bytes as padded base64 (RFC 4648 §4).
func AppendBase64(b []byte, v []byte) []byte {
	b = append(b, '"')
	b = base64.StdEncoding.AppendEncode(b, v)
	return append(b, '"')
}
