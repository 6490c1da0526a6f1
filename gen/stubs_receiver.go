package gen

// The receiver of stubs lives here: that of the methods which the type has. A method of
// *Server is none of Server, so that another receiver would break New(Server{}).

import (
	"go/ast"
	"slices"
	"strings"
)

// A receiver is how methods of a type are declared.
// A stub's has the name that most of the type's methods give it, and is the pointer if it is
// in one of them: nobody's linter complains of two.
type receiver struct {
	method  string // that has it
	name    string // "": none
	pointer bool
	params  []string // names of the type's parameters
}

// receiverOf reads a receiver such as (s *Server[T]).
//
//	(s *Server[T])    s, a pointer, T
//	(Server)          no name, no pointer
//	(_ *Server)       no name, a pointer
func receiverOf(method string, field *ast.Field) receiver {
	r := receiver{method: method}
	if len(field.Names) > 0 && field.Names[0].Name != "_" {
		r.name = field.Names[0].Name
	}
	for e := field.Type; ; {
		switch t := e.(type) {
		case *ast.ParenExpr:
			e = t.X
			continue
		case *ast.StarExpr:
			r.pointer, e = true, t.X
			continue
		case *ast.IndexExpr:
			r.params = identNames(t.Index)
		case *ast.IndexListExpr:
			r.params = identNames(t.Indices...)
		}
		return r
	}
}

// identNames are the names in (s *Server[T, U]).
func identNames(list ...ast.Expr) (names []string) {
	for _, e := range list {
		if id, ok := e.(*ast.Ident); ok {
			names = append(names, id.Name)
		}
	}
	return names
}

// readUses notes the types that are handlers as they are, and not by a pointer: New(T{}),
// api.New(T{}) and var _ Handlers = T{}.
//
// They are what a type without any method can be known by: the first stub decides what all others
// are declared for.
func (h *handlers) readUses(file *ast.File) {
	value := func(e ast.Expr) {
		if literal, ok := e.(*ast.CompositeLit); ok {
			h.byValue[typeName(literal.Type)] = true
		}
	}
	named := func(e ast.Expr, name string) bool {
		if s, ok := e.(*ast.SelectorExpr); ok {
			e = s.Sel
		}
		id, ok := e.(*ast.Ident)
		return ok && id.Name == name
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if named(n.Fun, "New") && len(n.Args) > 0 {
				value(n.Args[0])
			}
		case *ast.ValueSpec:
			if n.Type != nil && named(n.Type, "Handlers") && len(n.Values) > 0 {
				value(n.Values[0])
			}
		}
		return true
	})
}

// receiver is how the missing methods of a type are declared. Of several forms the pointer
// wins, because a type with a method of the pointer is used by one, and the name that most
// methods have. Methods that the interface asks for count before others.
func (w *stubWriter) receiver() receiver {
	has := w.theirs.receivers[w.typeName]
	asked := slices.DeleteFunc(slices.Clone(has), func(r receiver) bool {
		return !slices.ContainsFunc(w.methods,
			func(m *ast.Field) bool { return m.Names[0].Name == r.method })
	})
	if len(asked) > 0 {
		has = asked
	}
	if len(has) == 0 {
		return receiver{
			name: strings.ToLower(w.typeName[:1]), pointer: !w.theirs.byValue[w.typeName],
			params: w.theirs.params[w.typeName],
		}
	}
	r := receiver{params: has[0].params}
	count := map[string]int{}
	for _, one := range has {
		r.pointer = r.pointer || one.pointer
		if count[one.name]++; count[one.name] > count[r.name] || one.name == r.name {
			r.name = one.name
		}
	}
	return r
}

// spell is the receiver in a method whose parameters may have taken its name.
//
//	func (s *Server[T]) Get(req runtime.Request)
//	func (req_ *Server) Get(req runtime.Request)    the receiver is called req in other methods
func (r receiver) spell(w *stubWriter, signature *ast.FuncType) string {
	text := w.typeName
	if len(r.params) > 0 {
		text += "[" + strings.Join(r.params, ", ") + "]"
	}
	if r.pointer {
		text = "*" + text
	}
	if r.name == "" {
		return text
	}
	return w.unused(r.name, signature) + " " + text
}
