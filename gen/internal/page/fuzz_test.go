package page

import (
	"os"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/openapi"
)

// FuzzDocuments draws and compares whatever may call itself a document: nothing of it panics or has
// no end, and the page is whole.
func FuzzDocuments(f *testing.F) {
	for _, file := range []string{bookstore, "../../../generated_test/cases/aliases/openapi.yaml",
		"../../../generated_test/cases/contents/openapi.yaml"} {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text), "get", "$ref")
		f.Add(string(text), "type: string", "allOf: [{$ref: '#/components/schemas/Error'}]")
	}
	f.Add("{paths: {/a: {get: {parameters: [1], requestBody: 2, responses: [3]}}}}", "1", "{}")
	f.Fuzz(func(t *testing.T, text, was, is string) {
		old, err := openapi.Read([]byte(text))
		if err != nil {
			return
		}
		now, err := openapi.Read([]byte(strings.ReplaceAll(text, was, is)))
		if err != nil {
			return
		}
		a, ok := old.(*openapi.Map)
		b, both := now.(*openapi.Map)
		if !ok || !both {
			return
		}
		openapi.Compare(a, b)
		openapi.Compare(b, a)
		if page, _ := Draw(b, "/docs"); !strings.HasSuffix(page, "</html>\n") {
			t.Error(page)
		}
	})
}
