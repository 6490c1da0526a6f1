package load

import (
	"math/bits"
	"time"
)

// The counting of latencies lives here: buckets whose width is 1/64 of their value.

const (
	fineBits = 6
	buckets  = (40 - fineBits + 1) << fineBits // up to 2^40 ns, 18 minutes
)

// A histogram counts durations. Each connection has its own; they are added up when
// all is over, so that nothing is shared while the clock runs.
type histogram struct {
	counts [buckets]uint32
	total  uint64
}

func (h *histogram) add(d time.Duration) {
	h.counts[min(bucket(uint64(max(d, 0))), buckets-1)]++
	h.total++
}

// bucket is v itself below 2^fineBits, then fineBits bits below the leading one.
func bucket(v uint64) int {
	shift := bits.Len64(v) - fineBits - 1
	if shift <= 0 {
		return int(v)
	}
	return shift<<fineBits + int(v>>shift)
}

// lower is the smallest value of a bucket.
func lower(bucket int) uint64 {
	if bucket < 2<<fineBits {
		return uint64(bucket)
	}
	shift := bucket>>fineBits - 1
	return uint64(bucket-shift<<fineBits) << shift
}

func (h *histogram) merge(o *histogram) {
	for i, n := range o.counts {
		h.counts[i] += n
	}
	h.total += o.total
}

// quantile gives the middle of the bucket that holds the q-th part; 0 for none.
func (h *histogram) quantile(q float64) time.Duration {
	if h.total == 0 {
		return 0
	}
	rank := uint64(q * float64(h.total-1))
	for i, n := range h.counts {
		if uint64(n) > rank {
			return time.Duration((lower(i) + lower(i+1)) / 2)
		}
		rank -= uint64(n)
	}
	return time.Duration(lower(buckets - 1))
}
