#!/usr/bin/env bash
# zsync 0.6.2-5 (Debian 12), redirected from /old/file.zsync by `Location: ../new/file.zsync`.
# One would guess that who takes a relative Location at all resolves it: GET /new/file.zsync.
# Seen: it is put behind the folder of the URL as it is, and asked for as /old/../new/file.zsync, with the
# two dots in the request line; servers that serve no path with `..` (for good reasons) answer 404.
# It matters to who writes redirects: `name/` and a path from the root are safe, `../` is not.
set -euo pipefail
seen=0.6.2
command -v go >/dev/null || { echo "needs go" >&2; exit 2; }
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
zsync=$(command -v zsync || true)
if [ -z "$zsync" ]; then # not installed: unpacked
	(cd "$work" && apt-get download -qq zsync >/dev/null 2>&1 && dpkg-deb -x zsync_*.deb unpacked) ||
		{ echo "zsync is not here, and apt cannot download it" >&2; exit 2; }
	zsync=$work/unpacked/usr/bin/zsync
fi
version=$("$zsync" -V 2>&1 | awk 'NR == 1 { print $2 }')
[ "$version" = "v$seen" ] || { echo "zsync is $version here, and v$seen was seen" >&2; exit 2; }

cat >"$work/main.go" <<'GO'
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
)

// Tells each request line; /old/file.zsync is redirected to the folder beside it.
func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	os.WriteFile(os.Args[1], []byte(l.Addr().String()), 0o644)
	http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Println(r.Method, r.RequestURI)
		if r.RequestURI == "/old/file.zsync" {
			w.Header().Set("Location", "../new/file.zsync")
			w.WriteHeader(302)
			return
		}
		http.NotFound(w, r)
	}))
}
GO
(cd "$work" && go build -o server main.go)
"$work/server" "$work/addr" >"$work/asked" &
server=$!
for _ in $(seq 100); do [ -s "$work/addr" ] && break; sleep 0.05; done

# An environment with http_proxy="" would make it look for that proxy.
(cd "$work" && env -u http_proxy -u HTTP_PROXY timeout 20 "$zsync" -q "http://$(cat addr)/old/file.zsync" >/dev/null 2>&1) || true
cat "$work/asked"
grep -qx 'GET /old/../new/file.zsync' "$work/asked" || { echo "changed: the two dots are not sent"; exit 1; }
echo "zsync $version: as it was seen"
