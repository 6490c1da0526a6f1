#!/usr/bin/env bash
# curl 7.88.1 (Debian 12) with --http2-prior-knowledge and two URLs of one server.
# One would guess that the second goes over the first one's connection, as with --http2 over TLS: curl says
# itself "Re-using existing connection".
# Seen: exit 16, "Error in the HTTP2 framing layer", and nothing of the second request is sent; so it is with
# a redirect that -L follows. Over TLS both are answered on one connection.
# It matters to who tests a backend's h2c with curl: the second request fails, whatever the server does.
set -euo pipefail
seen=7.88.1
command -v curl >/dev/null && command -v go >/dev/null || { echo "needs curl and go" >&2; exit 2; }
version=$(curl --version | awk 'NR == 1 { print $2 }')
[ "$version" = "$seen" ] || { echo "curl is $version here, and $seen was seen" >&2; exit 2; }

work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cat >"$work/main.go" <<'GO'
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"sync/atomic"
)

// Both servers are net/http's, one of HTTP/2 without TLS, one with it; they count what they are asked.
func main() {
	var asked atomic.Int32
	count := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(os.Stderr, r.Proto, asked.Add(1))
		io.WriteString(w, "x")
	})
	secure := httptest.NewUnstartedServer(count)
	secure.EnableHTTP2 = true
	secure.StartTLS()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	plain := &http.Server{Handler: count, Protocols: new(http.Protocols)}
	plain.Protocols.SetUnencryptedHTTP2(true)
	fmt.Println("http://"+l.Addr().String(), secure.URL)
	panic(plain.Serve(l))
}
GO
(cd "$work" && go mod init seen >/dev/null 2>&1 && go build -o server .)
mkfifo "$work/urls"
"$work/server" >"$work/urls" 2>"$work/asked" &
server=$!
read -r plain secure <"$work/urls"

code=0
said=$(curl -sS --http2-prior-knowledge "$plain/1" "$plain/2" 2>&1) || code=$?
echo "prior knowledge: exit $code, $said; the server was asked $(wc -l <"$work/asked") time(s)"
[ "$code" = 16 ] && [ "$(wc -l <"$work/asked")" = 1 ] || { echo "not as seen" >&2; exit 1; }

code=0
said=$(curl -sSk --http2 -w '%{num_connects} ' "$secure/1" "$secure/2" 2>&1) || code=$?
echo "TLS: exit $code, $said"
[ "$code" = 0 ] && [ "$said" = "x1 x0 " ] || { echo "not as seen" >&2; exit 1; }
echo "as seen with curl $seen"
