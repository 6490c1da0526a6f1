#!/usr/bin/env bash
# grpc-gateway v2.33.0 (runtime.ServeMux of github.com/grpc-ecosystem/grpc-gateway/v2), the route /users/{name}.
# One would guess that `{name}`, which is `{name=*}`, is one segment with something in it, as in OpenAPI
# routers and in most others, and that a slash at the end is another path: the syntax knows none there.
# Seen: GET /users/ is answered by the route with the name "", while /users/x/ and /users are 404.
# It matters to who moves such a service: handlers there have met the empty name, and clients that
# build /users/ + "" got their 200 (or a record with an empty key) where other routers say 404.
set -euo pipefail
command -v go >/dev/null || { echo "needs go" >&2; exit 2; }
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
cat >go.mod <<'MOD'
module example.com/finding

go 1.25

require github.com/grpc-ecosystem/grpc-gateway/v2 v2.33.0
MOD
cat >main.go <<'GO'
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
)

func main() {
	mux := runtime.NewServeMux()
	err := mux.HandlePath("GET", "/users/{name}", func(w http.ResponseWriter, r *http.Request, p map[string]string) {
		fmt.Fprintf(w, "name %q", p["name"])
	})
	if err != nil {
		panic(err)
	}
	for _, path := range []string{"/users/x", "/users/", "/users/x/", "/users"} {
		rec := httptest.NewRecorder()
		mux.ServeHTTP(rec, httptest.NewRequest("GET", path, nil))
		body := ""
		if rec.Code == 200 {
			body = " " + rec.Body.String()
		}
		fmt.Printf("GET %s: %d%s\n", path, rec.Code, body)
	}
}
GO
go mod tidy >/dev/null 2>&1
got=$(go run .)
echo "$got"
want='GET /users/x: 200 name "x"
GET /users/: 200 name ""
GET /users/x/: 404
GET /users: 404'
[ "$got" = "$want" ] || { echo "changed: this was seen:"; echo "$want"; exit 1; }
echo "grpc-gateway v2.33.0: as it was seen"
