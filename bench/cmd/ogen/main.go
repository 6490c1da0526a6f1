// Command ogen makes the package of the rival that cmd/contracts measures: see contracts/ogen.
//
//	go run ./cmd/ogen
//
// It is run in the folder of this module.
package main

import (
	"context"
	"fmt"
	"os"

	"example.com/httpgen/bench/contracts/ogen"
)

func main() {
	if err := ogen.Generate(context.Background(), "contracts/params/openapi.yaml"); err != nil {
		fmt.Fprintln(os.Stderr, "ogen:", err)
		os.Exit(1)
	}
}
