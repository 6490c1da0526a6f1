package manifest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadSaysWhatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "routes.yaml")
	for name, row := range map[string]struct{ file, want string }{
		"a missing file": {missing, "no such file"},
		"a folder":       {dir, "is a directory, not a manifest"},
	} {
		src, err := Read(row.file)
		var pathError *fs.PathError
		if src != nil || !errors.As(err, &pathError) || !strings.Contains(err.Error(), row.want) || !strings.Contains(err.Error(), row.file) {
			t.Errorf("%s: %q, %v", name, src, err)
		}
	}
	if err := os.WriteFile(missing, []byte("routes: [GET /x X]"), 0o644); err != nil {
		t.Fatal(err)
	}
	src, err := Read(missing)
	if len(src) == 0 || err != nil {
		t.Fatalf("a good manifest: %q, %v", src, err)
	}
	if draft, faults := Parse(missing, src, nil); draft == nil || len(faults) > 0 || draft.Found.Len() > 0 {
		t.Errorf("a good manifest: %v", faults)
	}
}
