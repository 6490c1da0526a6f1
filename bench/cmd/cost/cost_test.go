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

func TestTextSizeAddsUpCode(t *testing.T) {
	symbols := "  1000   64 T main.a\n  1040   16 t main.b\n  2000  512 R main.c\n        0 U x\n"
	if got, err := textSize([]byte(symbols)); err != nil || got != 80 {
		t.Errorf("%d, %v; want 80", got, err)
	}
}
