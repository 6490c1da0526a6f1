// Package clock is a server's coarse clock: the time that requests read for nothing, and the
// Date field. A look takes 1 ns as written, 49 by time.Now; a deadline moved with each look
// would be another 114, and a request needs several.
package clock

import (
	"sync/atomic"
	"time"
)

// Tick is how far the coarse clock may lag. A second is a whole number of ticks.
const Tick = 250 * time.Millisecond

// A Moment is a time on a clock: in nanoseconds, since its start. 0 is no moment.
type Moment int64

// Never is later than any deadline.
const Never Moment = 0

// imfFixdate is how dates are sent (RFC 9110 §5.6.7).
const imfFixdate = "Mon, 02 Jan 2006 15:04:05 GMT"

// A Clock is asked by any goroutine once Init has returned. The coarse time and the date
// stand still while it does not Run.
type Clock struct {
	start  time.Time
	coarse atomic.Int64
	date   atomic.Pointer[string] // "\r\nDate: …\r\n\r\n": see DateField
	second int64                  // that date shows, Unix; of the ticking goroutine
}

// Init sets the clock; it comes before everything else.
func (k *Clock) Init() {
	k.InitFrom(time.Now().Add(-time.Second)) // so that every moment is above Never
}

// InitFrom is Init for a clock that has been going since start, which is past.
func (k *Clock) InitFrom(start time.Time) {
	k.start = start
	k.refresh(time.Now())
}

// Run keeps the clock going until stop is closed, and calls each at every tick. A ticker
// would tick at some place inside of the second, and Date would be that much late: there
// are clients that set their clocks by it. So each tick is aimed anew at the wall clock,
// which also follows that one when it is set.
func (k *Clock) Run(stop <-chan struct{}, each func(now Moment)) {
	now := time.Now()
	k.refresh(now)
	t := time.NewTimer(untilTick(now))
	defer t.Stop()
	for {
		select {
		case <-t.C:
			k.refresh(time.Now())
			each(k.Coarsely())
			t.Reset(untilTick(time.Now()))
		case <-stop:
			return
		}
	}
}

// untilTick is the time until the wall clock's next whole tick: at most one tick, never 0.
func untilTick(now time.Time) time.Duration {
	return Tick - time.Duration(now.Nanosecond())%Tick
}

func (k *Clock) refresh(now time.Time) {
	k.coarse.Store(int64(now.Sub(k.start)))
	if second := now.Unix(); second != k.second || k.date.Load() == nil {
		k.second = second
		date := "\r\nDate: " + now.UTC().Format(imfFixdate) + "\r\n\r\n"
		k.date.Store(&date)
	}
}

// DateEnd is the end of a head: of its line before, the field Date and the empty line.
func (k *Clock) DateEnd() string { return *k.date.Load() }

// DateField is the field Date with its CRLF.
func (k *Clock) DateField() string {
	end := k.DateEnd()
	return end[len("\r\n") : len(end)-len("\r\n")]
}

// DateIn is the value of what DateField returned.
func DateIn(field string) string { return field[len("Date: ") : len(field)-len("\r\n")] }

// Now is the exact time. It is not inlined, so that About is, which rarely asks for it.
//
//go:noinline
func (k *Clock) Now() Moment { return Moment(time.Since(k.start)) }

// About is the time to start a timeout from: exact where the coarse clock's lag would
// matter.
func (k *Clock) About(timeout time.Duration) Moment {
	if timeout < 16*Tick {
		return k.Now()
	}
	return k.Coarsely()
}

// Coarsely is the time of the last tick.
func (k *Clock) Coarsely() Moment { return Moment(k.coarse.Load()) }

// Time returns a moment as net.Conn's deadlines want it; Never is the zero time.
func (k *Clock) Time(m Moment) time.Time {
	if m == Never {
		return time.Time{}
	}
	return k.start.Add(time.Duration(m))
}

// Add returns the moment d later.
func (m Moment) Add(d time.Duration) Moment { return m + Moment(d) }
