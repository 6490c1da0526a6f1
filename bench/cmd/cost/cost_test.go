package main

import (
	"strings"
	"testing"
)

func TestTheManifestHasAsManyRoutesAsAsked(t *testing.T) {
	text := string(manifest(25))
	if got := strings.Count(text, "handler: Route"); got != 25 {
		t.Errorf("%d routes, want 25", got)
	}
	if !strings.Contains(text, `{path: "/v1/section0/resource2/<int64:id>", methods: [DELETE], handler: Route24}`) {
		t.Errorf("manifest:\n%s", text)
	}
}
