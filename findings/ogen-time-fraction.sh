#!/usr/bin/env bash
# ogen v1.24.0 (github.com/ogen-go/ogen): what its generated clients and servers write of `format: date-time`, in
# parameters (conv.DateTimeToString) and in JSON (json.EncodeDateTime). One would guess that a time is sent as
# it is, with its fraction, as encoding/json does. Seen: it is cut to seconds in both, without an error; what is
# read keeps its fraction, so that a value changes when it is given back.
# It matters to whoever compares times, orders by them or uses them as a cursor (`since=`): half a second is lost.
set -euo pipefail
command -v go >/dev/null || { echo "needs go" >&2; exit 2; }
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
cat >go.mod <<'MOD'
module example.com/finding

go 1.25

require github.com/ogen-go/ogen v1.24.0
MOD
cat >main.go <<'GO'
package main

import (
	"fmt"
	"time"

	"github.com/go-faster/jx"
	"github.com/ogen-go/ogen/conv"
	"github.com/ogen-go/ogen/json"
)

func main() {
	at := time.Date(2024, 1, 2, 3, 4, 5, 500_000_000, time.UTC)
	fmt.Println("parameter:", conv.DateTimeToString(at))
	var e jx.Encoder
	json.EncodeDateTime(&e, at)
	fmt.Println("JSON:", e.String())
	read, err := json.DecodeDateTime(jx.DecodeStr(`"2024-01-02T03:04:05.5Z"`))
	fmt.Println("read:", read.Format(time.RFC3339Nano), err)
}
GO
go mod tidy >/dev/null 2>&1
got=$(go run .)
echo "$got"
want='parameter: 2024-01-02T03:04:05Z
JSON: "2024-01-02T03:04:05Z"
read: 2024-01-02T03:04:05.5Z <nil>'
[ "$got" = "$want" ] || { echo "changed: this was seen:"; echo "$want"; exit 1; }
echo "ogen v1.24.0: as it was seen"
