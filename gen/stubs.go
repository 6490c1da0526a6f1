package gen

// Handler methods that a package lacks are found and written here. The interfaces and
// signatures are read from the generated text itself, so that they cannot differ from
// it; the user's package is read with go/parser alone, which takes files that do not
// compile yet. That is the rule here: a package without its methods does not.

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// StubOptions say where handlers live.
type StubOptions struct {
	Manifest string
	Dir      string // of the handlers' package; "": the output folder
	Type     string // of the handlers; "": the one that has most of the methods, else Server
	Group    string // a separate group by its joined name, whose handlers are meant; "": none
	File     string // that stubs will be appended to; "": none
}

// Stubs are the methods that a type lacks.
//
//	// ListBooks answers GET /books with JSON.
//	func (s *Server) ListBooks(req runtime.Request) ([]model.Book, error) {
//		return nil, runtime.Errorf(501, "ListBooks is not implemented")
//	}
type Stubs struct {
	Type    string   `json:"type"`
	Methods []string `json:"methods"` // missing, in the order of the generated interface

	file string
	text []byte // of the file, with the stubs
	only []byte // the stubs alone
}

// Text is Go: the missing methods alone, gofmt'd.
func (s *Stubs) Text() []byte { return s.only }

// FindStubs compares the type's methods with the interface that the manifest makes of
// them. Methods are told by their names: one with another signature is there, and the
// compiler says what is wrong with it. Nothing is written.
// Handlers in another folder than the generated package are found by Dir; without a type of
// them, the one that has most of the methods is meant.
func FindStubs(o StubOptions) (*Stubs, error) {
	pkg, err := Compile(Options{Manifest: o.Manifest})
	if err != nil {
		return nil, err
	}
	wanted, err := readWanted(pkg, o.Group)
	if err != nil {
		return nil, err
	}
	dir := cmp.Or(o.Dir, pkg.Dir)
	theirs, err := readHandlers(dir)
	if err != nil {
		return nil, err
	}
	w := &stubWriter{wanted: wanted, theirs: theirs, typeName: o.Type, pkg: pkg}
	if err := w.outside(dir); err != nil {
		return nil, err
	}
	if w.typeName == "" {
		if w.typeName, err = likelyType(pkg, theirs, wanted); err != nil {
			return nil, err
		}
	}
	return w.write(o.File)
}

// likelyType is the type that stubs are for where none is named. That of Handlers is not that of
// a separate group, though its methods may have the same names.
func likelyType(pkg *Package, theirs *handlers, wanted *wanted) (string, error) {
	if wanted.of == "Handlers" {
		return theirs.likely(wanted, ""), nil
	}
	all, err := readWanted(pkg, "")
	if err != nil {
		return "", err
	}
	return theirs.likely(wanted, theirs.likely(all, "")), nil
}

// Write appends the stubs to the file: what stands in it stays, byte for byte; imports
// that are missing get a declaration of their own. The file may not be there yet. It
// does nothing if no method is missing.
func (s *Stubs) Write() error {
	if len(s.Methods) == 0 {
		return nil
	}
	return writeTree(filepath.Dir(s.file), []File{{filepath.Base(s.file), s.text}})
}

// A stubWriter spells methods.
// Names of packages are those that the file uses already: a stub must not bring a second name
// for one package.
type stubWriter struct {
	*wanted
	theirs    *handlers
	typeName  string
	pkg       *Package
	clause    string            // package clause of a new file
	qualifier string            // of the generated package, where the handlers live elsewhere
	generated string            // its import path
	names     map[string]string // of packages, as the file calls them: path to name
	used      map[string]bool   // paths
	recv      receiver
}

// outside prepares for handlers that live in another folder than the generated package:
// they call its types by the package's name.
func (w *stubWriter) outside(dir string) error {
	here, err1 := filepath.Abs(dir)
	there, err2 := filepath.Abs(w.pkg.Dir)
	w.clause = cmp.Or(w.theirs.name, w.pkg.Name)
	if err := errors.Join(err1, err2); err != nil || here == there {
		return err
	}
	w.clause = cmp.Or(w.theirs.name, packageName(filepath.Base(here)), "main")
	var err error
	w.qualifier = w.pkg.Name
	w.generated, err = importPathOf(w.pkg.Dir)
	return err
}

// write makes the stubs, for a file that may be there already.
func (w *stubWriter) write(file string) (*Stubs, error) {
	s := &Stubs{Type: w.typeName, Methods: []string{}, file: file}
	old, parsed, err := w.target(file)
	if err != nil {
		return nil, err
	}
	w.names, w.used, w.recv = map[string]string{}, map[string]bool{}, w.receiver()
	if parsed != nil {
		for name, imported := range importNames(parsed) {
			if name != "_" && name != "." {
				w.names[imported] = name
			}
		}
	}
	var b bytes.Buffer
	for _, m := range w.methods {
		if name := m.Names[0].Name; !w.theirs.has(w.typeName, name, map[string]bool{}) {
			s.Methods = append(s.Methods, name)
			w.method(&b, m)
		}
	}
	if len(s.Methods) > 0 && !w.theirs.types[w.typeName] {
		head := fmt.Sprintf("// %s implements %s.\ntype %s struct{}\n", w.typeName, w.of,
			w.typeName)
		b = *bytes.NewBuffer(append([]byte(head), b.Bytes()...))
	}
	if s.only, err = format.Source(b.Bytes()); err != nil {
		return nil, &InternalError{Stage: "stubs", Err: err}
	}
	s.only = bytes.TrimLeft(s.only, "\n")
	s.text, err = w.join(old, parsed, s.only)
	return s, err
}

// target reads the file to append to. One that does not parse is refused: nobody could
// say where its imports end.
func (w *stubWriter) target(file string) ([]byte, *ast.File, error) {
	if file == "" {
		return nil, nil, nil
	}
	old, err := readFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	if generatedName(filepath.Base(file)) {
		return nil, nil, fmt.Errorf("%s is a generated file: name another", file)
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, old, parser.SkipObjectResolution)
	return old, parsed, err
}

// join puts stubs behind a file's text, and the imports that they need behind its own.
// What stands in the file is not formatted anew: whoever appends must not change lines that
// are not about it.
func (w *stubWriter) join(old []byte, parsed *ast.File, stubs []byte) ([]byte, error) {
	var lines []string
	known := map[string]bool{}
	if parsed != nil {
		for _, imported := range importNames(parsed) {
			known[imported] = true
		}
	}
	for imported := range w.used {
		if !known[imported] {
			line := strconv.Quote(imported)
			if name := w.names[imported]; name != path.Base(imported) {
				line = name + " " + line
			}
			lines = append(lines, "\t"+line+"\n")
		}
	}
	slices.SortFunc(lines,
		func(a, b string) int {
			return cmp.Compare(a[strings.Index(a, `"`):],
				b[strings.Index(b, `"`):])
		})
	imports := ""
	if len(lines) > 0 {
		imports = "import (\n" + strings.Join(lines, "") + ")\n"
	}
	if parsed == nil {
		return fmt.Appendf(nil, "package %s\n\n%s\n%s", w.clause, imports, stubs), nil
	}
	at := endOfImports(old, parsed)
	if imports != "" {
		imports = "\n" + imports
	}
	behind := "\n" + string(stubs)
	if !bytes.HasSuffix(old, []byte("\n")) {
		behind = "\n" + behind
	}
	ends := bytes.TrimPrefix(old, byteOrderMark) // the line ends of the file
	return slices.Concat(old[:at], inFormOf(ends, []byte(imports)), old[at:],
		inFormOf(ends, []byte(behind))), nil
}

// endOfImports is the offset of the line behind the last import declaration, or behind
// the package clause.
// Behind the last import is the one place that is right for another import whatever the file
// looks like.
func endOfImports(text []byte, file *ast.File) int {
	end := file.Name.End()
	for _, decl := range file.Decls {
		if g, ok := decl.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			end = g.End()
		}
	}
	at := int(end - file.FileStart)
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}
