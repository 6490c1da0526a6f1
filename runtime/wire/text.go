package wire

import (
	"encoding/base64"
	"strings"
	"time"
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
	days, ok := daysSince1970(s[:10])
	hour, minute, second := twoDigits(s[11:13]), twoDigits(s[14:16]), twoDigits(s[17:19])
	if !ok || hour > 23 || minute > 59 || second > 59 {
		return none, false
	}
	seconds := days*86400 + int64(hour)*3600 + int64(minute)*60 + int64(second)
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
	switch {
	case rest == "Z" || rest == "z":
		return time.Unix(seconds, int64(nanos)).UTC(), true
	case len(rest) == 6 && (rest[0] == '+' || rest[0] == '-') && rest[3] == ':':
		h, m := twoDigits(rest[1:3]), twoDigits(rest[4:6])
		if h > 23 || m > 59 {
			return none, false
		}
		offset := int(h)*3600 + int(m)*60
		if rest[0] == '-' {
			offset = -offset
		}
		v := time.Unix(seconds-int64(offset), int64(nanos)).UTC()
		if offset != 0 { // +00:00 is UTC, and comes out as Z again
			v = v.In(time.FixedZone("", offset))
		}
		return v, true
	}
	return none, false
}

// daysSince1970 counts the days from the first of 1970 to a full-date of RFC 3339, in the
// Gregorian calendar: years begin with March here, so that the day that is sometimes there is the
// last one. time.Date takes three times as long.
func daysSince1970(s string) (days int64, ok bool) {
	century, years := twoDigits(s[0:2]), twoDigits(s[2:4])
	month, day := twoDigits(s[5:7]), twoDigits(s[8:10])
	if century > 99 || years > 99 || month-1 > 11 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	year := int64(century)*100 + int64(years)
	leap := year%4 == 0 && (year%100 != 0 || year%400 == 0)
	if last := monthDays[month-1] + uint8(bit(leap && month == 2)); day-1 >= last {
		return 0, false
	}
	m := int64(month) - 3
	if m < 0 {
		m += 12
		year--
	}
	year += 400                         // and so never negative
	const epoch = 719468 + 400*365 + 97 // days from the 1st of March of the year -400
	return year*365 + year/4 - year/100 + year/400 + (153*m+2)/5 + int64(day) - 1 - epoch, true
}

var monthDays = [12]uint8{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

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
