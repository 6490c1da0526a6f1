package runtime

import (
	"net/http"
	"sync/atomic"
	"time"
)

// The server's coarse clock lives here: the time that requests read for nothing, and the
// Date field. (time.Now costs 49 ns and a moved deadline 114 ns, each request would pay
// for several of them; an atomic load costs 1 ns.)

// tick is how far the coarse clock may lag. A second is a whole number of ticks.
const tick = 250 * time.Millisecond

// A moment is a time on a server's clock: since its start. 0 is no moment.
type moment int64

// never is later than any deadline.
const never moment = 0

type clock struct {
	start  time.Time
	coarse atomic.Int64
	date   atomic.Pointer[string] // "\r\nDate: …\r\n\r\n": see dateField
	second int64                  // that date shows, Unix; of the ticking goroutine
}

func (k *clock) init() {
	k.start = time.Now().Add(-time.Second) // so that every moment is above never
	k.refresh(time.Now())
}

// run keeps the clock going until stop is closed, and calls each at every tick. A ticker
// would tick at some place inside of the second, and Date would be that much late: there
// are clients that set their clocks by it. So each tick is aimed anew at the wall clock,
// which also follows that one when it is set.
func (k *clock) run(stop <-chan struct{}, each func(now moment)) {
	now := time.Now()
	k.refresh(now)
	t := time.NewTimer(untilTick(now))
	defer t.Stop()
	for {
		select {
		case <-t.C:
			k.refresh(time.Now())
			each(k.coarsely())
			t.Reset(untilTick(time.Now()))
		case <-stop:
			return
		}
	}
}

// untilTick is the time until the wall clock's next whole tick: at most one tick, never 0.
func untilTick(now time.Time) time.Duration {
	return tick - time.Duration(now.Nanosecond())%tick
}

func (k *clock) refresh(now time.Time) {
	k.coarse.Store(int64(now.Sub(k.start)))
	if second := now.Unix(); second != k.second || k.date.Load() == nil {
		k.second = second
		date := "\r\nDate: " + now.UTC().Format(http.TimeFormat) + "\r\n\r\n"
		k.date.Store(&date)
	}
}

// dateEnd is the end of a head: of its line before, the field Date and the empty line.
func (k *clock) dateEnd() string { return *k.date.Load() }

// dateField is the field Date with its CRLF.
func (k *clock) dateField() string {
	end := k.dateEnd()
	return end[len("\r\n") : len(end)-len("\r\n")]
}

// dateIn is the value of what dateField returned.
func dateIn(field string) string { return field[len("Date: ") : len(field)-len("\r\n")] }

// now is the exact time.
func (k *clock) now() moment { return moment(time.Since(k.start)) }

// about is the time to start a timeout from: exact where the coarse clock's lag would
// matter.
func (k *clock) about(timeout time.Duration) moment {
	if timeout < 16*tick {
		return k.now()
	}
	return k.coarsely()
}

// coarsely is the time of the last tick.
func (k *clock) coarsely() moment { return moment(k.coarse.Load()) }

// time returns a moment as net.Conn's deadlines want it; never is the zero time.
func (k *clock) time(m moment) time.Time {
	if m == never {
		return time.Time{}
	}
	return k.start.Add(time.Duration(m))
}

func (m moment) add(d time.Duration) moment { return m + moment(d) }
