#!/usr/bin/env bash
# apt 2.6.1 (Debian 12, apt-get) on `deb http://HOST/repo ./`, which makes it ask for /repo/./Packages.
# One would guess that a redirect's Location may be any URI reference (RFC 9110 §10.2.2), so that
# `Location: Packages` or `./Packages` does, and is the one form that stays right behind a prefix.
# Seen: "Redirection from http to 'Packages:/' is forbidden", since apt takes what does not begin with a
# slash for a whole URI; a path from the root (`/repo/Packages`) and a whole URI are followed.
# It matters to whoever answers the dot of flat repositories, or a missing slash, with a relative redirect.
set -euo pipefail
seen=2.6.1
command -v apt-get >/dev/null && command -v go >/dev/null || { echo "needs apt-get and go" >&2; exit 2; }
version=$(apt-get --version | awk 'NR == 1 { print $2 }')
[ "$version" = "$seen" ] || { echo "apt is $version here, and $seen was seen" >&2; exit 2; }

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

// The first element of the path says how redirects are written: /FORM/repo/./NAME leads
// to /FORM/repo/NAME.
func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	os.WriteFile(os.Args[1], []byte(l.Addr().String()), 0o644)
	http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		form := strings.Split(r.URL.Path, "/")[1]
		name := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		if strings.Contains(r.URL.Path, "/./") {
			to := map[string]string{"name": name, "dot": "./" + name, "root": "/root/repo/" + name,
				"whole": "http://" + r.Host + "/whole/repo/" + name}[form]
			w.Header().Set("Location", to)
			w.WriteHeader(301)
			return
		}
		if name != "Packages" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, "Package: a\nVersion: 1\nArchitecture: all\nFilename: ./a.deb\nSize: 1\nSHA256: ", strings.Repeat("0", 64), "\n\n")
	}))
}
GO
(cd "$work" && go build -o server main.go)
"$work/server" "$work/addr" &
server=$!
for _ in $(seq 100); do [ -s "$work/addr" ] && break; sleep 0.05; done
addr=$(cat "$work/addr")

update() { # what apt says of a repository whose redirects are written in this form
	local dir=$work/$1
	mkdir -p "$dir"/{state/lists/partial,cache/archives/partial,etc}
	: >"$dir/status"
	echo "deb [trusted=yes] http://$addr/$1/repo ./" >"$dir/etc/sources.list"
	LC_ALL=C timeout 20 apt-get -q -o Dir::State="$dir/state" -o Dir::State::status="$dir/status" \
		-o Dir::Cache="$dir/cache" -o Dir::Etc="$dir/etc" -o Dir::Etc::SourceList="$dir/etc/sources.list" \
		-o Dir::Etc::SourceParts=/dev/null -o APT::Sandbox::User= -o Debug::NoLocking=1 -o Acquire::Retries=0 \
		-o Acquire::Languages=none -o Acquire::http::Proxy=DIRECT update 2>&1 || true
}
failed=
for form in name dot; do
	said=$(update $form)
	grep -m 1 "is forbidden" <<<"$said" || { echo "changed: a relative Location ($form) is followed: $said"; failed=1; }
done
for form in root whole; do
	said=$(update $form)
	if grep -q "^Get:.* Packages" <<<"$said"; then
		echo "  a Location as '$form' is followed"
	else
		echo "changed: $form: $said"
		failed=1
	fi
done
[ -z "$failed" ] && echo "apt $version: as it was seen"
[ -z "$failed" ]
