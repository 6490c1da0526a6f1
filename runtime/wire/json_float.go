package wire

import (
	"math"
	"math/bits"
	"strconv"
)

// Numbers with a fraction are read and written here where that takes less than by strconv, which
// is asked for all others.

// quotient is n / 10^places, rounded to the nearest float64, ties to even. n is not 0, and places
// are at most 19.
func quotient(n uint64, places int) float64 {
	d := powers[places]
	shiftN, shiftD := bits.LeadingZeros64(n), bits.LeadingZeros64(d)
	n, d = n<<shiftN, d<<shiftD
	q, rest := bits.Div64(n>>1, n<<63, d) // n<<63 / d: of 63 or 64 bits
	if rest != 0 {
		q |= 1 // it is not half way between two
	}
	return float64(q) * math.Float64frombits(uint64(1023-63+shiftD-shiftN)<<52)
}

// powers are those of ten that an uint64 holds.
var powers = [...]uint64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}

// shortest is the shortest decimal digits * 10^-places that is read as v again, and of these the
// nearest; ok is false for what it does not look at: less than 1e-6, and 1<<53 or more. It is
// R. Giulietti's "The Schubfach way to render doubles" (2021), for the numbers whose power of ten
// 128 bits hold exactly.
func shortest64(v float64) (digits uint64, places int, ok bool) {
	if !(v >= 1e-6 && v < 1<<53) {
		return 0, 0, false
	}
	raw := math.Float64bits(v)
	mantissa := raw & (1<<52 - 1)
	c, q := mantissa|1<<52, int(raw>>52)-1075 // v is c * 2^q
	if whole := -q; whole <= 0 || c&(1<<whole-1) == 0 && whole < 53 {
		return uint64(v), 0, true
	}
	lower, log := 4*c-2, q*1262611
	if mantissa == 0 { // the number below is nearer
		lower++
		log -= 524031
	}
	places = -(log >> 22)
	h := q + (places*1741647)>>19 + 1
	g := &scales[places]
	odd := c & 1
	below, at, above := g.times(lower<<h), g.times(4*c<<h), g.times((4*c+2)<<h)
	below += odd // what is half way between two is the even one
	above -= odd
	s := at / 4
	if tenth := s / 10; s >= 10 {
		down, up := below <= 40*tenth, 40*tenth+40 <= above
		if down != up {
			return tenth + uint64(bit(up)), places - 1, true
		}
	}
	down, up := below <= 4*s, 4*s+4 <= above
	if down == up {
		up = at > 4*s+2 || at == 4*s+2 && s&1 != 0
	}
	return s + uint64(bit(up)), places, true
}

// A scale is a power of ten, shifted so that its highest bit is the highest of 128.
type scale struct{ high, low uint64 }

// times is the upper part of g * c; its last bit says whether there is something below.
func (g *scale) times(c uint64) uint64 {
	x, _ := bits.Mul64(g.low, c)
	high, low := bits.Mul64(g.high, c)
	low, carry := bits.Add64(low, x, 0)
	high += carry
	return high | uint64(bit(low > 1))
}

// scales are those of numbers from 1e-6 on.
var scales = func() (list [24]scale) {
	five := scale{0, 1} // to the power of i, which is ten's but for zeros behind
	for i := range list {
		shift := uint(bits.LeadingZeros64(five.high))
		if five.high == 0 {
			shift = 64 + uint(bits.LeadingZeros64(five.low))
		}
		list[i] = scale{five.high<<shift | five.low<<(shift-64) | five.low>>(64-shift),
			five.low << shift}
		high, low := bits.Mul64(five.low, 5)
		five = scale{five.high*5 + high, low}
	}
	return list
}()

// appendShortest appends a number from 0 on that shortest64 knows, or else as strconv does,
// without an exponent.
func appendShortest(b []byte, v float64) []byte {
	digits, places, ok := shortest64(v)
	if !ok {
		return strconv.AppendFloat(b, v, 'f', -1, 64)
	}
	for places > 0 && digits%10 == 0 {
		digits, places = digits/10, places-1
	}
	return appendPlaces(b, digits, places)
}

// appendPlaces appends digits * 10^-places.
func appendPlaces(b []byte, digits uint64, places int) []byte {
	if places == 0 {
		return AppendUint(b, digits)
	}
	start := len(b)
	if lead := places - decimals(digits); lead >= 0 {
		b = append(b, "0.000000000000000000000000"[:2+lead]...)
		return AppendUint(b, digits)
	}
	b = AppendUint(append(b, ' '), digits)
	point := len(b) - places - 1
	copy(b[start:point], b[start+1:point+1])
	b[point] = '.'
	return b
}

// decimals is how many digits a number has, 0 having one.
func decimals(n uint64) int {
	guess := bits.Len64(n|1) * 1233 >> 12
	return guess + bit(n|1 >= powers[min(guess, 19)])
}
