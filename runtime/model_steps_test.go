package runtime

import "slices"

// The steps of the model are here (model_test.go), in the order of the code.

// A step is what nobody can come between.
type step struct {
	name string
	take func(w *modelWorld)
}

type program []step

// A modelWorld is a state in which process p takes a step.
type modelWorld struct {
	modelState
	*exploration
	p       int
	to      int8 // where p goes on
	blocked bool
	fault   string
}

func (w *modelWorld) is(broken string) bool { return w.broken == broken }

func (w *modelWorld) mine() *modelLocal { return &w.local[w.p] }

func (w *modelWorld) fails(what string) { w.fault = what }

// goOn goes on at the step with this name, behind the last one if there is none.
func (w *modelWorld) goOn(name string) {
	steps := w.programs[w.p]
	w.to = int8(len(steps))
	if i := slices.IndexFunc(steps, func(s step) bool { return s.name == name }); i >= 0 {
		w.to = int8(i)
	}
}

func (w *modelWorld) lock(mu *int8) {
	if w.blocked = *mu != 0; !w.blocked {
		*mu = int8(w.p) + 1
	}
}

// look is every use of the exchange by somebody who thinks that it is the first request's.
func (w *modelWorld) look() {
	if w.about != 1 {
		w.fails("somebody looks at another request")
	}
}

// atOutput begins what is done to frame.out or sent of it, until offOutput.
func (w *modelWorld) atOutput() {
	if w.sending != 0 {
		w.fails("two write at once")
	}
	w.sending = int8(w.p) + 1
}

func (w *modelWorld) offOutput() { w.sending = 0 }

// open begins the answer of a request.
func (w *modelWorld) open(n int8) {
	if w.answers[n]++; w.answers[n] > 1 || w.answering != 0 {
		w.fails("a request is answered twice")
	}
}

// read takes what the client has sent; ok: there was something or the end.
func (w *modelWorld) read() (item byte, ok bool) {
	if w.taken == w.sent {
		return 0, false
	}
	if item = w.client[w.taken]; item != '.' {
		w.taken++
	}
	if w.p != theWatcher && w.pc[theWatcher] != endedProcess {
		w.fails("two read at once")
	}
	return item, true
}

// startWatching is conn_watch.go's. conn.reading is held, or the request retired.
func (w *modelWorld) startWatching() {
	if w.started > 0 && !w.is("newWatch looks at the body too late") {
		return // a second guard: newWatch and bodyDone agree already
	}
	if w.started++; w.started > 1 {
		w.fails("a watch is started twice")
	}
	w.past = false
	w.pc[theWatcher] = 0
}

// bodyDone is conn_watch.go's, under conn.mu.
func (w *modelWorld) bodyDone() {
	w.done, w.watchable = true, true
	w.mine().sees = w.watch && !w.is("bodyDone does not look for a watch")
}

// readingBody are the steps of conn.read for the body (conn_read.go); what comes behind it
// is at the step behind; failed at the step that is named.
func readingBody(failed string) program {
	arm := step{"read: deadline", func(w *modelWorld) { w.past = false }}
	look := step{"read: isOver", func(w *modelWorld) {
		if w.p != theOwner && w.number != 1 {
			w.goOn(failed)
		}
	}}
	steps := program{
		{"read: Read", func(w *modelWorld) {
			if w.past {
				w.goOn("read: rearm")
				return
			}
			item, ok := w.read()
			switch w.blocked = !ok; {
			case !ok:
			case item == '.':
				w.failed = true
				w.goOn(failed)
			case item != 'b':
				w.fails("somebody takes another's bytes")
			default:
				w.goOn("endBody")
			}
		}},
		{"read: rearm", func(w *modelWorld) { w.past = false; w.goOn("read: isOver") }},
		{"endBody", (*modelWorld).bodyDone},
		{"bodyDone: startWatching", func(w *modelWorld) {
			if w.mine().sees {
				w.startWatching()
			}
		}},
	}
	return append(program{arm, look}, steps...)
}

// lookFirst is a reader that looks before it sets its deadline.
func lookFirst(steps program) program {
	i := slices.IndexFunc(steps, func(s step) bool { return s.name == "read: deadline" })
	steps[i], steps[i+1] = steps[i+1], steps[i]
	return steps
}

// holding is a call of a goroutine of the handler (hold.go).
func holding(body ...step) program {
	first := body[0].name
	steps := program{
		{"go", func(w *modelWorld) {
			if w.mine().address = int8(w.p) + 10; w.addressIsFree {
				w.mine().address = 1
			}
		}},
		{"isOwner", func(w *modelWorld) {
			if w.owner == w.mine().address {
				if w.goOn(first); w.number != 1 {
					w.goOn("")
				}
			} else if w.is("hold looks before it holds") && w.number != 1 {
				w.goOn("")
			}
		}},
		{"hold", func(w *modelWorld) {
			w.holders++
			if w.mine().held = true; w.number != 1 && !w.is("hold looks before it holds") {
				w.goOn("letGo")
			}
		}},
	}
	steps = append(steps, body...)
	return append(steps,
		step{"letGo", func(w *modelWorld) {
			if !w.mine().held {
				w.goOn("")
			} else if w.holders--; w.holders != 0 || w.is("letGo does not tell") {
				w.goOn("")
			}
		}},
		step{"letGo: waiter", func(w *modelWorld) {
			if w.mine().waiter = w.waiter; w.waiter == 0 {
				w.goOn("")
			}
		}},
		step{"letGo: tell", func(w *modelWorld) { w.told = w.told || w.mine().waiter == w.waits }},
	)
}

var flushing = program{
	{"flush", (*modelWorld).atOutput},
	{"flush: sent", (*modelWorld).offOutput},
}

func unlockWriting(w *modelWorld) {
	if w.writing == int8(w.p)+1 {
		w.writing = 0
	}
}

// callOf is what a goroutine of the handler does.
func callOf(c *modelCase, call string) program {
	switch call {
	case "header":
		return holding(step{"Header", (*modelWorld).look})
	case "context":
		return holding(contextSteps...)
	case "body":
		steps := holding(bodySteps()...)
		if c.broken == "read looks before the deadline" {
			lookFirst(steps)
		}
		return steps
	case "write":
		return writeSteps
	}
	return nil
}

// contextSteps are conn.context.
var contextSteps = append(append(program{
	{"context", func(w *modelWorld) {
		w.look()
		w.mine().watchable = w.watchable
		if w.watch {
			w.goOn("letGo")
		}
	}},
	{"newWatch", func(w *modelWorld) {
		if w.watch {
			w.goOn("letGo")
			return
		}
		w.watch, w.asked = true, true
		w.late = w.guard == 2 && !w.is("newWatch does not look at the guard")
		if !w.is("newWatch does not look at the body") {
			w.mine().watchable = w.watchable
		}
		if w.is("startWatching does not wait for the body") {
			w.mine().watchable = true
		}
	}},
	{"flushForWaiting", func(w *modelWorld) {
		unlocked := w.is("flushForWaiting takes no lock")
		switch {
		case w.late:
			w.cancelled = true
			w.goOn("context: reading")
		case !unlocked && (w.writing != 0 || w.stream): // who writes flushes
			w.goOn("context: reading")
		case !unlocked:
			w.writing = int8(w.p) + 1
		}
	}},
}, flushing...),
	step{"flushForWaiting: unlock", unlockWriting},
	step{"context: reading", func(w *modelWorld) {
		if w.is("newWatch looks at the body too late") {
			w.mine().watchable = w.watchable
		}
		if w.mine().watchable {
			w.lock(&w.reading)
		} else {
			w.goOn("letGo")
		}
	}},
	step{"startWatching", func(w *modelWorld) { w.startWatching(); w.reading = 0 }},
)

// bodySteps are Request.Body and BodyReader.Read.
func bodySteps() program {
	steps := program{
		{"Body", func(w *modelWorld) { w.lock(&w.reading) }},
		{"takeBody", func(w *modelWorld) {
			if w.look(); w.done || w.failed {
				w.goOn("Body: unlock")
			}
		}},
		{"sendBeforeBody", func(w *modelWorld) {
			if !w.is("sendBeforeBody takes no lock") {
				w.lock(&w.writing)
			}
		}},
	}
	steps = append(steps, flushing...)
	steps = append(steps, step{"sendBeforeBody: unlock", unlockWriting})
	steps = append(steps, readingBody("Body: unlock")...)
	return append(steps, step{"Body: unlock", func(w *modelWorld) { w.reading = 0 }})
}
