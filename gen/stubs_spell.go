package gen

// The Go of single stubs is spelt here.

import (
	"bytes"
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// method spells one stub. It does what UnimplementedHandlers does, but that a hook that
// runs before refuses: one that was forgotten must let nobody in.
func (w *stubWriter) method(b *bytes.Buffer, m *ast.Field) {
	name := m.Names[0].Name
	signature := m.Type.(*ast.FuncType)
	doc := strings.TrimSpace(m.Doc.Text())
	for line := range strings.SplitSeq(doc, "\n") {
		fmt.Fprintf(b, "\n// %s", line)
	}
	fmt.Fprintf(b, "\nfunc (%s) %s(", w.recv.spell(w, signature), name)
	for i, p := range signature.Params.List {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(b, "%s %s", p.Names[0].Name, w.expr(p.Type))
	}
	b.WriteString(") ")
	var results []string
	for _, r := range resultsOf(signature) {
		results = append(results, w.expr(r.Type))
	}
	b.WriteString(w.body(name, signature, results))
}

// body spells the results of a stub and what it does.
//
//	handlers          return the zero result and a 501
//	before hooks      return a 501: nobody gets in
//	around hooks      call next
//	after hooks       return nil: the answer stays as it is
//	error handlers    return ErrUnhandled: the default answer is given
//	separate groups   return handlers that answer 501
//	of net/http       abort with a 501; mounts return one that does
func (w *stubWriter) body(name string, signature *ast.FuncType, results []string) string {
	if len(signature.Params.List) == 0 {
		return fmt.Sprintf("%s {\n\treturn %s\n}\n", results[0], w.gives(name, signature))
	}
	if len(results) == 0 {
		return fmt.Sprintf("{\n\t%s\n}\n", w.abort(name))
	}
	no := fmt.Sprintf("%s.Errorf(501, %q)", w.packageName("runtime"), name+" is not implemented")
	does := "return nil, " + no // before hooks, and results that have a nil
	if next := nextOf(signature); next != "" {
		return fmt.Sprintf("(%s) {\n\treturn %s()\n}\n", strings.Join(results, ", "), next)
	}
	switch first := signature.Results.List[0].Type.(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr, *ast.IndexListExpr:
		if w.mentions(name, "ErrUnhandled") {
			does = "return " + w.packageName("runtime") + ".Response{}, " +
				w.packageName("runtime") + ".ErrUnhandled"
			break
		}
		if len(results) > 1 {
			result := w.unused("result", signature)
			return fmt.Sprintf("(%s %s, _ error) {\n\treturn %s, %s\n}\n", result, results[0],
				result, no)
		}
		does = "return " + no
		if !w.mentions(name, "NotImplemented") {
			does = "return nil" // an after hook changes nothing
		}
	case *ast.ArrayType:
		if first.Len != nil {
			does = "return " + results[0] + "{}, " + no
		}
	}
	if len(results) == 1 {
		return fmt.Sprintf("%s {\n\t%s\n}\n", results[0], does)
	}
	return fmt.Sprintf("(%s) {\n\t%s\n}\n", strings.Join(results, ", "), does)
}

// gives spells what a method without parameters returns: the handlers of a separate group, or the
// handler of a mount.
func (w *stubWriter) gives(name string, signature *ast.FuncType) string {
	if group, ok := signature.Results.List[0].Type.(*ast.Ident); ok {
		return w.expr(&ast.Ident{Name: "Unimplemented" + group.Name}) + "{}"
	}
	http := w.packageName("http")
	return fmt.Sprintf("%s.HandlerFunc(func(%s.ResponseWriter, *%s.Request) {\n\t\t%s\n\t})",
		http, http, http, w.abort(name))
}

// abort spells what a handler without results does.
func (w *stubWriter) abort(name string) string {
	return fmt.Sprintf("%s.Abort(501, %q)", w.packageName("runtime"), name+" is not implemented")
}

func resultsOf(signature *ast.FuncType) []*ast.Field {
	if signature.Results == nil {
		return nil
	}
	return signature.Results.List
}

// nextOf is the parameter of an around hook that it calls, or "".
func nextOf(signature *ast.FuncType) string {
	for _, p := range signature.Params.List {
		if _, ok := p.Type.(*ast.FuncType); ok {
			return p.Names[0].Name
		}
	}
	return ""
}

// mentions tells whether the method of UnimplementedHandlers calls a function of the
// runtime: that tells error handlers and hooks from handlers.
func (w *stubWriter) mentions(method, function string) (found bool) {
	ast.Inspect(w.stubs[method], func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		found = found || ok && s.Sel.Name == function
		return !found
	})
	return found
}

// unused is a name, or the name with underscores behind it if a parameter has it.
func (w *stubWriter) unused(name string, signature *ast.FuncType) string {
	for slices.ContainsFunc(signature.Params.List,
		func(p *ast.Field) bool { return p.Names[0].Name == name }) {
		name += "_"
	}
	return name
}

// packageName is how the file calls a package that the generated file calls name.
func (w *stubWriter) packageName(name string) string {
	return w.call(w.imports[name], name)
}

// call is how the file calls a package: as it does already, or by name, or, where another
// package has that name, by a longer one.
// A package that the file does not import yet is imported by the name that generated code
// gives it.
func (w *stubWriter) call(imported, name string) string {
	w.used[imported] = true
	if w.names[imported] == "" {
		for _, taken := range w.names {
			if taken == name {
				name = "httpgen" + name
				break
			}
		}
		w.names[imported] = name
	}
	return w.names[imported]
}

// expr spells a type of a signature, its packages as the file calls them.
func (w *stubWriter) expr(e ast.Expr) string {
	var b strings.Builder
	w.spell(&b, e)
	return b.String()
}

// spell writes a type. What no signature of generated code has is a bug of ours.
func (w *stubWriter) spell(b *strings.Builder, e ast.Expr) {
	switch e := e.(type) {
	case *ast.Ident:
		if w.qualifier != "" && ast.IsExported(e.Name) {
			b.WriteString(w.call(w.generated, w.qualifier) + ".")
		}
		b.WriteString(e.Name)
	case *ast.SelectorExpr:
		b.WriteString(w.packageName(e.X.(*ast.Ident).Name) + "." + e.Sel.Name)
	case *ast.StarExpr:
		b.WriteByte('*')
		w.spell(b, e.X)
	case *ast.ArrayType:
		b.WriteByte('[')
		if e.Len != nil {
			w.spell(b, e.Len)
		}
		b.WriteByte(']')
		w.spell(b, e.Elt)
	case *ast.MapType:
		b.WriteString("map[")
		w.spell(b, e.Key)
		b.WriteByte(']')
		w.spell(b, e.Value)
	case *ast.BasicLit:
		b.WriteString(e.Value)
	case *ast.InterfaceType:
		b.WriteString("interface{}")
	case *ast.FuncType: // of an around hook, which has no parameters
		b.WriteString("func() (")
		for i, r := range e.Results.List {
			b.WriteString([...]string{"", ", "}[min(i, 1)])
			w.spell(b, r.Type)
		}
		b.WriteByte(')')
	case *ast.IndexExpr:
		w.spell(b, e.X)
		b.WriteByte('[')
		w.spell(b, e.Index)
		b.WriteByte(']')
	case *ast.IndexListExpr:
		w.spell(b, e.X)
		for i, index := range e.Indices {
			b.WriteString([...]string{"[", ", "}[min(i, 1)])
			w.spell(b, index)
		}
		b.WriteByte(']')
	default:
		panic(fmt.Sprintf("a type of a signature cannot be spelt: %T", e))
	}
}
