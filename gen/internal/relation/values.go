package relation

import (
	"math"
	"strconv"

	"example.com/httpgen/gen/internal/pattern"
)

// What converters ask of a value beyond its shape lives here, character by character, for
// the automata: a real day, a number in range, so many characters.

// A check reads a value that has the shape. Its states are small numbers from 0 on.
type check interface {
	start() int
	step(state int, c rune) int
	ok(state int) bool // if the value ends here
}

// checkOf is what a converter asks beyond the shape, or nil.
func checkOf(c *pattern.Conv) check {
	switch c.Kind {
	case pattern.Date:
		return dayCheck{}
	case pattern.Uint8, pattern.Uint16, pattern.Uint32, pattern.Uint64, pattern.Uint:
		bits := c.Kind.Bits()
		return rangeCheck{highest: strconv.FormatUint(math.MaxUint64>>(64-bits), 10)}
	case pattern.Int8, pattern.Int16, pattern.Int32, pattern.Int64, pattern.Int:
		bits := c.Kind.Bits()
		return rangeCheck{
			highest: strconv.FormatUint(math.MaxInt64>>(64-bits), 10),
			lowest:  strconv.FormatUint(1<<(bits-1), 10),
		}
	case pattern.StrBounded:
		return lengthCheck{c.Min, c.Max}
	}
	return nil
}

// rangeCheck compares a number with its bounds, which are their digits: lowest is that
// of what stands behind a minus sign. int and uint have 64 bits.
//
// The state is three numbers: whether there is a minus sign, how many digits there were
// without leading zeros, one more than the bound's standing for all, and how these
// compare with as many of the bound's.
// For int8 the bounds are 127 and 128: of 0200 the state says "three digits, more than 127",
// and of -128 "three digits, equal".
type rangeCheck struct{ highest, lowest string }

const (
	less = iota
	equal
	more
)

// bound is the bound on the side of zero that the number is on.
func (k rangeCheck) bound(minus int) string {
	if minus == 1 {
		return k.lowest
	}
	return k.highest
}

// start has read nothing: no digits are equal to no digits of the bound.
func (k rangeCheck) start() int { return equal }

// step forgets digits beyond the bound's length: the number is out of range by then, whatever
// follows.
func (k rangeCheck) step(state int, c rune) int {
	minus, n, order := state>>7&1, state>>8, state&3
	bound := k.bound(minus)
	switch {
	case c == '-':
		return 1<<7 | equal
	case n == 0 && c == '0', n > len(bound):
		return state
	case n < len(bound) && order == equal && c < rune(bound[n]):
		order = less
	case n < len(bound) && order == equal && c > rune(bound[n]):
		order = more
	}
	return (n+1)<<8 | minus<<7 | order
}

// ok takes every number that is shorter than its bound, and one as long that is not more.
func (k rangeCheck) ok(state int) bool {
	n, bound := state>>8, k.bound(state>>7&1)
	return n < len(bound) || n == len(bound) && state&3 != more
}

// dayCheck asks for a real day of the Gregorian calendar. The state is how many
// characters there were, and what of them still matters.
// It reads from the left: of the year whether it is a leap year, then of the month how many
// days it has, then whether the day is one of them. What is known of 2024-02- is 29.
type dayCheck struct{}

func (dayCheck) start() int { return 0 }

func (dayCheck) step(state int, c rune) int {
	at, known, digit := state&15, state>>4, int(c-'0')
	switch at {
	case 0: // of the century, whether it is a multiple of 4
		known = digit % 2
	case 1:
		known = truth((known*2+digit)%4 == 0)
	case 2: // of its years, whether it is 0, or even; and the century's
		known = known<<2 | truth(digit == 0)<<1 | digit%2
	case 3:
		leap := (known&1*2+digit)%4 == 0
		if known&2 != 0 && digit == 0 {
			leap = known>>2 == 1
		}
		known = truth(leap)
	case 5: // the first digit of the month, and whether the year is a leap year
		known = min(digit, 2)<<1 | known
	case 6:
		known = daysOf(known>>1*10+digit, known&1)
	case 8: // the first digit of the day, and the days of the month
		known = min(digit, 4)<<5 | known
	case 9:
		day := known>>5*10 + digit
		known = truth(day >= 1 && day <= known&31)
	}
	return known<<4 | at + 1
}

func (dayCheck) ok(state int) bool { return state == 1<<4|10 }

// truth is a bool as a number, to be packed into a state.
func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// daysOf is the number of days of a month, 0 for what is none. leap is 1 in a leap year.
func daysOf(month, leap int) int {
	switch month {
	case 2:
		return 28 + leap
	case 4, 6, 9, 11:
		return 30
	case 1, 3, 5, 7, 8, 10, 12:
		return 31
	}
	return 0
}

// lengthCheck counts characters. A byte that is not UTF-8 is one. The state is how many
// there were, one more than what is asked standing for all.
type lengthCheck struct{ least, most int }

func (k lengthCheck) start() int { return 0 }

// step counts no further than tells: the states of str(min=2,max=20) are 0 to 21.
func (k lengthCheck) step(state int, _ rune) int {
	enough := k.least
	if k.most > 0 {
		enough = k.most + 1
	}
	return min(state+1, enough)
}

func (k lengthCheck) ok(state int) bool {
	return state >= k.least && (k.most == 0 || state <= k.most)
}
