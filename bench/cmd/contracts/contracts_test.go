package main

import (
	"strings"
	"testing"
)

func TestBothDocumentsHaveAsManyOperationsAsAsked(t *testing.T) {
	if n := strings.Count(string(manifest(50)), "handler: "); n != 50 {
		t.Errorf("the manifest has %d operations, want 50", n)
	}
	if n := strings.Count(string(openapi(50)), "operationId: "); n != 50 {
		t.Errorf("the OpenAPI document has %d operations, want 50", n)
	}
	for _, text := range []string{string(manifest(50)), string(openapi(50))} {
		if strings.Contains(text, "@") {
			t.Error("the number of a resource is not filled in")
		}
	}
}
