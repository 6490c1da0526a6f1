#!/usr/bin/env bash
# oapi-codegen's clients (github.com/oapi-codegen/runtime v1.9.0, what generator v2.8.2 calls) with an
# application/x-www-form-urlencoded body. One would guess that a date-time and a date are sent as in JSON and in
# queries, or that they are an error. Seen: MarshalForm walks into time.Time and types.Date as structs, finds no
# exported field, and leaves them out without a word, required ones too; a UUID comes.
# It matters to whoever takes forms: a time that is missing may have been set; nobody sees it on the client's side.
set -euo pipefail
command -v go >/dev/null || { echo "needs go" >&2; exit 2; }
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
cat >go.mod <<'MOD'
module example.com/finding

go 1.25

require github.com/oapi-codegen/runtime v1.9.0
MOD
cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/oapi-codegen/runtime"
	"github.com/oapi-codegen/runtime/types"
)

// Order is what the generator makes of a schema of a form.
type Order struct {
	Name string     `json:"name"`
	At   time.Time  `json:"at"`
	Till *time.Time `json:"till,omitempty"`
	Day  types.Date `json:"day"`
	ID   types.UUID `json:"id"`
}

func main() {
	at := time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)
	order := Order{Name: "n", At: at, Till: &at, Day: types.Date{Time: at}}
	form, err := runtime.MarshalForm(order, nil)
	fmt.Println("form:", form.Encode(), err)
	text, err := json.Marshal(order)
	fmt.Println("JSON:", string(text), err)
}
GO
go mod tidy >/dev/null 2>&1
got=$(go run .)
echo "$got"
want='form: id=00000000-0000-0000-0000-000000000000&name=n <nil>
JSON: {"name":"n","at":"2024-01-02T03:04:05Z","till":"2024-01-02T03:04:05Z","day":"2024-01-02","id":"00000000-0000-0000-0000-000000000000"} <nil>'
[ "$got" = "$want" ] || { echo "changed: this was seen:"; echo "$want"; exit 1; }
echo "oapi-codegen's runtime v1.9.0: as it was seen"
