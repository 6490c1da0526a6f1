package gen

// What a change of a manifest breaks for clients lives here. Two manifests are compared by
// what their servers answer: URLs that an old route takes, found by comparing patterns
// exactly (package relation), are asked of both plans.

import (
	"fmt"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/plan"
)

// A BreakKind is a kind of breaking change.
//
//	old                            new                             kind
//	GET /books/<id> Get            (nothing)                       route-removed
//	GET,PUT /a A                   GET /a A                        method-removed
//	GET /books/<id> Get            GET /books/<int:id> Get         parameter-narrowed
//	GET /<own:id> Get              GET /<other:id> Get             parameter-retyped
//	GET /books/<id> Get            and GET /books/new New          url-taken, for /books/new
//	max_body_size: 10MiB           max_body_size: 1MiB             limit-lowered
//	{hook: Admin}                  {hook: Admin, scheme: bearer}   credential-needed
//
// What asks less of clients than before (a limit that is raised, a type that takes more) is
// none.
type BreakKind string

// The kinds.
const (
	RouteRemoved   BreakKind = "route-removed"
	MethodRemoved  BreakKind = "method-removed"
	ParamRetyped   BreakKind = "parameter-retyped"
	ParamNarrowed  BreakKind = "parameter-narrowed"
	URLTaken       BreakKind = "url-taken" // another route now answers
	LimitLowered   BreakKind = "limit-lowered"
	InputRequired  BreakKind = "input-required" // of a query, header or cookie
	InputRemoved   BreakKind = "input-removed"
	InputNarrowed  BreakKind = "input-narrowed"
	BodyChanged    BreakKind = "body-changed"
	ResultChanged  BreakKind = "result-changed"
	StaticRemoved  BreakKind = "static-removed"
	MountRemoved   BreakKind = "mount-removed"
	RedirectsEnded BreakKind = "redirects-ended"
	Redirected     BreakKind = "redirected" // by trailing_slash: many clients do not follow
	ErrorFormat    BreakKind = "error-format"
	ErrorStatus    BreakKind = "error-status"
	HandlerRemoved BreakKind = "error-handler-removed"

	CredentialNeeded BreakKind = "credential-needed"
)

// A Break is one breaking change.
type Break struct {
	Kind    BreakKind `json:"kind"`
	Route   string    `json:"route,omitempty"`  // full name, in the old manifest
	Method  string    `json:"method,omitempty"` // several with commas
	Pattern string    `json:"pattern,omitempty"`
	URL     string    `json:"url,omitempty"` // a path that shows it
	Message string    `json:"message"`
	// Example is a request that shows it, and what becomes of it, where one can be made:
	// "GET /search?q=a is now answered 400".
	Example string `json:"example,omitempty"`
	OldFile string `json:"oldFile,omitempty"`
	OldLine int    `json:"oldLine,omitempty"`
	NewFile string `json:"newFile,omitempty"`
	NewLine int    `json:"newLine,omitempty"`
}

// Text is the message, with the example if there is one.
func (b Break) Text() string {
	if b.Example == "" {
		return b.Message
	}
	return b.Message + ": " + b.Example
}

// Breaking compares an old text of a manifest, by its name in messages and with the files that
// it included, with the manifest in a file. The list is in the old manifest's order, settings first. Its errors are
// those of Compile, for either.
//
// What decides is which texts the patterns take: a parameter that takes more than before
// breaks nothing. The generator does not run the functions that own converters name: a
// break that depends on what they accept is told without a URL if it is certain all the
// same, and as a ParamRetyped if it is not. A route whose name or pattern stays is the same
// route.
func Breaking(oldName string, oldText []byte, oldFiles Files, file string) ([]Break, error) {
	before := &Report{File: oldName, source: oldText}
	old := before.parse(oldFiles, unplanned)
	if old == nil {
		return nil, &FaultsError{Report: before}
	}
	now, _, err := load(file)
	if err != nil {
		return nil, err
	}
	c := newComparison(old, now)
	c.settings()
	for i := range old.Routes {
		c.route(i)
	}
	return c.breaks, nil
}

// A side is one of the two manifests.
// Each is asked as a whole: whether a URL is still answered depends on all routes of the new
// manifest.
type side struct {
	*model.Manifest
	plan *plan.Plan
}

// A comparison is between two manifests.
type comparison struct {
	old, now side
	same     []int // of each old route: its index among the new ones, or -1
	breaks   []Break
}

// newComparison finds for each old route the new one that it has become: one of the same
// shape for its first method, or of the same name where no shape is. A route that was renamed
// and one that was moved are both found; one that was both is a route removed.
func newComparison(old, now *model.Manifest) *comparison {
	c := &comparison{
		old: side{old, plan.Build(old)}, now: side{now, plan.Build(now)},
		breaks: []Break{},
	}
	keepUnknown(old)
	keepUnknown(now)
	shareConverters(old, now) // behind the plan, whose order is that of the new manifest's own
	byName, byShape := map[string]int{}, map[string]int{}
	for i, r := range now.Routes {
		byName[r.Name] = i
		for _, method := range r.Methods {
			byShape[method+" "+r.Pattern.Text(pattern.Nameless)] = i
		}
	}
	for _, r := range old.Routes {
		i, ok := byShape[r.Methods[0]+" "+r.Pattern.Text(pattern.Nameless)]
		if named, there := byName[r.Name]; there &&
			(!ok || now.Routes[named].Pattern.Text(pattern.Nameless) == r.Pattern.Text(
				pattern.Nameless)) {
			i, ok = named, true
		}
		if !ok {
			i = -1
		}
		c.same = append(c.same, i)
	}
	return c
}

// keepUnknown marks all records of a manifest that passes over what is not declared: to clients it
// is the same whether such members are kept or not.
func keepUnknown(m *model.Manifest) {
	for _, d := range m.Types {
		d.Keep = d.Keep || m.IgnoreUnknown
	}
}

// shareConverters gives routes of the new manifest the own converters of the old one
// where the names are the same, so that patterns of both can be compared.
// Own converters are compared by identity, and two manifests have one each of the same name.
func shareConverters(old, now *model.Manifest) {
	byName := map[string]*pattern.Own{}
	for _, own := range old.Converters {
		byName[own.Name] = own.Own
	}
	for _, r := range now.Routes {
		for _, p := range r.Pattern.Params() {
			if p.Conv.Own != nil && byName[p.Conv.Own.Name] != nil {
				p.Conv.Own = byName[p.Conv.Own.Name]
			}
		}
	}
}

// add notes a break of an old route.
func (c *comparison) add(kind BreakKind, i int, method, url, format string, args ...any) {
	r := c.old.Routes[i]
	b := Break{Kind: kind, Route: r.FullName(), Method: method, Pattern: r.Path, URL: url,
		Message: fmt.Sprintf(format, args...), OldFile: r.Span.Of(c.old.File), OldLine: r.Line}
	if c.same[i] >= 0 {
		now := c.now.Routes[c.same[i]]
		b.NewFile, b.NewLine = now.Span.Of(c.now.File), now.Line
	}
	c.breaks = append(c.breaks, b)
}
