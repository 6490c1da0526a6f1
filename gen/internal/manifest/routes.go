package manifest

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// Routes and groups are decoded here.

// A scope is what routes inherit from the groups around them.
// It is handed down by value: what a group says is not seen by its neighbours.
type scope struct {
	group  *model.Group
	pieces []piece // of the prefix, each not empty
	broken bool    // some piece is no pattern
	depth  int
	limits model.Limits
	services
}

// maxDepth bounds how deep groups may nest.
const maxDepth = 64

// routes decodes a list of routes.
func (d *decoder) routes(list *yaml.Node, in *scope) {
	for i := 0; i < len(list.Content); i++ {
		n := list.Content[i]
		switch {
		case n.Kind == yaml.ScalarNode:
			if n, cut := d.cutItem(list, i); cut > 0 {
				d.cut(n, list.Content[i+cut], "[…]", "an item", "another")
				i += cut
				continue
			}
			d.shortForm(n, in)
		case d.colonInRoute(n):
		case n.Kind == yaml.MappingNode && IsGroup(n):
			d.group(n, in)
		case d.isKind(n, yaml.MappingNode, "an item of routes",
			"write METHOD PATH HANDLER, or a mapping of a route or group"):
			d.longForm(n, in)
		}
	}
}

// IsGroup tells a group from a route, also where its prefix was forgotten.
func IsGroup(n *yaml.Node) bool {
	group, path := false, false
	for i := 0; i+1 < len(n.Content); i += 2 {
		switch n.Content[i].Value {
		case "group":
			return true
		case "routes":
			group = true
		case "path", "handler":
			path = true
		}
	}
	return group && !path
}

// cutItem tells how many items behind the i-th of a flow list belong to it: YAML cut a
// short form at a comma.
//
//	routes: [GET /<any(new,used):kind> Books]
//
// is to YAML two items, cut inside of the parentheses.
func (d *decoder) cutItem(list *yaml.Node, i int) (*yaml.Node, int) {
	n := list.Content[i]
	if list.Style&yaml.FlowStyle == 0 || n.Style != 0 {
		return n, 0
	}
	text := n.Value
	for j := i; j+1 < len(list.Content); j++ {
		open := strings.Count(text, "(") > strings.Count(text, ")")
		if next := list.Content[j+1]; !open && strings.ContainsAny(text, " /") ||
			next.Kind != yaml.ScalarNode || next.Style != 0 {
			return n, j - i
		} else {
			text += "," + next.Value
		}
	}
	return n, len(list.Content) - 1 - i
}

// group decodes a group and the routes in it:
//
//	routes:
//	  - group: /admin
//	    name: Admin
//	    hooks: {before: [RequireAdmin]}
//	    timeout: 2s
//	    routes: [GET /stats Stats]
//
// Hooks and error handlers stay with the group (model.Group), limits are handed down in the
// scope: of those the innermost counts, of hooks all.
func (d *decoder) group(n *yaml.Node, in *scope) {
	f := d.object(n, AtGroup)
	g := &model.Group{Parent: in.group, Interface: interfaceOf(in.group),
		Space: model.SpaceOf(in.group), Span: d.Source.span(n)}
	inner := *in
	inner.group, inner.depth = g, in.depth+1
	if inner.depth > maxDepth {
		d.Report(diag.TooDeep, g.Span, "write longer prefixes instead",
			"groups nest more than %d deep", maxDepth)
		return
	}
	if prefix, ok := f.get("group"); ok {
		g.Prefix, g.Span = prefix.Value, d.Source.span(prefix)
		if g.Prefix != "" {
			p := piece{node: prefix, text: g.Prefix}
			inner.broken = !d.checkPiece(p, in.pieces) || in.broken
			inner.pieces = append(in.pieces[:len(in.pieces):len(in.pieces)], p)
		}
	} else {
		inner.broken = true
	}
	if name, ok := f.get("name"); ok && d.exported(name, name.Value, 0, "the name of a group") {
		g.Name = outerName(in.group) + name.Value
		g.Interface = g.Name + "Handlers"
		g.NameSpan = d.Source.span(name)
	}
	d.separate(g, f)
	d.groupHooks(g, f, &inner)
	g.Errors = d.errorHandlers(f)
	intoSpace(g.Space, g.Errors, g.Before, g.Around, g.After)
	d.limits(f, &inner.limits)
	inner.services = d.groupServices(g, f, in.services)
	d.Manifest.Groups = append(d.Manifest.Groups, g)
	if routes, ok := f.get("routes"); ok {
		d.routes(routes, &inner)
	}
}

// outerName is the joined name of the groups from g outwards.
func outerName(g *model.Group) string {
	for ; g != nil; g = g.Parent {
		if g.Name != "" {
			return g.Name
		}
	}
	return ""
}

// limits reads the limits that routes and groups share; what is not set stays as it is.
func (d *decoder) limits(f fields, l *model.Limits) {
	d.limit(f, "max_body_size", &l.MaxBody)
	d.limit(f, "min_body_rate", &l.MinBodyRate)
	d.limit(f, "timeout", (*int64)(&l.Timeout))
}

// limit reads one of them, written as in `server`. 0 is refused, because it says neither
// that there is no limit nor what it is.
// Unlike in server, 0 has no meaning that a default could give it.
func (d *decoder) limit(f fields, key string, to *int64) {
	n, ok := f.get(key)
	if !ok {
		return
	}
	row := settingOf(key)
	code, name := diag.BadSize, "a limit of 0 bytes"
	switch {
	case row.Unit == model.Duration:
		code, name = diag.BadDuration, "a timeout of 0"
	case key == "min_body_rate":
		name = "a rate of 0 bytes"
	}
	switch v, err := row.read(n.Value); {
	case err != nil:
		d.Report(code, d.Source.span(n), "", "%s", err)
	case v == 0:
		d.Report(code, d.Source.span(n), "write `off` for no limit", "%s says nothing", name)
	default:
		*to = v
	}
}

// add finishes a route that has its methods, path and handler. A route with a fault
// is kept all the same, so that its names are checked too.
func (d *decoder) add(e *Entry, in *scope, own piece) {
	r := e.Route
	r.Group = in.group
	e.pieces = append(in.pieces[:len(in.pieces):len(in.pieces)], own)
	r.Path = pathOf(e.pieces)
	r.Pattern = d.pattern(e, in.broken)
	d.Manifest.Routes = append(d.Manifest.Routes, r)
	d.Entries = append(d.Entries, e)
}

// longForm decodes a route that is a mapping.
//
//	routes:
//	  - path: /books
//	    methods: [POST]
//	    handler: CreateBook
//	    body: model.NewBook
//	    returns: model.Book
//	    status: 201
func (d *decoder) longForm(n *yaml.Node, in *scope) {
	f := d.object(n, AtRoute)
	at := d.Source.span(n)
	r := &model.Route{Line: at.Line, Span: at, Limits: in.limits}
	e := &Entry{Route: r}
	if handler, ok := f.get("handler"); ok {
		e.Handler = d.Source.span(handler)
		if d.exported(handler, handler.Value, 0, "a handler") {
			r.Handler = model.SpaceOf(in.group) + handler.Value
		}
	}
	r.Name, e.Name = r.Handler, e.Handler
	if name, ok := f.get("name"); ok {
		r.Name, e.Name, e.Named = "", d.Source.span(name), true
		if d.exported(name, name.Value, 0, "the name of a route") {
			r.Name = model.SpaceOf(in.group) + name.Value
		}
	}
	r.Methods = []string{"GET"}
	if methods, ok := f.get("methods"); ok {
		r.Methods = d.methodList(methods)
	}
	r.Hooks = d.hooks(f, atRoute)
	r.Without, r.Errors = d.without(f, in.group), d.errorHandlers(f)
	intoSpace(model.SpaceOf(in.group), r.Errors, r.Before, r.Around, r.After)
	d.limits(f, &r.Limits)
	d.routeServices(r, f, in.services)
	d.contract(r, f)
	d.told(r, f)
	if path, ok := f.get("path"); ok {
		r.Span = d.Source.span(path)
		r.PathSpan = r.Span
		d.add(e, in, piece{node: path, text: path.Value})
	}
}

// contract reads what goes in and comes out.
// A body of GET is a warning and no error: some clients send one (RFC 9110 §9.3.1).
func (d *decoder) contract(r *model.Route, f fields) {
	r.Query = d.input(r, f, "query", inQuery)
	r.Headers = d.input(r, f, "headers", inHeaders)
	r.Cookies = d.input(r, f, "cookies", inCookies)
	d.unknownQuery(r, f)
	if n, ok := f.get("body"); ok {
		r.Body = d.body(r, n)
		if bodyless(r.Methods) {
			d.Report(diag.BodyOfGet, d.Source.span(n), "use query parameters, or another method",
				"%s has no body that means anything (RFC 9110 §9.3.1)",
				strings.Join(r.Methods, " and "))
		}
	}
	if n, ok := f.get("returns"); ok {
		r.Returns = d.result(r, n)
	}
	if n, ok := f.get("status"); ok {
		d.status(r, n, f)
	}
	d.besideHTTP(r, f)
}

// bodyless tells methods of which none gives a body a meaning.
func bodyless(methods []string) bool {
	for _, m := range methods {
		if m != "GET" && m != "HEAD" {
			return false
		}
	}
	return len(methods) > 0
}

// status reads the status of a declared result. What excludes each other is said at both
// places: a status without a body, and the result that would be one.
func (d *decoder) status(r *model.Route, n *yaml.Node, f fields) {
	at := d.Source.span(n)
	status, err := strconv.Atoi(n.Value)
	switch _, declared := f["returns"]; {
	case r.Returns.Kind == model.ReturnsOneOf || isMapping(f, "returns"):
		d.statusBesideResults(n, f)
	case err != nil || len(n.Value) != 3 || status < 200 || status > 599:
		d.Report(diag.BadStatus, at, "write a number from 200 to 599",
			"%s cannot be the status of a result", diag.Quoted(n.Value))
	case !declared:
		d.Report(diag.StatusBody, at,
			"add `returns`, or leave `status` out: a handler without `returns` sets it in "+
				"its response",
			"status is for declared results, and this route has no `returns`")
	case (status == 204 || status == 205 || status == 304) && r.Returns.Kind != model.ReturnsNone:
		fault := d.Report(diag.StatusBody, at, "write `returns: none`, or another status",
			"an answer of status %d has no body", status)
		if v, ok := f.get("returns"); ok {
			fault.Also(d.Source.span(v), "this would be its body")
		}
	default:
		r.Status = status
	}
}
