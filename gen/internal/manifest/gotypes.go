package manifest

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/nearest"
)

// Go types and functions as they stand in a manifest are checked here: they parse, and
// their packages are imported. The user's Go itself is never read.

// maxType bounds the text of a type, in bytes.
const maxType = 1000

// goType reads text, at off in the value of n, as a Go type. words are what may stand
// there beside a type, for the nearest spelling.
//
//	"[]model.Book"                  package model has to be in imports
//	"map[string]*Book"              Book is a type of the generated package's own
//	"*runtime.HTTPError"            the runtime needs no import
//
// The text is printed by go/types, so that two spellings of one type are one text. What its
// names are in truth is for the compiler to say.
func (d *decoder) goType(n *yaml.Node, text string, off int, words ...string) *model.Type {
	c := &typeChecker{decoder: d, node: n, off: off, words: words}
	if len(text) > maxType {
		c.bad(diag.BadType, 0, len(text), "", "a type has at most %d characters", maxType)
		return nil
	}
	files := token.NewFileSet()
	expr, err := parser.ParseExprFrom(files, "", text, parser.SkipObjectResolution)
	if err != nil {
		c.syntax(text, err)
		return nil
	}
	if !c.check(expr) {
		return nil
	}
	return &model.Type{Text: types.ExprString(expr), Span: d.Source.within(n, off, len(text))}
}

// A typeChecker walks over the expression that stands at an offset in a node's value, and
// reports at places in it.
type typeChecker struct {
	*decoder
	node  *yaml.Node
	off   int
	words []string
}

// fault reports something at an offset in the type's text.
func (c *typeChecker) fault(code string, off, length int, help, format string,
	args ...any) *diag.Fault {
	return c.Report(code, c.Source.within(c.node, c.off+off, length), help, format, args...)
}

// bad is fault for a return: nothing that is wrong is a type.
func (c *typeChecker) bad(code string, off, length int, help, format string, args ...any) bool {
	c.fault(code, off, length, help, format, args...)
	return false
}

// syntax reports what is no Go at all, and where a parser stumbled over it. Book[] is how
// other languages write []Book.
func (c *typeChecker) syntax(text string, err error) {
	off := 0
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		off = min(list[0].Pos.Offset, max(len(text)-1, 0))
	}
	help := "write a Go type, such as model.Book, []string or map[string]int"
	if elem := strings.TrimSuffix(text, "[]"); elem != text && elem != "" {
		help = fmt.Sprintf("write \"[]%s\"", elem)
	}
	c.bad(diag.BadType, off, 1, help, "%s is no Go type", diag.Quoted(text))
}

// at is where an expression stands in the type's text.
func (c *typeChecker) at(e ast.Node) (off, length int) {
	return int(e.Pos()) - 1, int(e.End() - e.Pos())
}

// check walks over a type and reports what cannot be one.
func (c *typeChecker) check(e ast.Expr) bool {
	off, length := c.at(e)
	switch t := e.(type) {
	case *ast.Ident:
		return c.ident(t)
	case *ast.SelectorExpr:
		return c.selector(t)
	case *ast.StarExpr:
		return c.check(t.X)
	case *ast.ParenExpr:
		return c.check(t.X)
	case *ast.ArrayType:
		if lit, ok := t.Len.(*ast.BasicLit); t.Len != nil && (!ok || lit.Kind != token.INT) {
			return c.bad(diag.BadType, off, length, "write the length as a number",
				"the length of an array cannot be told here")
		}
		return c.check(t.Elt)
	case *ast.MapType:
		key := c.check(t.Key)
		return c.check(t.Value) && key
	case *ast.InterfaceType:
		if t.Methods != nil && len(t.Methods.List) > 0 {
			return c.bad(diag.UnsupportedInType, off, length,
				"declare it in a package and write its name",
				"an interface with methods needs a name here")
		}
		return true
	case *ast.IndexExpr:
		base := c.check(t.X)
		return c.check(t.Index) && base
	case *ast.IndexListExpr:
		ok := c.check(t.X)
		for _, arg := range t.Indices {
			ok = c.check(arg) && ok
		}
		return ok
	case *ast.StructType:
		return c.bad(diag.UnsupportedInType, off, length,
			"declare it in a package and write its name", "a struct needs a name here")
	case *ast.FuncType, *ast.ChanType:
		return c.bad(diag.UnsupportedInType, off, length, "write a type that JSON can hold",
			"a function or channel cannot travel over HTTP")
	}
	return c.bad(diag.BadType, off, length,
		"write a Go type, such as model.Book, []string or map[string]int",
		"this is an expression, not a Go type")
}

// goTypes are the predeclared types that a manifest may name.
// byte and rune are names of uint8 and int32; what they make of JSON is encoding/json's
// business.
var goTypes = []string{
	"any", "bool", "byte", "complex64", "complex128", "float32", "float64", "int", "int8", "int16",
	"int32", "int64",
	"rune", "string", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr",
}

// Predeclared are the names of Go's universe: a package that declares or imports one
// hides it from generated code.
var Predeclared = func() map[string]bool {
	m := map[string]bool{}
	for _, name := range types.Universe.Names() {
		m[name] = true
	}
	return m
}()

// ident checks a name without a package: a predeclared type that JSON can hold, or an
// exported type of the generated package, which is compared with generated names later
// (Draft.Types).
func (c *typeChecker) ident(id *ast.Ident) bool {
	off, length := c.at(id)
	name := id.Name
	switch {
	case name == "error":
		return c.bad(diag.UnsupportedInType, off, length,
			"write a type that JSON can hold; handlers return an error besides",
			"error cannot stand here")
	case strings.HasPrefix(name, "complex"), name == "uintptr", name == "comparable":
		return c.bad(diag.UnsupportedInType, off, length, "write a type that JSON can hold",
			"%s cannot stand here", name)
	case slices.Contains(goTypes, name):
		return true
	case token.IsExported(name):
		if near := nearest.Of(name, c.env.Types); near != "" && c.decls[name] == nil {
			c.fault(diag.NearType, off, length, fmt.Sprintf("did you mean %s?", near),
				"`types` has no %s: this is a Go type of the generated package", name).
				Respell(name, near)
		}
		c.Types = append(c.Types,
			&model.Type{Text: name, Span: c.Source.within(c.node, c.off+off, length)})
		return true
	}
	help := "write a predeclared type, an exported type of the generated package, or package.Type"
	if near := nearest.Of(name, append(slices.Clone(c.words), goTypes...)); near != "" {
		help = fmt.Sprintf("did you mean %s?", near)
	} else if slices.ContainsFunc(c.importsOf(c.node),
		func(i *Import) bool { return i.Name == name }) {
		help = fmt.Sprintf("%s is a package: write %s.Type", name, name)
	}
	c.fault(diag.UnknownType, off, length, help, "there is no type %s", name).
		Respell(name, nearest.Of(name, append(slices.Clone(c.words), goTypes...)))
	return false
}

const exportHelp = "other packages see only names that begin with a capital letter: give it one, " +
	"there too"

// selector checks package.Type.
func (c *typeChecker) selector(s *ast.SelectorExpr) bool {
	off, length := c.at(s)
	pkg, ok := s.X.(*ast.Ident)
	if !ok {
		return c.bad(diag.BadType, off, length, "write package.Type", "this is no Go type")
	}
	pkgOff, pkgLength := c.at(pkg)
	as, ok := c.usePackage(pkg.Name, pkgOff, pkgLength)
	if !ok {
		return false
	}
	if !token.IsExported(s.Sel.Name) {
		off, length := c.at(s.Sel)
		return c.bad(diag.UnknownType, off, length, exportHelp, "%s.%s is not exported", pkg.Name,
			s.Sel.Name)
	}
	pkg.Name = as
	return true
}

// goFunc reads the name of a function: Name or package.Name.
//
//	model.ParseISBN     of an imported package
//	parseISBN           of the generated package itself, exported or not
func (d *decoder) goFunc(n *yaml.Node) *model.Type {
	c := &typeChecker{decoder: d, node: n}
	pkg, name, qualified := strings.Cut(n.Value, ".")
	text := n.Value
	if !qualified {
		pkg, name = "", n.Value
	}
	switch {
	case !token.IsIdentifier(name) || qualified && !token.IsIdentifier(pkg):
		help := "write the name of a function, such as model.ParseISBN; a method needs a " +
			"function around it"
		c.bad(diag.BadFunction, 0, len(n.Value), help, "%s is no name of a function",
			diag.Quoted(n.Value))
		return nil
	case !qualified && (Predeclared[name] || name == "init" || name == "_"):
		c.bad(diag.BadFunction, 0, len(n.Value),
			"write the name of a function, such as model.ParseISBN",
			"%s is no function that converts", name)
		return nil
	case qualified:
		as, ok := c.usePackage(pkg, 0, len(pkg))
		if !ok {
			return nil
		}
		if !token.IsExported(name) {
			c.bad(diag.BadFunction, len(pkg)+1, len(name), exportHelp, "%s is not exported",
				n.Value)
			return nil
		}
		text = as + "." + name
	default:
		d.Functions = append(d.Functions, &model.Type{Text: name, Span: d.Source.span(n)})
	}
	return &model.Type{Text: text, Span: d.Source.span(n)}
}
