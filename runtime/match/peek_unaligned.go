//go:build amd64 || arm64

package match

import "unsafe"

// One load each that the compiler does not know to be of single bytes. It makes a wide
// comparison of a text only where none of the text's bytes is wanted for another reason
// too, as a switch over one of them would: 26.5 ns as written, 30.4 with switches over single
// bytes and comparisons around them (bench_github in order).

// An offset that is a constant is part of the load, with the start of s. Both ends are looked
// at, as an index would be; where the compiler knows that they are inside, nothing is left of it.

// Peek1 is the byte of s at an offset.
func Peek1(s string, at int) uint32 { return uint32(s[at]) }

// Peek2 are the two bytes of s from a place on as a number, the first one lowest.
func Peek2(s string, at int) uint32 {
	_, _ = s[at], s[at+1]
	return uint32(*(*uint16)(unsafe.Add(unsafe.Pointer(unsafe.StringData(s)), at)))
}

// Peek4 are the four bytes of s from a place on as a number, the first one lowest.
func Peek4(s string, at int) uint32 {
	_, _ = s[at], s[at+3]
	return *(*uint32)(unsafe.Add(unsafe.Pointer(unsafe.StringData(s)), at))
}

// Peek8 are the eight bytes of s from a place on as a number, the first one lowest.
func Peek8(s string, at int) uint64 {
	_, _ = s[at], s[at+7]
	return *(*uint64)(unsafe.Add(unsafe.Pointer(unsafe.StringData(s)), at))
}
