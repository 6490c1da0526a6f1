//go:build linux

package interop

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The page about the service is used in a browser here, as a person does: testdata/page/page.mjs.

func TestDocsPage(t *testing.T) {
	if os.Getenv("HTTPGEN_DOCS_PAGE") == "" {
		t.Skip("make docs-page runs this")
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not here")
	}
	dir := packages(t, "HTTPGEN_DOCS_PAGE_NPM", ".")
	copyFiles(t, dir, filepath.Join(testdata, "page"), "page.mjs")
	s := serveShop(t)
	args := []string{"page.mjs", chromium, s.url}
	if pictures := os.Getenv("HTTPGEN_DOCS_PAGE_PICTURES"); pictures != "" {
		args = append(args, pictures)
	}
	out := run(t, dir, true, "node", args...)
	var times struct{ Interactive, Loaded int }
	if err := json.Unmarshal([]byte(out), &times); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("interactive after %d ms, loaded after %d ms", times.Interactive, times.Loaded)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, call := range s.calls {
		if strings.HasPrefix(call, "GET /docs") || strings.HasPrefix(call, "GET /favicon") {
			continue
		}
		return
	}
	t.Error("the page has tried nothing")
}
