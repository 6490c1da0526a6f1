package manifest

import (
	"fmt"
	"go/token"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/casing"
	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// Hooks and error handlers of the manifest, a group or a route are decoded here.

// A level is where hooks stand.
type level uint8

const (
	atManifest level = iota
	atGroup
	atRoute
)

// hooks decodes `hooks` of the manifest, a group or a route.
//
//	hooks:
//	  before: [CountRequest, {hook: Authenticate, scheme: bearer, gives: model.User}]
//	  around: [InTx]
//	  after: [Stamp, {hook: Log, scope: all}]
//
// A before hook at the top runs before a route is looked for, and so for every request. An after
// hook at the top sees answers of routes alone, unless it asks for all.
func (d *decoder) hooks(f fields, at level) (h model.Hooks) {
	n, ok := f.get("hooks")
	if !ok || isEmpty(n) {
		return h
	}
	lists := d.object(n, AtHooks)
	for _, list := range []struct {
		key    string
		to     *[]*model.Hook
		decode func(*model.Hook, fields)
	}{
		{"before", &h.Before, func(h *model.Hook, f fields) { d.beforeHook(h, f, at) }},
		{"around", &h.Around, func(h *model.Hook, f fields) { d.aroundHook(f) }},
		{"after", &h.After, func(h *model.Hook, f fields) { d.afterHook(h, f, at) }},
	} {
		if n, ok := lists.get(list.key); ok {
			*list.to = d.hookList(n, list.decode)
		}
	}
	return h
}

// beforeHook reads what the mapping of a before hook says.
func (d *decoder) beforeHook(h *model.Hook, f fields, at level) {
	d.credential(h, f)
	d.gives(h, f)
	n, ok := f.get("scope")
	switch {
	case !ok, n.Value == "route" && at != atManifest:
	case n.Value != "prefix":
		d.scopeMisplaced(n, "take it out: a before hook at the top runs for every request anyway",
			"scope: "+n.Value+" is for other hooks")
	case at != atGroup:
		d.scopeMisplaced(n, "take it out, or move the hook to a group",
			"scope: prefix is for hooks of groups: it guards the group's prefix")
	default:
		h.Prefix = true
	}
}

// aroundHook reads what the mapping of an around hook says: it has its name alone.
func (d *decoder) aroundHook(f fields) {
	if n, ok := f.get("scope"); ok && n.Value != "route" {
		d.scopeMisplaced(n, "take it out", "an around hook has no scope: it is around handlers")
	}
	d.beforeHooksOnly(f)
}

// afterHook reads what the mapping of an after hook says.
func (d *decoder) afterHook(h *model.Hook, f fields, at level) {
	d.beforeHooksOnly(f)
	n, ok := f.get("scope")
	switch {
	case !ok, n.Value == "route":
	case n.Value == "prefix":
		d.scopeMisplaced(n, "take it out", "scope: prefix is for before hooks of groups")
	case at != atManifest:
		d.scopeMisplaced(n, "move the hook to `hooks` at the top of the manifest",
			"scope: all is for hooks at the top: a group's or route's hooks see its own "+
				"responses only")
	default:
		h.All = true
	}
}

func (d *decoder) scopeMisplaced(n *yaml.Node, help, message string) {
	d.Report(diag.ScopeMisplaced, d.Source.span(n), help, "%s", message)
}

// hookList reads a list of hooks; decode reads what else stands in the mapping of one.
// A hook twice in one list is a warning: it may be meant.
func (d *decoder) hookList(list *yaml.Node, decode func(*model.Hook, fields)) []*model.Hook {
	var hooks []*model.Hook
	seen := map[string]diag.Span{}
	for _, n := range list.Content {
		h := d.hook(n, decode)
		if h == nil {
			continue
		}
		if first, twice := seen[h.Name]; twice {
			d.Report(diag.DuplicateHook, h.Span, "keep one of them", "the hook %s runs twice",
				h.Name).
				Also(first, "first here")
		}
		seen[h.Name] = h.Span
		hooks = append(hooks, h)
	}
	return hooks
}

// hook reads a name, or a mapping with one.
// Whether it is a before hook or an after hook of that name is compared later (check.Names).
func (d *decoder) hook(n *yaml.Node, decode func(*model.Hook, fields)) *model.Hook {
	h := &model.Hook{}
	if n.Kind == yaml.MappingNode {
		f := d.object(n, AtHook)
		decode(h, f)
		name, ok := f.get("hook")
		if !ok {
			return nil
		}
		n = name
	}
	if !d.isKind(n, yaml.ScalarNode, "an item of hooks", "") {
		return nil
	}
	d.cutAtHash(n)
	h.Name, h.Word, h.Span = n.Value, n.Value, d.Source.span(n)
	if !d.exported(n, n.Value, 0, "a hook") {
		return nil
	}
	return h
}

// exported checks that text, at off in the value of n, is an exported Go identifier.
// Names of handlers, hooks, routes and groups are all checked here, because all become parts
// of exported identifiers: Go's own rule is the rule.
func (d *decoder) exported(n *yaml.Node, text string, off int, what string) bool {
	if token.IsIdentifier(text) && token.IsExported(text) {
		return true
	}
	help := "write a Go identifier that starts with an upper-case letter"
	if better := casing.Exported(text); token.IsIdentifier(better) && token.IsExported(better) {
		help = fmt.Sprintf("did you mean %s?", better)
	}
	at := d.Source.within(n, off, len(text))
	if text == "" {
		d.Report(diag.BadIdentifier, at, help, "%s needs a name", what)
		return false
	}
	fault := d.Report(diag.BadIdentifier, at, help, "%s is an exported Go identifier, not %s", what,
		diag.Quoted(text))
	if better := casing.Exported(text); token.IsIdentifier(better) && token.IsExported(better) {
		fault.Fix(text, better, false)
	}
	return false
}

// errorHandlers decodes `errors` of the manifest, a group or a route.
//
//	errors:
//	  404: PageMissing
//	  "*model.StockError": OutOfStock
//
// A key that is a number is a status; 4xx is refused, since there are no classes of them.
func (d *decoder) errorHandlers(f fields) []*model.ErrorHandler {
	n, ok := f.get("errors")
	if !ok {
		return nil
	}
	var list []*model.ErrorHandler
	seen := map[string]diag.Span{}
	d.pairs(n, func(name, value *yaml.Node) {
		h := &model.ErrorHandler{Span: d.Source.span(name)}
		if name.Value != "" && (isDigits(name.Value) ||
			strings.HasSuffix(strings.ToLower(name.Value), "xx")) {
			h.Status = d.errorStatus(name)
		} else {
			h.Type = d.errorType(name)
		}
		handler, ok := d.word(name, value)
		if !ok || !d.exported(value, handler, 0, "an error handler") ||
			h.Status == 0 && h.Type == nil {
			return
		}
		h.Handler, h.HandlerSpan = handler, d.Source.span(value)
		key := strconv.Itoa(h.Status)
		if h.Type != nil {
			key = h.Type.Text
		}
		if first, twice := seen[key]; twice {
			d.Report(diag.DuplicateError, h.Span, "keep one of them",
				"two error handlers for %s", key).
				Also(first, "first here")
			return
		}
		seen[key] = h.Span
		list = append(list, h)
	})
	return list
}

// errorStatus reads one status of an error; below 400 nothing is one.
//
// Exactly three digits: 0404 is told, though it is a number to Go.
func (d *decoder) errorStatus(n *yaml.Node) int {
	status, err := strconv.Atoi(n.Value)
	if err != nil || status < 400 || status > 599 || len(n.Value) != 3 {
		d.Report(diag.BadErrorKey, d.Source.span(n),
			"write one status from 400 to 599, or a Go error type", "%s is no status of an error",
			n.Value)
		return 0
	}
	return status
}

// errorType reads a Go type that errors.As can look for.
// A type that no error can be (a slice, int) would compile as a target of errors.As and never
// be found.
func (d *decoder) errorType(n *yaml.Node) *model.Type {
	t := d.goType(n, n.Value, 0)
	if t == nil {
		return nil
	}
	if base := strings.TrimPrefix(t.Text, "*"); strings.ContainsAny(base, "[]*{} ") ||
		Predeclared[base] {
		d.Report(diag.BadErrorKey, d.Source.span(n),
			"write a named type, such as \"*model.StockError\"", "%s is no error type", t.Text)
		return nil
	}
	return t
}
