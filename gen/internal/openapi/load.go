package openapi

import (
	"bytes"
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
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Users' packages are loaded here, as golang.org/x/tools/go/packages does it: `go list` names the
// files and has the compiler write what they export, and the standard library reads that. The
// library would do the same, and would stand in the go.mod of everyone who has this command for a
// tool; what it reads exports of is the version of the compiler that it knows, while the standard
// library is always the compiler's own.

// Packages are Go packages whose types the manifest names.
type Packages struct {
	fset    *token.FileSet
	listed  map[string]*listed
	import_ types.ImporterFrom
	checked map[string]*types.Package // from source: packages that do not compile
	scope   *types.Package            // in which type expressions are read
	own     string                    // import path of the generated package, or ""
	docs    map[string]docs
}

// listed is what `go list` tells of a package.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles, CgoFiles       []string
	ImportMap               map[string]string
	Standard                bool
	Error                   *struct{ Err string }
}

// Load loads the packages that a manifest imports, by name and path, from the module around dir.
// own is the import path of the package that the manifest makes: its types need no name in front;
// "" leaves it out. A package that cannot be loaded is an error; one that does not compile is
// read as far as it can be.
func Load(dir string, imports map[string]string, own string) (*Packages, error) {
	p := &Packages{fset: token.NewFileSet(), listed: map[string]*listed{},
		checked: map[string]*types.Package{}, own: own, docs: map[string]docs{},
		scope: types.NewPackage("manifest", "manifest")}
	paths := slices.Sorted(maps.Values(imports))
	if own != "" {
		paths = append(paths, own)
	}
	if len(paths) == 0 {
		return p, nil
	}
	if err := p.list(dir, slices.Compact(paths)); err != nil {
		return nil, err
	}
	p.import_ = importer.ForCompiler(p.fset, "gc", p.export).(types.ImporterFrom)
	for _, name := range slices.Sorted(maps.Keys(imports)) {
		pkg, err := p.Import(imports[name])
		if err != nil {
			return nil, err
		}
		p.scope.Scope().Insert(types.NewPkgName(token.NoPos, p.scope, name, pkg))
	}
	if own != "" {
		if pkg, err := p.Import(own); err == nil {
			for _, name := range pkg.Scope().Names() {
				p.scope.Scope().Insert(pkg.Scope().Lookup(name))
			}
		}
	}
	return p, nil
}

// list asks the go command.
func (p *Packages) list(dir string, paths []string) error {
	args := append([]string{"list", "-e", "-export", "-deps",
		"-json=ImportPath,Dir,Export,GoFiles,CgoFiles,ImportMap,Standard,Error", "--"}, paths...)
	cmd := exec.Command("go", args...)
	cmd.Dir = cmp.Or(dir, ".")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("go list: %w\n%s", err, strings.TrimSpace(said.String()))
	}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		switch err := dec.Decode(&l); {
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("go list: %w", err)
		}
		p.listed[l.ImportPath] = &l
	}
}

// export opens what the compiler wrote of a package.
func (p *Packages) export(path string) (io.ReadCloser, error) {
	l := p.listed[path]
	if l == nil || l.Export == "" {
		return nil, fmt.Errorf("package %s cannot be loaded", path)
	}
	return os.Open(l.Export)
}

// Import is a package of those that were listed: what the compiler wrote of it, or where it does
// not compile what its source says.
func (p *Packages) Import(path string) (*types.Package, error) {
	return p.ImportFrom(path, "", 0)
}

// ImportFrom is Import; it makes the loaded packages an importer for those that are read from
// source.
func (p *Packages) ImportFrom(path, _ string, _ types.ImportMode) (*types.Package, error) {
	l := p.listed[path]
	switch {
	case path == "unsafe":
		return types.Unsafe, nil
	case l == nil:
		return nil, fmt.Errorf("package %s is not there", path)
	case l.Export != "":
		return p.import_.ImportFrom(path, "", 0)
	case p.checked[path] != nil:
		return p.checked[path], nil
	case len(l.GoFiles) == 0 && l.Error != nil:
		return nil, errors.New(l.Error.Err)
	}
	return p.fromSource(l)
}

// fromSource reads a package that does not compile, faults and all.
func (p *Packages) fromSource(l *listed) (*types.Package, error) {
	var files []*ast.File
	for _, name := range append(slices.Clone(l.GoFiles), l.CgoFiles...) {
		file, _ := parser.ParseFile(p.fset, filepath.Join(l.Dir, name), nil,
			parser.SkipObjectResolution)
		if file != nil {
			files = append(files, file)
		}
	}
	conf := types.Config{Importer: p, IgnoreFuncBodies: true, FakeImportC: true,
		Error: func(error) {}}
	pkg, _ := conf.Check(l.ImportPath, p.fset, files, nil) // its faults are the compiler's to say
	if pkg == nil {
		return nil, fmt.Errorf("package %s cannot be read", l.ImportPath)
	}
	p.checked[l.ImportPath] = pkg
	return pkg, nil
}

// typeOf is the type that a Go expression of the manifest stands for.
func (p *Packages) typeOf(text string) (types.Type, error) {
	tv, err := types.Eval(p.fset, p.scope, token.NoPos, text)
	if err != nil {
		return nil, err
	}
	if !tv.IsType() {
		return nil, fmt.Errorf("%s is no type", text)
	}
	return tv.Type, nil
}

// docs are the comments of a package's types and their fields, as T and T.F.
type docs map[string]string

// docOf is the comment of a type, or of a field of it; "" of the standard library, whose comments
// are for those who write Go.
func (p *Packages) docOf(pkg *types.Package, name string) string {
	if pkg == nil {
		return ""
	}
	l := p.listed[pkg.Path()]
	if l == nil || l.Standard {
		return ""
	}
	if p.docs[pkg.Path()] == nil {
		p.docs[pkg.Path()] = readDocs(l)
	}
	return p.docs[pkg.Path()][name]
}

// readDocs reads the comments of a package.
func readDocs(l *listed) docs {
	all := docs{}
	fset := token.NewFileSet()
	for _, name := range l.GoFiles {
		file, _ := parser.ParseFile(fset, filepath.Join(l.Dir, name), nil,
			parser.ParseComments|parser.SkipObjectResolution)
		if file == nil {
			continue
		}
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.TYPE {
				continue
			}
			for _, spec := range gen.Specs {
				spec := spec.(*ast.TypeSpec)
				doc := spec.Doc
				if doc == nil && len(gen.Specs) == 1 {
					doc = gen.Doc
				}
				all[spec.Name.Name] = strings.TrimSpace(doc.Text())
				if s, ok := spec.Type.(*ast.StructType); ok {
					all.fields(spec.Name.Name, s)
				}
			}
		}
	}
	return all
}

// fields are the comments of a struct's: above a field, or behind it.
func (d docs) fields(of string, s *ast.StructType) {
	for _, f := range s.Fields.List {
		text := strings.TrimSpace(cmp.Or(f.Doc.Text(), f.Comment.Text()))
		for _, name := range f.Names {
			d[of+"."+name.Name] = text
		}
	}
}

// where is the place of something in Go, by the file's path from the working directory.
func (p *Packages) where(at token.Pos) (file string, line int) {
	pos := p.fset.Position(at)
	file = pos.Filename
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, file); err == nil && !strings.HasPrefix(rel, "..") {
			file = rel
		}
	}
	return filepath.ToSlash(file), pos.Line
}
