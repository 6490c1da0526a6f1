package runtime

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

// What orchestrators ask lives here: whether the process lives, and whether it is to be sent
// requests. Both are answered before all hooks.

// Health are the paths of `health` of the manifest, for generated code; "" is none.
type Health struct{ Live, Ready string }

// readyPatience is how long a probe of readiness waits for what ReadyCheck asks. Kubernetes gives
// a probe one second unless it is told otherwise, and others ten.
const readyPatience = 10 * time.Second

// ReadyCheck has a check asked by each probe of the manifest's `ready` path: as long as it
// returns an error the App is not ready. Of several, which add up, the first error counts. It is
// told to the log when it begins and when it has gone, and never to the client.
//
// Probes that come while checks run wait for the same outcome, for 10 s at most, when ctx ends,
// too; longer is not ready. So a check that hangs is called once. A panic is an error. What fails
// with everything else of a service (its database) makes all of its instances unready at once:
// a check is best about what this instance alone needs, such as a cache that is to be filled.
// Default, and nil: none.
func ReadyCheck(check func(ctx context.Context) error) Option {
	return func(s *settings) {
		if check != nil {
			s.readyChecks = append(s.readyChecks, check)
		}
	}
}

// readiness is the running of checks.
type readiness struct {
	mu      sync.Mutex
	running chan struct{} // closed when the checks that run have ended; nil: none do
	outcome error         // of the last ones
	told    bool          // an error was logged
}

var errReadyLate = errors.New("the check of readiness has not returned in time")

// answerUnhooked answers what no hook is asked about.
func (a *App) answerUnhooked(x *Exchange) (resp Response, ok bool) {
	if resp, ok = a.healthAnswer(x); ok {
		return resp, true
	}
	if hosts := a.settings.hosts; hosts != nil && !hosts.takes(x.origin.host()) {
		return x.fail(errMisdirected), true
	}
	if a.service.Docs != nil {
		if resp, ok = a.service.Docs.answer(x); ok {
			return resp, true
		}
	}
	if a.cors != nil && x.Method == OPTIONS {
		if resp, ok = a.preflight(x); ok {
			return resp, true
		}
	}
	if a.settings.protection != nil && a.crossOriginRefused(x) {
		return x.fail(errCrossOrigin), true
	}
	return Response{}, false
}

// healthAnswer answers a probe; ok is false for other paths and methods.
func (a *App) healthAnswer(x *Exchange) (_ Response, ok bool) {
	h := a.service.Health
	if x.Method != GET || x.path != h.Live && x.path != h.Ready {
		return Response{}, false
	}
	answer := Response{head: makeHead(http.StatusOK, kindFixed, typeText), body: "ok\n"}
	if x.path == h.Ready && !a.readyNow() {
		answer = Response{head: makeHead(http.StatusServiceUnavailable, kindFixed, typeText),
			body: "not ready\n"}
	}
	answer.more = &responseMore{fields: noStore}
	return answer, true
}

var noStore = []headerField{{"Cache-Control", "no-store"}}

// isHealth says whether GET of a path is a probe's.
func (a *App) isHealth(path string) bool {
	h := a.service.Health
	return path != "" && (path == h.Live || path == h.Ready)
}

// readyNow says whether the App is ready, and all checks say so.
func (a *App) readyNow() bool {
	if !a.Ready() {
		return false
	}
	if len(a.settings.readyChecks) == 0 {
		return true
	}
	r := &a.readiness
	r.mu.Lock()
	ended := r.running
	if ended == nil {
		ended = make(chan struct{})
		r.running = ended
		go a.runChecks(ended)
	}
	r.mu.Unlock()
	timer := time.NewTimer(readyPatience)
	defer timer.Stop()
	select {
	case <-ended:
	case <-timer.C:
		a.tellReadiness(errReadyLate)
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.outcome == nil
}

// runChecks asks all checks, until one fails.
func (a *App) runChecks(ended chan struct{}) {
	ctx, cancel := context.WithTimeout(context.Background(), readyPatience)
	defer cancel()
	err := errors.New("the check of readiness has ended its goroutine")
	defer func() {
		a.tellReadiness(err)
		r := &a.readiness
		r.mu.Lock()
		r.outcome, r.running = err, nil
		r.mu.Unlock()
		close(ended)
	}()
	for _, check := range a.settings.readyChecks {
		if failed := callCheck(ctx, check); failed != nil {
			err = failed
			return
		}
	}
	err = nil
}

func callCheck(ctx context.Context, check func(context.Context) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = recovered(v)
		}
	}()
	return check(ctx)
}

// tellReadiness logs the first of several failures, and that there are none any more.
func (a *App) tellReadiness(err error) {
	r := &a.readiness
	r.mu.Lock()
	before := r.told
	r.told = err != nil
	r.mu.Unlock()
	switch {
	case err != nil && !before:
		a.log().Warn("not ready", "error", err)
	case err == nil && before:
		a.log().Info("ready again")
	}
}
