package manifest

import (
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
)

// Every name in generated code is chosen here, and checked against every other: what is
// called is a fault of the manifest, and never of code that does not compile.

// names names parameters, types of any(…) and routes, and looks for names that collide.
func (d *decoder) names() {
	d.params()
	d.free = d.freeNames()
	d.routeNames()
	d.packageNames()
	d.methodNames()
}

// localNames are names that generated functions use beside parameters, or will.
var localNames = []string{"req", "body", "query", "headers", "cookies", "d", "x", "match", "runtime", "time"}

// variableNames are those that generated functions give to variables where they spell
// types and functions of the manifest: a package or function of that name would be hidden.
var variableNames = []string{"d", "f", "handled", "ok", "req", "resp", "text", "value", "x"}

// importedNames are the packages that generated code imports by itself: no file that
// does can stand beside a function of that name.
var importedNames = []string{"bits", "errors", "io", "match", "multipart", "runtime", "strings", "time", "url"}

// reservedPrefix begins the names that generated packages keep for themselves.
const reservedPrefix = "httpgen"

// hidden says whether a package or function of this name could not be seen everywhere in
// generated code. Values of path parameters are called p1, p2 and so on.
func hidden(name string) bool {
	number, ok := strings.CutPrefix(name, "p")
	if _, err := strconv.ParseUint(number, 10, 16); ok && err == nil {
		return true
	}
	return slices.Contains(variableNames, name) || strings.HasPrefix(name, reservedPrefix)
}

// params gives each parameter its Go name. A name that Go or generated code needs gets
// Param behind it, one that stands there already a number.
func (d *decoder) params() {
	taken := map[string]bool{}
	for _, name := range localNames {
		taken[name] = true
	}
	for name := range predeclared {
		taken[name] = true
	}
	for _, i := range d.m.Imports {
		taken[i.Name] = true
	}
	for _, n := range fixedNames {
		taken[n.ident] = true
	}
	for _, f := range d.functions { // URL builders call them
		taken[f.Text] = true
	}
	enums := map[string]*enumUse{}
	for _, e := range d.entries {
		if e.route.Pattern == nil {
			continue
		}
		own := map[string]bool{}
		for _, p := range e.route.Pattern.Params() {
			name := paramName(p.Name)
			if token.IsKeyword(name) || taken[name] {
				name += "Param"
			}
			ident := name
			for n := 2; own[ident] || taken[ident]; n++ {
				ident = name + strconv.Itoa(n)
			}
			own[ident] = true
			param := &model.Param{Ident: ident}
			if p.Conv.Kind == pattern.Any {
				param.Any = d.enum(enums, e, p)
			}
			e.route.Params = append(e.route.Params, param)
		}
	}
}

type enumUse struct {
	*model.Enum
	set string // the words, sorted
}

// enum finds or makes the type of an any(…) parameter: one for each name.
func (d *decoder) enum(enums map[string]*enumUse, e *entry, p *pattern.Param) *model.Enum {
	sorted := slices.Sorted(slices.Values(p.Conv.Words))
	set := strings.Join(sorted, ",") // words hold no comma
	at := d.placeIn(e, p.Off, p.Len)
	ident := exportedName(p.Name)
	known := enums[ident]
	if known == nil {
		known = &enumUse{&model.Enum{Ident: ident, Words: p.Conv.Words, Span: at}, set}
		known.Consts = constsOf(ident, p.Conv.Words)
		enums[ident] = known
		d.enums = append(d.enums, known.Enum)
	} else if known.set != set {
		fault := d.report(diag.EnumsDiffer, at, "give one of the two parameters another name, or both the same words",
			"two parameters make a type %s, with different words", ident)
		fault.Primary.Text = "these words"
		fault.Others = []diag.Label{{Span: known.Span, Text: "others here"}}
	}
	return known.Enum
}

// constsOf names the constants of a type, one for each word. Words that would have one
// name are told apart by numbers, in the order of the words.
func constsOf(ident string, words []string) []string {
	taken := map[string]bool{}
	var list []string
	for _, w := range words {
		base := ident + constName(w)
		name := base
		for n := 2; taken[name]; n++ {
			name = base + strconv.Itoa(n)
		}
		taken[name] = true
		list = append(list, name)
	}
	return list
}

// routeNames looks for two routes of one name.
func (d *decoder) routeNames() {
	byName := map[string]*entry{}
	for _, e := range d.entries {
		r := e.route
		first := byName[r.Name]
		switch {
		case r.Name == "":
			continue
		case first == nil:
			byName[r.Name] = e
			continue
		}
		if !e.named && d.needOthers(first, e) {
			continue // two signatures: the handler that one of them is to get is a name, too
		}
		free := d.free.name(r.Name)
		if !e.named && first.route.Handler == r.Handler {
			fault := d.report(diag.RouteNeedsName, e.name, fmt.Sprintf("write the long form with `name: %s`", free),
				"%s serves several routes: each after the first needs a name of its own", r.Handler)
			fault.Others = []diag.Label{{Span: first.handler, Text: "the first"}}
			continue
		}
		fault := d.report(diag.DuplicateName, e.name, fmt.Sprintf("add `name: %s`, or another", free), "two routes are called %s", r.Name)
		fault.Others = []diag.Label{{Span: first.name, Text: "first here"}}
	}
}

// freeNames are names to suggest: of neither a method nor a route, and each one once.
type freeNames struct {
	taken map[string]bool
	last  map[string]int // number of the last suggestion
}

func (d *decoder) freeNames() freeNames {
	f := freeNames{map[string]bool{}, map[string]int{}}
	for _, r := range d.roles() {
		f.taken[r.name] = true
	}
	for _, e := range d.entries {
		f.taken[e.route.Name] = true
	}
	return f
}

// name is a free one: another with a number behind it.
func (f *freeNames) name(like string) string {
	for {
		f.last[like]++
		if free := like + strconv.Itoa(f.last[like]+1); !f.taken[free] {
			f.taken[free] = true
			return free
		}
	}
}

// needOthers says that two routes of one handler would need it with two signatures.
func (d *decoder) needOthers(first, second *entry) bool {
	a, b := first.route, second.route
	return a.Handler == b.Handler && a.Pattern != nil && b.Pattern != nil &&
		signatureOf(d.m, a) != signatureOf(d.m, b)
}

// A declared name is one of the generated package's scope, or of an import.
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
func (d *decoder) packageNames() {
	byName := map[string]declared{}
	for _, n := range d.declaredNames() {
		first, twice := byName[n.ident]
		if !twice {
			byName[n.ident] = n
			continue
		}
		fault := d.report(diag.NameCollision, n.at, n.help, "%s would be both %s and %s", n.ident, first.what, n.what)
		if first.what == n.what {
			fault.Message = fmt.Sprintf("%s would be declared twice, as %s", n.ident, n.what)
		}
		if first.at.Line > 0 {
			fault.Others = []diag.Label{{Span: first.at, Text: first.what}}
		}
	}
	for _, t := range d.types {
		if n, generated := byName[t.Text]; generated && !n.isType {
			d.userName(diag.GeneratedNoType, t, n, "%s is no type: it is %s")
		}
	}
	for _, f := range d.functions {
		n, generated := byName[f.Text]
		switch {
		case generated:
		case hidden(f.Text):
			n = declared{what: "a name that generated code uses itself"}
		case slices.Contains(importedNames, f.Text):
			n = declared{what: "a package that generated code imports"}
		default:
			continue
		}
		d.userName(diag.NameCollision, f, n, "%s cannot be a function of yours: it is %s")
	}
}

func (d *decoder) userName(code string, t *model.Type, n declared, format string) {
	fault := d.report(code, t.Span, "choose another name", format, t.Text, n.what)
	if n.at.Line > 0 {
		fault.Others = []diag.Label{{Span: n.at, Text: n.what}}
	}
}

// declaredNames lists the names in order of the file, those always there first.
func (d *decoder) declaredNames() []declared {
	list := slices.Clone(fixedNames)
	for _, i := range d.m.Imports {
		list = append(list, declared{i.Name, "the import of " + i.Path, i.Span, "import the package under another name", false})
	}
	for _, g := range d.m.Groups {
		if g.Name != "" {
			list = append(list, declared{g.Interface, "the interface of the group " + g.Name, g.NameSpan, "give the group another `name`", true})
		}
	}
	for _, e := range d.enums {
		list = append(list, declared{e.Ident, "the type of a parameter", e.Span, "give the parameter another name", true})
		for i, c := range e.Consts {
			list = append(list, declared{c, fmt.Sprintf("the constant of %s", quoted(e.Words[i])), e.Span, "give the parameter another name", false})
		}
	}
	seen := map[string]bool{}
	for _, e := range d.entries {
		if name := e.route.Name; name != "" && !seen[name] { // twice is a fault of its own
			seen[name] = true
			help := fmt.Sprintf("give the route another `name`, such as %sRoute", name)
			list = append(list, declared{name + "URL", "the URL builder of the route " + name, e.name, help, false})
		}
	}
	slices.SortStableFunc(list, func(a, b declared) int { return a.at.Compare(b.at) })
	return list
}
