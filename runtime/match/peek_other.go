//go:build !amd64

package match

// Slashes is where the slashes of s are: a bit for each of them by its place, and one at
// len(s); what is above that one says nothing. A text longer than 63 bytes has the slashes
// of its first 64 bytes there, and for those behind left says, by their number from the
// first one of s on, how many bytes are left at them; 0 follows the last one.
func Slashes(left *[MaxSlashes]uint32, s string) uint64 { return slashesOf(left, s) }
