package runtime

import (
	"context"
	"crypto/tls"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// What an http.Request tells about itself lives here, and what it is told of its route.

func (e *httpExchange) method() string            { return e.r.Method }
func (e *httpExchange) host() string              { return e.r.Host }
func (e *httpExchange) tls() *tls.ConnectionState { return e.r.TLS }

func (e *httpExchange) header(name string) (string, bool) {
	values := e.r.Header[http.CanonicalHeaderKey(name)]
	if len(values) == 0 {
		return "", false
	}
	return values[0], true
}

func (e *httpExchange) line(name string, k int) (value string, more, ok bool) {
	values := e.r.Header[name] // as a rule it is canonical, and looking at that costs as much
	if values == nil {
		if canonical := http.CanonicalHeaderKey(name); canonical != name {
			values = e.r.Header[canonical]
		}
	}
	if k >= len(values) {
		return "", false, false
	}
	return values[k], k+1 < len(values), true
}

// field is Host first, which net/http keeps apart, then the others sorted.
func (e *httpExchange) field(i int) (name, value string, ok bool) {
	if e.r.Host != "" {
		if i == 0 {
			return "Host", e.r.Host, true
		}
		i--
	}
	for _, name := range e.fieldNames() {
		values := e.r.Header[name]
		if i < len(values) {
			return name, values[i], true
		}
		i -= len(values)
	}
	return "", "", false
}

// fieldNames are all but Host, which HTTP/2 leaves there beside :authority.
func (e *httpExchange) fieldNames() []string {
	if known := e.names.Load(); known != nil {
		return *known
	}
	names := slices.Sorted(maps.Keys(e.r.Header))
	names = slices.DeleteFunc(names, func(name string) bool { return name == "Host" })
	e.names.Store(&names)
	return names
}

func (e *httpExchange) remoteAddr() net.Addr {
	if place, err := netip.ParseAddrPort(e.r.RemoteAddr); err == nil {
		return net.TCPAddrFromAddrPort(place)
	}
	return textAddr(e.r.RemoteAddr)
}

// textAddr is an address that is no IP address and port.
type textAddr string

func (a textAddr) Network() string { return "" }
func (a textAddr) String() string  { return string(a) }

func (e *httpExchange) context() context.Context {
	e.mu.Lock()
	made := e.ctx == nil
	if made {
		if e.ctx, e.cancel = context.WithCancelCause(e.r.Context()); e.cause != nil {
			e.cancel(e.cause)
		}
	}
	ctx := e.ctx
	e.mu.Unlock()
	if made {
		e.endStream()
	}
	return ctx
}

// tellMiddleware notes the route in the request, as http.ServeMux does.
func (e *httpExchange) tellMiddleware(route *Route) {
	if route == nil || e.isFirst() {
		return
	}
	e.r.Pattern = route.Pattern
	if strings.IndexByte(route.Pattern, '<') < 0 {
		return
	}
	if more := e.x.kept.more.Load(); more != nil && more.params.Load() != nil {
		for _, p := range *more.params.Load() {
			e.r.SetPathValue(p.Name, p.Value)
		}
		return
	}
	route.eachParam(e.x.kept.path, e.r.SetPathValue)
}

// isFirst says whether the server has called the App itself, so that nobody is in front whom the
// route could be told.
func (e *httpExchange) isFirst() bool {
	if e.app.front != nil {
		return false
	}
	s, ok := e.r.Context().Value(http.ServerContextKey).(*http.Server)
	return ok && s.Handler == http.Handler(e.app)
}
