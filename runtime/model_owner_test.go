package runtime

// What the owner, writers of its stream, the timer, the watch and the client of the model do
// is here.

func programsOf(c *modelCase) (all [processes]program) {
	all[theOwner] = ownerSteps(c)
	all[helperA], all[helperB] = callOf(c, c.calls[0]), callOf(c, c.calls[1])
	all[theTimer], all[theWatcher] = timerSteps, watcherSteps
	for range c.client {
		all[theClient] = append(all[theClient], step{"send", func(w *modelWorld) { w.sent++ }})
	}
	return all
}

// ownerSteps are two turns of conn.exchange (conn.go) and the reading between them.
func ownerSteps(c *modelCase) program {
	steps := program{
		{"begin", func(w *modelWorld) {
			w.about, w.owner, w.mine().address = 1, 1, 1
			w.done = !w.hasBody()
			w.watchable = w.done
			if w.timed {
				w.guard = 1
			}
		}},
		{"serve", func(w *modelWorld) { // the handler starts its goroutines, and returns
			if w.timed {
				w.pc[theTimer] = 0
			}
			for i, call := range w.calls {
				if call != "" {
					w.pc[helperA+i] = 0
				}
			}
		}},
	}
	if c.own {
		steps = append(steps, contextSteps...)
		steps = append(steps, step{"letGo", func(w *modelWorld) {}}) // the owner does not hold
	}
	if c.hands {
		steps = append(steps, handingOver...)
	}
	steps = append(steps, respondSteps...)
	steps = append(steps, retireSteps(c, "")...)
	steps = append(steps, settleSteps...)
	steps = append(steps, endSteps...)
	steps = append(steps, nextSteps...)
	steps = append(steps, retireSteps(c, " the second")...)
	return append(steps,
		step{"writeHead of the second", func(w *modelWorld) { w.atOutput(); w.open(2) }},
		step{"the second is written", (*modelWorld).offOutput},
		step{"end the second", func(w *modelWorld) { w.about = 0 }},
	)
}

// handingOver is httpExchange.serveBounded's.
var handingOver = program{
	{"disown", func(w *modelWorld) {
		if !w.is("the owner does not disown") {
			w.owner = 0
		}
	}},
	{"made", func(w *modelWorld) { w.addressIsFree = true }},
	{"own", func(w *modelWorld) { w.owner, w.mine().address = 2, 2 }},
}

// respondSteps are conn.respond and respondStream up to retire.
var respondSteps = program{
	{"endGuard", func(w *modelWorld) {
		fired := w.guard == 2
		if !fired {
			w.guard = 0
		}
		switch w.lost = fired && !w.is("endGuard claims nothing"); {
		case w.lost:
		case w.end == "stream":
			w.goOn("respondStream")
		default:
			w.goOn("retire")
		}
	}},
	{"endGuard: sent", func(w *modelWorld) {
		w.blocked = !w.guarded && !w.is("endGuard does not wait")
		w.goOn("retire")
	}},
	{"respondStream", func(w *modelWorld) {
		looks := !w.done || w.is("respondStream looks at the buffer")
		if w.reading == 0 && looks && w.pc[theWatcher] != endedProcess {
			w.fails("two at the buffer")
		}
	}},
	{"beginStream", func(w *modelWorld) { w.lock(&w.writing) }},
	{"beginStream: writeHead", func(w *modelWorld) {
		w.atOutput()
		w.open(1)
		w.stream, w.begun, w.answering = true, true, 1
	}},
	{"beginStream: unlock", func(w *modelWorld) { w.offOutput(); w.writing = 0 }},
	{"runProducer: open", func(w *modelWorld) { w.lock(&w.writing) }},
	{"runProducer: add", (*modelWorld).atOutput},
	{"runProducer: unlock", func(w *modelWorld) { w.offOutput(); w.writing = 0 }},
	{"close", func(w *modelWorld) {
		if w.blocked = w.writing != 0; !w.is("close does not close") {
			w.over = true
		}
	}},
}

// retireSteps are conn.retire, with Exchange.retire and waitForHolders (hold.go).
func retireSteps(c *modelCase, of string) program {
	number := step{"retire" + of, func(w *modelWorld) {
		if w.number++; w.holders == 0 || w.is("retire does not wait") {
			w.goOn("retired" + of)
		}
	}}
	deadline := step{"retire: deadline" + of, func(w *modelWorld) {
		w.past = !w.is("retire sets no deadline")
	}}
	made := step{"waitForHolders" + of, func(w *modelWorld) { w.waits++; w.told = false }}
	set := step{"waitForHolders: waiter" + of, func(w *modelWorld) { w.waiter = w.waits }}
	look := step{"waitForHolders: holders" + of, func(w *modelWorld) {
		if w.holders == 0 {
			w.goOn("waitForHolders: end" + of)
		}
	}}
	wait := step{"waitForHolders: wait" + of, func(w *modelWorld) {
		w.blocked = !w.told
		w.told = false
		w.goOn(look.name)
	}}
	steps := program{number, deadline, made, set, look, wait}
	switch c.broken {
	case "retire sets the deadline before the number":
		deadline.name, number.name = number.name, "retire: number"+of
		steps = program{deadline, number, made, set, look, wait}
	case "waiter is set after the look":
		wait.take = func(w *modelWorld) {
			if w.waiter = w.waits; !w.told {
				w.blocked = true
			}
			w.goOn("waitForHolders: end" + of)
		}
		steps = program{number, deadline, made, look, set, wait}
	}
	return append(steps,
		step{"waitForHolders: end" + of, func(w *modelWorld) { w.waiter = 0 }},
		step{"retired" + of, func(w *modelWorld) {
			switch {
			case of != "":
			case w.lost || w.end == "abort":
				w.goOn("endWatch")
			case w.end == "stream":
				w.goOn("endStreamed")
			default:
				w.goOn("settleBody")
			}
		}})
}

// settleSteps are endStreamed, settleBody and the writing of an answer that is there.
var settleSteps = append(append(program{
	{"endStreamed", func(w *modelWorld) { w.stream = false; w.atOutput() }},
	{"endStreamed: end", func(w *modelWorld) { w.offOutput(); w.answering = 0 }},
	{"settleBody", func(w *modelWorld) {
		if w.done || w.failed || w.end == "refusal" {
			w.goOn("writeHead")
		}
	}},
}, readingBody("writeHead")...), program{
	{"writeHead", func(w *modelWorld) {
		if w.keep = w.done && !w.failed; w.end == "stream" {
			w.goOn("endWatch")
			return
		}
		w.atOutput()
		w.open(1)
		w.answering = 1
	}},
	{"writeContent", func(w *modelWorld) { w.offOutput(); w.answering = 0 }},
}...)

// endSteps are endWatch and Exchange.end.
var endSteps = program{
	{"endWatch", func(w *modelWorld) {
		if w.watch && w.watchable && w.started != 1 {
			w.fails("a context is not watched")
		}
		if w.watch && w.guard == 2 && !w.cancelled {
			w.fails("a context outlives its time")
		}
		if w.pc[theWatcher] == endedProcess {
			w.goOn("endWatch: cancel")
		}
	}},
	{"endWatch: stopping", func(w *modelWorld) { w.stopping, w.past = true, true }},
	{"endWatch: done", func(w *modelWorld) {
		w.blocked = w.pc[theWatcher] != endedProcess && !w.is("endWatch does not wait")
	}},
	{"endWatch: cancel", func(w *modelWorld) {
		w.cancelled, w.watch = w.cancelled || w.watch, false
	}},
	{"end", func(w *modelWorld) {
		if w.about = 0; !w.keep || w.lost {
			w.goOn("")
		}
	}},
}

// nextSteps read another request and begin it.
var nextSteps = append(append(program{}, flushing...), program{
	{"moreHead: deadline", func(w *modelWorld) { w.past = false }},
	{"moreHead", func(w *modelWorld) {
		if w.ahead {
			return
		}
		item, ok := w.read()
		switch w.blocked = !ok; {
		case !ok:
		case item == '.':
			w.goOn("")
		case item != '2':
			w.fails("somebody takes another's bytes")
		}
	}},
	{"begin the second", func(w *modelWorld) { w.about = 2 }},
}...)

// writeSteps are a write of bodyStream, which its own lock and over protect.
var writeSteps = program{
	{"open", func(w *modelWorld) {
		if w.blocked = !w.begun && w.pc[theOwner] != endedProcess; !w.blocked {
			w.lock(&w.writing)
		}
	}},
	{"add", func(w *modelWorld) {
		switch {
		case !w.begun || w.over:
			w.goOn("Write: unlock")
		case w.answering != 1:
			w.fails("somebody writes outside of its answer")
		default:
			w.atOutput()
		}
	}},
	{"add: sent", (*modelWorld).offOutput},
	{"Write: unlock", unlockWriting},
}

// timerSteps are conn.timeUp.
var timerSteps = program{
	{"timeUp", func(w *modelWorld) {
		if w.guard != 1 {
			w.goOn("")
			return
		}
		w.guard = 2
	}},
	{"endContext", func(w *modelWorld) { w.cancelled = w.cancelled || w.watch }},
	{"answerTimeUp", (*modelWorld).look},
	{"timeUp: writing", func(w *modelWorld) { w.lock(&w.writing) }},
	{"timeUp: writeHead", func(w *modelWorld) { w.look(); w.atOutput(); w.open(1) }},
	{"timeUp: unlock", func(w *modelWorld) { w.offOutput(); w.writing = 0 }},
	{"timeUp: sent", func(w *modelWorld) { w.guarded = true }},
}

// watcherSteps are conn.readAhead.
var watcherSteps = program{
	{"readAhead", func(w *modelWorld) {
		if w.past {
			return
		}
		item, ok := w.read()
		switch w.blocked = !ok; {
		case !ok:
		case item == '.':
			w.cancelled = true
			w.goOn("")
		case item != '2':
			w.fails("somebody takes another's bytes")
		default:
			w.ahead = true
			w.goOn("readAhead")
		}
	}},
	{"goOn", func(w *modelWorld) {
		if w.stopping && !w.is("goOn does not look") {
			w.goOn("")
			return
		}
		w.past = false
		w.goOn("readAhead")
	}},
}
