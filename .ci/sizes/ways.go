package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// How files of one package call each other is counted here. A way leads from a file to a
// function of another one that it calls or hands on, however often it does. In the order in
// which the files are read most ways lead down; those that lead back up are told.

const (
	layered = "runtime"             // the package whose order is written down
	order   = ".ci/sizes/order.txt" // where
	mostUp  = 60                    // ways that lead back up
)

// A way is a function of another file that a file calls.
type way struct{ from, to, function string }

// up says whether a way leads back up in an order.
func (w way) up(files []string) bool {
	return slices.Index(files, w.to) < slices.Index(files, w.from)
}

// readOrder reads the names of files, several on a line; lines that start with # are for
// people.
func readOrder(name string) (files []string, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			files = append(files, strings.Fields(line)...)
		}
	}
	return files, nil
}

// judgeWays tells how many ways there are, and all that lead back up if list says so. It is
// a fault if these are too many, or if the order is not one of the package's files.
func judgeWays(out io.Writer, root string, list bool) (faults []string, err error) {
	files, err := readOrder(filepath.Join(root, order))
	if err != nil {
		return nil, err
	}
	ways, there, err := waysOf(filepath.Join(root, layered))
	if err != nil {
		return nil, err
	}
	up := slices.DeleteFunc(slices.Clone(ways), func(w way) bool { return !w.up(files) })
	fmt.Fprintf(out, "%s: %d ways between files, of which %d lead back up\n", layered, len(ways), len(up))
	if list {
		for _, w := range up {
			fmt.Fprintf(out, "  %s to %s: %s\n", w.from, w.to, w.function)
		}
	}
	if len(up) > mostUp {
		faults = append(faults, fmt.Sprintf("%s: %d ways lead back up, want at most %d (-ways lists them)", layered, len(up), mostUp))
	}
	return append(faults, judgeOrder(files, there)...), nil
}

// judgeOrder wants every file in the order, once.
func judgeOrder(files, there []string) (faults []string) {
	for _, name := range there {
		if !slices.Contains(files, name) {
			faults = append(faults, fmt.Sprintf("%s: %s of %s has no place", order, name, layered))
		}
	}
	for i, name := range files {
		switch {
		case !slices.Contains(there, name):
			faults = append(faults, fmt.Sprintf("%s: %s has no %s", order, layered, name))
		case slices.Index(files, name) < i:
			faults = append(faults, fmt.Sprintf("%s: %s stands twice", order, name))
		}
	}
	return faults
}

// waysOf finds the ways of the package in a folder, and its files, as they are compiled
// for Linux on amd64 whatever this machine is. Files without functions are none of them.
func waysOf(folder string) (ways []way, files []string, err error) {
	set := token.NewFileSet()
	trees, imports, err := load(set, folder)
	if err != nil {
		return nil, nil, err
	}
	info := types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(set, "gc", imports)}
	this, err := config.Check(layered, set, trees, &info)
	if err != nil {
		return nil, nil, err
	}
	nameOf := func(p token.Pos) string { return filepath.Base(set.Position(p).Filename) }
	seen := map[way]bool{}
	for use, object := range info.Uses {
		f, isFunc := object.(*types.Func)
		if !isFunc || f.Pkg() != this || isAbstract(f) {
			continue
		}
		f = f.Origin()
		if w := (way{nameOf(use.Pos()), nameOf(f.Pos()), shortName(f)}); w.from != w.to && !seen[w] {
			seen[w] = true
			ways = append(ways, w)
		}
	}
	slices.SortFunc(ways, func(a, b way) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.function, b.function))
	})
	for _, tree := range trees {
		if slices.ContainsFunc(tree.Decls, isFunc) {
			files = append(files, nameOf(tree.Pos()))
		}
	}
	return ways, files, nil
}

func isFunc(d ast.Decl) bool { _, ok := d.(*ast.FuncDecl); return ok }

// isAbstract says whether a method is an interface's: who is called is not known.
func isAbstract(f *types.Func) bool {
	recv := f.Signature().Recv()
	return recv != nil && types.IsInterface(recv.Type())
}

// shortName is a function as Go's documentation has it, conn.work.
func shortName(f *types.Func) string {
	recv := f.Signature().Recv()
	if recv == nil {
		return f.Name()
	}
	t := recv.Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := t.(*types.Named); ok {
		return named.Obj().Name() + "." + f.Name()
	}
	return f.Name()
}

// load parses the files of the package in a folder, and has the go command compile what they
// import.
func load(set *token.FileSet, folder string) (trees []*ast.File, imports importer.Lookup, err error) {
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,DepOnly", ".")
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, nil, fmt.Errorf("go list: %w", err)
	}
	exports := map[string]string{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath, Dir, Export string
			GoFiles                 []string
			DepOnly                 bool
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, nil, err
		}
		exports[p.ImportPath] = p.Export
		for i := 0; i < len(p.GoFiles) && !p.DepOnly; i++ {
			tree, err := parser.ParseFile(set, filepath.Join(p.Dir, p.GoFiles[i]), nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, nil, err
			}
			trees = append(trees, tree)
		}
	}
	return trees, func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }, nil
}
