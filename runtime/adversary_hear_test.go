package runtime

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"syscall"
)

// How clients hear their answers lives here, and what becomes of connections that end.

// hear hears the answers and says whether the connection goes on.
func (v *visitor) hear(b *burst, errands []*errand) bool {
	for i, e := range errands {
		a, err := v.answer(e)
		if err != nil {
			v.ended(b, e, a, err)
			v.unheard(b, b.errands[i:])
			return false
		}
		if a.status == http.StatusSwitchingProtocols {
			v.upgraded(e, a)
			e.answered.Store(true)
			v.h.answered.Add(1)
			v.h.leave(e)
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
			v.unheard(b, b.errands[i+1:])
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
	if a.status < 200 && (e.finish != finishUpgrade || a.status != http.StatusSwitchingProtocols) {
		return nil, wireFault(fmt.Sprintf("the interim answer %d", a.status))
	}
	if a.status == http.StatusSwitchingProtocols {
		return a, nil
	}
	e.tell(e.streams() && a.status == 200)
	return a, v.wire.readBody(a, e.method)
}

// ended judges a connection that ends before an answer is whole.
func (v *visitor) ended(b *burst, e *errand, a *wireAnswer, err error) {
	var fault wireFault
	switch {
	case v.h.stop.Load():
	case errors.As(err, &fault):
		v.h.find(e, "the wire has %s\n%s", string(fault), v.wire.around())
	case isTimeout(err):
		v.h.hung(e, "there is no answer")
	case a != nil && (e.from.leaves || e.fails()):
		if err := v.h.judge(e, a, true); err != nil {
			v.h.find(e, "the beginning of its answer is wrong: %v\n%s", err, v.wire.around())
		}
	case e.from.leaves, e.fails():
	case v.h.draining.Load() && e.entered.Load() == 0 && v.wire.at == len(v.wire.buf):
	case errors.Is(err, syscall.ECONNRESET) && b.mayReset(v.h):
	case v.lossy && (err == io.EOF || errors.Is(err, syscall.ECONNRESET)):
		// EOF: who wrote was told of the reset
	default:
		v.h.find(e, "the connection ends before its answer is whole: %v\n%s\nit is in %s",
			err, v.wire.around(), b)
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
func (v *visitor) unheard(b *burst, errands []*errand) {
	for i, e := range errands {
		excused := e.from.leaves || e.fails() || v.lossy || v.h.stop.Load() || b.mayReset(v.h)
		if i > 0 && e.entered.Load() > 0 && !excused {
			v.h.find(e, "it was handled behind the end of its connection")
		}
	}
}
