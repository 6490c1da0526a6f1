package check

import (
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"example.com/httpgen/gen/internal/casing"
	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/types"
)

// Every name in generated code is chosen here, and checked against every other: what is
// called is a fault of the manifest, and never of code that does not compile.

// A namer gives names, and compares them.
type namer struct {
	*manifest.Draft
	enums    []*model.Enum
	enumsOf  []*types.Field // whose enums get a name
	inputsOf []*model.Input // one of each name
	free     freeNames
}

// Names names parameters, types of any(…) and routes, and looks for names that collide.
//
// Parameters, types and results get their names first, since signatures are made of these. Only
// then is it known which names a help may suggest (freeNames), and only then are names compared.
func Names(draft *manifest.Draft) {
	d := namer{Draft: draft}
	d.params()
	d.typed()
	d.results()
	d.bodies()
	d.given()
	d.free = d.freeNames()
	d.routeNames()
	d.packageNames()
	d.methodNames()
}

// importedNames are the packages that generated code imports by itself: no file that
// does can stand beside a function of that name.
var importedNames = []string{"bits", "errors", "http", "io", "iter", "match", "multipart", "runtime",
	"strings",
	"time", "url"}

// params gives each parameter its Go name. A name that Go or generated code needs gets
// Param behind it, one that begins like what generated packages keep for themselves param
// before it, one that stands there already a number.
//
//	type      typeParam      a keyword of Go
//	req       reqParam       of the generated function itself
//	user-id   userID         and the next one of that name userID2
//	httpgenX  paramHttpgenX  of generated packages
func (d *namer) params() {
	taken := map[string]bool{}
	for _, name := range manifest.LocalNames {
		taken[name] = true
	}
	for name := range manifest.Predeclared {
		taken[name] = true
	}
	for _, i := range d.Manifest.Imports {
		taken[i.Name] = true
	}
	for _, n := range fixedNames {
		taken[n.ident] = true
	}
	for _, f := range d.Functions { // URL builders call them
		taken[f.Text] = true
	}
	enums := map[string]*enumUse{}
	for _, e := range d.Entries {
		if e.Route.Pattern == nil {
			continue
		}
		own := map[string]bool{}
		if e.Route.Returns.Kind == model.ReturnsHTTP {
			for _, name := range manifest.HTTPNames {
				own[name] = true
			}
		}
		for _, p := range e.Route.Pattern.Params() {
			name := casing.Param(p.Name)
			switch {
			case strings.HasPrefix(name, manifest.ReservedPrefix):
				name = "param" + casing.Exported(name)
			case token.IsKeyword(name) || taken[name]:
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
			e.Route.Params = append(e.Route.Params, param)
		}
	}
}

// An enumUse is the type of an any(…) with its words in an order that does not matter:
// any(a,b) and any(b,a) are one type, whose constants are in the order of the first.
type enumUse struct {
	*model.Enum
	set string // the words, sorted
}

// enum finds or makes the type of an any(…) parameter: one for each name.
//
//	GET /list/<any(hot,new):sort>   type Sort string; SortHot, SortNew
//	GET /top/<any(new,hot):sort>    the same type
//	GET /all/<any(old):sort>        a fault: another set of words
func (d *namer) enum(enums map[string]*enumUse, e *manifest.Entry, p *pattern.Param) *model.Enum {
	sorted := slices.Sorted(slices.Values(p.Conv.Words))
	set := strings.Join(sorted, ",") // words hold no comma
	at := d.Within(e, p.Off, p.Len)
	ident := casing.Exported(p.Name)
	known := enums[ident]
	if known == nil {
		known = &enumUse{&model.Enum{Ident: ident, Words: p.Conv.Words, Span: at}, set}
		known.Consts = constsOf(ident, p.Conv.Words)
		enums[ident] = known
		d.enums = append(d.enums, known.Enum)
	} else if known.set != set {
		d.Report(diag.EnumsDiffer, at,
			"give one of the two parameters another name, or both the same words",
			"two parameters make a type %s, with different words", ident).
			Under("these words").
			Also(known.Span, "others here")
	}
	return known.Enum
}

// constsOf names the constants of a type, one for each word. Words that would have one
// name are told apart by numbers, in the order of the words.
//
//	any(hot,in-progress,+1) of sort    SortHot SortInProgress SortPlus1
//	any(a,A) of sort                   SortA SortA2
func constsOf(ident string, words []string) []string {
	taken := map[string]bool{}
	var list []string
	for _, w := range words {
		base := ident + casing.Const(w)
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
//
//	GET /books Books
//	GET /library Books                         Books needs a name of its own: Books2
//	{path: /old, handler: Old, name: Books}    two routes are called Books
func (d *namer) routeNames() {
	byName := map[string]*manifest.Entry{}
	for _, e := range d.Entries {
		r := e.Route
		first := byName[r.Name]
		switch {
		case r.Name == "":
			continue
		case first == nil:
			byName[r.Name] = e
			continue
		}
		if !e.Named && d.needOthers(first, e) {
			continue // two signatures: the handler that one of them is to get is a name, too
		}
		if first.Route.Handler == r.Handler &&
			model.SpaceOf(first.Route.Group) != model.SpaceOf(r.Group) {
			continue // two methods of one name: likewise
		}
		free := d.free.name(r.Name)[len(model.SpaceOf(r.Group)):]
		if !e.Named && first.Route.Handler == r.Handler {
			d.Report(diag.RouteNeedsName, e.Name, fmt.Sprintf("write the long form with `name: %s`",
				free),
				"%s serves several routes: each after the first needs a name of its own",
				r.Method()).
				Also(first.Handler, "the first")
			continue
		}
		d.Report(diag.DuplicateName, e.Name, fmt.Sprintf("add `name: %s`, or another", free),
			"two routes are called %s", r.Name).
			Also(first.Name, "first here")
	}
}

// freeNames are names to suggest: of neither a method nor a route, and each one once.
// It is asked for a name only once a fault is told, and never names two routes alike in one
// run: who takes all its suggestions has no new fault.
type freeNames struct {
	taken map[string]bool
	last  map[string]int // number of the last suggestion
}

func (d *namer) freeNames() freeNames {
	f := freeNames{map[string]bool{}, map[string]int{}}
	for _, r := range d.roles() {
		f.taken[r.name] = true
	}
	for _, e := range d.Entries {
		f.taken[e.Route.Name] = true
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
// Then the message is about the signatures, and names are the smaller trouble.
func (d *namer) needOthers(first, second *manifest.Entry) bool {
	a, b := first.Route, second.Route
	return a.Handler == b.Handler && a.Pattern != nil && b.Pattern != nil &&
		signatureOf(d.Manifest, a) != signatureOf(d.Manifest, b)
}
