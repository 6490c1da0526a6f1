package runtime

import (
	goruntime "runtime"
	"runtime/debug"
	"testing"
	"time"
)

var kept [][]byte // what lives, and the last piece of garbage

func TestMinHeap(t *testing.T) {
	if !inAProcessOfItsOwn(t) {
		return
	}
	debug.SetGCPercent(100)
	collections := func(megabytes int) uint32 {
		var before, after goruntime.MemStats
		goruntime.ReadMemStats(&before)
		for range megabytes {
			for range 16 {
				kept[0] = make([]byte, 64<<10)
			}
			time.Sleep(10 * time.Microsecond) // the collector has its turn on one core, too
		}
		goruntime.ReadMemStats(&after)
		return after.NumGC - before.NumGC
	}
	kept = make([][]byte, 1)
	goruntime.GC()
	if n := collections(640); n < 30 {
		t.Errorf("%d collections before, want many", n)
	}
	MinHeap(64 << 20)(new(settings))
	collections(640) // whatever it was
	if n := collections(640); n > 25 {
		t.Errorf("%d collections in 640 MiB, want one for each 64 MiB or so", n)
	}
	for range 100 {
		kept = append(kept, make([]byte, 1<<20))
	}
	settled := func() bool {
		goruntime.GC()
		theHeap.mu.Lock()
		defer theHeap.mu.Unlock()
		return theHeap.percent == 100
	}
	waitFor(t, "GOGC decides again once much lives", settled)
	MinHeap(0)(new(settings))
	if percent := debug.SetGCPercent(100); percent != 100 {
		t.Errorf("GOGC is %d behind it, want 100", percent)
	}
	debug.SetGCPercent(-1)
	MinHeap(1 << 30)(new(settings))
	if percent := debug.SetGCPercent(-1); percent != -1 {
		t.Errorf("GOGC is %d, and was off", percent)
	}
}

func TestPercents(t *testing.T) {
	for _, tt := range []struct {
		least, live int64
		base, want  int
	}{
		{64 << 20, 0, 100, 1600}, {64 << 20, 4 << 20, 100, 1500}, {64 << 20, 32 << 20, 100, 100},
		{64 << 20, 1 << 30, 100, 100}, {1 << 20, 0, 100, 100}, {64 << 20, 16 << 20, 50, 300},
		{64 << 20, 60 << 20, 50, 50}, {64 << 20, 0, -1, -1}, {0, 0, 100, 100},
	} {
		if got := percentFor(tt.least, tt.live, tt.base); got != tt.want {
			t.Errorf("at least %d with %d live and GOGC %d: %d, want %d", tt.least, tt.live, tt.base, got, tt.want)
		}
	}
}
