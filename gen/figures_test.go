package gen

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMeasure holds the figures of a small manifest, and how they grow.
func TestMeasure(t *testing.T) {
	dir := t.TempDir()
	measure := func(text string) *Figures {
		file := filepath.Join(dir, "routes.yaml")
		if err := os.WriteFile(file, []byte("package: shop\n"+text), 0o666); err != nil {
			t.Fatal(err)
		}
		f, err := Measure(file)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	small := measure(`routes:
  - GET /books/<int:id> GetBook
  - DELETE /books/<int:number> RemoveBook
  - {path: /old, handler: Old, methods: [GET, POST]}
  - group: /admin
    routes: [GET /stats Stats]
`)
	if small.Routes != 4 || small.Patterns != 3 || small.Handlers != 4 || small.Groups != 1 || small.Files != 3 || small.Converters != 0 {
		t.Errorf("%+v", small)
	}
	if small.Functions < 1 || small.LargestLines < 5 || small.LargestFunction == "" || small.Lines < 50 || small.Build <= 0 {
		t.Errorf("%+v", small)
	}
	var many strings.Builder
	many.WriteString("routes:\n")
	for i := range 400 {
		fmt.Fprintf(&many, "  - GET /service%d/items/<int:id> Get%d\n", i, i)
	}
	large := measure(many.String())
	if large.Functions <= small.Functions || large.Build < 10*small.Build {
		t.Errorf("400 routes: %+v", large)
	}
	if large.LargestLines > large.Lines/4 {
		t.Errorf("the largest function has %d of %d lines", large.LargestLines, large.Lines)
	}
}
