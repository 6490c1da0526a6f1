package wire

import (
	"encoding/base64"
	"strings"
	"time"

	"example.com/httpgen/runtime/match"
)

// Texts of times, durations and bytes are read here, for parameters and for JSON.

// ParseTime reads a date-time of RFC 3339 §5.6 with a fraction of at most nine digits. A minute
// has 60 seconds and a day 24 hours here: who sends a leap second is refused.
//
//	date-time = date ( "T" / "t" ) 2DIGIT ":" 2DIGIT ":" 2DIGIT [ "." 1*9DIGIT ]
//	            ( "Z" / "z" / ( "+" / "-" ) 2DIGIT ":" 2DIGIT )
func ParseTime(s string) (time.Time, bool) {
	var none time.Time
	if len(s) < 20 || s[10]|0x20 != 't' || s[13] != ':' || s[16] != ':' {
		return none, false
	}
	year := int(twoDigits(s[0:2]))*100 + int(twoDigits(s[2:4]))
	month, day := twoDigits(s[5:7]), twoDigits(s[8:10])
	_, ok := match.ParseDate(s[:10])
	hour, minute, second := twoDigits(s[11:13]), twoDigits(s[14:16]), twoDigits(s[17:19])
	if !ok || hour > 23 || minute > 59 || second > 59 {
		return none, false
	}
	// What is left has a byte at least. A fraction of more than nine digits would be cut off, and
	// what is read again would be another time.
	rest, nanos := s[19:], 0
	if rest[0] == '.' {
		n := 1
		for scale := 100_000_000; n < len(rest) && rest[n]-'0' <= 9; n++ {
			nanos += int(rest[n]-'0') * scale
			scale /= 10
		}
		if n == 1 || n > 10 {
			return none, false
		}
		rest = rest[n:]
	}
	zone := time.UTC
	switch {
	case rest == "Z" || rest == "z":
	case len(rest) == 6 && (rest[0] == '+' || rest[0] == '-') && rest[3] == ':':
		h, m := twoDigits(rest[1:3]), twoDigits(rest[4:6])
		if h > 23 || m > 59 {
			return none, false
		}
		offset := int(h)*3600 + int(m)*60
		if rest[0] == '-' {
			offset = -offset
		}
		if offset != 0 { // +00:00 is UTC, and comes out as Z again
			zone = time.FixedZone("", offset)
		}
	default:
		return none, false
	}
	return time.Date(year, time.Month(month), int(day), int(hour), int(minute), int(second), nanos,
		zone), true
}

// twoDigits is the number that two digits are; 255 if they are none.
func twoDigits(s string) uint8 {
	tens, ones := s[0]-'0', s[1]-'0'
	if tens > 9 || ones > 9 {
		return 255
	}
	return tens*10 + ones
}

// ParseDuration reads what time.Duration.String writes, and what else time.ParseDuration takes
// but a sign of plus.
func ParseDuration(s string) (time.Duration, bool) {
	if strings.HasPrefix(s, "+") {
		return 0, false
	}
	v, err := time.ParseDuration(s)
	return v, err == nil
}

// ParseBase64 reads padded base64 (RFC 4648 §4), without line ends.
func ParseBase64(s string) ([]byte, bool) {
	if strings.ContainsAny(s, "\r\n") { // encoding/base64 skips them
		return nil, false
	}
	v, err := base64.StdEncoding.Strict().DecodeString(s)
	return v, err == nil
}
