package match

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// The converters of path parameters that generated code calls live here: text of one
// segment in, value and "does it take this text" out. A refusal is normal, it sends the
// request on to the next route: no converter allocates, on yes or no. To say no takes 2 to 4 ns
// as written, 75 and two allocations by strconv.ParseInt (BenchmarkConverters).

// ParseUUID takes 8-4-4-4-12 hex digits of either case: 16 bytes in network order.
func ParseUUID(s string) (u [16]byte, ok bool) {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return u, false
	}
	s = s[:36]
	wrong := byte(0)
	for k, at := range uuidDigits {
		high, low := unhex[s[at]], unhex[s[at+1]]
		wrong |= high | low
		u[k] = high<<4 | low
	}
	if wrong > 15 {
		return [16]byte{}, false
	}
	return u, true
}

// uuidDigits are where the two digits of each byte of a UUID stand.
var uuidDigits = [16]uint8{0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34}

// ParseBool takes true and false.
func ParseBool(s string) (v, ok bool) {
	if s == "true" {
		return true, true
	}
	return false, s == "false"
}

// ParseDate takes a real day as YYYY-MM-DD and returns its midnight in UTC.
func ParseDate(s string) (day time.Time, ok bool) {
	y, ok := dateDigits(s)
	if !ok {
		return day, false
	}
	year := int(y&15)*1000 + int(y>>8&15)*100 + int(y>>16&15)*10 + int(y>>24&15)
	month, d := int(y>>40&15)*10+int(y>>48&15), int(s[8])*10+int(s[9])-'0'*11
	if month < 1 || month > 12 || d < 1 || d > daysIn(year, month) {
		return day, false
	}
	return time.Unix(daysBefore(year, month, d)*24*60*60, 0).UTC(), true
}

// dateDigits are those of year and month, a byte each in the order of the text; ok is false if s
// has not the shape of a date.
func dateDigits(s string) (values uint64, ok bool) {
	if len(s) != 10 || s[8]-'0' > 9 || s[9]-'0' > 9 {
		return 0, false
	}
	const hyphens = 0xff0000ff00000000
	values = Peek8(s, 0) ^ 0x2d30302d30303030 // "0000-00-"
	above := (values + 0x0606060606060606) | values
	return values, above&0xf0f0f0f0f0f0f0f0|values&hyphens == 0
}

func isDateShape(s string) bool {
	_, ok := dateDigits(s)
	return ok
}

// daysBefore is how many days of the Gregorian calendar lie between 1970-01-01 and a day. Years
// begin in March here, so that the day that is there every fourth year is the last one.
func daysBefore(year, month, day int) int64 {
	if month < 3 {
		year, month = year-1, month+12
	}
	days := 365*year + floor(year, 4) - floor(year, 100) + floor(year, 400)
	return int64(days + (153*(month-3)+2)/5 + day - 1 - 719468)
}

// floor is the whole number below n/d; the year before 0000-03-01 is -1.
func floor(n, d int) int { return (n+400)/d - 400/d }

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// ParseUint8 takes [0-9]+ up to 255.
func ParseUint8(s string) (uint8, bool) {
	n, ok := ParseUint64(s)
	return uint8(n), ok && n <= math.MaxUint8
}

// ParseUint16 takes [0-9]+ up to 65535.
func ParseUint16(s string) (uint16, bool) {
	n, ok := ParseUint64(s)
	return uint16(n), ok && n <= math.MaxUint16
}

// ParseUint32 takes [0-9]+ up to 2^32-1.
func ParseUint32(s string) (uint32, bool) {
	n, ok := ParseUint64(s)
	return uint32(n), ok && n <= math.MaxUint32
}

// ParseUint takes [0-9]+ in the range of uint.
func ParseUint(s string) (uint, bool) {
	n, ok := ParseUint64(s)
	return uint(n), ok && n <= math.MaxUint
}

// ParseInt8 takes -?[0-9]+ in the range of int8.
func ParseInt8(s string) (int8, bool) {
	n, ok := ParseInt64(s)
	return int8(n), ok && n == int64(int8(n))
}

// ParseInt16 takes -?[0-9]+ in the range of int16.
func ParseInt16(s string) (int16, bool) {
	n, ok := ParseInt64(s)
	return int16(n), ok && n == int64(int16(n))
}

// ParseInt32 takes -?[0-9]+ in the range of int32.
func ParseInt32(s string) (int32, bool) {
	n, ok := ParseInt64(s)
	return int32(n), ok && n == int64(int32(n))
}

// ParseInt takes -?[0-9]+ in the range of int.
func ParseInt(s string) (int, bool) {
	n, ok := ParseInt64(s)
	return int(n), ok && n == int64(int(n))
}

// ParseInt64 takes -?[0-9]+ in the range of int64.
func ParseInt64(s string) (int64, bool) {
	if behind := len(s) - 4; 0 <= behind && behind <= 4 {
		if first, last := Peek4(s, 0), Peek4(s, behind); areDigits(first, last) {
			return int64(joinDigits(first, last, behind)), true
		}
	}
	if s != "" && s[0] == '-' {
		n, ok := decimal(s[1:])
		return -int64(n), ok && n <= 1<<63
	}
	n, ok := decimal(s)
	return int64(n), ok && n <= math.MaxInt64
}

// ParseUint64 takes [0-9]+ up to 2^64-1.
func ParseUint64(s string) (uint64, bool) {
	if behind := len(s) - 4; 0 <= behind && behind <= 4 {
		if first, last := Peek4(s, 0), Peek4(s, behind); areDigits(first, last) {
			return uint64(joinDigits(first, last, behind)), true
		}
	}
	return decimal(s)
}

// decimal takes [0-9]+ up to 2^64-1. Leading zeros are no fault.
func decimal(s string) (n uint64, ok bool) {
	for i := range len(s) {
		c := s[i] - '0'
		if c > 9 || n > math.MaxUint64/10 || n*10 > math.MaxUint64-uint64(c) {
			return 0, false
		}
		n = n*10 + uint64(c)
	}
	return n, s != ""
}

// Numbers of 4 to 8 digits are taken four digits at a time, the first four and the last
// four: 1.14 times the time of plain texts as written, 1.20 digit by digit (bench_github in
// order, with integers).

// areDigits says whether eight bytes, in two numbers, are digits.
func areDigits(first, last uint32) bool {
	first, last = first^0x30303030, last^0x30303030
	return (first|(first+0x06060606)|last|(last+0x06060606))&0xf0f0f0f0 == 0
}

// behindFour are by how many digits stand behind the first four: what these count, and
// which bytes of the last four they are.
var behindFour = [5]struct{ power, mask uint32 }{
	{1, 0}, {10, 0xff000000}, {100, 0xffff0000}, {1000, 0xffffff00}, {10_000, 0xffffffff},
}

// joinDigits is the number of the first four digits and those of the last four that are
// behind them.
func joinDigits(first, last uint32, behind int) uint32 {
	b := &behindFour[behind]
	return fourDigits(first)*b.power + fourDigits(last&b.mask)
}

// fourDigits adds digits in pairs, and these. It takes zero bytes for zeros.
func fourDigits(w uint32) uint32 {
	w = w & 0x0f0f0f0f * (10<<8 + 1) >> 8 & 0x00ff00ff
	return w * (100<<16 + 1) >> 16
}

// ParseFloat takes -?[0-9]+(\.[0-9]+)?. A number beyond the range of float64 is an
// infinity: nothing of the shape is refused.
func ParseFloat(s string) (float64, bool) {
	if !isFloatShape(s) {
		return 0, false
	}
	v, _ := strconv.ParseFloat(s, 64) // the one error left is the range, with ±Inf as its value
	return v, true
}

func isFloatShape(s string) bool {
	i := 0
	if s != "" && s[0] == '-' {
		i = 1
	}
	j := skipDigits(s, i)
	if j == i {
		return false
	}
	if j == len(s) {
		return true
	}
	k := skipDigits(s, j+1)
	return s[j] == '.' && k > j+1 && k == len(s)
}

// skipDigits returns the end of the digits that start at i.
func skipDigits(s string, i int) int {
	for i < len(s) && s[i]-'0' <= 9 {
		i++
	}
	return i
}

// LenBetween says whether a text has at least least and at most most characters; most
// 0 is no limit. A byte that is not UTF-8 counts as one.
func LenBetween(s string, least, most int) bool {
	if len(s) < least {
		return false
	}
	if least <= 1 && (most == 0 || len(s) <= most) { // every character has at least a byte
		return true
	}
	n := utf8.RuneCountInString(s)
	return n >= least && (most == 0 || n <= most)
}

// FormatFloat writes a float parameter for a URL; "" for what has no text of the shape.
func FormatFloat(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// FormatDate writes the day of t, in t's own location, for a URL; "" outside of the
// years 0 to 9999.
func FormatDate(t time.Time) string {
	if y := t.Year(); y < 0 || y > 9999 {
		return ""
	}
	return t.Format(time.DateOnly)
}

// FormatInt writes an int… parameter for a URL. (Inlined into each URL function, it takes
// a twenty-fifth of what the compiler needs for a service.)
//
//go:noinline
func FormatInt(v int64) string { return strconv.FormatInt(v, 10) }

// FormatUint writes a uint… parameter for a URL.
//
//go:noinline
func FormatUint(v uint64) string { return strconv.FormatUint(v, 10) }

// FormatBool writes a bool parameter for a URL.
func FormatBool(v bool) string { return strconv.FormatBool(v) }
