package load

import "time"

// When requests go out lives here. Without a rate each goes when the last is
// answered. With one, each connection has its times; a request that is late because
// the answer before it was late counts from when it should have gone, so that a
// server's pause is not counted once for the many requests it held up.

// interval is the time between two requests of one connection; 0 without a rate.
func (w *worker) interval() time.Duration {
	if w.profile.Rate == 0 {
		return 0
	}
	return time.Duration(
		float64(w.profile.Conns) * float64(w.profile.depth()) / w.profile.Rate * float64(
			time.Second))
}

// firstDue spreads the connections over the interval.
func (w *worker) firstDue() time.Time {
	if w.profile.Rate == 0 {
		return time.Time{}
	}
	return time.Now().Add(w.interval() * time.Duration(w.number) / time.Duration(w.profile.Conns))
}

func (w *worker) nextDue(due time.Time) time.Time {
	if w.profile.Rate == 0 {
		return due
	}
	return due.Add(w.interval())
}

// wait sleeps until a request is due and gives the time from which it is counted.
func (w *worker) wait(due time.Time) time.Time {
	if w.profile.Rate == 0 || due.IsZero() { // the first request goes at once
		return time.Now()
	}
	if left := time.Until(due); left > 0 {
		time.Sleep(left)
		return time.Now() // the client's own oversleeping is not the server's
	}
	return due
}
