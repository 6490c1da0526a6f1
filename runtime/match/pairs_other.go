//go:build !amd64

package match

// Pairs looks at the first 64 bytes of s: ends has a bit for each "&" by its place, equals for each
// "=", and others for each "%", each "+" and each byte beyond ASCII.
func Pairs(s string) (ends, equals, others uint64) { return pairsOf(s) }
