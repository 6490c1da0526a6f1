package runtime

import "sync"

// Lookups borrow an exchange: dispatch takes one, and one per call would be garbage.
var lookups = sync.Pool{New: func() any { return &Exchange{lookup: true, pathOwned: true} }}

// Lookup asks a generated dispatcher which route would answer a request with this
// method and raw path (percent-encoded, without query). Static directories, mounts and
// redirects are left aside; HEAD gives the GET route where there is none for HEAD.
func (t *Table) Lookup(dispatch func(*Exchange, string) (Response, bool), method, path string) (Match, bool) {
	canonical, status := Canonical(path)
	if status != 0 {
		return Match{}, false
	}
	x := lookups.Get().(*Exchange)
	route := x.find(dispatch, t.Method(method), canonical)
	lookups.Put(x)
	if route == nil {
		return Match{}, false
	}
	return Match{Route: route, Params: route.params(canonical)}, true
}

// find runs a dispatcher on an exchange of lookups, without calling a handler.
func (x *Exchange) find(dispatch func(*Exchange, string) (Response, bool), m Method, canonical string) *Route {
	x.Method, x.Head = m, m == HEAD
	if x.Head {
		x.Method = GET
	}
	x.allowed, x.route = 0, nil
	x.decoded, x.verbatim = true, false // whose string it is, is not known here
	if m == CONNECT || m == TRACE {
		return nil
	}
	dispatch(x, canonical)
	return x.route
}

// NewExchange returns an exchange of this method that belongs to no connection: it is
// for measuring a dispatcher by itself. Its Request knows no more than its Route and Param.
func (t *Table) NewExchange(method string) *Exchange {
	x := &Exchange{pathOwned: true, verbatim: true, Method: t.Method(method)}
	if x.Head = x.Method == HEAD; x.Head {
		x.Method = GET
	}
	return x
}
