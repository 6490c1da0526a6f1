#!/usr/bin/env bash
# github.com/gorilla/handlers v1.5.2, CompressHandler in front of a handler.
# One would guess that the handler sees the request as the client sent it, and that a second one in front of the
# first, or a handler that has a coding of its own, finds Accept-Encoding there.
# Seen: the field is taken out of the request where the answer is going to be compressed, and left in where it is not.
# It matters to handlers with precompressed files and to proxies behind it: they serve the identity form, which is
# compressed anew each time, and a log of the field behind it is empty.
set -euo pipefail
command -v go >/dev/null || { echo "needs go" >&2; exit 2; }
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
cat >go.mod <<'MOD'
module example.com/finding

go 1.25

require github.com/gorilla/handlers v1.5.2
MOD
cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/gorilla/handlers"
)

func main() {
	seen := ""
	h := handlers.CompressHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = fmt.Sprintf("%q", r.Header["Accept-Encoding"])
		io.WriteString(w, "text")
	}))
	for _, accept := range []string{"gzip", "br"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Encoding", accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		fmt.Printf("sent %s: the handler sees %s, the answer's coding is %q\n", accept, seen,
			w.Header().Get("Content-Encoding"))
	}
}
GO
go mod tidy >/dev/null 2>&1
got=$(go run .)
echo "$got"
want='sent gzip: the handler sees [], the answer'"'"'s coding is "gzip"
sent br: the handler sees ["br"], the answer'"'"'s coding is ""'
[ "$got" = "$want" ] || { echo "changed: this was seen:"; echo "$want"; exit 1; }
echo "gorilla/handlers v1.5.2: as it was seen"
