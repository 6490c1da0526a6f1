package runtime

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"iter"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
)

// The request lives here as handlers see it. What it is read from is an origin
// (exchange.go).

// Request is the handle of one request: a small value, to be passed by value. Every
// string, slice and map that its methods return is the caller's to keep.
//
// It is valid until the last function that was given it has returned: handler and hooks,
// and for a Stream or SSE their function, too. Goroutines that these have started may call
// its methods beside them, all at once. Later a method panics, on the goroutine that calls
// it, as what it would read belongs to another request by then; but for Context, which is
// then a context that has ended.
type Request struct {
	x          *Exchange
	generation generation
}

// requestKept is what is remembered of one request between calls. Its zero value is a
// fresh request.
type requestKept struct {
	path  string       // canonical; borrows the connection's buffer; "" before matching
	limit atomic.Int64 // of the body, if a route has one of its own; 0: the App's
	rate  atomic.Int64 // of a streamed body; likewise; negative: none
	more  atomic.Pointer[requestMore]
	allow string // of a 405; the owner's
	given gifts  // given.go
	// challenge is that of the last credential that was read; the owner's.
	challenge challenge
}

// requestMore is what few requests need. What several goroutines may set is replaced as a
// whole.
type requestMore struct {
	ctx    atomic.Pointer[context.Context]
	values atomic.Pointer[[]keyValue]
	params atomic.Pointer[[]Param]
	id     atomic.Pointer[string] // RequestIDs

	// Of the body, under origin.bodyLock.
	bodyRead bool
	body     []byte
	bodyErr  error
	lent     lentBody      // what body was lent as
	isLent   bool          // body is that still, and not a copy
	stream   io.Reader     // of BodyReader; then the body is not kept
	decoding *bodyDecoding // of its coding; nil: none
	taken    bool          // generated code has begun to read the stream for a handler

	handled *handled // of a handler of net/http that was called; the owner's

	files *formFiles // of a form, in a temporary file; nil: none are. The owner's
}

type keyValue struct{ key, value any }

func (k *requestKept) rare() *requestMore {
	if more := k.more.Load(); more != nil {
		return more
	}
	k.more.CompareAndSwap(nil, new(requestMore))
	return k.more.Load()
}

// plain says that the request has left nothing but the path, as most do: others are to forget.
func (k *requestKept) plain() bool {
	return k.limit.Load()|k.rate.Load() == 0 && k.more.Load() == nil && k.allow == "" &&
		k.challenge == noChallenge && k.given.used == 0
}

// forget makes it a fresh request's, but for the path.
func (k *requestKept) forget() {
	k.limit.Store(0)
	k.rate.Store(0)
	if k.more.Load() != nil {
		k.removeFiles()
		k.more.Store(nil)
	}
	k.allow, k.challenge = "", noChallenge
	if k.given.used > 0 {
		k.given.forget()
	}
}

// removeFiles removes what a form has left in a temporary file.
func (k *requestKept) removeFiles() {
	if more := k.more.Load(); more != nil {
		more.files.remove()
	}
}

// enter returns what the request is read from, and keeps it so until leave. It panics if
// the request is over.
func (r Request) enter() (x *Exchange, held bool) { return r.x, keep(r.x, r.generation) }

func (r Request) held() (held, ok bool) {
	if r.x == nil {
		panic("runtime: the zero Request has nothing to say")
	}
	return r.x.hold(r.generation)
}

func (r Request) leave(held bool) {
	if held {
		r.x.letGo()
	}
}

// Method returns the method as sent, "GET".
func (r Request) Method() string {
	x, held := r.enter()
	name := x.methodName()
	r.leave(held)
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
	x, held := r.enter()
	path := cloned(x.path)
	r.leave(held)
	return path
}

// RawQuery returns the query as sent, without "?".
func (r Request) RawQuery() string {
	x, held := r.enter()
	query := cloned(x.query)
	r.leave(held)
	return query
}

// cloned copies a string that borrows a buffer.
func cloned(s string) string { return strings.Clone(s) }

// Query returns the query's values (application/x-www-form-urlencoded), parsed anew at
// each call, as browsers read them: a semicolon is text, and so is a % without two
// hexadecimal digits. Values are the bytes that were sent, UTF-8 or not. No pair is left
// out but those behind the first 10,000, of which through net/http there may be more.
func (r Request) Query() url.Values {
	values, _ := decodeValues(r.RawQuery())
	return values
}

// Header returns the value of the first header field with this name, in any case, or
// "". The field Host is that of the target, if the target had one (RFC 9112 §3.2.2).
func (r Request) Header(name string) string {
	x, held := r.enter()
	var value string
	if len(name) == len("Host") && strings.EqualFold(name, "Host") {
		value = x.origin.host()
	} else {
		value, _ = x.origin.header(name)
	}
	r.leave(held)
	return value
}

// Headers yields all header fields in the order and spelling in which they came; through
// net/http they come sorted by name, in its spelling. A name may come up several times,
// Host but once, with the value that Header returns.
func (r Request) Headers() iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		for i := 0; ; i++ {
			x, held := r.enter() // for each: who is yielded to may take its time
			name, value, ok := x.origin.field(i)
			r.leave(held)
			if !ok || !yield(name, value) {
				return
			}
		}
	}
}

// RemoteAddr returns the address of the peer, or of the client that a proxy which the
// option ProxyProtocol names has told of. On a unix socket its Network is "unix".
func (r Request) RemoteAddr() net.Addr {
	x, held := r.enter()
	addr := x.origin.remoteAddr()
	r.leave(held)
	return addr
}

// ClientIP returns the IP address of the peer, IPv4 as such, or of the client that a
// proxy which the option TrustForwarded names has told of; the zero Addr where there is
// none, as on a unix socket.
func (r Request) ClientIP() netip.Addr {
	x, held := r.enter()
	ip := x.clientIP()
	r.leave(held)
	return ip
}

// TLS returns the state of the TLS connection, or nil without TLS. It is not to be
// written.
func (r Request) TLS() *tls.ConnectionState {
	x, held := r.enter()
	state := x.origin.tls()
	r.leave(held)
	return state
}

// ClientCertificate returns the certificate that the client has identified itself with, or nil:
// without TLS, without a certificate, and for one that was not verified, since nobody has vouched
// for what it says (tls.Config.ClientAuth). It is not to be written.
func (r Request) ClientCertificate() *x509.Certificate {
	state := r.TLS()
	if state == nil || len(state.VerifiedChains) == 0 || len(state.VerifiedChains[0]) == 0 {
		return nil
	}
	return state.VerifiedChains[0][0]
}

// App returns the application that serves the request.
func (r Request) App() *App {
	x, held := r.enter()
	app := x.app
	r.leave(held)
	return app
}
