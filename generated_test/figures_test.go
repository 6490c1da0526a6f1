package generated_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/gen"
	"example.com/httpgen/generated_test/effort"
	"example.com/httpgen/generated_test/sets"
)

// TestFigures holds what the generator promises about its cost on real APIs. It counts
// processor time, which other work on the machine does not change much: generating takes
// less than 0.5 s of it for some 800 routes, and building the result on an empty cache less
// than 20 s, which is 10 s on two processors.
func TestFigures(t *testing.T) {
	if !effort.Long() {
		t.Skip("make long runs this: it is to compile for seconds")
	}
	set, _, err := sets.Table("github_2022")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	put := func(name, text string) { write(t, filepath.Join(dir, name), []byte(text)) }
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
	const slow = 10 // how much slower than ours a machine may be
	if generating > slow*500*time.Millisecond {
		t.Errorf("generating took %v, want 0.5 s", generating)
	}
	if building > slow*20*time.Second {
		t.Errorf("building took %v, want 20 s", building)
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

// TestFunctionsAreSmall holds the size of what the compiler sees at a time, whose cost
// grows faster than its size: the most statements in one emitted function, for tables of
// real services and for a made one of nothing but static paths.
func TestFunctionsAreSmall(t *testing.T) {
	const most = 2300 // 160 sites, the most of one function, of some 14 each
	packages := map[string]*gen.Package{"static": staticPackage(t, 2000)}
	for _, name := range sets.Tables() {
		set, _, err := sets.Table(name)
		if err != nil {
			t.Fatal(err)
		}
		packages[name] = compileSet(t, set)
	}
	for name, pkg := range packages {
		largest, size := "", 0
		for _, f := range pkg.Files {
			tree, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Content, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range tree.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && statements(fn) > size {
					largest, size = fn.Name.Name, statements(fn)
				}
			}
		}
		t.Logf("%s: largest function %s of %d statements", name, largest, size)
		if size > most {
			t.Errorf("%s: function %s has %d statements, want at most %d", name, largest, size, most)
		}
	}
}

// statements counts the statements of a function, those in others and cases included.
func statements(fn *ast.FuncDecl) (n int) {
	ast.Inspect(fn, func(node ast.Node) bool {
		if _, ok := node.(ast.Stmt); ok {
			n++
		}
		return true
	})
	return n
}

// staticPackage has n routes without parameters.
func staticPackage(t *testing.T, n int) *gen.Package {
	var b strings.Builder
	b.WriteString("package: static\nroutes:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - GET /api/v%d/resource%d/list%d H%d\n", i%7, i, i*7919%1000, i)
	}
	return compile(t, write(t, filepath.Join(t.TempDir(), "routes.yaml"), []byte(b.String())))
}
