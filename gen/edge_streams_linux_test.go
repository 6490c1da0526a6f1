package gen

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// What routes need of a proxy beside their paths is tried here.

// TestEdgesPassStreamsOn has a service that sends a second piece only when the first has arrived,
// and one that takes its connection over.
func TestEdgesPassStreamsOn(t *testing.T) {
	for _, e := range enginePrograms {
		t.Run(e.target, func(t *testing.T) {
			e.needs(t)
			arrived := make(chan struct{}, 1)
			listen := freeAddress(t)
			made, err := Emit(EmitOptions{Manifest: "testdata/edge/routes.yaml", Target: e.target,
				Upstream: streaming(t, arrived), Listen: listen})
			if err != nil {
				t.Fatal(err)
			}
			e.start(t, made, listen)
			streams(t, listen, arrived)
			upgrades(t, listen)
		})
	}
}

// streams reads two pieces of a stream.
func streams(t *testing.T, addr string, arrived chan struct{}) {
	t.Helper()
	conn, r := asked(t, addr, "GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(resp.Body)
	for _, want := range []string{"data: 1\n", "\n", "data: 2\n", "\n"} {
		line, err := lines.ReadString('\n')
		if line != want || err != nil {
			t.Fatalf("the stream says %q, want %q (%v)", line, want, err)
		}
		if want == "data: 1\n" {
			arrived <- struct{}{}
		}
	}
	conn.Close()
}

// upgrades takes a connection over and has a line come back.
func upgrades(t *testing.T, addr string) {
	t.Helper()
	conn, r := asked(t, addr, "GET /debug/socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n"+
		"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	resp, err := http.ReadResponse(r, nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("no upgrade: %v, %v", resp, err)
	}
	fmt.Fprint(conn, "hello\n")
	if line, err := r.ReadString('\n'); line != "hello\n" || err != nil {
		t.Errorf("%q comes back (%v)", line, err)
	}
}

func asked(t *testing.T, addr, head string) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(conn, head)
	return conn, bufio.NewReader(conn)
}

// streaming is a service with the two routes.
func streaming(t *testing.T, arrived chan struct{}) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go stream(conn, arrived)
		}
	}()
	return l.Addr().String()
}

func stream(conn net.Conn, arrived chan struct{}) {
	defer conn.Close()
	for r := bufio.NewReader(conn); ; {
		req, err := http.ReadRequest(r)
		switch {
		case err != nil:
			return
		case strings.HasPrefix(req.URL.Path, "/debug"):
			fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"+
				"Upgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
			if line, err := r.ReadString('\n'); err == nil {
				fmt.Fprint(conn, line)
			}
			return
		}
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"+
			"Transfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n")
		<-arrived
		fmt.Fprint(conn, "9\r\ndata: 2\n\n\r\n0\r\n\r\n")
	}
}
