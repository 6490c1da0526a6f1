package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	goruntime "runtime"
	"strings"
	"time"
)

// Who calls methods lives here: goroutines that handlers, hooks, producers and observers
// start, and the judgement of what their calls come to.

// A scene is what the application is doing for a request when a method is called.
type scene int32

const (
	observing scene = iota // an observer is told of its start
	before                 // in a global before hook, before matching
	handling
	awaiting  // the handler waits for the body
	streaming // the answer is written by a function
	failing   // in an error handler
	after     // in an after hook
	expired   // the time is up
	gone      // the client has left
	draining
	returned // the answer is complete, or about to be
	aborted
	broken // the handler, or the stream's function, panicked
	scenes
)

var sceneNames = [scenes]string{
	"start", "hook", "handler", "body", "stream", "error", "after",
	"503", "gone", "drain", "over", "abort", "panic",
}

func (s scene) String() string { return sceneNames[s] }

// An actor calls methods of one request, on a goroutine of its own or on the handler's.
type actor struct {
	h      *adversary
	e      *errand
	req    Request
	who    int  // among those that write to the stream
	early  bool // the request may not have been matched yet
	r      *rand.Rand
	ctx    context.Context
	reader io.Reader
	kept   [][2]string // what it was given, and what that was
}

func (h *adversary) actor(e *errand, req Request, who int) *actor {
	r := rand.New(rand.NewPCG(h.seed^uint64(who)<<32, uint64(e.n)))
	return &actor{h: h, e: e, req: req, who: who, r: r}
}

func (a *actor) keep(got, want string) {
	if got != "" && len(a.kept) < 20 {
		a.kept = append(a.kept, [2]string{got, want})
	}
}

// movesOf are the moves of each set.
var movesOf = func() map[moveSet][]*move {
	all := make(map[moveSet][]*move)
	for set := range allMoves + 1 {
		for i := range moves {
			if moves[i].set&set != 0 {
				all[set] = append(all[set], &moves[i])
			}
		}
	}
	return all
}()

// start starts the helpers of a scene.
func (h *adversary) start(e *errand, req Request, at scene, ctx context.Context) {
	if e.cell != nil {
		a := h.actor(e, req, 1)
		a.early = at == observing || at == before
		e.cell.pass(a, at)
	}
	for i := range e.helpers {
		help := &e.helpers[i]
		if help.at != at {
			continue
		}
		a := h.actor(e, req, i+1)
		a.ctx, a.early = ctx, at == observing || at == before
		e.live.Add(1)
		h.working.Add(1)
		go a.work(help)
	}
}

// work is the goroutine of a helper.
func (a *actor) work(help *helper) {
	defer a.h.working.Done()
	defer a.h.leave(a.e)
	all := movesOf[help.moves]
	switch help.when {
	case spinning:
		for range a.r.IntN(200) {
			goruntime.Gosched()
		}
	case pausing:
		time.Sleep(time.Duration(a.r.IntN(3000)) * time.Microsecond)
	case onceOver:
		a.await(a.e.isOver)
	case onceAnswered:
		a.await(a.e.answered.Load)
	}
	count := help.count
	for i := 0; i < count; i++ {
		a.call(all[a.r.IntN(len(all))])
		if help.when == throughout && i == count-1 && count < 2000 && !a.e.isOver() {
			count++
			goruntime.Gosched()
		}
	}
	a.await(a.e.answered.Load)
	a.wantEnd()
	for _, k := range a.kept {
		if k[0] != k[1] {
			a.h.find(a.e, "what was kept has changed to %.300q, it was %.300q", k[0], k[1])
		}
	}
}

// wantEnd wants the context to end with the answer.
func (a *actor) wantEnd() {
	if a.ctx == nil || a.h.stop.Load() {
		return
	}
	patience := time.NewTimer(hangs)
	defer patience.Stop()
	select {
	case <-a.ctx.Done():
	case <-patience.C:
		a.h.hung(a.e, "its context does not end with its answer")
	}
}

// await waits for what comes with the client's answer at the latest.
func (a *actor) await(ok func() bool) {
	for i := 0; !ok() && !a.h.stop.Load(); i++ {
		if i < 20 {
			goruntime.Gosched()
		} else {
			time.Sleep(50 * time.Microsecond)
		}
	}
}

// call makes one call and judges it.
func (a *actor) call(m *move) {
	at := a.h.sceneOf(a.e)
	got, err := a.try(m)
	a.h.came[at][got].Add(1)
	if complaint := a.judge(m, got, err); complaint != "" {
		a.h.find(a.e, "%s in the scene %q%s", m.name, at, complaint)
	}
}

// judge says what is wrong with what a call came to, "" if it may be.
func (a *actor) judge(m *move, got outcome, err error) string {
	streaming := a.e.streams() && a.e.from.leaves // its function may never have been called
	switch {
	case errors.As(err, new(wrong)):
		return ": " + err.Error()
	case got == panicked && err != nil:
		return " panics: " + err.Error()
	case got == panicked && !a.e.over.Load() && !a.e.timed() && !streaming:
		return " panics before the answer is complete"
	case got == panicked && a.neverPanics(m):
		return " panics; it should fail, or give an ended context"
	case got == ended && !a.e.mayEnd(a.h):
		return fmt.Sprintf(": the context has ended without a reason: %v", context.Cause(a.ctx))
	case got == fault && !a.mayBe(m, err):
		return " fails without a reason: " + err.Error()
	}
	return ""
}

// neverPanics says which methods give an error, or an ended context, after the answer.
func (a *actor) neverPanics(m *move) bool {
	switch m.name {
	case "SetContext":
		return false
	case "BodyReader.Read":
		return a.reader != nil
	}
	return m.set&(movesContext|movesWrite|movesResponse) != 0
}

// mayBe says whether an error has a reason.
func (a *actor) mayBe(m *move, err error) bool {
	var http *HTTPError
	isHTTP := errors.As(err, &http)
	switch {
	case a.e.mayFail(a.h):
		return true
	case m.set&(movesBody|movesReader) != 0 && a.e.from.kind == "net/http" && a.e.streams():
		return true // it reads no body once the answer has begun
	case m.name == "StreamWriter.Write", m.name == "StreamWriter.WriteString":
		return errors.Is(err, errTooMuch) || errors.Is(err, errLongBody)
	case isHTTP && m.name == "JSON": // the content is of another form
		return http.Status == 400 && a.e.content != jsonContent
	case isHTTP && m.name == "Form":
		return http.Status == 415 && a.e.content != formContent
	case isHTTP && m.name == "Multipart":
		return (http.Status == 415 || http.Status == 400) && a.e.content != multipartContent
	case m.set&(movesBody|movesReader) != 0 && !isHTTP: // two ways to read one body
		return strings.Contains(err.Error(), "BodyReader")
	}
	return false
}

// documented is how the panic of a request that is over begins.
const documented = "runtime: a Request was used after its answer was complete"

// try makes one call; any panic but the documented one is an error.
func (a *actor) try(m *move) (got outcome, err error) {
	defer func() {
		if v := recover(); v != nil {
			got, err = panicked, nil
			if text, ok := v.(string); !ok || !strings.HasPrefix(text, documented) {
				buf := make([]byte, 4096)
				err = fmt.Errorf("%v\n%s", v, buf[:goruntime.Stack(buf, false)])
			}
		}
	}()
	return m.do(a)
}
