// Package openapi makes an OpenAPI document of a manifest, and reads such documents for what a
// change of them breaks.
//
//	Build   model → document: paths.go, operation.go, parameters.go, body.go, results.go,
//	        failures.go, security.go
//	        types → schemas: schema.go, declared.go; of users' Go: gotypes.go, load.go
//	JSON, YAML   document → text: node.go, yaml.go
//	Read         text → document: read.go
//	Compare      two documents → what breaks: compare.go, compare_answers.go, compare_schema.go, and
//	             what it calls
//
// The document is a tree of its own (node.go) and not a library's: it is written in the order in
// which it was made, and what has to be known of OpenAPI is the names of its members. Libraries
// are its judges, in tests.
package openapi

import (
	"fmt"
	"go/token"
	"strconv"

	"example.com/httpgen/gen/internal/casing"
	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// Options say which document is wanted.
type Options struct {
	// Old writes OpenAPI 3.0 instead of 3.1.
	Old bool
	// Go knows the Go types that the manifest names; nil: they are any JSON.
	Go *Packages
}

// A Warning is something that the document cannot say, or a Go type that JSON cannot.
type Warning struct {
	File string // as messages name it
	Line int
	Text string
}

// String is the warning with its place.
func (w Warning) String() string {
	if w.Line == 0 {
		return fmt.Sprintf("%s: %s", w.File, w.Text)
	}
	return fmt.Sprintf("%s:%d: %s", w.File, w.Line, w.Text)
}

// A place is where in the manifest something stands that becomes a piece of the document.
type place struct{ span diag.Span }

// A builder makes one document.
type builder struct {
	m   *model.Manifest
	old bool
	go_ *Packages

	decls   map[*types.Decl]string
	goNames map[string]string // of Go types, by their full text
	taken   map[string]bool   // names of schemas, in lower case
	ids     map[string]bool   // operationIds

	schemas, responses, schemes *Map
	problem                     string // name of the schema of errors, once one is needed

	inGo     token.Pos // of the field of Go that is being looked at
	warnings []Warning
	warned   map[string]bool
}

// Build makes the document of a checked manifest.
func Build(m *model.Manifest, o Options) (*Map, []Warning) {
	b := &builder{
		m: m, old: o.Old, go_: o.Go,
		decls: map[*types.Decl]string{}, goNames: map[string]string{}, taken: map[string]bool{},
		ids: map[string]bool{}, warned: map[string]bool{},
		schemas: object(), responses: object(), schemes: object(),
	}
	b.securitySchemes()
	for _, d := range m.Types { // in their order, whoever asks first
		b.declared(d, place{d.Span})
	}
	for _, r := range m.Routes { // their names before those that are made up
		b.ids[r.Name] = true
	}
	paths := b.paths()
	doc := object("openapi", version(o.Old)).
		Set("info", b.info()).
		Set("servers", b.servers())
	if tags := b.tags(); len(tags) > 0 {
		doc.Set("tags", tags)
	}
	doc.Set("paths", paths).Set("security", []any{})
	if c := object("schemas", b.schemas, "responses", b.responses,
		"securitySchemes", b.schemes); len(c.keys) > 0 {
		doc.Set("components", c)
	}
	b.elsewhere(doc)
	return doc, b.warnings
}

func version(old bool) string {
	if old {
		return "3.0.3"
	}
	return "3.1.0"
}

// warn notes something that the document cannot say, once.
func (b *builder) warn(at place, format string, args ...any) {
	w := Warning{File: at.span.Of(b.m.File), Line: at.span.Line, Text: fmt.Sprintf(format, args...)}
	b.warnAt(w)
}

func (b *builder) warnAt(w Warning) {
	if key := w.String(); !b.warned[key] {
		b.warned[key] = true
		b.warnings = append(b.warnings, w)
	}
}

// info is what the document says of itself.
func (b *builder) info() *Map {
	d := b.m.Info
	title, version := d.Title, d.Version
	if title == "" {
		title = b.m.Package
	}
	if version == "" {
		version = "0.0.0"
	}
	return object("title", title, "description", d.Description, "version", version)
}

// servers are where the service is: in the manifest's words, else where the document is.
func (b *builder) servers() (list []any) {
	for _, url := range b.m.Info.Servers {
		list = append(list, object("url", url))
	}
	if list == nil {
		list = append(list, object("url", "/"))
	}
	return list
}

// tags are the named groups, and what routes say of themselves, in the order of the file.
func (b *builder) tags() (list []any) {
	seen := map[string]bool{}
	for _, r := range b.m.Routes {
		for _, tag := range tagsOf(r) {
			if name := tag.(string); !seen[name] {
				seen[name] = true
				list = append(list, object("name", name))
			}
		}
	}
	return list
}

// tagsOf are a route's own tags, else the named group that it is in.
func tagsOf(r *model.Route) (list []any) {
	for _, tag := range r.Tags {
		list = append(list, tag)
	}
	if list == nil && r.Group != nil && r.Group.Name != "" {
		list = append(list, r.Group.Name)
	}
	return list
}

// elsewhere notes what answers beside the routes, of which OpenAPI has no idea.
func (b *builder) elsewhere(doc *Map) {
	var files, mounts []any
	for _, s := range b.m.Static {
		files = append(files, object("prefix", s.Prefix, "fallback", s.Fallback))
	}
	for _, m := range b.m.Mounts {
		mounts = append(mounts, object("prefix", m.Prefix))
		b.warn(place{m.Span}, "what %s answers below %s is not in the document", m.Handler,
			m.Prefix)
	}
	for _, e := range []struct {
		key  string
		list []any
	}{{"x-static", files}, {"x-mounts", mounts}} {
		if e.list != nil {
			doc.Set(e.key, e.list)
		}
	}
}

func upper(name string) string { return casing.Exported(name) }

func number(n int) string { return strconv.Itoa(n) }
