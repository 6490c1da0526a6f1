package manifest

import (
	"fmt"
	"go/token"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/nearest"
)

// Imports are decoded here. Each file has its own: two may call different packages by one name,
// or one package by two, and generated code has one name for each package.

// An Import is one entry of `imports`.
type Import struct {
	Name string // in its file
	Span diag.Span
	Used bool
	Go   *model.Import // what it is in generated code
}

// imports reads the packages of Go names, by the name that their file uses:
//
//	imports:
//	  model: example.com/shop/model
//
// A name that generated code needs for something else is refused here, because there it would
// be hidden, or hide.
func (d *decoder) imports(top fields) {
	n, ok := top.get("imports")
	if !ok {
		return
	}
	d.pairs(n, func(name, value *yaml.Node) {
		faults := d.Found.Len()
		i := &Import{Name: name.Value, Span: d.Source.span(name)}
		d.Imports = append(d.Imports, i)
		path, ok := d.word(name, value)
		if ok {
			d.checkImport(name, value, path)
		}
		i.Go = &model.Import{Name: name.Value, Path: path, Span: i.Span}
		i.Used = d.Found.Len() > faults // no second fault where the name is used, or is not
	})
}

// checkImport reports what no package can be called, and what is no path of one.
func (d *decoder) checkImport(name, value *yaml.Node, path string) {
	switch {
	case name.Value == "runtime":
		d.Report(diag.BadImport, d.Source.span(name),
			"give the package another name; the generator's own runtime needs no import here",
			"the name runtime is taken by the package that generated code builds on")
	case slices.Contains(LocalNames, name.Value) && name.Value != path, Hidden(name.Value):
		d.Report(diag.BadImport, d.Source.span(name), "give the package another name",
			"%s cannot be the name of a package: generated code has something else of "+
				"that name", name.Value)
	case !token.IsIdentifier(name.Value) || name.Value == "_" || Predeclared[name.Value]:
		d.Report(diag.BadImport, d.Source.span(name),
			"write name: import/path, the name a Go identifier of your choice",
			"no package can be imported as %s", diag.Quoted(name.Value))
	}
	if why := badImportPath(path); why != "" {
		d.Report(diag.BadImport, d.Source.span(value), "", "the import path %s %s",
			diag.Quoted(path), why)
	}
}

// badImportPath says what is wrong with an import path, or "" (Go specification,
// Import declarations).
// Whether the package exists is for the compiler to say.
func badImportPath(path string) string {
	switch {
	case path == "C":
		return "is that of cgo"
	case strings.HasPrefix(path, "."), strings.HasPrefix(path, "/"), strings.HasSuffix(path, "/"),
		strings.Contains(path, "//"):
		return "has to start with a module or a package of the standard library, without " +
			"empty elements"
	}
	for _, r := range path {
		if !unicode.IsGraphic(r) || unicode.IsSpace(r) ||
			strings.ContainsRune("!\"#$%&'()*,:;<=>?[\\]^`{|}\uFFFD", r) {
			return fmt.Sprintf("cannot hold %q", r)
		}
	}
	return ""
}

// nameImports gives each package the one name that generated code has for it: the first that a
// file has, with a number behind it where another package has that one already.
//
//	routes.yaml   model: example.com/shop/model      model.Book
//	orders.yaml   model: example.com/orders/model    model.Order is model2.Order
//	              shop: example.com/shop/model       shop.Book is model.Book
func (d *decoder) nameImports() {
	byPath, taken := map[string]*model.Import{}, map[string]bool{}
	wanted := map[string]bool{}
	for _, i := range d.Imports {
		wanted[i.Name] = true
	}
	for _, i := range d.Imports {
		if known := byPath[i.Go.Path]; known != nil && i.Go.Path != "" {
			i.Go = known
			continue
		}
		for n := 2; taken[i.Go.Name]; n++ {
			name := fmt.Sprintf("%s%d", i.Name, n)
			if !wanted[name] && !slices.Contains(LocalNames, name) && !Hidden(name) &&
				!Predeclared[name] {
				i.Go.Name = name
			}
		}
		taken[i.Go.Name] = true
		byPath[i.Go.Path] = i.Go
		d.Manifest.Imports = append(d.Manifest.Imports, i.Go)
	}
}

// importsOf are the imports of the file that a node is in.
func (d *decoder) importsOf(n *yaml.Node) (list []*Import) {
	file := d.Source.partOf(n.Line).file
	for _, i := range d.Imports {
		if i.Span.In == file {
			list = append(list, i)
		}
	}
	return list
}

// usePackage notes the use of an import, and says what its package is called in generated code.
// The runtime needs none: generated code imports it anyway.
// A package that is probably meant counts as used, so that one slip is one message.
func (c *typeChecker) usePackage(name string, off, length int) (as string, ok bool) {
	names := []string{"runtime"}
	here := c.importsOf(c.node)
	for _, i := range here {
		if i.Name == name {
			i.Used = true
			return i.Go.Name, true
		}
		names = append(names, i.Name)
	}
	if name == "runtime" {
		return name, true
	}
	help := fmt.Sprintf("add `%s: …` to `imports`", name)
	near := nearest.Of(name, names)
	elsewhere := slices.IndexFunc(c.Imports, func(i *Import) bool { return i.Name == name })
	switch {
	case elsewhere >= 0:
		help = fmt.Sprintf("each file has imports of its own: add `%s: %s` to those of this one",
			name, c.Imports[elsewhere].Go.Path)
		near = ""
	case near != "":
		help = fmt.Sprintf("did you mean %s?", near)
		for _, i := range here {
			i.Used = i.Used || i.Name == near // not to be called unused on top
		}
	}
	c.fault(diag.UnknownPackage, off, length, help, "the package %s is not in `imports`", name).
		Respell(name, near)
	return "", false
}
