package runtime

import (
	"time"
)

// Metrics are told of requests here: in figures, without anything that has to be kept. Observers
// (observe.go) are told more, and cost more.

// A Tally counts requests. Its methods are called by many goroutines at once and hold the request
// up; they must not panic. To count costs a request two looks at the clock and no allocation.
type Tally interface {
	// Begin is called once the head of a request has been read, before every hook.
	Begin()
	// End is called once for each Begin, when the answer has been written, a stream's at its
	// end, or was given up.
	End(f Figures)
}

// Figures are what a Tally is told of a request: as in Observation.
type Figures struct {
	Route    *Route
	Status   int
	Bytes    int64
	Duration time.Duration
}

// Count has a Tally count every request. They are added to each other; nil adds nothing.
// Default: none.
func Count(t Tally) Option {
	return func(s *settings) {
		if t != nil {
			s.tallies = append(s.tallies, t)
		}
	}
}

// Connections returns how many connections are open on the App's own listeners.
func (a *App) Connections() int {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	return len(a.server.conns)
}

// started is what monotonic time counts from: to look at the wall clock, too, takes as long again.
var started = time.Now()

// observed says whether anybody wants to know of requests.
func (s *settings) observed() bool { return s.watched() || len(s.tallies) > 0 }

// watched says whether somebody wants to know more than figures.
func (s *settings) watched() bool { return s.accessLog != nil || len(s.observers) > 0 }

// tallyStart begins to count a request.
func (a *App) tallyStart(o *observation) {
	o.began = time.Since(started)
	for _, t := range a.settings.tallies {
		t.Begin()
	}
}

// tallyEnd ends that.
func (a *App) tallyEnd(o *observation, route *Route) {
	f := Figures{Route: route, Status: o.status, Bytes: o.bytes, Duration: time.Since(started) - o.began}
	for _, t := range a.settings.tallies {
		t.End(f)
	}
}

// tallyRefusal counts what was answered before there was a request.
func (a *App) tallyRefusal(status int, bytes int64, took time.Duration) {
	for _, t := range a.settings.tallies {
		t.Begin()
		t.End(Figures{Status: status, Bytes: bytes, Duration: took})
	}
}

// observation is what is gathered of this request: of one that is counted alone, what was for the
// one before.
func (x *Exchange) observation() *observation {
	if x.app.settings.watched() {
		return &observation{start: time.Now()}
	}
	if x.tallied == nil {
		x.tallied = new(observation)
	}
	o := x.tallied
	o.status, o.bytes, o.err = 0, 0, nil
	return o
}
