package runtime

import (
	"hash/maphash"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Limits of how often something may be done live here.

// A RateLimit says how often something may be done for each key: an address, a user, a token. It
// is for hooks and handlers, at the place where it is known what the key is:
//
//	var perClient = runtime.RateLimit[netip.Addr]{Requests: 100, Per: time.Minute}
//
//	func (Server) Limit(req runtime.Request) (*runtime.Response, error) {
//		return nil, perClient.Take(req.ClientIP())
//	}
//
// A key may be used Burst times at once, and comes back to that at the rate of Requests in Per
// (the generic cell rate algorithm, ITU-T I.371). Its fields are not to be changed once it is
// used, nor is it to be copied then. Its methods may be called from any goroutine.
type RateLimit[K comparable] struct {
	Requests int           // in the time Per; less than 1: 1
	Per      time.Duration // 0 or less: 1 s
	Burst    int           // 0 or less: Requests
	// Keys bounds how many keys are remembered, each of which takes about 100 bytes besides
	// what it holds itself; 0 or less: 65,536. Where there are more, those that were not used for
	// the longest time are forgotten, and may do everything anew.
	Keys int

	once   sync.Once
	seed   maphash.Seed
	shards [rateShards]rateShard[K]
}

// rateShards is how many locks there are.
const rateShards = 16

// A rateShard holds some of the keys, with the time at which each would be as if it had never been
// used. Keys that were used lately are in young; when it is full it becomes old, and what was old
// is forgotten: a key that is used all the time is always carried over.
type rateShard[K comparable] struct {
	mu         sync.Mutex
	young, old map[K]time.Time
}

// Take uses the key once, or returns an *HTTPError 429 whose answer says Retry-After, in whole
// seconds.
func (l *RateLimit[K]) Take(key K) error {
	if wait := l.take(key, time.Now()); wait > 0 {
		return &HTTPError{Status: http.StatusTooManyRequests, Err: retryIn(wait)}
	}
	return nil
}

// take returns how long the key has to wait, 0 if it was used.
func (l *RateLimit[K]) take(key K, now time.Time) time.Duration {
	l.once.Do(func() { l.seed = maphash.MakeSeed() })
	each, room := l.rate()
	s := &l.shards[maphash.Comparable(l.seed, key)%rateShards]
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh, known := s.young[key]
	if !known {
		fresh = s.old[key]
	}
	if fresh.Before(now) {
		fresh = now
	}
	if next := fresh.Add(each); next.Sub(now) > room {
		if !known {
			s.put(key, fresh, l.perShard()) // who goes on trying is not forgotten
		}
		return next.Sub(now) - room
	}
	s.put(key, fresh.Add(each), l.perShard())
	return 0
}

// rate is how long one use takes, and how long all of a burst do.
func (l *RateLimit[K]) rate() (each, room time.Duration) {
	requests, per, burst := max(l.Requests, 1), l.Per, l.Burst
	if per <= 0 {
		per = time.Second
	}
	if burst <= 0 {
		burst = requests
	}
	each = max(per/time.Duration(requests), 1)
	return each, each * time.Duration(burst)
}

// perShard is how many keys a map of a shard holds.
func (l *RateLimit[K]) perShard() int {
	keys := l.Keys
	if keys <= 0 {
		keys = 1 << 16
	}
	return max(keys/rateShards/2, 1)
}

func (s *rateShard[K]) put(key K, fresh time.Time, most int) {
	if _, known := s.young[key]; !known && len(s.young) >= most {
		s.young, s.old = nil, s.young
	}
	if s.young == nil {
		s.young = make(map[K]time.Time)
	}
	s.young[key] = fresh
}

// retryIn is the cause of an error after which the client may come back.
type retryIn time.Duration

func (r retryIn) Error() string { return "more often than the limit" }

// seconds is the value of Retry-After (RFC 9110 §10.2.3).
func (r retryIn) seconds() string {
	return strconv.FormatInt(int64((time.Duration(r)+time.Second-1)/time.Second), 10)
}
