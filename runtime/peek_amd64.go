package runtime

// Slashes is where the slashes of s are: a bit for each of them by its place, and one at
// len(s). It is zero if s is longer than 63 bytes.
//
//go:noescape
func Slashes(s string) uint64
