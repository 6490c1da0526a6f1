package gen

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the outputs in docs/mistakes.md anew")

// mistake is a manifest of the page with the output below it.
var mistake = regexp.MustCompile("(?s)```yaml\n(.*?)```\n\n```text\n(.*?)```\n")

// TestMistakesPage runs the manifests of docs/mistakes.md and wants what is printed there.
func TestMistakesPage(t *testing.T) {
	path, err := filepath.Abs("../docs/mistakes.md")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	count := 0
	now := mistake.ReplaceAllFunc(page, func(match []byte) []byte {
		count++
		src := mistake.FindSubmatch(match)[1]
		if err := os.WriteFile("routes.yaml", src, 0o666); err != nil {
			t.Fatal(err)
		}
		report, err := Check("routes.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if report.Errors() == 0 {
			t.Errorf("no mistake:\n%s", src)
		}
		var text bytes.Buffer
		if err := report.Write(&text, Text, Style{}); err != nil {
			t.Fatal(err)
		}
		return []byte("```yaml\n" + string(src) + "```\n\n```text\n" + text.String() + "```\n")
	})
	if count != 10 {
		t.Errorf("the page has %d mistakes", count)
	}
	if *update {
		if err := os.WriteFile(path, now, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(page), string(now)); diff != "" {
		t.Errorf("docs/mistakes.md is not what check says; `go test ./gen -run MistakesPage -update` writes it (-page +check):\n%s", diff)
	}
}
