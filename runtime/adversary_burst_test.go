package runtime

import (
	"fmt"
	"time"
)

// What clients send at once lives here: pipelined requests, cut where chance says.

// A burst is what is sent at once, as far as its marks let it.
type burst struct {
	errands []*errand
	ends    []int // of the errands in bytes
	bytes   []byte
	marks   []mark
	cut     int // how much is sent
}

// A mark is a place in what is sent that waits for something; false: no more is sent.
type mark struct {
	at   int
	wait func() bool
}

// String tells a burst in short.
func (b *burst) String() string {
	text := "a burst of"
	for _, e := range b.errands {
		text += fmt.Sprintf(" · %d %s, %v, close %v, %v expectation, called %d times",
			e.n, e.method, e.finish, e.close, e.expect, e.entered.Load())
	}
	return text
}

// mayReset says whether one of its answers may.
func (b *burst) mayReset(h *adversary) bool {
	for _, e := range b.errands {
		if e.mayReset(h) {
			return true
		}
	}
	return false
}

// draw makes a burst.
func (v *visitor) draw(calm bool) *burst {
	b := &burst{}
	size := 1 + v.r.IntN(8)
	if v.r.IntN(10) == 0 {
		size = 40
	}
	first := v.h.numbers(size)
	for i := range size {
		e := newErrand(first + uint32(i))
		e.from = v.from
		v.h.script(e, calm)
		last := i == size-1
		if e.expect == patient && !last {
			e.expect = impatient
		}
		if last && (v.from.leaves || v.from.halves) && v.r.IntN(2) == 0 {
			e.method, e.content, e.body, e.expect, e.use = "GET", noContent, nil, noWait, useNothing
			e.chunked, e.slow, e.finish = false, false, finishGone
		}
		e.name(calm)
		last = last || e.finish == finishUpgrade
		e.close = last && e.finish != finishUpgrade && v.r.IntN(10) == 0
		e.old = e.close && !e.chunked && e.expect == noWait && v.h.kind != "net/http" && e.n%2 == 0
		v.h.expect(e)
		v.lossy = v.lossy || v.h.kind == "net/http" && e.mayClose(200)
		b.errands = append(b.errands, e)
		v.spell(b, e)
		if e.finish == finishUpgrade || e.breaks() && !last && v.r.IntN(3) > 0 {
			break
		}
	}
	for range v.r.IntN(4) {
		at, pause := v.r.IntN(len(b.bytes)), time.Duration(v.r.IntN(2))*20*time.Microsecond
		b.mark(at, func() bool { time.Sleep(pause); return true })
	}
	b.cut = len(b.bytes)
	return b
}

// mark puts a mark in its order.
func (b *burst) mark(at int, wait func() bool) {
	i := len(b.marks)
	for i > 0 && b.marks[i-1].at > at {
		i--
	}
	b.marks = append(b.marks, mark{})
	copy(b.marks[i+1:], b.marks[i:])
	b.marks[i] = mark{at, wait}
}

// spell writes an errand as it is sent.
func (v *visitor) spell(b *burst, e *errand) {
	b.bytes = e.appendHead(b.bytes)
	head := len(b.bytes)
	if e.content != noContent {
		b.bytes = e.appendBody(b.bytes, v.r)
	}
	if e.expect == patient {
		e.told = make(chan bool, 1)
		b.mark(head, func() bool { return <-e.told })
	}
	if e.slow {
		b.mark(head+(len(b.bytes)-head)/2, func() bool { v.h.wait(e); return true })
	}
	b.ends = append(b.ends, len(b.bytes))
}

// wait waits until the handler wants its body, or a little.
func (h *adversary) wait(e *errand) {
	for range 20 {
		if at := scene(e.scene.Load()); at == awaiting || at == streaming || e.over.Load() {
			return
		}
		time.Sleep(20 * time.Microsecond)
	}
}
