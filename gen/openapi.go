package gen

// Documents of OpenAPI are made here, of a manifest and the Go types that it names.

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/openapi"
	"example.com/httpgen/gen/internal/page"
	"example.com/httpgen/gen/internal/plan"
	"example.com/httpgen/gen/internal/types"
)

// OpenAPIOptions say which document is wanted.
type OpenAPIOptions struct {
	Manifest string // its path
	Version  string // "3.1", which "" is, or "3.0"
}

// A Document is an OpenAPI document of a manifest.
type Document struct {
	Report *Report // warnings about the manifest; never errors
	// Warnings tell what the document cannot say of the manifest, and which Go types JSON cannot.
	Warnings []DocumentWarning

	root *openapi.Map
}

// A DocumentWarning is one of a document: its place is in the manifest or in Go.
type DocumentWarning struct {
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
	Text string `json:"text"`
}

// String is the warning with its place.
func (w DocumentWarning) String() string {
	return openapi.Warning{File: w.File, Line: w.Line, Text: w.Text}.String()
}

// OpenAPI makes the document of a manifest. Where the manifest names Go types, it has the go
// command load their packages, and the one that the manifest makes, if they are its types. Its
// errors are those of Compile, and those of the go command.
func OpenAPI(o OpenAPIOptions) (*Document, error) {
	m, report, err := load(o.Manifest)
	if err != nil {
		return nil, err
	}
	dir, err := outputFolder(m, Options{Manifest: o.Manifest})
	if err != nil {
		return nil, err
	}
	own, err := importPathOf(dir)
	if err != nil || !exists(dir) {
		own = "" // of no module, or not there yet: it has no types
	}
	packages, err := packagesOf(m, o.Manifest, own)
	if err != nil {
		return nil, err
	}
	return documentOf(m, report, openapi.Options{Old: o.Version == "3.0", Go: packages}), nil
}

func documentOf(m *model.Manifest, report *Report, o openapi.Options) *Document {
	root, warnings := openapi.Build(m, o)
	doc := &Document{Report: report, root: root}
	for _, w := range warnings {
		doc.Warnings = append(doc.Warnings, DocumentWarning(w))
	}
	return doc
}

// docsOf are the document of a manifest and the page about it. The package that is written is not
// asked for its types: it may not be there yet.
func docsOf(m *model.Manifest, file string) (*plan.Docs, error) {
	packages, err := packagesOf(m, file, "")
	if err != nil {
		return nil, err
	}
	root, _ := openapi.Build(m, openapi.Options{Go: packages}) // httpgen openapi tells of warnings
	html, policy := page.Draw(root, m.Docs)
	return &plan.Docs{Document: string(openapi.JSON(root)), Page: html, Policy: policy}, nil
}

// packagesOf loads the packages that contracts name; nil where they name none.
func packagesOf(m *model.Manifest, file, own string) (*openapi.Packages, error) {
	if !namesGo(m) {
		return nil, nil
	}
	imports := map[string]string{}
	for _, i := range m.Imports {
		imports[i.Name] = i.Path
	}
	dir := "."
	if file != manifest.Stdin {
		dir = filepath.Dir(file)
	}
	return openapi.Load(dir, imports, own)
}

// namesGo says whether there is a Go type in a contract.
func namesGo(m *model.Manifest) bool {
	for _, d := range m.Types {
		if hasGo(d.Type) || fieldsHaveGo(d.Fields) {
			return true
		}
	}
	for _, r := range m.Routes {
		for _, in := range []*model.Input{r.Query, r.Headers, r.Cookies} {
			if in != nil && fieldsHaveGo(in.Fields) {
				return true
			}
		}
		if bodyHasGo(r.Body) || resultHasGo(r.Returns) {
			return true
		}
	}
	return false
}

// hasGo says whether a type is made of one of Go, or of an own converter, whose type is.
func hasGo(t *types.Type) bool {
	return t != nil && (t.Leaf().Kind == types.Go || t.Leaf().Kind == types.Own)
}

func fieldsHaveGo(list []*types.Field) bool {
	for _, f := range list {
		if hasGo(f.Type) {
			return true
		}
	}
	return false
}

func bodyHasGo(b model.Body) bool {
	for _, c := range b.Contents {
		if bodyHasGo(c.Body) {
			return true
		}
	}
	return b.Expr == nil && b.Type != nil || hasGo(b.Expr)
}

func resultHasGo(r model.Returns) bool {
	for _, res := range r.Results {
		if resultHasGo(res.Body) || fieldsHaveGo(res.Headers) {
			return true
		}
	}
	return r.Expr == nil && r.Type != nil || hasGo(r.Expr)
}

// JSON is the document as JSON, indented. It is the same each time.
func (d *Document) JSON() []byte { return openapi.JSON(d.root) }

// YAML is the document as YAML. It is the same each time.
func (d *Document) YAML() []byte { return openapi.YAML(d.root) }

// WriteDocument writes a document's text to a file, unless that has it already. Line ends that a
// checkout changed are no difference.
func WriteDocument(file string, text []byte) (changed bool, err error) {
	if fresh, err := DocumentIsFresh(file, text); err != nil || fresh {
		return false, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return false, err
	}
	var batch staging
	defer batch.discard()
	if err := batch.add(file, text); err != nil {
		return false, err
	}
	return true, batch.commit()
}

// DocumentIsFresh says whether a file has a document's text; one that is not there has not.
func DocumentIsFresh(file string, text []byte) (bool, error) {
	was, err := readFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return bytes.Equal(plain(was), plain(text)), err
}
