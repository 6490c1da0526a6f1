package runtime

import (
	"context"
	"crypto/tls"
	"io"
	"iter"
	"net"
	"net/netip"
	"net/url"
	"reflect"
	"strings"
	"sync/atomic"
)

// The request lives here as handlers see it. What it is read from is an origin
// (exchange.go).

// Request is the handle of one request: a small value, to be passed by value. Every
// string, slice and map that its methods return is the caller's to keep.
//
// It is valid until the request's answer is complete, the function of a Stream or SSE
// included. A method that is called later panics: what it would read belongs to another
// request by then. Apart from Context, its methods are for the goroutine on which the
// handler or stream function runs.
type Request struct {
	x          *Exchange
	generation uint64
}

// requestKept is what is remembered of one request between calls. Its zero value is a
// fresh request.
type requestKept struct {
	path  string // canonical; borrows the connection's buffer; "" before matching
	limit int64  // of the body, if a route has one of its own; 0: the App's
	more  *requestMore
}

// requestMore is what few requests need.
type requestMore struct {
	ctx    context.Context
	values []keyValue
	params []Param
	allow  string // of a 405

	bodyRead bool
	body     []byte
	bodyErr  error
	stream   io.Reader // of BodyReader; then the body is not kept
}

type keyValue struct{ key, value any }

func (k *requestKept) rare() *requestMore {
	if k.more == nil {
		k.more = new(requestMore)
	}
	return k.more
}

func (k *requestKept) allow() string {
	if k.more == nil {
		return ""
	}
	return k.more.allow
}

// exchange returns what the request is read from, if that is still this request.
func (r Request) exchange() *Exchange {
	if r.x == nil {
		panic("runtime: the zero Request has nothing to say")
	}
	r.check()
	return r.x
}

// check panics if the exchange has gone on to another request. It is called before a
// read, and after it too where something was copied from the connection's buffer: a
// goroutine that outlived its handler may have met the change half-way.
func (r Request) check() {
	if atomic.LoadUint64(&r.x.generation) != r.generation {
		panic("runtime: a Request was used after its answer was complete; copy what you need before the handler returns")
	}
}

// Method returns the method as sent, "GET".
func (r Request) Method() string {
	name := r.exchange().methodName()
	r.check()
	return name
}

func (x *Exchange) methodName() string {
	switch {
	case x.Head:
		return "HEAD"
	case MethodOther < x.Method && x.Method < MethodOwn:
		return methodNames[x.Method]
	case x.origin == nil:
		return ""
	}
	return x.origin.method()
}

// Path returns the decoded path: percent-decoded once, so that an encoded slash looks
// like any other. A path that cannot be decoded is returned as sent.
func (r Request) Path() string {
	raw := r.RawPath()
	if strings.IndexByte(raw, '%') < 0 {
		return raw
	}
	if path, err := url.PathUnescape(raw); err == nil {
		return path
	}
	return raw
}

// RawPath returns the path as sent, percent-encoded: "/a%2Fb". It is "*" for OPTIONS *
// and the authority for CONNECT.
func (r Request) RawPath() string {
	path := cloned(r.exchange().path)
	r.check()
	return path
}

// RawQuery returns the query as sent, without "?".
func (r Request) RawQuery() string {
	query := cloned(r.exchange().query)
	r.check()
	return query
}

// cloned copies a string that borrows a buffer.
func cloned(s string) string { return strings.Clone(s) }

// Query returns the query's values (application/x-www-form-urlencoded), parsed anew at
// each call. Pairs that are malformed are left out, as in url.URL.Query.
func (r Request) Query() url.Values {
	values, _ := url.ParseQuery(r.RawQuery())
	return values
}

// Header returns the value of the first header field with this name, in any case, or
// "". The field Host is that of the target, if the target had one (RFC 9112 §3.2.2).
func (r Request) Header(name string) string {
	x := r.exchange()
	if strings.EqualFold(name, "Host") {
		host := x.origin.host()
		r.check()
		return host
	}
	value, _ := x.origin.header(name)
	r.check()
	return value
}

// Headers yields all header fields in the order and spelling in which they came;
// through net/http they come sorted by name, in its spelling. A name may come up
// several times.
func (r Request) Headers() iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		r.exchange().origin.fields(func(name, value string) bool {
			r.check()
			return yield(name, value)
		})
	}
}

// Param returns a path parameter's text, decoded, by its name in the pattern; "" if the
// route has none of that name, and before matching.
func (r Request) Param(name string) string {
	x := r.exchange()
	route := x.currentRoute()
	if route == nil {
		return ""
	}
	kept := x.kept.rare()
	if kept.params == nil {
		kept.params = route.params(cloned(x.kept.path))
		r.check()
	}
	for _, p := range kept.params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Route returns the route that answers; nil before matching and where none does.
func (r Request) Route() *Route { return r.exchange().currentRoute() }

// RemoteAddr returns the address of the peer, or of the client that a proxy which the
// option ProxyProtocol names has told of. On a unix socket its Network is "unix".
func (r Request) RemoteAddr() net.Addr { return r.exchange().origin.remoteAddr() }

// ClientIP returns the IP address of the peer, IPv4 as such, or of the client that a
// proxy which the option TrustForwarded names has told of; the zero Addr where there is
// none, as on a unix socket.
func (r Request) ClientIP() netip.Addr {
	ip := r.exchange().clientIP()
	r.check()
	return ip
}

func addrIP(addr net.Addr) netip.Addr {
	switch addr := addr.(type) {
	case nil:
		return netip.Addr{}
	case *net.TCPAddr:
		ip, _ := netip.AddrFromSlice(addr.IP)
		return ip.Unmap().WithZone(addr.Zone)
	default:
		place, err := netip.ParseAddrPort(addr.String())
		if err != nil {
			return netip.Addr{}
		}
		return place.Addr().Unmap()
	}
}

// TLS returns the state of the TLS connection, or nil without TLS. It is not to be
// written.
func (r Request) TLS() *tls.ConnectionState { return r.exchange().origin.tls() }

// App returns the application that serves the request.
func (r Request) App() *App { return r.exchange().app }

// Context ends when the client is gone, when the server ends streams to shut down or is
// closed, when the handler's time is up, and when the answer is complete. It is the
// one that SetContext set, if any.
func (r Request) Context() context.Context {
	x := r.exchange()
	if more := x.kept.more; more != nil && more.ctx != nil {
		return more.ctx
	}
	return x.origin.context()
}

// SetContext sets what Context returns from now on, for hooks; ctx is to be derived from
// Context, or handlers no longer learn that the client is gone. It panics if ctx is nil.
func (r Request) SetContext(ctx context.Context) {
	if ctx == nil {
		panic("runtime: SetContext(nil)")
	}
	r.exchange().kept.rare().ctx = ctx
}

// Set keeps a value with the request, for Value. Keys are compared with ==, and best of
// a type of one's own. It panics if the key is nil or cannot be compared.
func (r Request) Set(key, value any) {
	if key == nil || !reflect.TypeOf(key).Comparable() {
		panic("runtime: Set with a key that is nil or cannot be compared")
	}
	kept := r.exchange().kept.rare()
	for i := range kept.values {
		if kept.values[i].key == key {
			kept.values[i].value = value
			return
		}
	}
	kept.values = append(kept.values, keyValue{key, value})
}

// Value returns what Set kept under the key, or nil.
func (r Request) Value(key any) any {
	if more := r.exchange().kept.more; more != nil {
		for i := range more.values {
			if more.values[i].key == key {
				return more.values[i].value
			}
		}
	}
	return nil
}
