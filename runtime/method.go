package runtime

// A Method is a request method as the small number that dispatch compares.
type Method uint8

// The methods of RFC 9110 §9.1 and PATCH (RFC 5789). Methods of a manifest beyond
// these are numbered from MethodOwn on; MethodOther is any other token.
const (
	MethodOther Method = iota
	GET
	HEAD
	POST
	PUT
	DELETE
	PATCH
	OPTIONS
	CONNECT
	TRACE
	MethodOwn
)

// A MethodSet holds a bit 1<<m for each Method m, which bounds the methods that a
// manifest may bring along to 64-MethodOwn.
type MethodSet uint64

// AnyMethod is the bit of a `*` route: every method but CONNECT and TRACE.
const AnyMethod MethodSet = 1 << MethodOther

var methodNames = [MethodOwn]string{"", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS",
	"CONNECT", "TRACE"}

// Method returns the number of a method's name (case matters, RFC 9110 §9.1), or
// MethodOther if it is neither registered nor in the manifest.
func (t *Table) Method(name string) Method {
	switch name {
	case "GET":
		return GET
	case "HEAD":
		return HEAD
	case "POST":
		return POST
	case "PUT":
		return PUT
	case "DELETE":
		return DELETE
	case "PATCH":
		return PATCH
	case "OPTIONS":
		return OPTIONS
	case "CONNECT":
		return CONNECT
	case "TRACE":
		return TRACE
	}
	for i, own := range t.Methods {
		if own == name {
			return MethodOwn + Method(i)
		}
	}
	return MethodOther
}

// Name returns the name of a method, or "" of MethodOther.
func (t *Table) Name(m Method) string {
	if m < MethodOwn {
		return methodNames[m]
	}
	return t.Methods[m-MethodOwn]
}
