package runtime

import (
	goruntime "runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// How seldom memory is collected while there is little of it lives here.

// MinHeap has the collector wait until the heap has so many bytes, live ones and garbage together.
// It begins at 4 MiB by itself, since it waits until garbage is as much as what lives, and a
// service keeps little between requests: where each leaves a body of 100 KiB behind, every 30 of
// them cost a collection. With 64 MiB such a request takes 31 µs of CPU for 57, and the process 85
// MB for 25; requests that leave nothing behind gain nothing. Once more than half of it lives, GOGC decides as ever, and a limit
// of memory (GOMEMLIMIT) holds all the time.
//
// The heap is that of the process: of several Apps with this option the one that was made last
// counts. It moves GOGC by debug.SetGCPercent behind collections, and should be the only one to do
// so; where GOGC is off it does nothing. Default, zero and negative: the collector's own.
func MinHeap(bytes int64) Option {
	return func(*settings) { theHeap.keep(max(bytes, 0)) }
}

// heapFloor is the collector's own floor where GOGC is 100, in proportion else.
const heapFloor = 4 << 20

// theHeap is the process's.
var theHeap minHeap

type minHeap struct {
	mu      sync.Mutex
	least   int64 // 0: the collector's own
	base    int   // GOGC as it was
	percent int   // GOGC as it was set last
	watched bool  // a sentinel is on its way
}

// keep sets the floor.
func (h *minHeap) keep(least int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.least == 0 && least > 0 {
		h.base = debug.SetGCPercent(100)
		h.percent = 100
		h.set(h.base)
	}
	if h.least > 0 || least > 0 {
		h.least = least
		h.set(percentFor(least, 0, h.base))
	}
	if least > 0 && h.base >= 0 && !h.watched {
		h.watched = true
		h.watch()
	}
}

func (h *minHeap) set(percent int) {
	if percent != h.percent {
		debug.SetGCPercent(percent)
		h.percent = percent
	}
}

// watch has collected be called behind the next collection.
func (h *minHeap) watch() {
	sentinel := &struct{ h *minHeap }{h} // with a pointer: small ones without share their memory
	goruntime.SetFinalizer(sentinel, func(*struct{ h *minHeap }) { h.collected() })
}

// collected sets what the next collection waits for. A little more or less is left as it is, but
// for the user's own GOGC: to set it stops the world for some µs.
func (h *minHeap) collected() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.least == 0 {
		h.watched = false
		return
	}
	percent := percentFor(h.least, int64(live[0].Value.Uint64()), h.base)
	if off := percent - h.percent; off > h.percent/8 || -off > h.percent/8 || percent == h.base {
		h.set(percent)
	}
	h.watch()
}

// percentFor is the GOGC with which so much garbage is waited for that the heap has its least.
func percentFor(least, live int64, base int) int {
	if base < 0 {
		return base
	}
	return max(int((least-live)*100/max(live, heapFloor)), base)
}
