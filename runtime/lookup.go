package runtime

import (
	"sync"

	"example.com/httpgen/runtime/match"
)

// Lookups borrow an exchange: dispatch takes one, and one per call would be garbage.
var lookups = sync.Pool{New: func() any { return new(Exchange) }}

// Lookup says which route would answer a request with this method and raw path
// (percent-encoded, without query). Static directories, mounts and redirects are left
// aside; HEAD gives the GET route where there is none for HEAD.
func (t *Table) Lookup(method, path string) (Match, bool) {
	canonical, status := match.Canonical(path)
	if status != 0 {
		return Match{}, false
	}
	x := lookups.Get().(*Exchange)
	x.setMethod(t.Method(method))
	x.decoded, x.verbatim = true, false // whose string it is, is not known here
	route := x.find(t, canonical)
	lookups.Put(x)
	if route == nil {
		return Match{}, false
	}
	return Match{Route: route, Params: route.params(canonical)}, true
}

// find asks which route answers the exchange's method and a canonical path, and calls no
// handler. What matched for other methods is added to x.Allowed.
func (x *Exchange) find(t *Table, canonical string) *Route {
	x.Asked = true
	_, _ = t.ask(x, canonical) // nobody's answer
	route := x.matched(t)
	x.Asked, x.Entered = false, 0
	if x.Method == CONNECT || x.Method == TRACE {
		return nil
	}
	return route
}

// NewProbe returns an exchange of no connection, for tests and benchmarks that ask a
// dispatcher by itself: handlers are given pieces of the path without a copy, and their
// Request knows nothing. It can be asked again and again, by one goroutine.
func NewProbe() *Exchange { return &Exchange{pathOwned: true, verbatim: true} }

// Ask makes a probe ready for the next path, to be asked with this method.
func (x *Exchange) Ask(m Method) {
	x.setMethod(m)
	x.Allowed, x.Entered = 0, 0
}
