package gen

import (
	"bytes"
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
	"slices"
	"strings"
	"sync"

	"example.com/httpgen/gen/internal/model"
	contract "example.com/httpgen/gen/internal/types"
)

// Generated code meets Go's type checker here, without a user's code: the types and
// functions that a manifest names are invented from its text.

// errNoUser is the answer for manifests whose types no user's code can meet at one time,
// such as a name that is generic in one place and not in another.
var errNoUser = errors.New("no user's code fits")

// typeCheck says what the compiler would say about the files of a manifest's package.
func typeCheck(m *model.Manifest, files []File) error {
	std, err := toolchain()
	if err != nil {
		return err
	}
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, f := range files {
		if strings.HasSuffix(f.Name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, f.Name, f.Content, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		parsed = append(parsed, file)
	}
	user, err := inventUser(m, declaredIn(parsed))
	if err != nil {
		return err
	}
	u := &userImporter{set: set, user: user, std: std, made: map[string]*types.Package{}}
	if own := user[""]; own != nil {
		file, err := parser.ParseFile(set, "user.go", own.source(m, m.Package), parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("%w: %w", errNoUser, err)
		}
		parsed = append(parsed, file)
	}
	u.m = m
	return u.check(m.Package, parsed)
}

// declaredIn are the names in the scope of the generated package.
func declaredIn(files []*ast.File) map[string]bool {
	names := map[string]bool{}
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					names[d.Name.Name] = true
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						names[s.Name.Name] = true
					case *ast.ValueSpec:
						for _, n := range s.Names {
							names[n.Name] = true
						}
					}
				}
			}
		}
	}
	return names
}

// toolchain returns an importer of the runtime and the standard library's packages that
// generated code uses, from what the go command has built.
var toolchain = sync.OnceValues(func() (types.Importer, error) {
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export", "example.com/httpgen/runtime", "example.com/httpgen/runtime/match", "errors", "io", "mime/multipart", "net/url", "strings", "time")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ ImportPath, Export string }
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		files[p.ImportPath] = p.Export
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		if files[path] == "" {
			return nil, fmt.Errorf("no package %s", path)
		}
		return os.Open(files[path])
	}), nil
})

// A userImporter imports invented packages by their path, and others as compiled. An invented
// one has the name that the manifest gives it only if that is the last element of its path.
type userImporter struct {
	m    *model.Manifest
	set  *token.FileSet
	user map[string]*userPackage // by name in the manifest; "" is the generated package
	std  types.Importer
	made map[string]*types.Package // by path
}

func (u *userImporter) Import(path string) (*types.Package, error) {
	if p := u.made[path]; p != nil {
		return p, nil
	}
	merged := &userPackage{types: map[string]int{}, funcs: map[string]string{}}
	found, name := false, "invented"
	for _, i := range u.m.Imports {
		if i.Path != path {
			continue
		}
		if strings.HasSuffix("/"+path, "/"+i.Name) {
			name = i.Name
		}
		if p := u.user[i.Name]; p != nil {
			found = true
			maps.Copy(merged.types, p.types)
			maps.Copy(merged.funcs, p.funcs)
		}
	}
	if !found || path == "io" || path == "mime/multipart" || path == "net/url" || path == "time" || path == "errors" || path == "strings" || path == "example.com/httpgen/runtime" {
		return u.std.Import(path)
	}
	source := merged.source(u.m, name)
	file, err := parser.ParseFile(u.set, path+".go", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoUser, err)
	}
	conf := types.Config{Importer: u}
	p, err := conf.Check(path, u.set, []*ast.File{file}, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoUser, err)
	}
	u.made[path] = p
	return p, nil
}

// check type-checks the generated package and gathers what the checker says.
func (u *userImporter) check(name string, files []*ast.File) error {
	var list []error
	conf := types.Config{Importer: u, Error: func(err error) {
		list = append(list, err)
	}}
	_, _ = conf.Check("example.com/generated/"+name, u.set, files, nil) // its error is the first of list
	for _, err := range list {
		if strings.Contains(err.Error(), errNoUser.Error()) {
			return errNoUser
		}
	}
	return errors.Join(list...)
}

// A userPackage is what a user would have to declare in one package.
type userPackage struct {
	types map[string]int    // name to number of type parameters
	funcs map[string]string // name to what stands behind func NAME
}

// source spells the package: types are empty structs and errors, functions panic. All
// packages of the manifest are imported, and those not used named.
func (p *userPackage) source(m *model.Manifest, name string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n", name)
	var used []string
	imports := append([]*model.Import{{Name: "runtime", Path: "example.com/httpgen/runtime"}}, m.Imports...)
	for _, i := range imports {
		for _, f := range p.funcs {
			if strings.Contains(f, i.Name+".") {
				used = append(used, fmt.Sprintf("import %s %q\n", i.Name, i.Path))
				break
			}
		}
	}
	b.WriteString(strings.Join(used, ""))
	for _, t := range slices.Sorted(maps.Keys(p.types)) {
		params, args := "", ""
		if n := p.types[t]; n > 0 {
			names := make([]string, n)
			for i := range names {
				names[i] = fmt.Sprintf("T%d", i)
			}
			args = "[" + strings.Join(names, ", ") + "]"
			params = "[" + strings.Join(names, ", ") + " any]"
		}
		fmt.Fprintf(&b, "type %s%s struct{}\nfunc (%[1]s%s) Error() string { return \"\" }\n", t, params, args)
	}
	for _, f := range slices.Sorted(maps.Keys(p.funcs)) {
		fmt.Fprintf(&b, "func %s%s { panic(0) }\n", f, p.funcs[f])
	}
	return b.String()
}

// inventUser reads from a manifest what its user's packages hold, by import name.
func inventUser(m *model.Manifest, generated map[string]bool) (map[string]*userPackage, error) {
	inv := &inventor{generated: generated, packages: map[string]*userPackage{}}
	for _, t := range typesOf(m) {
		if expr, err := parser.ParseExpr(t.Text); err == nil {
			inv.typ(expr)
		}
	}
	for _, c := range m.Converters {
		local := func(f *model.Type) string { // the type as f's package would spell it
			if name, _, ok := strings.Cut(f.Text, "."); ok {
				return strings.ReplaceAll(c.Type.Text, name+".", "")
			}
			return c.Type.Text
		}
		inv.function(c.Parse.Text, "(string) ("+local(c.Parse)+", error)")
		inv.function(c.Format.Text, "("+local(c.Format)+") string")
	}
	if inv.conflict {
		return nil, errNoUser
	}
	return inv.packages, nil
}

// typesOf lists the types of a manifest.
func typesOf(m *model.Manifest) (list []*model.Type) {
	add := func(t *model.Type) {
		if t != nil {
			list = append(list, t)
		}
	}
	handlers := func(hs []*model.ErrorHandler) {
		for _, h := range hs {
			add(h.Type)
		}
	}
	hooks := func(own *model.Hooks) {
		for _, h := range own.Before {
			add(h.Gives)
		}
	}
	handlers(m.Errors)
	hooks(&m.Hooks)
	for _, g := range m.Groups {
		handlers(g.Errors)
		hooks(&g.Hooks)
	}
	for _, r := range m.Routes {
		handlers(r.Errors)
		hooks(&r.Hooks)
		add(r.Body.Type)
		for _, c := range r.Body.Contents {
			add(c.Body.Type)
		}
		add(r.Returns.Type)
	}
	for _, c := range m.Converters {
		add(c.Type)
	}
	return append(list, declaredTypes(m)...)
}

// declaredTypes lists the Go types in what the manifest declares.
func declaredTypes(m *model.Manifest) (list []*model.Type) {
	of := func(t *contract.Type) {
		if t != nil && t.Leaf().Kind == contract.Go {
			list = append(list, &model.Type{Text: t.Leaf().Name})
		}
	}
	for _, d := range m.Types {
		of(d.Type)
		for _, f := range d.Fields {
			of(f.Type)
		}
	}
	for _, r := range m.Routes {
		of(r.Body.Expr)
		for _, c := range r.Body.Contents {
			of(c.Body.Expr)
		}
		of(r.Returns.Expr)
	}
	return list
}

type inventor struct {
	generated map[string]bool
	packages  map[string]*userPackage
	conflict  bool
}

func (inv *inventor) in(pkg string) *userPackage {
	if inv.packages[pkg] == nil {
		inv.packages[pkg] = &userPackage{types: map[string]int{}, funcs: map[string]string{}}
	}
	return inv.packages[pkg]
}

func (inv *inventor) typ(e ast.Expr) {
	if index, args := indexed(e); index != nil {
		inv.named(index, len(args))
		for _, a := range args {
			inv.typ(a)
		}
		return
	}
	switch t := e.(type) {
	case *ast.Ident, *ast.SelectorExpr:
		inv.named(t, 0)
	case *ast.StarExpr:
		inv.typ(t.X)
	case *ast.ParenExpr:
		inv.typ(t.X)
	case *ast.ArrayType:
		inv.typ(t.Elt)
	case *ast.MapType:
		switch t.Key.(type) {
		case *ast.ArrayType, *ast.MapType:
			inv.conflict = true // no key in any user's code
		}
		inv.typ(t.Key)
		inv.typ(t.Value)
	}
}

func indexed(e ast.Expr) (ast.Expr, []ast.Expr) {
	switch t := e.(type) {
	case *ast.IndexExpr:
		return t.X, []ast.Expr{t.Index}
	case *ast.IndexListExpr:
		return t.X, t.Indices
	}
	return nil, nil
}

func (inv *inventor) named(e ast.Expr, params int) {
	pkg, name := "", ""
	switch t := e.(type) {
	case *ast.Ident:
		name = t.Name
		if inv.generated[name] || types.Universe.Lookup(name) != nil {
			inv.conflict = inv.conflict || params > 0
			return
		}
	case *ast.SelectorExpr:
		pkg, name = t.X.(*ast.Ident).Name, t.Sel.Name
	}
	p := inv.in(pkg)
	if n, known := p.types[name]; known && n != params || p.funcs[name] != "" {
		inv.conflict = true
	}
	p.types[name] = params
}

func (inv *inventor) function(text, signature string) {
	pkg, name, ok := strings.Cut(text, ".")
	if !ok {
		pkg, name = "", text
	}
	p := inv.in(pkg)
	_, isType := p.types[name]
	if old := p.funcs[name]; old != "" && old != signature || isType {
		inv.conflict = true
	}
	p.funcs[name] = signature
}
