package runtime

import "example.com/httpgen/runtime/wire"

// What generated code reads typed queries, header fields and cookies from lives here. It is
// called by the goroutine that serves, before the handler is: what it hands out borrows.

// Query begins with the pairs of the query.
func (x *Exchange) Query(in *wire.Params) { in.Query(x.query, x.pathOwned) }

// Field goes to parameter n, a header field of one value; it is false if there is none, or
// there are several, which is a fault.
func (x *Exchange) Field(in *wire.Params, name string, n uint) bool {
	line, several, ok := x.origin.line(name, 0)
	return ok && in.Field(name, n, line, several, x.pathOwned)
}

// Elements goes on to the next element of parameter n, a list in header fields: their lines are
// read as one.
func (x *Exchange) Elements(in *wire.Params, name string, n uint) bool {
	for !in.NextElement() {
		line, _, ok := x.origin.line(name, in.Lines)
		if !ok {
			in.Lines = 0
			return false
		}
		in.Line(name, n, line, x.pathOwned)
	}
	return true
}

// Cookies goes on to the next cookie.
func (x *Exchange) Cookies(in *wire.Params) bool {
	for !in.NextCookie() {
		line, _, ok := x.origin.line("Cookie", in.Lines)
		if !ok {
			return false
		}
		in.CookieLine(line, x.pathOwned)
	}
	return true
}
