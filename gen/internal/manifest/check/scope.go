package check

import (
	"fmt"
	"slices"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/model"
)

// The names of the generated package's scope are compared here: with each other, with imports,
// and with what the manifest says that the user declares there.

// A declared name is one of the generated package's scope, or of an import.
// A declared name is compared with every other of the package's scope, whatever each is for:
// Go has one scope for types, functions and imports of a file.
type declared struct {
	ident  string
	what   string
	at     diag.Span // Line 0: always there
	help   string
	isType bool
}

// fixedNames are in every generated package.
var fixedNames = []declared{
	{ident: "Handlers", what: "the interface of all handlers", isType: true},
	{ident: "UnimplementedHandlers", what: "the struct of default handlers", isType: true},
	{ident: "New", what: "the function that makes the application"},
	{ident: "Lookup", what: "the function that finds a route"},
	{ident: "Routes", what: "the list of all routes"},
	{ident: "httpgenDispatcher", what: "the dispatcher"},
	{ident: "httpgenRoutes", what: "the table of routes"},
}

// packageNames compares all names of the generated package's scope with each other, with
// the imports, and with what the manifest says that the user declares there.
//
//	a route Sort and <any(a,b):sortURL>   SortURL would be both a type and a URL builder
//	imports: {Routes: …}                  Routes would be both the list of routes and an import
func (d *namer) packageNames() {
	byName := map[string]declared{}
	for _, n := range d.declaredNames() {
		first, twice := byName[n.ident]
		if !twice {
			byName[n.ident] = n
			continue
		}
		message := fmt.Sprintf("%s would be both %s and %s", n.ident, first.what, n.what)
		if first.what == n.what {
			message = fmt.Sprintf("%s would be declared twice, as %s", n.ident, n.what)
		}
		d.Report(diag.NameCollision, n.at, n.help, "%s", message).Also(first.at, first.what)
	}
	for _, t := range d.Types {
		if n, generated := byName[t.Text]; generated && !n.isType {
			d.userName(diag.GeneratedNoType, t, n, "%s is no type: it is %s")
		}
	}
	for _, f := range d.Functions {
		n, generated := byName[f.Text]
		switch {
		case generated:
		case manifest.Hidden(f.Text):
			n = declared{what: "a name that generated code uses itself"}
		case slices.Contains(importedNames, f.Text):
			n = declared{what: "a package that generated code imports"}
		default:
			continue
		}
		d.userName(diag.NameCollision, f, n, "%s cannot be a function of yours: it is %s")
	}
}

// userName reports a name of the user's own that the generated package has for something
// else.
func (d *namer) userName(code string, t *model.Type, n declared, format string) {
	d.Report(code, t.Span, "choose another name", format, t.Text, n.what).Also(n.at, n.what)
}

// declaredNames lists the names in order of the file, those always there first.
func (d *namer) declaredNames() []declared {
	list := slices.Clone(fixedNames)
	if d.Manifest.Docs != "" {
		list = append(list, declared{ident: "OpenAPI", what: "the document of the service"})
	}
	for _, i := range d.Manifest.Imports {
		list = append(list, declared{i.Name, "the import of " + i.Path, i.Span,
			"import the package under another name", false})
	}
	structs := map[string]bool{}
	for _, g := range d.Manifest.Groups {
		if g.Name != "" {
			list = append(list, declared{g.Interface, "the interface of the group " + g.Name,
				g.NameSpan, "give the group another `name`", true})
		}
		if g.Separate && !structs[g.Interface] { // an interface twice is a fault enough
			structs[g.Interface] = true
			list = append(list, declared{"Unimplemented" + g.Interface,
				"the struct of default handlers of the group " + g.Name, g.NameSpan,
				"give the group another `name`", true})
		}
	}
	for _, e := range d.enums {
		list = append(list, declared{e.Ident, "the type of a parameter", e.Span,
			"give the parameter another name", true})
		for i, c := range e.Consts {
			list = append(list, declared{c, fmt.Sprintf("the constant of %s",
				diag.Quoted(e.Words[i])), e.Span, "give the parameter another name", false})
		}
	}
	list = append(list, d.typeNames()...)
	list = append(list, d.resultNames()...)
	list = append(list, d.bodyNames()...)
	seen := map[string]bool{}
	for _, e := range d.Entries {
		if name := e.Route.Name; name != "" && !seen[name] { // twice is a fault of its own
			seen[name] = true
			help := fmt.Sprintf("give the route another `name`, such as %sRoute", name)
			list = append(list, declared{name + "URL", "the URL builder of the route " + name,
				e.Name, help, false})
		}
	}
	slices.SortStableFunc(list, func(a, b declared) int { return a.at.Compare(b.at) })
	return list
}
