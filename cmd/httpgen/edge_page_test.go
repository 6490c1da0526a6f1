package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// consoleBlock is a dialogue of docs/edge.md.
var consoleBlock = regexp.MustCompile("(?s)```console\n(.*?)```\n")

// TestEdgePage runs the commands of docs/edge.md, one after the other in one folder, and wants what
// is printed there.
func TestEdgePage(t *testing.T) {
	page, err := os.ReadFile("../../docs/edge.md")
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile("../../gen/testdata/edge/routes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for name, text := range map[string][]byte{"routes.yaml": manifest, "go.mod": []byte("module shop\n")} {
		if err := os.WriteFile(filepath.Join(".", name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	count := 0
	for _, block := range consoleBlock.FindAllSubmatch(page, -1) {
		for dialogue := range strings.SplitSeq(strings.TrimPrefix(string(block[1]), "$ "), "\n$ ") {
			command, want, _ := strings.Cut(strings.TrimSuffix(dialogue, "\n"), "\n")
			count++
			var out bytes.Buffer
			run(strings.Fields(command)[1:], &out, &out)
			if got := strings.TrimSuffix(out.String(), "\n"); got != want {
				t.Errorf("%s says\n%s\nand on the page\n%s", command, got, want)
			}
		}
	}
	if count < 5 {
		t.Errorf("the page has %d commands", count)
	}
}
