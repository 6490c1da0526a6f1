package runtime

// Slashes is where the slashes of s are: a bit for each of them by its place, and one at
// len(s). It is zero if s is longer than 63 bytes: then their places are written to
// x.Slash, in their order, and len(s) behind the last one.
//
//go:noescape
func Slashes(x *Exchange, s string) uint64
