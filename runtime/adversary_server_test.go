package runtime

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"testing"
	"time"
)

// The server under attack lives here, with the way to it and the requests that are known.

// serve starts a server; what it returns stops it and waits for its end.
func (h *adversary) serve(number int) (end func()) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		h.t.Fatal(err)
	}
	h.addr = l.Addr().String()
	opts := []Option{Logger(quiet())}
	if number%2 == 0 {
		opts = append(opts, Observe(h))
	}
	if h.kind == "tls" || h.kind == "h2" {
		config, _ := testCertificate(h.t.(*testing.T))
		opts = append(opts, TLS(config))
	}
	h.app = NewApp(h.service(), opts...)
	ended := make(chan error, 1)
	server := &http.Server{Handler: h.app, ErrorLog: log.New(io.Discard, "", 0)}
	if h.kind == "net/http" {
		go func() { ended <- server.Serve(l) }()
	} else {
		go func() { ended <- h.app.Serve(context.Background(), l) }()
	}
	return func() {
		h.app.Stop()
		if h.kind == "net/http" {
			_ = server.Shutdown(context.Background())
		}
		if err := <-ended; err != nil && err != http.ErrServerClosed && !h.stop.Load() {
			h.find(nil, "the server ends with %v", err)
		}
		if h.stop.Load() {
			_ = server.Close()
		}
	}
}

// dial opens a connection.
func (h *adversary) dial(number int) (nc net.Conn, err error) {
	nc, err = net.Dial("tcp", h.addr)
	if err != nil {
		return nil, err
	}
	_ = nc.SetDeadline(time.Now().Add(hangs))
	if h.kind == "tls" || h.kind == "h2" {
		config := &tls.Config{InsecureSkipVerify: true, ServerName: serverName(number)}
		if h.kind == "h2" {
			config.NextProtos = []string{"h2"}
		}
		t := tls.Client(nc, config)
		if err := t.Handshake(); err != nil {
			nc.Close()
			return nil, err
		}
		nc = t
	}
	h.mu.Lock()
	h.conns[nc] = true
	h.mu.Unlock()
	return nc, nil
}

func (h *adversary) hangUp(nc net.Conn) {
	nc.Close()
	h.mu.Lock()
	delete(h.conns, nc)
	h.mu.Unlock()
}

// numbers takes n numbers.
func (h *adversary) numbers(n int) uint32 { return uint32(h.next.Add(int64(n))) - uint32(n) }

// expect makes an errand known, before it is sent.
func (h *adversary) expect(e *errand) { h.errands[e.n%advErrands].Store(e) }

// look finds the errand of a token, nil where there is none.
func (h *adversary) look(token string) *errand {
	n, err := strconv.ParseUint(token, 16, 32)
	if err != nil || len(token) != 8 {
		return nil
	}
	if e := h.errands[n%advErrands].Load(); e != nil && e.token == token {
		return e
	}
	return nil
}
