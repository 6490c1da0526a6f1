package gen

import (
	"os"
	"path/filepath"
	"testing"

	"example.com/httpgen/gen/internal/emit"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/plan"
)

// FuzzCompile holds the promise of the stages: no text makes one panic, and what was
// checked without a fault becomes files that gofmt reads.
func FuzzCompile(f *testing.F) {
	seeds, err := filepath.Glob("../generated_test/cases/*/routes.yaml")
	if err != nil || len(seeds) == 0 {
		f.Fatalf("no manifests to begin with: %v", err)
	}
	for _, file := range append(seeds, exampleManifest) {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		m, faults := manifest.Parse("routes.yaml", src)
		if m == nil {
			if !faults.HasErrors() {
				t.Fatal("no manifest, and no fault that says why")
			}
			return
		}
		if m.Package == "" {
			m.Package = "p"
		}
		files, err := emit.Files(plan.Build(m))
		if err != nil {
			t.Fatalf("emit: %v\n%s", err, src)
		}
		if _, err := formatAll(files); err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
	})
}
