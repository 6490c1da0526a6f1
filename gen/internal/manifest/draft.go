package manifest

import (
	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/types"
)

// What comes of decoding lives here.

// A Draft is a manifest as it was decoded, with what checks have to know beside the model. They
// report what they find to it.
//
// It stays a draft while checks look at it: a route with a fault is kept, with what is known
// of it, so that names and paths of all are compared.
type Draft struct {
	Manifest *model.Manifest
	Source   *Source
	Entries  []*Entry // of Manifest.Routes, same order

	PackageAt diag.Span // of the package's name, if it is written

	Imports  []*Import   // of all files
	Included []*Included // in order
	Missing  bool        // of one of them nothing is known

	Types     []*model.Type    // bare identifiers in types, to be compared with generated names
	Functions []*model.Type    // the same of functions
	Used      map[string]bool  // "converter NAME"
	Levels    map[string]Level // of lint, by code

	Found *diag.Report

	words map[*types.Type]*yaml.Node // the expressions that enums stand in
}

// An Entry is what checks have to know of a route beside the model: where its words stand.
// A position in the model would be one that later stages carry for nothing.
type Entry struct {
	Route   *model.Route
	Handler diag.Span
	Name    diag.Span // of `name`, or Handler
	Named   bool      // by a name of its own
	pieces  []piece   // of Path
}

// Parse decodes the text of a manifest, and of the files that it includes. file is its name in
// messages. The draft is nil where the text is no YAML: the list, which is sorted, says why. What
// else is wrong is in Draft.Found. Where files is nil nothing can be included.
// A draft with faults is as whole as it can be: what could not be read is left out, and names
// and paths that could are compared with all others.
func Parse(file string, src []byte, files Files) (*Draft, diag.List) {
	source, root, faults := Root(src)
	if root == nil {
		return nil, faults
	}
	d := &decoder{reader: &reader{&Draft{
		Manifest: &model.Manifest{File: file}, Source: source,
		Used: map[string]bool{}, Levels: map[string]Level{}, Found: diag.NewReport(source.restAt),
		words: map[*types.Type]*yaml.Node{},
	}}, files: files, ownMethods: map[string]diag.Span{}, decls: map[string]*types.Decl{}}
	d.Found.Take(faults)
	d.manifest(root)
	return d.Draft, nil
}

// Root reads a text up to the node that a manifest is. That is nil if the text is no YAML; faults
// may come with it, too.
func Root(src []byte) (*Source, *yaml.Node, diag.List) { return rootOf(nil, src) }

// rootOf is Root for a file that a manifest includes.
func rootOf(file *diag.File, src []byte) (*Source, *yaml.Node, diag.List) {
	source, faults := newSource(file, src)
	if source == nil {
		return nil, nil, faults
	}
	root, faults := source.parse()
	if root == nil {
		return nil, nil, faults
	}
	return source, root, faults
}

// A decoder turns the nodes of one manifest, and of its files, into a model.
//
// Decoding is one pass through the sections in an order of its own, not that of the file. What
// needs more than that pass (expressions with names of `types`, records that extend others) is
// noted in written and bases and looked at behind it.
type decoder struct {
	*reader
	files      Files
	own        []*pattern.Own         // of Manifest.Converters, same order
	env        types.Env              // what expressions may name
	decls      map[string]*types.Decl // of Manifest.Types, by name
	bases      []extension
	written    []written
	ownMethods map[string]diag.Span // beyond the registered ones, where first used
}

// Report adds something to what was found.
func (d *Draft) Report(code string, at diag.Span, help, format string, args ...any) *diag.Fault {
	return d.Found.Add(code, at, help, format, args...)
}

// Sound says that there is nothing wrong but what is a warning by its code. It may be an error by
// its level, which a comment takes back.
//
// A plan is built of a sound draft alone, since half a route has none. A level must not stop that:
// the warnings that come of the plan would else be missing until a comment takes the error back.
func (d *Draft) Sound() bool {
	return !d.Found.Has(func(f *diag.Diagnostic) bool {
		return diag.Lookup(f.Code).Severity == diag.Error
	})
}

// Result is the model, nil if and only if an error was found, with all that was.
func (d *Draft) Result() (*model.Manifest, diag.List) {
	if d.Found.HasErrors() {
		return nil, d.Found.List()
	}
	return d.Manifest, d.Found.List()
}

// Within is where off, an offset in the path of e, stands in the source.
// A path may be written in several scalars, one for each group around the route: the span is
// in the one where off lies.
func (d *Draft) Within(e *Entry, off, length int) diag.Span {
	for _, p := range e.pieces {
		if off < len(p.text) {
			return d.Source.within(p.node, p.off+off, min(length, len(p.text)-off))
		}
		off -= len(p.text)
	}
	return e.Route.PathSpan
}

// WordSpan is where the i-th word of an enum stands.
func (d *Draft) WordSpan(enum *types.Type, i int) diag.Span {
	at := enum.Words[i].At
	return d.Source.within(d.words[enum], at.Off, at.Len)
}
