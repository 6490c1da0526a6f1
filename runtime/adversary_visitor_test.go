package runtime

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	goruntime "runtime"
	"sync/atomic"
	"syscall"
	"time"
)

// The clients of the adversary live here: connections, pipelined bursts that are cut where
// chance says, bodies that come late, and clients that leave.

// hangs is how long an answer may take before it is taken to be lost: long, because a slow
// machine is no find; who hangs nowhere does not wait for it.
const hangs = time.Minute

func serverName(number int) string { return fmt.Sprintf("c%d.example", number) }

// A visitor is one client after the other.
type visitor struct {
	h    *adversary
	r    *rand.Rand
	nc   net.Conn
	wire *wireReader
	from *whence
	// lossy: net/http resets a connection that ends while input waits, and answers are lost.
	lossy bool
}

// visit opens connections until there is enough.
func (h *adversary) visit(number int) {
	for i := 0; h.goesOn(); i++ {
		v := &visitor{h: h, r: rand.New(rand.NewPCG(h.seed, uint64(number)<<40|uint64(i)<<8|1<<63))}
		number := number*1_000_000 + i
		nc, err := h.dial(number)
		if err != nil {
			if !h.draining.Load() && !h.stop.Load() {
				h.find(nil, "no connection: %v", err)
			}
			return
		}
		v.nc, v.wire = nc, &wireReader{r: nc}
		v.from = &whence{number: number, kind: h.kind, addr: nc.LocalAddr().String(), given: new(atomic.Bool)}
		v.talk()
		h.hangUp(nc)
	}
}

// talk is the life of a connection: calm at first, so that it becomes brisk, then less so.
func (v *visitor) talk() {
	calm := v.r.IntN(4)
	bursts := calm + 1 + v.r.IntN(8)
	for i := range bursts {
		last := i == bursts-1
		if last && v.r.IntN(3) == 0 {
			from := *v.from
			from.leaves = v.r.IntN(3) > 0
			from.halves = !from.leaves
			v.from = &from
		}
		if !v.burst(i < calm, last) {
			return
		}
	}
	v.wantEnd()
}

// wantEnd says goodbye and wants not a byte more.
func (v *visitor) wantEnd() {
	if v.from.leaves || closeWrite(v.nc) != nil {
		return
	}
	err := v.wire.more()
	switch {
	case v.h.stop.Load():
	case len(v.wire.buf) > v.wire.at:
		v.h.find(nil, "connection %d goes on behind its last answer: %s", v.from.number, v.wire.around())
	case isTimeout(err):
		v.h.hung(nil, "connection %d does not end", v.from.number)
	}
}

func closeWrite(nc net.Conn) error {
	return nc.(interface{ CloseWrite() error }).CloseWrite()
}

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
		e.close = last && v.r.IntN(10) == 0
		v.h.expect(e)
		v.lossy = v.lossy || v.h.kind == "net/http" && e.mayClose(200)
		b.errands = append(b.errands, e)
		v.spell(b, e)
		if e.breaks() && !last && v.r.IntN(3) > 0 {
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

// burst sends one and hears its answers, and says whether the connection goes on.
func (v *visitor) burst(calm, last bool) bool {
	v.wire.forget()
	_ = v.nc.SetDeadline(time.Now().Add(hangs))
	b := v.draw(calm)
	v.h.sent.Add(int64(len(b.errands)))
	defer func() {
		for _, e := range b.errands {
			if !e.answered.Swap(true) {
				v.h.leave(e)
			}
		}
	}()
	if v.from.leaves {
		v.leave(b)
		return false
	}
	sent := make(chan struct{})
	if len(b.marks) == 0 && len(b.bytes) < 16<<10 {
		v.send(b)
		close(sent)
	} else {
		go func() { defer close(sent); v.send(b) }()
	}
	goesOn := v.hear(b, b.errands)
	if !goesOn { // who waits to send may go
		v.from.given.Store(true)
		for _, e := range b.errands {
			e.tell(false)
		}
		v.nc.Close()
	}
	<-sent
	return goesOn && !v.from.halves
}

// send sends a burst up to its cut, with the pauses that its marks make.
func (v *visitor) send(b *burst) {
	at := 0
	for _, m := range b.marks {
		if m.at >= b.cut {
			break
		}
		if m.at > at {
			if _, err := v.nc.Write(b.bytes[at:m.at]); err != nil {
				return
			}
			at = m.at
		}
		if !m.wait() {
			return
		}
	}
	if _, err := v.nc.Write(b.bytes[at:b.cut]); err == nil && v.from.halves {
		_ = closeWrite(v.nc)
	}
}

// tell lets the body of a patient client go, or not.
func (e *errand) tell(ok bool) {
	if e.told != nil {
		select {
		case e.told <- ok:
		default:
		}
	}
}

// leave sends a part, hears a part, and is gone.
func (v *visitor) leave(b *burst) {
	whole := 0
	if gone := b.errands[len(b.errands)-1]; v.r.IntN(3) > 0 && gone.finish != finishGone {
		b.cut = v.r.IntN(len(b.bytes))
	}
	for whole < len(b.ends) && b.ends[whole] <= b.cut && b.errands[whole].finish != finishGone && b.errands[whole].expect != patient {
		whole++
	}
	for _, e := range b.errands {
		e.tell(false)
	}
	sent := make(chan struct{})
	go func() { defer close(sent); v.send(b) }()
	if !v.hear(b, b.errands[:v.r.IntN(whole+1)]) {
		v.nc.Close()
	}
	if e := b.errands[len(b.errands)-1]; e.finish == finishGone && v.r.IntN(2) == 0 {
		for i := 0; i < 200 && scene(e.scene.Load()) != gone; i++ {
			time.Sleep(20 * time.Microsecond)
		}
	}
	if v.r.IntN(2) == 0 {
		goruntime.Gosched()
		setLinger0(v.nc)
	}
	v.nc.Close()
	<-sent
}

// setLinger0 makes the end of a connection a reset.
func setLinger0(nc net.Conn) {
	if t, ok := nc.(*tls.Conn); ok {
		nc = t.NetConn()
	}
	_ = nc.(*net.TCPConn).SetLinger(0)
}

// hear hears the answers and says whether the connection goes on.
func (v *visitor) hear(b *burst, errands []*errand) bool {
	for i, e := range errands {
		a, err := v.answer(e)
		if err != nil {
			v.ended(e, a, err)
			v.unheard(b.errands[i:])
			return false
		}
		if err := v.h.judge(e, a, false); err != nil {
			v.h.find(e, "its answer is wrong: %v\n%s", err, v.wire.around())
			return false
		}
		e.whole = a.status == 200
		e.answered.Store(true)
		v.h.answered.Add(1)
		v.h.leave(e)
		if a.fields["connection"] == "close" || a.raw {
			v.closed(e)
			v.unheard(b.errands[i+1:])
			return false
		}
	}
	return true
}

// answer hears one answer, with the interim one that may come before it.
func (v *visitor) answer(e *errand) (*wireAnswer, error) {
	a, err := v.wire.head()
	if err == nil && a.status == 100 {
		if e.expect == noWait || len(a.fields) > 0 {
			return nil, wireFault("100 (Continue) that nobody waits for")
		}
		e.tell(true)
		a, err = v.wire.head()
	}
	if err != nil {
		return nil, err
	}
	if a.status < 200 {
		return nil, wireFault(fmt.Sprintf("the interim answer %d", a.status))
	}
	e.tell(e.streams() && a.status == 200)
	return a, v.wire.readBody(a, e.method)
}

// ended judges a connection that ends before an answer is whole.
func (v *visitor) ended(e *errand, a *wireAnswer, err error) {
	var fault wireFault
	switch {
	case v.h.stop.Load():
	case errors.As(err, &fault):
		v.h.find(e, "the wire has %s\n%s", string(fault), v.wire.around())
	case isTimeout(err):
		v.h.hung(e, "there is no answer")
	case a != nil && (e.from.leaves || e.finish == finishBroken || e.finish == finishMidPanic):
		if err := v.h.judge(e, a, true); err != nil {
			v.h.find(e, "the beginning of its answer is wrong: %v\n%s", err, v.wire.around())
		}
	case e.from.leaves, e.finish == finishBroken, e.finish == finishMidPanic:
	case v.h.draining.Load() && e.entered.Load() == 0 && v.wire.at == len(v.wire.buf):
	case v.lossy && (err == io.EOF || errors.Is(err, syscall.ECONNRESET)): // EOF: a write had the reset
	default:
		v.h.find(e, "the connection ends before its answer is whole: %v\n%s", err, v.wire.around())
	}
}

// closed wants the end of a connection that said close.
func (v *visitor) closed(e *errand) {
	if v.h.kind == "net/http" && e.expect == patient { // it still waits for the body
		return
	}
	err := v.wire.more()
	switch {
	case v.h.stop.Load():
	case len(v.wire.buf) > v.wire.at:
		v.h.find(e, "the connection goes on behind its answer, which said close: %s", v.wire.around())
	case isTimeout(err):
		v.h.hung(e, "the connection does not end behind its answer")
	}
}

// unheard are those that get no answer: nobody may have handled them.
func (v *visitor) unheard(errands []*errand) {
	for i, e := range errands {
		broken := e.finish == finishBroken || e.finish == finishMidPanic
		if i > 0 && e.entered.Load() > 0 && !e.from.leaves && !broken && !v.lossy && !v.h.stop.Load() {
			v.h.find(e, "it was handled behind the end of its connection")
		}
	}
}
