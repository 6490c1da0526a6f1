package runtime

import (
	"crypto/tls"
	"fmt"
	"math/rand/v2"
	"net"
	goruntime "runtime"
	"sync/atomic"
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
		v.from = &whence{
			number: number, kind: h.kind, addr: nc.LocalAddr().String(), given: new(atomic.Bool),
		}
		if h.kind == "h2" {
			v.talkH2()
		} else {
			v.talk()
		}
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
	for whole < len(b.ends) && b.ends[whole] <= b.cut {
		if e := b.errands[whole]; e.finish == finishGone || e.expect == patient {
			break
		}
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
