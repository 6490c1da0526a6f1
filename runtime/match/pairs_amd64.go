package match

import "unsafe"

// Pairs looks at the first 64 bytes of s: ends has a bit for each "&" by its place, equals for each
// "=", and others for each "%", each "+" and each byte beyond ASCII.
func Pairs(s string) (ends, equals, others uint64) {
	p := unsafe.Pointer(unsafe.StringData(s))
	// What lies behind s is there to be read as long as it is on the page where s starts.
	if !hasAVX2 || len(s) == 0 || len(s) < MaxPairs && uintptr(p)%pageSize > pageSize-MaxPairs {
		return pairsOf(s)
	}
	ends, equals, others = pairs64(p)
	if len(s) < MaxPairs {
		all := uint64(1)<<len(s) - 1
		return ends & all, equals & all, others & all
	}
	return ends, equals, others
}

// pageSize is the smallest that there is on amd64.
const pageSize = 4096

// pairs64 is Pairs of the 64 bytes at p, by AVX2.
//
//go:noescape
func pairs64(p unsafe.Pointer) (ends, equals, others uint64)
