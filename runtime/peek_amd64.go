package runtime

// Slashes is where the slashes of s are: a bit for each of them by its place, and one at
// len(s). It is zero if s is longer than 63 bytes: then their places are written, in their
// order, and len(s) behind the last one.
//
//go:noescape
func Slashes(long *[MaxSlashes]uint32, s string) uint64
