//go:build !amd64 && !arm64

package runtime

// Peek1 is the first byte of s.
func Peek1(s string) uint32 { return uint32(s[0]) }

// Peek2 are the first two bytes of s as a number, the first one lowest.
func Peek2(s string) uint32 { return uint32(s[0]) | uint32(s[1])<<8 }

// Peek4 are the first four bytes of s as a number, the first one lowest.
func Peek4(s string) uint32 { return Peek2(s) | Peek2(s[2:])<<16 }

func peek8(s string) uint64 { return uint64(Peek4(s)) | uint64(Peek4(s[4:]))<<32 }
