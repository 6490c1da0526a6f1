package generated_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"example.com/httpgen/generated_test/sets"
)

// TestFigures holds what the generator promises about its cost on a real API of more than
// 800 routes. It counts processor time, which other work on the machine does not change
// much: generating takes less than 0.5 s of it, and building the result on an empty cache
// less than 20 s, which is 10 s on two processors.
func TestFigures(t *testing.T) {
	set, _, err := sets.Table("github_2022")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("routes.yaml", set.Manifest())
	put("go.mod", "module example.com/figures\n\ngo 1.26\n\nrequire example.com/httpgen v0.0.0\n\nreplace example.com/httpgen => "+root+"\n")
	put("fresh.go", fmt.Sprintf("package %s\n\nconst fresh = %d // no cache knows this package\n", set.Name, time.Now().UnixNano()))

	httpgen := filepath.Join(dir, "httpgen")
	spend(t, root, "go", "build", "-o", httpgen, "./cmd/httpgen")
	spend(t, dir, "go", "build", "-mod=mod", module+"/runtime")

	generating := spend(t, dir, httpgen, "generate")
	building := spend(t, dir, "go", "build", "-mod=mod", ".")
	t.Logf("%d routes: generating %v, building %v of processor time", len(set.Routes), generating, building)
	if len(set.Routes) < 800 {
		t.Errorf("the set has %d routes only", len(set.Routes))
	}
	if generating > 500*time.Millisecond {
		t.Errorf("generating took %v, want at most 0.5 s", generating)
	}
	if building > 20*time.Second {
		t.Errorf("building took %v, want at most 20 s", building)
	}
}

// spend runs a command that has to succeed and returns the processor time that it and its
// children took.
func spend(t *testing.T, dir, name string, args ...string) time.Duration {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", filepath.Base(name), args, err, out)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}
