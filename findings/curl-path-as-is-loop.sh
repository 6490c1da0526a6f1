#!/usr/bin/env bash
# curl 7.88.1 (Debian 12) with --path-as-is -L on /a/./b, which is answered 301 with `Location: b`.
# One would guess that the option is about the URL that was given, and that a relative reference is
# resolved as RFC 3986 §5.2.4 says, dot segments removed: /a/b.
# Seen: the dot of the base stays, /a/./b is asked again and again, and curl ends with error 47 (too many
# redirects); `Location: /a/b` is followed.
# It matters to who takes dots out of a path by a redirect: a relative one leads who sends them in circles.
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
	"net"
	"net/http"
	"os"
	"strings"
)

// /relative/./b and /root/./b are redirected in that form; what has no dot is told.
func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	os.WriteFile(os.Args[1], []byte(l.Addr().String()), 0o644)
	http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !strings.Contains(r.URL.Path, "/./"):
			fmt.Fprint(w, "arrived at ", r.URL.Path)
			return
		case strings.HasPrefix(r.URL.Path, "/relative/"):
			w.Header().Set("Location", "b")
		default:
			w.Header().Set("Location", "/root/b")
		}
		w.WriteHeader(301)
	}))
}
GO
(cd "$work" && go build -o server main.go)
"$work/server" "$work/addr" &
server=$!
for _ in $(seq 100); do [ -s "$work/addr" ] && break; sleep 0.05; done
addr=$(cat "$work/addr")

get() { # what a curl of /FORM/./b says, and how it ends
	curl -q -sS --noproxy '*' --max-time 10 --max-redirs 10 --path-as-is -L \
		-w ' [%{num_redirects} redirects, last %{url_effective}]' "http://$addr/$1/./b" 2>&1 || echo " (exit $?)"
}
relative=$(get relative) root=$(get root)
echo "relative: $relative"
echo "from the root: $root"
[[ $relative == *"/relative/./b]"*"(exit 47)"* ]] || { echo "changed: the relative redirect does not go in circles"; exit 1; }
[[ $root == *"arrived at /root/b"* ]] || { echo "changed: the redirect from the root is not followed"; exit 1; }
echo "curl $version: as it was seen"
