package runtime

import (
	"net/netip"

	"example.com/httpgen/runtime/internal/peer"
)

// The ranges of addresses that options name live here.

// newTrustedRanges panics if one of the prefixes is none: to leave it out would be to
// run with other ranges than those that were meant.
func newTrustedRanges(option string, given []netip.Prefix) peer.Ranges {
	ranges, ok := peer.NewRanges(given)
	if !ok {
		panic("runtime: " + option + " was given an invalid prefix")
	}
	return ranges
}
