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
	was := len(b)
	b, err := appendDay(append(b, '"'), v)
	if err != nil {
		return b[:was], err
	}
	hour, minute, second := v.Clock()
	b = append(b, 'T', digit(hour/10), digit(hour), ':', digit(minute/10), digit(minute), ':',
		digit(second/10), digit(second))
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
	hour, minute = offset/3600, offset/60%60
	return append(b, sign, digit(hour/10), digit(hour), ':', digit(minute/10), digit(minute),
		'"'), nil
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
		return b, fmt.Errorf("a time of the year %d has no JSON form", year)
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
