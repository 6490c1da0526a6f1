package gen

// What the generated package asks for, and what the user's has, is read here.

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// wanted is what the generated package says about its interfaces.
// The interfaces say what is asked for, UnimplementedHandlers what kind of method each is:
// what it returns tells hooks from handlers.
type wanted struct {
	of      string // the interface: Handlers, or that of a separate group
	set     *token.FileSet
	methods []*ast.Field             // of all interfaces, in order, each with its name
	stubs   map[string]*ast.FuncDecl // of UnimplementedHandlers
	imports map[string]string        // names to paths
}

// readWanted reads the generated text of the handlers. That it parses is our own business: a
// failure is a bug of ours.
// group is a separate group, whose methods are no others' business, or "".
func readWanted(pkg *Package, group string) (*wanted, error) {
	i := slices.IndexFunc(pkg.Files, func(f File) bool { return f.Name == "handlers_gen.go" })
	if i < 0 {
		return nil, &InternalError{Stage: "stubs", Err: errors.New("no handlers_gen.go")}
	}
	w := &wanted{of: group + "Handlers", set: token.NewFileSet(),
		stubs: map[string]*ast.FuncDecl{}}
	file, err := parser.ParseFile(w.set, pkg.Files[i].Name, pkg.Files[i].Content,
		parser.ParseComments)
	if err != nil {
		return nil, &InternalError{Stage: "stubs", Err: err}
	}
	w.imports = importNames(file)
	interfaces := map[string]*ast.InterfaceType{}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Recv != nil && typeName(decl.Recv.List[0].Type) == "Unimplemented"+w.of {
				w.stubs[decl.Name.Name] = decl
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok {
					if i, ok := t.Type.(*ast.InterfaceType); ok {
						interfaces[t.Name.Name] = i
					}
				}
			}
		}
	}
	if len(w.stubs) == 0 && group != "" {
		return nil, fmt.Errorf("%s has no separate group %s", pkg.Source, group)
	}
	w.collect(interfaces, w.of, map[string]bool{})
	return w, nil
}

// collect gathers the methods of an interface: its own, then those it embeds.
//
// Handlers embeds the interfaces of named groups, which may embed those of groups in them: methods
// come in this order, and one that several ask for comes once.
func (w *wanted) collect(interfaces map[string]*ast.InterfaceType, name string,
	seen map[string]bool) {
	if interfaces[name] == nil {
		return
	}
	var embedded []string
	for _, field := range interfaces[name].Methods.List {
		if len(field.Names) == 0 {
			if id, ok := field.Type.(*ast.Ident); ok {
				embedded = append(embedded, id.Name)
			}
			continue
		}
		if !seen[field.Names[0].Name] {
			seen[field.Names[0].Name] = true
			w.methods = append(w.methods, field)
		}
	}
	for _, e := range embedded {
		w.collect(interfaces, e, seen)
	}
}

// importNames are the names by which a file calls packages, with their paths.
//
// Without a name of its own an import is called by the last part of its path.
func importNames(file *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = imported
	}
	return names
}

// handlers is what is known of the package that the handlers are in.
type handlers struct {
	name    string                     // of the package; "" if there is none yet
	methods map[string]map[string]bool // by type
	types   map[string]bool
	embeds  map[string][]string // types of the package that a struct embeds

	receivers map[string][]receiver // of the methods, by type
	params    map[string][]string   // of generic types
	byValue   map[string]bool       // types that are handlers, and not by a pointer
}

// readHandlers reads the Go files of a folder but for generated ones and tests. What does
// not parse is read as far as it does.
func readHandlers(dir string) (*handlers, error) {
	h := &handlers{
		methods: map[string]map[string]bool{}, types: map[string]bool{},
		embeds:    map[string][]string{},
		receivers: map[string][]receiver{}, params: map[string][]string{},
		byValue: map[string]bool{},
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || path.Ext(name) != ".go" || generatedName(name) ||
			strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := readFile(filepath.Join(dir, name))
		if err != nil {
			continue // a pipe or a link that leads nowhere, which the go command passes over, too
		}
		if file, _ := parser.ParseFile(token.NewFileSet(), name, text,
			parser.SkipObjectResolution); file != nil {
			h.read(file)
		}
	}
	return h, nil
}

// read notes methods, types and uses of one file.
//
// The name of the package is that of the last file that has one: in a package that compiles all are
// the same.
func (h *handlers) read(file *ast.File) {
	if file.Name != nil && file.Name.Name != "" && file.Name.Name != "_" {
		h.name = file.Name.Name
	}
	h.readUses(file)
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Recv == nil || len(decl.Recv.List) != 1 {
				continue
			}
			name := typeName(decl.Recv.List[0].Type)
			if h.methods[name] == nil {
				h.methods[name] = map[string]bool{}
			}
			h.methods[name][decl.Name.Name] = true
			h.receivers[name] = append(h.receivers[name],
				receiverOf(decl.Name.Name, decl.Recv.List[0]))
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok {
					h.readType(t)
				}
			}
		}
	}
}

// readType notes a type, its parameters, and what a struct embeds of the same package.
func (h *handlers) readType(t *ast.TypeSpec) {
	h.types[t.Name.Name] = true
	if t.TypeParams != nil {
		for _, field := range t.TypeParams.List {
			for _, name := range field.Names {
				h.params[t.Name.Name] = append(h.params[t.Name.Name], name.Name)
			}
		}
	}
	s, ok := t.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range s.Fields.List {
		if name := typeName(field.Type); len(field.Names) == 0 && name != "" {
			h.embeds[t.Name.Name] = append(h.embeds[t.Name.Name], name)
		}
	}
}

// typeName is the name of a type of the package itself: T, *T, T[P]; "" of others.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.ParenExpr:
		return typeName(e.X)
	case *ast.IndexExpr:
		return typeName(e.X)
	case *ast.IndexListExpr:
		return typeName(e.X)
	}
	return ""
}

// has tells whether a type has a method, of its own or of a type of the package that it
// embeds. UnimplementedHandlers, and its like, is not counted: what it answers is still to be written.
// A type of another package that is embedded is not looked into: its methods are known to the
// compiler alone, and a stub too many is a smaller evil than reading the world.
func (h *handlers) has(typeName, method string, seen map[string]bool) bool {
	if seen[typeName] ||
		strings.HasPrefix(typeName, "Unimplemented") && strings.HasSuffix(typeName, "Handlers") {
		return false
	}
	seen[typeName] = true
	return h.methods[typeName][method] || slices.ContainsFunc(h.embeds[typeName],
		func(e string) bool { return h.has(e, method, seen) })
}

// likely is the type that has most of the methods; of several the first by name, and
// Server, behind the group's name, if none has any. not is a type that is none.
//
// A type counts for what it has, embedded methods included, so that a service split over several
// structs is found by the one that holds them.
func (h *handlers) likely(w *wanted, not string) string {
	best, most := strings.TrimSuffix(w.of, "Handlers")+"Server", 0
	names := make([]string, 0, len(h.types))
	for name := range h.types {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		n := 0
		for _, m := range w.methods {
			if name != not && h.has(name, m.Names[0].Name, map[string]bool{}) {
				n++
			}
		}
		if n > most {
			best, most = name, n
		}
	}
	return best
}
