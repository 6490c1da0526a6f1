package runtime

import "sync/atomic"

// Who may look at an exchange, and until when, lives here. docs/ownership.md has the
// picture.
//
// A handler may hand its Request to goroutines that outlive the answer, and the exchange
// behind it is used again for the next request. So whoever looks at an exchange holds it,
// and the goroutine that serves it, its owner, waits for the holders before it goes on:
//
//	a goroutine of the handler:  hold · look · letGo
//	the owner:                   begin · call the handler · retire · write the answer
//
// The owner itself needs no hold: it cannot go on while it looks. Which goroutine asks is
// therefore the first question, as most calls are the owner's: 1.8 ns a call as written, 12.8
// by holding (Memory/small/strings).

// holds is the part of an exchange that everybody may touch at every moment.
type holds struct {
	// state is the number of the request, and in its lowest holdBits how many goroutines
	// hold the exchange, or have just found out that they may not.
	state atomic.Uint64
	owner atomic.Uintptr // the goroutine that serves the exchange; 0: none
	// waiter is told when the last holder of a request that is over has gone; nil: nobody
	// waits.
	waiter atomic.Pointer[chan struct{}]
}

const (
	holdBits = 24 // no program has 16 million goroutines inside of one request
	holders  = 1<<holdBits - 1
)

// A generation is what a Request knows its exchange by: twice the number of the request,
// and one more if the handle was made before a route was looked for.
type generation uint64

const early generation = 1

// number is the request's, as state has it: an exchange that serves a million requests a
// second begins anew after twelve days.
func (g generation) number() uint64 { return uint64(g>>1) & (1<<(64-holdBits) - 1) }

// own makes the calling goroutine the owner. A connection's goroutine stays the same from
// request to request: nothing is written then.
func (x *Exchange) own() {
	if goroutineIsKnown && x.owner.Load() != goroutine() {
		x.owner.Store(goroutine())
	}
}

// disown is called by an owner that leaves the exchange to another goroutine and ends: what
// goroutine returned for it may be that of a new goroutine then, which has to hold.
func (x *Exchange) disown() { x.owner.Store(0) }

// isOwner says whether the calling goroutine is the owner.
func (x *Exchange) isOwner() bool { return goroutineIsKnown && x.owner.Load() == goroutine() }

// hold keeps the exchange at the request of this generation until letGo; ok is false if
// that request is over. The owner does not hold.
func (x *Exchange) hold(g generation) (held, ok bool) {
	if x.isOwner() {
		return false, x.state.Load()>>holdBits == g.number()
	}
	if x.state.Add(1)>>holdBits == g.number() {
		return true, true
	}
	x.letGo()
	return false, false
}

// mustHold is hold for who has no use for a request that is over: what it would read belongs to
// another one.
func mustHold(x *Exchange, g generation) (held bool) {
	held, ok := Request{x, g}.held()
	if !ok {
		panic("runtime: a Request was used after its answer was complete; copy what you need " +
			"before the handler returns")
	}
	return held
}

// letGo ends a hold.
func (x *Exchange) letGo() {
	if x.state.Add(^uint64(0))&holders == 0 {
		x.tellWaiter()
	}
}

func (x *Exchange) tellWaiter() {
	if waiter := x.waiter.Load(); waiter != nil {
		select {
		case *waiter <- struct{}{}:
		default: // it has been told
		}
	}
}

// retire ends the time of the current request's handles, and says whether nobody holds
// the exchange; otherwise waitForHolders is to be called. It is the owner's.
func (x *Exchange) retire() bool {
	x.generation += 2
	return x.state.Add(1<<holdBits)&holders == 0
}

// waitForHolders waits until nobody looks at what a retired request has left behind.
func (x *Exchange) waitForHolders() {
	left := make(chan struct{}, 1)
	x.waiter.Store(&left)
	for x.state.Load()&holders != 0 {
		<-left
	}
	x.waiter.Store(nil)
}

// isOver says whether the request of a generation has been retired.
func (x *Exchange) isOver(g generation) bool { return x.state.Load()>>holdBits != g.number() }
