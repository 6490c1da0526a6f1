package manifest

import (
	"fmt"
	"go/token"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/casing"
	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
)

// The sections of a manifest but its routes are decoded here.

// manifest decodes the document. Imports, converters and types come first: patterns and
// expressions refer to them.
// What is decoded does not depend on the order of keys in the file.
func (d *decoder) manifest(root *yaml.Node) {
	if d.colonInRoute(root) {
		return
	}
	top := d.object(root, AtTop)
	d.lintLevels(top)
	d.imports(top)
	d.converters(top)
	for _, own := range d.own {
		d.env.Own = append(d.env.Own, own.Name)
	}
	d.types(top)
	d.output(top)
	d.settings(top)
	d.Manifest.Before, d.Manifest.After = d.hooks(top, true)
	d.Manifest.Errors = d.errorHandlers(top)
	d.static(top)
	d.Manifest.RedirectSlash = choice(top, "trailing_slash") == "redirect"
	d.Manifest.BadParam400 = choice(top, "bad_param") == "400"
	d.Manifest.Problem = choice(top, "problem") == "true"
	d.Manifest.FreshnessTest = choice(top, "freshness_test") == "true"
	if n, ok := top.get("json"); ok {
		d.Manifest.IgnoreUnknown = choice(d.object(n, AtJSON), "unknown") == "ignore"
	}
	if n, ok := top.get("routes"); ok {
		d.routes(n, nil)
	}
	d.late()
	if v, there := top["routes"]; root.Kind == yaml.MappingNode && (!there ||
		!v.bad && len(v.value.Content) == 0) {
		at := d.Source.span(root)
		if there {
			at = d.Source.span(v.name)
		}
		d.Report(diag.NoRoutes, at, "add `routes:` with lines such as `- GET /status Status`",
			"the manifest has no routes")
	}
}

// choice is the value of a flag or choice, or "".
// Its value is one of those that the table allows, so that callers compare it with one.
func choice(f fields, key string) string {
	if n, ok := f.get(key); ok {
		return n.Value
	}
	return ""
}

// output reads what the package is called and where it goes:
//
//	package: bookstore
//	out: internal/api
//	runtime: example.com/shop/internal/runtime
func (d *decoder) output(top fields) {
	if n, ok := top.get("package"); ok {
		if !token.IsIdentifier(n.Value) || n.Value == "_" {
			d.Report(diag.BadPackageName, d.Source.span(n), packageHelp(n.Value),
				"a package cannot be called %s", diag.Quoted(n.Value))
		}
		d.Manifest.Package = n.Value
	}
	if n, ok := top.get("out"); ok {
		if strings.ContainsFunc(n.Value, unicode.IsControl) {
			d.Report(diag.BadOutput, d.Source.span(n), "write the folder's path", "%s is no folder",
				diag.Quoted(n.Value))
		}
		d.Manifest.Out = n.Value
	}
	if n, ok := top.get("runtime"); ok {
		if why := badImportPath(n.Value); why != "" {
			d.Report(diag.BadOutput, d.Source.span(n),
				"write an import path, such as example.com/shop/internal/runtime",
				"the import path %s %s", diag.Quoted(n.Value), why)
		}
		d.Manifest.Runtime = n.Value
	}
}

// packageHelp suggests the package name that is made of a word: My-Shop is myshop.
func packageHelp(name string) string {
	word := strings.ToLower(strings.Join(casing.Words(name), ""))
	if token.IsIdentifier(word) {
		return fmt.Sprintf("did you mean %s?", word)
	}
	return "write a Go identifier, in lower case and without _"
}

// imports reads the packages of Go names, by the name that the manifest uses:
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
		defer func() {
			if d.Found.Len() > faults { // no second fault where the name is used, or is not
				d.Used["import "+name.Value] = true
			}
		}()
		path, ok := d.word(name, value)
		if !ok {
			d.Manifest.Imports = append(d.Manifest.Imports,
				&model.Import{Name: name.Value, Span: d.Source.span(name)})
			return
		}
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
		d.Manifest.Imports = append(d.Manifest.Imports, &model.Import{Name: name.Value, Path: path,
			Span: d.Source.span(name)})
	})
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

// converters reads own converters, in whose order they come in precedence:
//
//	converters:
//	  isbn: {type: model.ISBN, parse: model.ParseISBN, format: model.FormatISBN}
//
// One with a fault is kept, so that the patterns that name it have no second one.
func (d *decoder) converters(top fields) {
	n, ok := top.get("converters")
	if !ok {
		return
	}
	d.pairs(n, func(name, value *yaml.Node) {
		at := d.Source.span(name)
		switch {
		case slices.Contains(pattern.BuiltinNames, name.Value):
			d.Report(diag.BadConverterName, at, "choose another name",
				"%s is a converter of httpgen's own", name.Value)
			return
		case !isConverterName(name.Value):
			d.Report(diag.BadConverterName, at,
				"write a word of letters, digits, _ and -, a letter first",
				"a converter cannot be called %s", diag.Quoted(name.Value))
			return
		}
		own := &model.Converter{Own: &pattern.Own{Name: name.Value, Index: len(d.own)}, Span: at}
		d.Manifest.Converters = append(d.Manifest.Converters, own)
		d.own = append(d.own, own.Own)
		f := d.object(value, AtConverter)
		if n, ok := f.get("type"); ok {
			own.Type = d.goType(n, n.Value, 0)
		}
		if n, ok := f.get("parse"); ok {
			own.Parse = d.goFunc(n)
		}
		if n, ok := f.get("format"); ok {
			own.Format = d.goFunc(n)
		}
	})
}

// isConverterName wants a name that no pattern can take for anything else: it stands before a
// colon, or before the parenthesis of arguments.
func isConverterName(name string) bool {
	for i, r := range name {
		if r > unicode.MaxASCII ||
			!unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r) && r != '_' && r != '-') {
			return false
		}
	}
	return name != ""
}

// settings reads `server`, in the order of the file: that is the order in which the generated
// New applies them.
func (d *decoder) settings(top fields) {
	n, ok := top.get("server")
	if !ok || isEmpty(n) {
		return
	}
	f := d.object(n, AtServer)
	for i := range SettingTable {
		row := &SettingTable[i]
		value, ok := f.get(row.Key)
		if !ok {
			continue
		}
		if v, ok := d.setting(row, value); ok {
			d.Manifest.Settings = append(d.Manifest.Settings,
				&model.Setting{Key: row.Key, Option: row.Option, Unit: row.Unit, Value: v,
					Span: d.Source.span(value)})
		}
	}
	slices.SortFunc(d.Manifest.Settings,
		func(a, b *model.Setting) int { return a.Span.Compare(b.Span) })
}

// setting reads one value; what is wrong with it has the code of its unit.
func (d *decoder) setting(row *SettingKey, n *yaml.Node) (int64, bool) {
	v, err := row.value(n.Value)
	if err != nil {
		code := map[model.Unit]string{model.Bytes: diag.BadSize, model.Duration: diag.BadDuration,
			model.Count: diag.BadCount}[row.Unit]
		d.Report(code, d.Source.span(n), "", "%s", err)
		return 0, false
	}
	return v, true
}
