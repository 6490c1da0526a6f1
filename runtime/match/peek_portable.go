//go:build !amd64 && !arm64

package match

// Peek1 is the byte of s at a place.
func Peek1(s string, at int) uint32 { return uint32(s[at]) }

// Peek2 are the two bytes of s from a place on as a number, the first one lowest.
func Peek2(s string, at int) uint32 { return uint32(s[at]) | uint32(s[at+1])<<8 }

// Peek4 are the four bytes of s from a place on as a number, the first one lowest.
func Peek4(s string, at int) uint32 { return Peek2(s, at) | Peek2(s, at+2)<<16 }

// Peek8 are the eight bytes of s from a place on as a number, the first one lowest.
func Peek8(s string, at int) uint64 { return uint64(Peek4(s, at)) | uint64(Peek4(s, at+4))<<32 }
