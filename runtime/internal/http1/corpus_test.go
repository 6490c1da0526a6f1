package http1

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Seeds from the corpus of requests (runtime/testdata/gunicorn/README.md) are read here.

// corpus is all requests, valid and not. Escapes other than those of line ends, tabs and
// NUL are left as they are: for a seed that is as good.
func corpus(t testing.TB) (all []string) {
	files, err := filepath.Glob("../../testdata/gunicorn/*/*.http")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	unescape := strings.NewReplacer("\n", "", `\r`, "\r", `\n`, "\n", `\t`, "\t", `\0`, "\x00")
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, unescape.Replace(string(b)))
	}
	return all
}
