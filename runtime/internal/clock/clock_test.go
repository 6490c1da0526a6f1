package clock

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// The coarse clock is tested here.

// Whoever asks at the edge of a second reads that second, whenever the clock was started.
func TestTheDateChangesAtTheEdgeOfTheSecond(t *testing.T) {
	for _, started := range []time.Duration{0, 1, 333 * time.Millisecond, 999_999_999} {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(started)
			var k Clock
			k.Init()
			stop, ticks := make(chan struct{}), 0
			go k.Run(stop, func(Moment) { ticks++ })
			begin := time.Now()
			for range 20 {
				edge := time.Now().Truncate(time.Second).Add(time.Second)
				for _, after := range []time.Duration{-1, 1} { // ns before and behind it
					time.Sleep(time.Until(edge.Add(after)))
					want := "Date: " + time.Now().UTC().Format(http.TimeFormat) + "\r\n"
					if got := k.DateField(); got != want {
						t.Errorf("started at %v, %v from the edge: %q, want %q", started, after, got, want)
					}
				}
			}
			close(stop)
			synctest.Wait()
			if most := int(time.Since(begin)/Tick) + 2; ticks > most {
				t.Errorf("%d ticks, want %d at most", ticks, most)
			}
		})
	}
}

// The coarse time lags a tick at most, also where the wall clock is between two ticks.
func TestTheCoarseTimeLagsATick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(123 * time.Millisecond)
		var k Clock
		k.Init()
		stop := make(chan struct{})
		go k.Run(stop, func(Moment) {})
		for range 1000 {
			time.Sleep(17 * time.Millisecond)
			if lag := time.Duration(k.Now() - k.Coarsely()); lag < 0 || lag > Tick {
				t.Errorf("the coarse clock lags %v", lag)
			}
		}
		close(stop)
	})
}

func TestUntilTick(t *testing.T) {
	for _, row := range []struct{ now, want time.Duration }{
		{0, Tick},
		{1, Tick - 1},
		{Tick - 1, 1},
		{Tick, Tick},
		{time.Second - 1, 1}, // a timer that was a moment early is set once more
		{time.Second, Tick},
		{-1, 1}, // before 1970
	} {
		if got := untilTick(time.Unix(0, int64(row.now))); got != row.want {
			t.Errorf("at %v: %v, want %v", row.now, got, row.want)
		}
	}
}
