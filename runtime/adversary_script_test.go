package runtime

import (
	"math/rand/v2"
	"strings"
)

// What adversarial requests are told to do is drawn here, from the seed and their number.

// families are kinds of scripts. Each is an attack of its own; HTTPGEN_ADVERSARY_ONLY
// chooses some by name.
var families = []struct {
	name  string
	often int
	write func(e *errand, r *rand.Rand)
}{
	{"quiet", 6, func(e *errand, r *rand.Rand) { e.carry(r); e.answer(r) }},
	{"reads", 3, func(e *errand, r *rand.Rand) {
		e.carry(r)
		e.answer(r)
		e.help(r, movesRead|movesResponse, atOnce, spinning, throughout)
	}},
	{"context", 4, func(e *errand, r *rand.Rand) {
		e.carry(r)
		e.answer(r)
		e.help(r, movesContext, atOnce, spinning, throughout)
	}},
	{"body", 3, func(e *errand, r *rand.Rand) {
		e.bring(r)
		e.answer(r)
		e.help(r, movesBody|movesReader, atOnce, spinning, throughout)
	}},
	{"reader", 4, func(e *errand, r *rand.Rand) {
		e.bring(r)
		e.answer(r)
		e.use = []bodyUse{useNothing, usePart, useReader}[r.IntN(3)]
		e.help(r, movesReader, atOnce, spinning, throughout)
	}},
	{"stream", 3, func(e *errand, r *rand.Rand) {
		e.carry(r)
		e.stream(r, finishStream, finishLength)
		e.help(r, movesWrite|movesContext, atOnce, spinning, throughout)
	}},
	{"events", 3, func(e *errand, r *rand.Rand) {
		e.carry(r)
		e.stream(r, finishEvents)
		e.help(r, movesWrite|movesContext, atOnce, spinning, throughout)
	}},
	{"handlers", 4, func(e *errand, r *rand.Rand) {
		e.carry(r)
		e.http = true
		switch e.finish = []finish{finishText, finishText, finishLarge, finishNothing, finishStream, finishStream,
			finishStream, finishPanic, finishMidPanic}[r.IntN(9)]; {
		case e.streams():
			e.stream(r, e.finish)
			e.events = false
		}
		e.help(r, allMoves, atOnce, spinning, throughout, onceOver, onceAnswered)
	}},
	{"upgrades", 2, func(e *errand, r *rand.Rand) {
		e.http, e.finish = true, finishUpgrade
		e.help(r, movesRead|movesContext|movesReader, atOnce, spinning, throughout, onceOver, onceAnswered)
	}},
	{"late", 4, func(e *errand, r *rand.Rand) {
		e.carry(r)
		if e.answer(r); r.IntN(3) == 0 {
			e.stream(r, finishStream, finishEvents)
		}
		e.help(r, allMoves, onceOver, onceOver, onceAnswered)
	}},
	{"ends", 1, func(e *errand, r *rand.Rand) {
		e.carry(r)
		if e.end(r); e.streams() {
			e.stream(r, e.finish)
		}
		e.help(r, allMoves, atOnce, pausing, throughout, onceOver)
	}},
	{"mixed", 3, func(e *errand, r *rand.Rand) {
		e.carry(r)
		if e.answer(r); r.IntN(4) == 0 {
			e.stream(r, finishStream, finishLength, finishEvents)
		}
		e.help(r, allMoves, atOnce, spinning, pausing, throughout, onceOver)
	}},
}

// script draws everything about the errand. calm: nobody helps and nothing breaks, as on
// connections that are to become brisk.
func (h *adversary) script(e *errand, calm bool) {
	r := rand.New(rand.NewPCG(h.seed, uint64(e.n)))
	switch all := h.families; {
	case calm:
		families[0].write(e, r)
		e.slow, e.looks = false, 0
	default:
		f := all[r.IntN(len(all))]
		families[f].write(e, r)
		e.looks = r.IntN(4)
		if e.method == "GET" && r.IntN(12) == 0 && e.finish != finishUpgrade {
			e.method = "HEAD"
		}
	}
}

// name makes the path, which says who answers.
func (e *errand) name(plain bool) {
	name := "a"
	switch {
	case e.finish == finishMissing:
		name = "none"
	case e.timed():
		name = "t"
	case e.http:
		name = "h"
	case e.n%3 == 0:
		name = "b"
	}
	e.path = "/" + name + "/" + e.token + "/x%2F" + e.token
	e.decoded = "/" + name + "/" + e.token + "/x/" + e.token
	if plain || e.n%2 == 0 { // what is canonical as it is
		e.path = strings.ReplaceAll(e.path, "%2F", "/")
	}
}

// carry draws a request with or without a body.
func (e *errand) carry(r *rand.Rand) {
	if r.IntN(5) < 2 {
		e.bring(r)
	}
}

// bring draws a request with a body.
func (e *errand) bring(r *rand.Rand) {
	e.method = "POST"
	e.content = []content{
		textContent, textContent, jsonContent, formContent, multipartContent,
	}[r.IntN(5)]
	size := r.IntN(200)
	switch p := r.IntN(100); {
	case p < 1:
		size = 70_000 + r.IntN(30_000)
	case p < 4:
		size = 10_000 + r.IntN(20_000)
	case p < 15:
		size = 1_000 + r.IntN(4_000)
	}
	e.fill(size)
	e.chunked = r.IntN(3) == 0
	e.slow = r.IntN(4) == 0
	if r.IntN(10) == 0 {
		e.expect = []waiting{patient, patient, impatient}[r.IntN(3)]
	}
	e.use = []bodyUse{useNothing, useBody, useBody, useReader, usePart}[r.IntN(5)]
}

// answer draws an ordinary answer.
func (e *errand) answer(r *rand.Rand) {
	switch p := r.IntN(40); {
	case p < 24:
		e.finish = finishText
	case p < 28:
		e.finish = finishJSON
	case p < 29:
		e.finish = finishLarge
	case p < 31:
		e.finish = finishNothing
	case p < 33:
		e.finish = finishError
	case p < 34:
		e.finish = finishHandled
	case p < 36:
		e.finish = finishAbort
	case p < 37:
		e.finish = finishMissing
	default:
		e.stream(r, finishStream, finishLength, finishEvents)
	}
}

func (e *errand) stream(r *rand.Rand, all ...finish) {
	e.finish = all[r.IntN(len(all))]
	e.pieces = 1 + r.IntN(5)
	e.events = e.finish == finishEvents || e.streams() && e.breaks() && r.IntN(2) == 0
	if e.content != noContent && r.IntN(3) > 0 {
		e.use = useInStream
	}
}

// end draws an end that is not an ordinary answer.
func (e *errand) end(r *rand.Rand) {
	all := []finish{
		finishPanic, finishPanic, finishBroken, finishMidPanic,
		finishTimeout, finishNear, finishLateWrite, finishAbort,
	}
	e.finish = all[r.IntN(len(all))]
}

// help draws one to three helpers.
func (e *errand) help(r *rand.Rand, moves moveSet, times ...when) {
	starts := []scene{
		observing, before, handling, handling, handling, streaming, streaming, after, failing,
	}
	for range 1 + r.IntN(3) {
		e.helpers = append(e.helpers, helper{
			at:    starts[r.IntN(len(starts))],
			when:  times[r.IntN(len(times))],
			moves: moves,
			count: 1 + r.IntN(5),
		})
	}
}
