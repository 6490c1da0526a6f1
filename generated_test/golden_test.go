package generated_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/httpgen/gen"
)

var update = flag.Bool("update", false, "write the packages of all manifests anew")

// TestGolden holds every committed package to what the generator makes of its manifest
// now. A golden package is code that is compiled and used: a reader of a change to the
// generator sees there what it does. To add one, make cases/NAME with a routes.yaml and
// a handlers.go and run
//
//	go test ./generated_test -run Golden -update
func TestGolden(t *testing.T) {
	for _, file := range manifests(t) {
		t.Run(file, func(t *testing.T) {
			pkg := compile(t, file)
			if *update {
				if _, err := pkg.Write(); err != nil {
					t.Fatal(err)
				}
			}
			changes, err := pkg.Compare()
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range changes {
				if c.State != gen.Fresh {
					t.Errorf("%s is %s; `make golden` writes it anew\n%s", c.Path, c.State, difference(pkg, c.Path))
				}
			}
			if again := compile(t, file); !slices.EqualFunc(pkg.Files, again.Files, sameFile) {
				t.Error("a second run makes other files")
			}
		})
	}
}

// TestGoldenCompiles builds every golden package, those without tests of their own too.
func TestGoldenCompiles(t *testing.T) {
	if out, err := exec.Command("go", "build", "./cases/...", "../examples/...").CombinedOutput(); err != nil {
		t.Errorf("go build: %v\n%s", err, out)
	}
}

// manifests are those whose packages are committed.
func manifests(t *testing.T) []string {
	t.Helper()
	found := []string{filepath.Join("..", "routes.example.yaml")}
	for _, pattern := range []string{"cases/*/routes.yaml", "../examples/*/routes.yaml"} {
		files, err := filepath.Glob(filepath.FromSlash(pattern))
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, files...)
	}
	return found
}

func compile(t *testing.T, file string) *gen.Package {
	t.Helper()
	pkg, err := gen.Compile(gen.Options{Manifest: file})
	if err != nil {
		t.Fatalf("%s:\n%v", file, err)
	}
	return pkg
}

func sameFile(a, b gen.File) bool { return a.Name == b.Name && bytes.Equal(a.Content, b.Content) }

// difference is that of the file on disk to the one in the package, "" if either is not
// there.
func difference(pkg *gen.Package, path string) string {
	old, err := os.ReadFile(path)
	i := slices.IndexFunc(pkg.Files, func(f gen.File) bool { return f.Name == filepath.Base(path) })
	if err != nil || i < 0 {
		return ""
	}
	return cmp.Diff(string(old), string(pkg.Files[i].Content))
}
