//go:build amd64 || arm64

package runtime

import "unsafe"

// One load each that the compiler does not know to be of single bytes. It makes a wide
// comparison of a text only where none of the text's bytes is wanted for another reason
// too, as a switch over one of them would. (bench_github in order, smallest of many samples:
// 30.4 ns with switches over single bytes and comparisons around them, 26.5 ns so.)

// Peek1 is the first byte of s.
func Peek1(s string) uint32 {
	_ = s[0]
	return uint32(*unsafe.StringData(s))
}

// Peek2 are the first two bytes of s as a number, the first one lowest.
func Peek2(s string) uint32 {
	_ = s[1]
	return uint32(*(*uint16)(unsafe.Pointer(unsafe.StringData(s))))
}

// Peek4 are the first four bytes of s as a number, the first one lowest.
func Peek4(s string) uint32 {
	_ = s[3]
	return *(*uint32)(unsafe.Pointer(unsafe.StringData(s)))
}

// peek8 are the first eight bytes of s as a number, the first one lowest.
func peek8(s string) uint64 {
	_ = s[7]
	return *(*uint64)(unsafe.Pointer(unsafe.StringData(s)))
}
