#!/usr/bin/env bash
# ffmpeg as a client that puts a stream (`-method PUT`, npm @ffmpeg-installer/linux-x64 4.1.0, a static build
# of 2018; Debian's 5.1.9 does the same). One would guess that a server's 403, sent when all of the body has
# come, is told and ends in an exit status other than 0. Seen: exit 0 and not a word, as for a 200.
# It matters to who takes uploads from it: a refusal behind the body reaches nobody; refuse before the first
# piece, or look for what is missing on the server's side.
set -euo pipefail
command -v go >/dev/null || { echo "needs go" >&2; exit 2; }
command -v npm >/dev/null || { echo "needs npm" >&2; exit 2; }
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
(cd "$work" && npm pack -s @ffmpeg-installer/linux-x64@4.1.0 >/dev/null && tar xzf ./*.tgz) ||
	{ echo "npm cannot fetch the package" >&2; exit 2; }
ffmpeg=$work/package/ffmpeg
chmod +x "$ffmpeg"

cat >"$work/main.go" <<'GO'
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
)

// Takes whole bodies and answers with the status that the path says.
func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	os.WriteFile(os.Args[1], []byte(l.Addr().String()), 0o644)
	http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		var status int
		fmt.Sscanf(r.URL.Path, "/%d", &status)
		w.WriteHeader(status)
		fmt.Println(r.Method, r.URL.Path, n > 10_000, err)
	}))
}
GO
(cd "$work" && go build -o server main.go)
"$work/server" "$work/addr" >"$work/took" &
server=$!
for _ in $(seq 100); do [ -s "$work/addr" ] && break; sleep 0.05; done

for status in 200 403; do
	exit=0
	env -u http_proxy timeout 20 "$ffmpeg" -nostdin -loglevel error -f lavfi -i sine=duration=1 -f wav -method PUT \
		"http://$(cat "$work/addr")/$status" >"$work/said" 2>&1 || exit=$?
	echo "answered $status: exit $exit, $(wc -c <"$work/said") bytes of messages"
	[ "$exit" = 0 ] && [ ! -s "$work/said" ] || { cat "$work/said"; echo "changed: it heard the $status"; exit 1; }
done
for _ in $(seq 100); do grep -q 'PUT /403' "$work/took" && break; sleep 0.05; done
cat "$work/took"
grep -qx 'PUT /403 true <nil>' "$work/took" || { echo "changed: the body was not sent whole"; exit 1; }
echo "ffmpeg of 2018: as it was seen"
exit 0
