// Command judge says what is wrong with OpenAPI documents, by kin-openapi.
package main

import (
	"fmt"
	"os"

	"github.com/getkin/kin-openapi/openapi3"
)

func main() {
	failed := false
	for _, file := range os.Args[1:] {
		loader := openapi3.NewLoader()
		doc, err := loader.LoadFromFile(file)
		if err == nil {
			err = doc.Validate(loader.Context)
		}
		if err != nil {
			fmt.Printf("%s: %v\n", file, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}
