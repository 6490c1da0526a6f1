package runtime

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// HTTP/2 (RFC 9113) lives here. Its frames are the standard library's: a connection of ours
// that turns out to speak HTTP/2, after the handshake or by its first bytes, is handed to
// one http.Server inside, whose handler is the App. So nothing of it stands in the way of
// HTTP/1. What a connection is to that server is in h2_conn.go, what is asked of a request
// beside it in h2_request.go.

// H2C has Run and Serve speak HTTP/2 without TLS, too, to clients that begin with its
// preface, as proxies do that know their backends (RFC 9113 §3.3, "prior knowledge"); others
// on the same port go on to speak HTTP/1. The upgrade of an HTTP/1 request to h2c, which
// RFC 9113 took out, is not answered. Default: the preface is 505.
//
// With TLS no option is needed: HTTP/2 is offered by ALPN, unless the NextProtos of the
// option TLS name other protocols and not "h2".
func H2C() Option { return func(s *settings) { s.h2c = true } }

// The limits of HTTP/2 that no option sets.
const (
	h2Streams      = 100
	h2StreamWindow = 256 << 10 // what one upload may send unread: a small part of …
	h2ConnWindow   = 4<<20 - 1 // … what all of a connection may
	// h2Head is above our own limits, past which a request is answered 431: past this one
	// the connection ends, and all that others are waiting for on it.
	h2Head = 256 << 10
	h2Ping = 15 * time.Second // without a sign of life, until one is asked for, and then
)

// h2Preface is how a client of HTTP/2 begins (RFC 9113 §3.4).
const h2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

// h2Server is the server of HTTP/2 inside an App; it exists from the first connection on.
type h2Server struct {
	s      *server
	ending atomic.Bool // clients had the time to go elsewhere: streams are to end

	mu    sync.Mutex
	inner *http.Server // nil: no connection was handed over yet
	ended bool
	queue chan net.Conn
	over  chan struct{} // closed: nobody accepts any more
}

// take gives a connection to the server inside.
func (h *h2Server) take(nc *h2Conn) {
	if !h.start() {
		nc.Close()
		return
	}
	select {
	case h.queue <- nc:
	case <-h.over:
		nc.Close()
	}
}

// start starts the server inside, once; false: it has ended.
func (h *h2Server) start() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ended || h.inner != nil {
		return !h.ended
	}
	h.queue, h.over = make(chan net.Conn), make(chan struct{})
	h.inner = h.newServer()
	go func() { _ = h.inner.Serve(h) }() // it returns when the App ends
	return true
}

func (h *h2Server) newServer() *http.Server {
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true) // TLS is off by then, and what is inside is HTTP/2
	set := &h.s.app.settings
	return &http.Server{
		Handler:                      http.HandlerFunc(h.serveHTTP),
		DisableGeneralOptionsHandler: true,
		ReadHeaderTimeout:            set.firstByteTimeout, // of the preface
		IdleTimeout:                  set.idleTimeout,
		WriteTimeout:                 set.h2WriteTimeout(), // of a stream
		MaxHeaderBytes:               max(h2Head, int(set.maxHeadSize)),
		Protocols:                    protocols,
		ErrorLog:                     slog.NewLogLogger(h.s.app.log().Handler(), slog.LevelDebug),
		ConnContext: func(ctx context.Context, nc net.Conn) context.Context {
			return context.WithValue(ctx, h2Key{}, nc)
		},
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams:          h2Streams,
			MaxReceiveBufferPerConnection: h2ConnWindow,
			MaxReceiveBufferPerStream:     h2StreamWindow,
			SendPingTimeout:               h2Ping,
			PingTimeout:                   h2Ping,
		},
	}
}

// h2Key is what the connection of a request is kept under in its context.
type h2Key struct{}

// Accept, Close and Addr make the queue of connections a net.Listener.

// Accept implements net.Listener.
func (h *h2Server) Accept() (net.Conn, error) {
	select {
	case nc := <-h.queue:
		return nc, nil
	case <-h.over:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (h *h2Server) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.ended {
		h.ended = true
		close(h.over)
	}
	return nil
}

// Addr implements net.Listener; nobody asks.
func (h *h2Server) Addr() net.Addr { return textAddr("") }

// running is the server inside, or nil if there is none.
func (h *h2Server) running() *http.Server {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.inner
}

// drain tells the clients of all connections which streams were the last, and lets these
// finish, until stop is called: at the latest, stop ends all of it.
func (h *h2Server) drain() (stop func()) {
	inner := h.running()
	if inner == nil {
		h.mu.Lock()
		h.ended = true // who comes now is closed
		h.mu.Unlock()
		return func() {}
	}
	ctx, cancel := context.WithCancel(context.Background())
	shut := make(chan struct{})
	go func() {
		defer close(shut)
		_ = inner.Shutdown(ctx)
	}()
	return func() {
		cancel()
		<-shut
		_ = inner.Close()
	}
}

// h2Config is a TLS configuration that offers what we speak: HTTP/2 and HTTP/1.1, or of these
// what the user's NextProtos name; others may be named beside them.
func h2Config(config *tls.Config) *tls.Config {
	config = config.Clone()
	if len(config.NextProtos) == 0 {
		config.NextProtos = []string{"h2", "http/1.1"}
	} else if !slices.Contains(config.NextProtos, "http/1.1") {
		config.NextProtos = append(slices.Clone(config.NextProtos), "http/1.1")
	}
	return config
}

// h2Suites are those of TLS 1.2 that HTTP/2 may use (RFC 9113 §9.2.2, appendix A).
var h2Suites = []uint16{
	tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
}

// isH2Safe says whether a handshake is one that HTTP/2 allows.
func isH2Safe(state *tls.ConnectionState) bool {
	return state.Version > tls.VersionTLS12 ||
		state.Version == tls.VersionTLS12 && slices.Contains(h2Suites, state.CipherSuite)
}

// handOver gives a connection that speaks HTTP/2, with what was read of it, to the server of
// HTTP/2. Its goroutine ends then; that the connection is there is still counted.
func (c *conn) handOver(read []byte) {
	nc := &h2Conn{Conn: c.nc, c: c, early: slices.Clone(read)}
	if c.f != nil {
		c.f.release()
		c.f = nil
	}
	c.h2.Store(nc)
	_ = c.nc.SetDeadline(time.Time{})
	if c.tlsState != nil && !isH2Safe(c.tlsState) {
		nc.refuse(h2InadequateSecurity)
		return
	}
	if c.s.draining.Load() {
		nc.notice()
	}
	c.s.h2.take(nc)
}

// beginsH2 says whether what was read, which is no request, begins as a client of HTTP/2 does.
func (c *conn) beginsH2() bool {
	if !c.s.app.settings.h2c || c.served || c.tlsState != nil {
		return false
	}
	in := c.f.in[c.f.r:c.f.w]
	n := min(len(in), len(h2Preface))
	return string(in[:n]) == h2Preface[:n]
}
