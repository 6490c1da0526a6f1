package web

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// The load of each case lives here.

// A Case is what is asked of a server.
type Case struct {
	Name  string
	About string // in a report
	Conns int
	// Streams are those of a connection of HTTP/2; 0: HTTP/1.1, one request after the other.
	Streams int
	TLS     bool
	Idle    bool // connections are taken over, and nothing happens on them
	Path    string
	Own     string // the path of our server, if that is another one
}

// Cases are all.
var Cases = []Case{
	{Name: "handler-64", Conns: 64, Path: "/handler",
		About: "a handler of net/http, HTTP/1.1, 64 connections"},
	{Name: "handler-tls-64", Conns: 64, TLS: true, Path: "/handler",
		About: "the same over TLS"},
	{Name: "h2-8x100", Conns: 8, Streams: 100, TLS: true, Path: "/handler",
		About: "the same over HTTP/2 and TLS, 8 connections, 100 streams at once"},
	{Name: "h2-8x100-route", Conns: 8, Streams: 100, TLS: true, Path: "/handler", Own: "/text",
		About: "the same, and on our side a handler of our own"},
	{Name: "h2-64x1", Conns: 64, Streams: 1, TLS: true, Path: "/handler",
		About: "a handler of net/http, HTTP/2 and TLS, 64 connections, one stream at a time"},
	{Name: "upgraded-4000", Conns: 4000, Idle: true, Path: "/upgrade",
		About: "connections that a handler has taken over, and nothing happens"},
}

// A Load is one on a server.
type Load struct {
	conns    []net.Conn
	answered atomic.Int64
	closing  atomic.Bool
	failed   atomic.Pointer[error]
	working  sync.WaitGroup
}

// Start opens the connections of a case, and asks. ours: the server is.
func (c Case) Start(addr string, ours bool) (*Load, error) {
	l := &Load{}
	path := c.Path
	if ours && c.Own != "" {
		path = c.Own
	}
	for range c.Conns {
		nc, err := net.Dial("tcp4", addr)
		if err == nil && c.TLS {
			config := &tls.Config{InsecureSkipVerify: true}
			if c.Streams > 0 {
				config.NextProtos = []string{"h2"}
			}
			nc = tls.Client(nc, config)
		}
		if err == nil && c.Idle {
			err = upgrade(nc)
		}
		if err != nil {
			l.Stop()
			return nil, err
		}
		if l.conns = append(l.conns, nc); !c.Idle {
			l.work(nc, path, c.Streams)
		}
	}
	return l, nil
}

func (l *Load) work(nc net.Conn, path string, open int) {
	l.working.Go(func() {
		var err error
		done := func(n int) { l.answered.Add(int64(n)) }
		if open > 0 {
			err = streams(nc, path, open, done)
		} else {
			err = requests(nc, path, done)
		}
		if !l.closing.Load() {
			l.failed.CompareAndSwap(nil, &err)
		}
	})
}

// Answered is how many answers there were, or why there are no more.
func (l *Load) Answered() (int64, error) {
	if err := l.failed.Load(); err != nil {
		return 0, *err
	}
	return l.answered.Load(), nil
}

// Stop closes all connections.
func (l *Load) Stop() {
	l.closing.Store(true)
	for _, nc := range l.conns {
		nc.Close()
	}
	l.working.Wait()
}

// requests sends the same request again and again. Every answer has the length of the first one:
// fields that change keep theirs.
func requests(nc net.Conn, path string, done func(n int)) error {
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: a.example\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n")
	length := 0
	buf := make([]byte, 4096)
	for {
		if _, err := nc.Write(request); err != nil {
			return err
		}
		n := 0
		for n == 0 || n < length {
			k, err := nc.Read(buf[n:])
			if err != nil {
				return err
			}
			if n += k; length == 0 && strings.HasSuffix(string(buf[:n]), Hello) {
				length = n
			}
		}
		if length > 0 && (n != length || !strings.HasPrefix(string(buf[:n]), "HTTP/1.1 200 ")) {
			return fmt.Errorf("another answer: %q", buf[:n])
		}
		done(1)
	}
}

// upgrade has a connection taken over.
func upgrade(nc net.Conn) error {
	_, err := io.WriteString(nc, "GET /upgrade HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\n"+
		"Upgrade: idle\r\nUser-Agent: bench\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
	if err != nil {
		return err
	}
	_ = nc.SetReadDeadline(time.Now().Add(10 * time.Second))
	a, err := http.ReadResponse(bufio.NewReader(nc), nil)
	if err != nil {
		return err
	}
	if a.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("not taken over: %s", a.Status)
	}
	return nc.SetReadDeadline(time.Time{})
}
