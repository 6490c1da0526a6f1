package edge

import (
	"cmp"
	"time"

	"example.com/httpgen/gen/internal/model"
)

// What routes need of a proxy lives here: room for bodies, time, streams that are passed on as
// they come.

// Needs are what the routes of a place need of a proxy.
type Needs struct {
	Level   Level
	Timeout time.Duration // of the handler; 0: none is set
	MaxBody int64         // bytes; 0: any
	Upload  bool          // the body is read as it comes
}

// A Level says how an answer is passed on; a higher one can do what those below it do.
type Level uint8

// The levels.
const (
	Whole    Level = iota // an answer may be gathered
	Streamed              // it is passed on as it comes, for as long as it takes
	Upgraded              // a handler of net/http, which may take the connection over
)

// and are the needs of both.
func (n Needs) and(m Needs) Needs {
	joined := Needs{Level: max(n.Level, m.Level), Upload: n.Upload || m.Upload}
	if n.Timeout != 0 && m.Timeout != 0 {
		joined.Timeout = max(n.Timeout, m.Timeout)
	}
	if n.MaxBody != 0 && m.MaxBody != 0 {
		joined.MaxBody = max(n.MaxBody, m.MaxBody)
	}
	return joined
}

// way are the needs that choose how an answer is passed on. Ways have an order: of two that meet
// in a path, the first is good for both.
func (n Needs) way() Needs {
	if n.Level > Whole {
		return Needs{Level: n.Level}
	}
	return Needs{Timeout: n.Timeout}
}

// wider orders ways, the widest first.
func wider(a, b Needs) int {
	if a.Level != b.Level {
		return cmp.Compare(b.Level, a.Level)
	}
	if a.Timeout == 0 || b.Timeout == 0 {
		return cmp.Compare(a.Timeout, b.Timeout) // no timeout is the longest
	}
	return cmp.Compare(b.Timeout, a.Timeout)
}

func needsOf(m *model.Manifest, r *model.Route) Needs {
	n := Needs{
		Timeout: time.Duration(positive(cmp.Or(int64(r.Limits.Timeout), setting(m, "timeout", 0)))),
		MaxBody: positive(cmp.Or(r.Limits.MaxBody, setting(m, "max_body_size", 1<<20))),
	}
	switch r.Body.Kind {
	case model.StreamBody, model.NDJSONBody, model.MultipartStreamBody:
		n.Upload = true
	}
	n.Level = levelOf(r.Returns)
	if n.Level > Whole {
		n.Timeout = 0
	}
	return n
}

func levelOf(r model.Returns) Level {
	switch r.Kind {
	case model.ReturnsHTTP:
		return Upgraded
	case model.ReturnsEvents, model.ReturnsNDJSON, model.ReturnsChunks:
		return Streamed
	}
	level := Whole
	for _, one := range r.Results {
		level = max(level, levelOf(one.Body))
	}
	return level
}

func needsOfMount(m *model.Manifest) Needs {
	return Needs{Level: Upgraded, MaxBody: positive(setting(m, "max_body_size", 1<<20))}
}

// positive is a limit without what stands for none.
func positive(n int64) int64 { return max(n, 0) }

// Times are those of connections, for timeouts of an edge.
type Times struct {
	Read  time.Duration // of a whole request
	Head  time.Duration
	Idle  time.Duration // until the service closes an idle connection; 0: never
	Write time.Duration // without progress
	Drain time.Duration // from the signal to the end of the process
}

func timesOf(m *model.Manifest) Times {
	of := func(key string, standard time.Duration) time.Duration {
		return time.Duration(positive(setting(m, key, int64(standard))))
	}
	return Times{
		Read: of("read_timeout", 30*time.Second), Head: of("header_timeout", 10*time.Second),
		Idle: of("idle_timeout", 180*time.Second), Write: of("write_timeout", 30*time.Second),
		Drain: of("pre_drain", 0) + of("drain_timeout", 25*time.Second),
	}
}

// pool is how long an edge may keep an idle connection to the service: clearly less than the
// service does, or a request is sent on a connection that is being closed.
func (t Times) pool() time.Duration {
	if t.Idle == 0 {
		return time.Minute
	}
	return max(min(time.Minute, t.Idle*2/3).Round(time.Second), time.Second)
}

// none is what stands for no limit where an engine wants a time.
const none = time.Hour

// wait is how long an edge waits for the service: a little longer than the service itself does,
// which then answers 503.
func (n Needs) wait() time.Duration {
	if n.Timeout == 0 {
		return none
	}
	return n.Timeout.Truncate(time.Second) + 5*time.Second
}
