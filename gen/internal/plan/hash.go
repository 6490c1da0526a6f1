package plan

import "math/bits"

// How many texts are told apart by one jump lives here.

// widths are those of windows, in bytes; where two tell as much, the wider one is taken.
var widths = []int{4, 2, 1}

// jumps is the number of cases from which the Go compiler makes a jump table of a switch
// (cmd/compile/internal/walk/switch.go, minCases).
const jumps = 8

// enough bounds the search for a hash: so many slots are looked at. Of 30 cases, one hash
// in about 1,000 has no clash; of 60, none is found, and few clashes are as good.
const enough = 1 << 20

// A Hash maps the number of a window to a slot: number * Multiplier >> Shift, in 32 bits.
//
// Generated code computes it by a multiplication and a shift, and jumps by the slot; the texts
// behind the slot are compared in full, so that a clash costs a comparison and never an answer.
type Hash struct {
	Multiplier uint32
	Shift      int
}

// Slot is where a number goes.
func (h *Hash) Slot(number uint64) uint32 { return uint32(number) * h.Multiplier >> h.Shift }

// hashOf looks for a hash that gives each case a slot of its own, or nearly each. It
// returns nil where the switch needs none.
func hashOf(cases []Case) *Hash {
	if len(cases) < jumps || len(cases[0].Bytes) == 1 {
		return nil
	}
	// Half as many slots again, up to the next power of two: the compiler wants a case for
	// every fourth (minDensity).
	shift := 32 - bits.Len(uint(len(cases)*3/2))
	best, fewest := &Hash{}, len(cases)
	taken := make([]bool, 1<<(32-shift))
	multiplier := uint32(0x9E3779B1)
	for range enough / len(cases) {
		h := &Hash{Multiplier: multiplier | 1, Shift: shift}
		clear(taken)
		clashes := 0
		for _, c := range cases {
			slot := h.Slot(Number(c.Bytes))
			if taken[slot] {
				clashes++
			}
			taken[slot] = true
		}
		if clashes < fewest {
			best, fewest = h, clashes
		}
		if fewest == 0 {
			break
		}
		multiplier = multiplier*1664525 + 1013904223 // any that vary in all bits
	}
	return best
}
