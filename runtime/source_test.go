package runtime

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestProgramsHoldNoSource builds a program with this package and looks for a text that
// stands in its sources alone. A program that does refer to Source shows that the
// search can find it.
func TestProgramsHoldNoSource(t *testing.T) {
	const sought = "the linker leaves out of a" // a comment of source.go
	for _, row := range []struct {
		name, uses string
		want       bool
	}{
		{"a program without Source", "runtime.Text(\"\")", false},
		{"a program with it", "runtime.Source", true},
	} {
		dir := t.TempDir()
		file, binary := filepath.Join(dir, "main.go"), filepath.Join(dir, "main")
		text := "package main\n\nimport (\n\t\"fmt\"\n\n\t\"example.com/httpgen/runtime\"\n)\n\nfunc main() { fmt.Println(" + row.uses + ") }\n"
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("go", "build", "-o", binary, file).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		program, err := os.ReadFile(binary)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Contains(program, []byte(sought)); got != row.want {
			t.Errorf("%s holds the source: %v, want %v", row.name, got, row.want)
		}
	}
}

// TestSourceIsWhole wants every Go file of this package and of those below it.
func TestSourceIsWhole(t *testing.T) {
	files := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "testdata":
			return fs.SkipDir
		case filepath.Ext(name) != ".go":
			return nil
		}
		files++
		if _, err := fs.Stat(Source, name); err != nil {
			t.Errorf("Source lacks %s", name)
		}
		return nil
	})
	if err != nil || files < 20 {
		t.Errorf("%d files seen, %v", files, err)
	}
}

// TestLicence holds the copy that travels with Source to the one of the project.
func TestLicence(t *testing.T) {
	ours, err := Source.ReadFile("LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile("../LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(ours, whole) {
		t.Error("runtime/LICENSE is not the project's LICENSE")
	}
}
