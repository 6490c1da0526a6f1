package gen

import (
	"os"
	"path/filepath"
	"testing"
)

// TestOldestGoIsOurs wants the go line that vendor asks for to be that of our own module.
func TestOldestGoIsOurs(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	if m := goLine.FindSubmatch(text); m == nil || string(m[1]) != oldestGo {
		t.Errorf("go.mod says %q, vendor asks for %s", m, oldestGo)
	}
}
