package runtime

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestRateLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := RateLimit[string]{Requests: 2, Per: time.Second, Burst: 3}
		taken := func(sentence, key string, want ...bool) {
			t.Helper()
			for i, w := range want {
				if got := l.Take(key) == nil; got != w {
					t.Errorf("%s: use %d is taken: %v", sentence, i+1, got)
				}
			}
		}
		taken("a burst", "a", true, true, true, false, false)
		taken("another key", "b", true)
		time.Sleep(500 * time.Millisecond)
		taken("one comes back in half a second", "a", true, false)
		time.Sleep(time.Hour)
		taken("no more than a burst is saved", "a", true, true, true, false)
	})
}

func TestRateLimitTellsWhenToComeBack(t *testing.T) {
	l := RateLimit[string]{Requests: 1, Per: 90 * time.Second}
	d := talkTo(t, func() Service {
		s := handwritten(textLeaf("GET", "/", "hello"))
		s.Before = func(req Request) (*Response, error) { return nil, l.Take(req.ClientIP().String()) }
		return s
	}())
	d.want("the first", "GET /", 200, "hello")
	resp := d.want("the second", "GET /", 429, `{"error": "Too Many Requests"}`)
	if got := resp.Header.Get("Retry-After"); got != "90" {
		t.Errorf("Retry-After: %s", got)
	}
}

func TestTheZeroRateLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l RateLimit[int]
		if l.Take(1) != nil || l.Take(1) == nil {
			t.Error("it is not once a second")
		}
		time.Sleep(time.Second)
		if l.Take(1) != nil {
			t.Error("it is not once a second")
		}
	})
}

// Keys by the million are forgotten, but not one that is used all the time.
func TestRateLimitsAreBounded(t *testing.T) {
	l := RateLimit[string]{Requests: 1, Per: time.Hour, Keys: 1000}
	if l.Take("busy") != nil {
		t.Fatal("the first is refused")
	}
	for i := range 1_000_000 {
		if l.Take(fmt.Sprint(i)) != nil {
			t.Fatalf("key %d is refused", i)
		}
		if i%10 == 0 && l.Take("busy") == nil {
			t.Fatalf("a key that goes on trying is forgotten after %d others", i)
		}
	}
	kept := 0
	for i := range l.shards {
		kept += len(l.shards[i].young) + len(l.shards[i].old)
	}
	if kept > 1000 {
		t.Errorf("%d keys are remembered", kept)
	}
}

func TestRateLimitForMany(t *testing.T) {
	l := RateLimit[int]{Requests: 100, Per: time.Hour}
	var taken atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				if err := l.Take(7); err == nil {
					taken.Add(1)
				} else if e := new(HTTPError); !errors.As(err, &e) || e.Status != 429 {
					t.Errorf("the error is %v", err)
				}
			}
		})
	}
	all.Wait()
	if taken.Load() != 100 {
		t.Errorf("%d uses were taken, want 100", taken.Load())
	}
}

func TestRateLimitTakesNoMemoryForKnownKeys(t *testing.T) {
	l := RateLimit[int]{Requests: 1 << 30}
	_ = l.Take(1)
	if n := testing.AllocsPerRun(100, func() { _ = l.Take(1) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
