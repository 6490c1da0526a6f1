package gen

// What lies in the output folder already is looked at here: Go builds no folder that has two
// packages.

import (
	"fmt"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// besideOthers adds a fault where the output folder has Go files of another package. Of the
// user's Go no more is read than the package clause.
func (r *Report) besideOthers(m *model.Manifest, o Options) error {
	dir, err := outputFolder(m, o)
	if err != nil {
		return err
	}
	file, name := packageIn(dir)
	if name == "" || name == m.Package {
		return nil
	}
	d := diag.Diagnostic{
		Code: diag.BadPackageName, Severity: diag.Error, Primary: diag.Label{Span: r.packageAt},
		Message: fmt.Sprintf("the generated package is %s, and %s beside it is of package %s: Go "+
			"builds no folder with two", m.Package, file, name),
		Help: []string{fmt.Sprintf("write `package: %s`, or `out:` with a folder of its own", name)},
	}
	if r.packageAt == (diag.Span{}) {
		d.Notes = []string{"without `package:` it is called as the output folder"}
	}
	r.list.Add(d)
	return nil
}

// packageIn is the package of the Go files in a folder that no manifest has made, and the first
// of these files. Files that no build takes (//go:build ignore) are often of package main,
// and tests may be of a package of their own.
func packageIn(dir string) (file, name string) {
	entries, _ := os.ReadDir(dir) // one that is not there yet has none
	for _, e := range entries {
		base := e.Name()
		if !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go") {
			continue
		}
		if info, err := os.Stat(filepath.Join(dir, base)); err != nil || !info.Mode().IsRegular() {
			continue // to read a pipe waits for a writer
		}
		if taken, err := build.Default.MatchFile(dir, base); err != nil || !taken {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, base))
		if err != nil {
			continue
		}
		if _, ours := writtenFrom(text); ours {
			continue // those of another manifest are told by Write
		}
		tree, err := parser.ParseFile(token.NewFileSet(), base, text, parser.PackageClauseOnly)
		if err == nil {
			return base, tree.Name.Name
		}
	}
	return "", ""
}
