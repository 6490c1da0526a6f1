package wire

import (
	"fmt"
	"time"
)

// Times are written here.

// AppendTime appends a date-time of RFC 3339 §5.6 with its offset and its fraction. Offsets with
// seconds have no form there, so that such times are written in UTC. Years are those of four
// digits.
func AppendTime(b []byte, v time.Time) ([]byte, error) {
	offset := 0
	if v.Location() != time.UTC { // Zone looks the offset up, which UTC need not pay for
		if _, offset = v.Zone(); offset%60 != 0 || offset <= -24*3600 || offset >= 24*3600 {
			v, offset = v.UTC(), 0
		}
	}
	seconds := v.Unix() + int64(offset) - year0
	if uint64(seconds) >= year10000 {
		return b, noYear(v)
	}
	b = appendClock(b, uint64(seconds))
	if nanos := v.Nanosecond(); nanos != 0 {
		b = appendFraction(append(b, '.'), nanos, 9)
	}
	if offset == 0 {
		return append(b, 'Z', '"'), nil
	}
	sign := byte('+')
	if offset < 0 {
		sign, offset = '-', -offset
	}
	hour, minute := offset/3600, offset/60%60
	return append(b, sign, digit(hour/10), digit(hour), ':', digit(minute/10), digit(minute),
		'"'), nil
}

// year0 is where the year 0 begins, in seconds from 1970 on, and year10000 how many seconds the
// years of four digits have.
const (
	year0     = -719528 * 86400
	year10000 = (719528 + 2932897) * 86400
)

// appendClock appends a quotation mark, the day and the time that so many seconds from the
// beginning of the year 0 are. time.Time.Date and Clock take twice as long.
func appendClock(b []byte, seconds uint64) []byte {
	day, clock := uint32(seconds/86400), uint32(seconds%86400)
	day += 146097 - 60 // days from the 1st of March of the year -400, in the Gregorian calendar
	centuries := day / 146097
	day %= 146097
	year := (day - day/1460 + day/36524 - day/146096) / 365
	day -= 365*year + year/4 - year/100
	month := (5*day + 2) / 153
	day -= (153*month + 2) / 5
	year += centuries * 400
	if month += 3; month > 12 {
		month, year = month-12, year+1
	}
	year -= 400
	b = append(b, `"0000-00-00T00:00:00`...)
	out := b[len(b)-19:]
	pair(out[0:], year/100)
	pair(out[2:], year%100)
	pair(out[5:], month)
	pair(out[8:], day+1)
	pair(out[11:], clock/3600)
	pair(out[14:], clock/60%60)
	pair(out[17:], clock%60)
	return b
}

// pair writes two digits.
func pair(to []byte, n uint32) { to[0], to[1] = digitPairs[2*n], digitPairs[2*n+1] }

func noYear(v time.Time) error {
	return fmt.Errorf("a time of the year %d has no JSON form", v.Year())
}

// AppendDate appends the day of a time where it is.
func AppendDate(b []byte, v time.Time) ([]byte, error) {
	was := len(b)
	b, err := appendDay(append(b, '"'), v)
	if err != nil {
		return b[:was], err
	}
	return append(b, '"'), nil
}

// appendDay refuses years that would be read as others, or not at all: RFC 3339 has four digits
// and no sign.
func appendDay(b []byte, v time.Time) ([]byte, error) {
	year, month, day := v.Date()
	if year < 0 || year > 9999 {
		return b, noYear(v)
	}
	return append(b, digit(year/1000), digit(year/100), digit(year/10), digit(year), '-',
		digit(int(month)/10), digit(int(month)), '-', digit(day/10), digit(day)), nil
}

// digit is the last digit of n.
func digit(n int) byte { return byte('0' + n%10) }

// appendFraction appends the digits of n, which are so many with zeros in front, without those
// behind.
func appendFraction(b []byte, n, digits int) []byte {
	b = append(b, "000000000"[:digits]...)
	end := len(b)
	for i := end - 1; n > 0; i-- {
		b[i] = digit(n)
		n /= 10
	}
	for b[end-1] == '0' {
		end--
	}
	return b[:end]
}
