#!/usr/bin/env bash
# github.com/gorilla/websocket v1.5.3, its own answer to a close frame.
# One would guess that the peer gets the close back as it was sent, code and reason, as coder/websocket v1.8.15 does it.
# Seen: gorilla echoes the code and drops the reason; coder echoes both. Both are allowed (RFC 6455 §5.5.1 asks for the
# code, "typically").
# It matters to clients that log why a connection ended from the frame that they get: behind one server the reason is
# there, behind the other it is empty, and a proxy that is taken to lose it does not.
set -euo pipefail
command -v go >/dev/null || { echo "needs go" >&2; exit 2; }
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
cat >go.mod <<'MOD'
module example.com/finding

go 1.25

require (
	github.com/coder/websocket v1.8.15
	github.com/gorilla/websocket v1.5.3
)
MOD
cat >main.go <<'GO'
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"

	coder "github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
)

func main() {
	for _, server := range []struct {
		name string
		h    http.HandlerFunc
	}{
		{"gorilla", func(w http.ResponseWriter, r *http.Request) {
			up := gorilla.Upgrader{}
			if c, err := up.Upgrade(w, r, nil); err == nil {
				c.ReadMessage()
				c.Close()
			}
		}},
		{"coder", func(w http.ResponseWriter, r *http.Request) {
			if c, err := coder.Accept(w, r, nil); err == nil {
				c.Read(r.Context())
				c.CloseNow()
			}
		}},
	} {
		s := httptest.NewServer(server.h)
		code, reason := closeAndRead(s.Listener.Addr().String())
		fmt.Printf("%s: sent 4000 \"bye\", got %d %q\n", server.name, code, reason)
		s.Close()
	}
}

// closeAndRead opens a connection by hand, sends a close frame and reads the one that comes back.
func closeAndRead(addr string) (int, string) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		panic(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", addr)
	r := bufio.NewReader(c)
	if _, err := http.ReadResponse(r, nil); err != nil {
		panic(err)
	}
	payload := append([]byte{0x0f, 0xa0}, "bye"...)
	c.Write(append([]byte{0x88, 0x80 | byte(len(payload)), 0, 0, 0, 0}, payload...)) // a mask of zeros
	head := make([]byte, 2)
	if _, err := io.ReadFull(r, head); err != nil || head[0] != 0x88 {
		panic(fmt.Sprint(head, err))
	}
	body := make([]byte, head[1])
	if _, err := io.ReadFull(r, body); err != nil {
		panic(err)
	}
	return int(binary.BigEndian.Uint16(body)), string(body[2:])
}
GO
go mod tidy >/dev/null 2>&1
got=$(go run .)
echo "$got"
want='gorilla: sent 4000 "bye", got 4000 ""
coder: sent 4000 "bye", got 4000 "bye"'
[ "$got" = "$want" ] || { echo "changed: this was seen:"; echo "$want"; exit 1; }
echo "gorilla/websocket v1.5.3, coder/websocket v1.8.15: as it was seen"
