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

// manifest decodes the document, and those that it includes. Imports, converters and types of all
// come first: patterns and expressions refer to them.
// What is decoded does not depend on the order of keys in a file.
func (d *decoder) manifest(root *yaml.Node) {
	if d.colonInRoute(root) {
		return
	}
	top := d.object(root, AtTop)
	d.lintLevels(top)
	all := d.withIncluded(top)
	for _, file := range all {
		d.imports(file)
	}
	d.nameImports()
	for _, file := range all {
		d.converters(file)
	}
	for _, own := range d.own {
		d.env.Own = append(d.env.Own, own.Name)
	}
	d.types(all)
	d.output(top)
	d.settings(top)
	for _, file := range all {
		d.security(file)
	}
	d.Manifest.Hooks = d.hooks(top, atManifest)
	d.Manifest.Errors = d.errorHandlers(top)
	d.static(all)
	d.mounts(all)
	d.health(top)
	around := services{d.cors(top, nil), d.compress(top, nil)}
	d.Manifest.CORS, d.Manifest.Compress = around.cors, around.compress
	d.Manifest.RedirectSlash = choice(top, "trailing_slash") == "redirect"
	d.Manifest.BadParam400 = choice(top, "bad_param") == "400"
	d.Manifest.Problem = choice(top, "problem") == "true"
	d.Manifest.FreshnessTest = choice(top, "freshness_test") == "true"
	d.info(top)
	if n, ok := top.get("json"); ok {
		d.Manifest.IgnoreUnknown = choice(d.object(n, AtJSON), "unknown") == "ignore"
	}
	d.edge(top)
	for _, file := range all {
		if n, ok := file.get("routes"); ok {
			d.routes(n, &scope{services: around})
		}
	}
	d.docs(top)
	d.besideHealth()
	d.late()
	d.noRoutes(root, all)
	d.forgetUnsure()
}

// noRoutes warns of a manifest without any, in whatever file.
func (d *decoder) noRoutes(root *yaml.Node, all []fields) {
	for _, file := range all {
		if v, ok := file["routes"]; ok && (v.bad || len(v.value.Content) > 0) {
			return
		}
	}
	if root.Kind != yaml.MappingNode {
		return
	}
	at := d.Source.span(root)
	if v, ok := all[0]["routes"]; ok {
		at = d.Source.span(v.name)
	}
	d.Report(diag.NoRoutes, at, "add `routes:` with lines such as `- GET /status Status`",
		"the manifest has no routes")
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
		d.Manifest.Package, d.PackageAt = n.Value, d.Source.span(n)
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
		for _, c := range d.Manifest.Converters {
			if c.Name == name.Value {
				d.twiceIn("converter", name, c.Span)
				return
			}
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

// twiceIn reports what two files declare by one name. Of one file it is a key that stands twice.
func (d *decoder) twiceIn(what string, name *yaml.Node, first diag.Span) {
	d.Report(diag.DuplicateKey, d.Source.span(name), "keep one of them, or give one another name",
		"two files declare the %s %s", what, name.Value).
		Under("again").
		Also(first, "first here")
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
