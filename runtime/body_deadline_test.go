package runtime

import (
	"testing"
	"time"

	"example.com/httpgen/runtime/internal/clock"
)

// When reads of bodies have to be done is pinned here, to the nanosecond; what comes of it is
// tested in fake time (conn_time_test.go).

func deadlines(opts ...Option) *conn {
	app := NewApp(handwritten(), append(opts, Logger(quiet()))...)
	c := &conn{s: &app.server, f: new(frame)}
	c.f.x.app = app
	return c
}

func TestBodiesThatAreStreamedHaveDeadlines(t *testing.T) {
	const now, second = clock.Moment(1 << 40), clock.Moment(time.Second)
	for _, tt := range []struct {
		sentence string
		opts     []Option
		route    int64 // its own rate
		taken    int64
		waited   time.Duration
		want     clock.Moment
		after    time.Duration // what counts as waited then
	}{
		{"a grace", []Option{MinBodyRate(1000)}, 0, 0, 0, now + 10*second, 0},
		{"what came has earned more", []Option{MinBodyRate(1000)}, 0, 2000, 0, now + 12*second, 0},
		{"what was waited for is gone", []Option{MinBodyRate(1000)}, 0, 2000, 5 * time.Second, now + 7*second, 5 * time.Second},
		{"a burst earns one grace", []Option{MinBodyRate(1000)}, 0, 100_000, 5 * time.Second, now + 20*second, 90 * time.Second},
		{"a rate of the route's own", []Option{MinBodyRate(1000)}, 500, 2000, 0, now + 14*second, 0},
		{"the least rate", []Option{MinBodyRate(1000)}, 1, 3, 0, now + 13*second, 0},
		{"no rate", []Option{MinBodyRate(-1)}, 0, 2000, 0, now + 30*second, 0},
		{"none of the route's", []Option{ReadTimeout(time.Second)}, -1, 2000, 0, now + second, 0},
		{"no rate and no time", []Option{MinBodyRate(-1), ReadTimeout(-1)}, 0, 2000, 0, clock.Never, 0},
		{"the least time", []Option{MinBodyRate(-1), ReadTimeout(1)}, 0, 0, 0, now + 1, 0},
	} {
		c := deadlines(tt.opts...)
		c.f.x.SetMinBodyRate(tt.route)
		c.f.body.taken, c.f.body.waited = tt.taken, tt.waited
		if got := c.rateDeadline(now); got != tt.want || c.f.body.waited != tt.after {
			t.Errorf("%s: %v and %v waited, want %v and %v", tt.sentence,
				time.Duration(got-now), c.f.body.waited, time.Duration(tt.want-now), tt.after)
		}
	}
	for own, want := range map[int64]int64{0: 1000, 64: 64, -1: -1} {
		c := deadlines(MinBodyRate(1000))
		c.f.x.SetMinBodyRate(own)
		if got := c.f.x.bodyRate(); got != want {
			t.Errorf("the rate is %d, want %d", got, want)
		}
	}
}

func TestBodiesThatAreBufferedHaveDeadlines(t *testing.T) {
	c := deadlines()
	c.f.began = c.s.clock.Now()
	want := c.f.began + clock.Moment(30*time.Second)
	for range 2 {
		if got := c.bodyDeadline(); got != want {
			t.Errorf("%v behind the beginning, want 30s", time.Duration(got-c.f.began))
		}
	}
	c = deadlines()
	c.f.began = 1 // but its handler asks now
	if c.s.clock.InitFrom(time.Now().Add(-time.Hour)); c.bodyDeadline() < clock.Moment(time.Hour+lateGrace) {
		t.Errorf("%v is left", time.Duration(c.f.body.by-c.s.clock.Now()))
	}
	if first := c.f.body.by; c.bodyDeadline() != first {
		t.Error("it is put off by asking again")
	}
	c = deadlines(ReadTimeout(-1))
	if got := c.bodyDeadline(); got != clock.Never {
		t.Errorf("%v without a timeout", got)
	}
}
