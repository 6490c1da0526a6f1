package generated_test

import (
	"errors"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// What users of the runtime call stands in an example: the examples are type checked here, and
// what is called nowhere is a fault.

// TestExamplesShowEverything wants each exported function and method of the runtime in an
// example, but for what the comment of the package lists as being for generated code.
func TestExamplesShowEverything(t *testing.T) {
	const folder = "../runtime"
	api, shown := readExamples(t, folder)
	generated := forGeneratedCode(t, filepath.Join(folder, "doc.go"))
	found := 0
	for _, f := range exportedFuncs(api) {
		switch owner := ownerOf(f); {
		case shown[f.FullName()]:
			found++
		case !generated.MatchString(owner):
			t.Errorf("no example shows %s", f.FullName())
		}
	}
	if found < 80 {
		t.Errorf("%d functions are shown, want 80 or more: are the examples found?", found)
	}
}

// readExamples returns a package and what of it the examples in its folder call, by full
// name. What the examples share (example_ask_test.go) does not count.
func readExamples(t *testing.T, folder string) (api *types.Package, shown map[string]bool) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "example*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	imports := importer.ForCompiler(set, "gc", exportData(t, files))
	info := types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: imports}
	if _, err := config.Check("examples", set, files, &info); err != nil {
		t.Fatal(err)
	}
	shown = map[string]bool{}
	for use, object := range info.Uses {
		f, isFunc := object.(*types.Func)
		if isFunc {
			f = f.Origin() // the method of a generic type, whatever it is of
		}
		if isFunc && filepath.Base(set.File(use.Pos()).Name()) != "example_ask_test.go" {
			shown[f.FullName()] = true
		}
	}
	if api, err = imports.Import(module + "/runtime"); err != nil {
		t.Fatal(err)
	}
	return api, shown
}

// TestWireIsTestedByItself wants each exported function and method of runtime/wire in a test of
// its own: users see few of them, and generated code, which calls them, is tested for what it is.
func TestWireIsTestedByItself(t *testing.T) {
	const folder = "../runtime/wire"
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		here, err := build.Default.MatchFile(folder, filepath.Base(name))
		if err != nil {
			t.Fatal(err)
		}
		if here && file.Name.Name == "wire" {
			files = append(files, file)
		}
	}
	config := types.Config{Importer: importer.ForCompiler(set, "gc", exportData(t, files))}
	info := types.Info{Uses: map[*ast.Ident]types.Object{}}
	wire, err := config.Check(module+"/runtime/wire", set, files, &info)
	if err != nil {
		t.Fatal(err)
	}
	tested := map[*types.Func]bool{}
	for use, object := range info.Uses {
		if f, ok := object.(*types.Func); ok && strings.HasSuffix(set.File(use.Pos()).Name(), "_test.go") {
			tested[f.Origin()] = true
		}
	}
	found := 0
	for _, f := range exportedFuncs(wire) {
		switch {
		case strings.HasSuffix(set.File(f.Pos()).Name(), "_test.go"):
		case tested[f] || strings.HasSuffix(f.Name(), "JSON") && f.Signature().Recv() != nil: // encoding/json calls it
			found++
		default:
			t.Errorf("no test calls %s", f.FullName())
		}
	}
	if found < 150 {
		t.Errorf("%d functions are there, want 150 or more: are they found?", found)
	}
}

// exportData finds what the compiler has written of the packages that files import.
func exportData(t *testing.T, files []*ast.File) importer.Lookup {
	t.Helper()
	args := []string{"list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}"}
	for _, file := range files {
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			args = append(args, path)
		}
	}
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	exports := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, export, _ := strings.Cut(strings.TrimSpace(line), " ")
		exports[path] = export
	}
	return func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, errors.New("not compiled: " + path)
		}
		return os.Open(exports[path])
	}
}

// exportedFuncs are the exported functions of a package, and methods of its exported types.
func exportedFuncs(p *types.Package) (all []*types.Func) {
	for _, name := range p.Scope().Names() {
		switch object := p.Scope().Lookup(name).(type) {
		case *types.Func:
			all = append(all, object)
		case *types.TypeName:
			if named, ok := object.Type().(*types.Named); ok && object.Exported() && !object.IsAlias() {
				for method := range named.Methods() {
					all = append(all, method)
				}
			}
		}
	}
	exported := all[:0]
	for _, f := range all {
		if f.Exported() {
			exported = append(exported, f)
		}
	}
	return exported
}

// ownerOf is the name of a method's type, or of a function.
func ownerOf(f *types.Func) string {
	recv := f.Signature().Recv()
	if recv == nil {
		return f.Name()
	}
	t := recv.Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	return t.(*types.Named).Obj().Name()
}

var docLink = regexp.MustCompile(`\[(\w+)\]|\b(\w+)…`)

// forGeneratedCode matches the names that the comment of a package lists under its last
// heading: links, and how names begin, as Decode….
func forGeneratedCode(t *testing.T, doc string) *regexp.Regexp {
	t.Helper()
	text, err := os.ReadFile(doc)
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(text), "// # For generated code\n")
	if !ok {
		t.Fatalf("%s has no heading for generated code", doc)
	}
	var names []string
	for _, m := range docLink.FindAllStringSubmatch(section, -1) {
		if m[1] != "" {
			names = append(names, m[1])
		} else {
			names = append(names, m[2]+`\w+`)
		}
	}
	return regexp.MustCompile("^(" + strings.Join(names, "|") + ")$")
}
