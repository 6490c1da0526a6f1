package generated_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/httpgen/gen"
)

// TestGoldenDocuments holds the OpenAPI document beside each manifest to what is made of it now:
// a reader of a change sees there what it does to documents. `make golden` writes them anew.
func TestGoldenDocuments(t *testing.T) {
	for _, file := range manifests(t) {
		t.Run(file, func(t *testing.T) {
			doc, err := gen.OpenAPI(gen.OpenAPIOptions{Manifest: file})
			if err != nil {
				t.Fatal(err)
			}
			text := doc.YAML()
			path := documentOf(file)
			if *update {
				if _, err := gen.WriteDocument(path, text); err != nil {
					t.Fatal(err)
				}
			}
			was, err := os.ReadFile(path)
			if err != nil || string(was) != string(text) {
				t.Errorf("%s is stale (%v); `make golden` writes it anew\n%s", path, err,
					cmp.Diff(string(was), string(text)))
			}
			again, err := gen.OpenAPI(gen.OpenAPIOptions{Manifest: file})
			if err != nil {
				t.Fatal(err)
			}
			if string(again.JSON()) != string(doc.JSON()) {
				t.Error("a second run makes another document")
			}
		})
	}
}

// documentOf is the file of a manifest's document: in the folder of its package.
func documentOf(manifest string) string {
	dir := filepath.Dir(manifest)
	if filepath.Base(manifest) == "routes.example.yaml" {
		dir = filepath.Join(dir, "examples", "bookstore")
	}
	return filepath.Join(dir, "openapi.yaml")
}
