package manifest

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/nearest"
)

// What groups do with hooks is decoded here: those of theirs that a route or a group inside of
// them leaves out, and those that guard a prefix.

// groupHooks reads what a group says of hooks.
func (d *decoder) groupHooks(g *model.Group, f fields, in *scope) {
	g.Hooks = d.hooks(f, atGroup)
	g.Without = d.without(f, g.Parent)
	d.guard(g, in)
}

// without reads hooks of enclosing groups that do not apply; in is the innermost of these.
//
//   - group: /shop
//     hooks: {before: [{hook: Authenticate, scheme: bearer, gives: model.User}]}
//     routes:
//   - {path: /prices, handler: Prices, without: [Authenticate]}
func (d *decoder) without(f fields, in *model.Group) (list []*model.Without) {
	n, ok := f.get("without")
	if !ok {
		return nil
	}
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	enclosing := model.Enclosing(in)
	seen := map[string]diag.Span{}
	for _, n := range items {
		if !d.isKind(n, yaml.ScalarNode, "an item of without", "") {
			continue
		}
		w := &model.Without{Name: n.Value, Span: d.Source.span(n)}
		first, twice := seen[w.Name]
		if twice {
			d.Report(diag.BadWithout, w.Span, "keep one of them", "%s stands twice",
				diag.Quoted(w.Name)).Also(first, "first here")
			continue
		}
		seen[w.Name] = w.Span
		if d.canBeWithout(w, enclosing) {
			list = append(list, w)
		}
	}
	return list
}

// canBeWithout says whether there is such a hook around, and whether it can be left out.
func (d *decoder) canBeWithout(w *model.Without, enclosing []*model.Hook) bool {
	called := func(h *model.Hook) bool { return h.Word == w.Name }
	if i := slices.IndexFunc(enclosing, called); i >= 0 {
		if j := slices.IndexFunc(enclosing, func(h *model.Hook) bool {
			return called(h) && h.Prefix
		}); j >= 0 {
			d.Report(diag.BadWithout, w.Span,
				"move what it is not to guard out of the group, or take `scope: prefix` out",
				"%s runs for every path below its prefix, before a route is looked for", w.Name).
				Also(enclosing[j].Span, "the hook")
			return false
		}
		return true
	}
	top := slices.Concat(d.Manifest.Before, d.Manifest.Around, d.Manifest.After)
	if i := slices.IndexFunc(top, called); i >= 0 {
		d.Report(diag.BadWithout, w.Span,
			"move the hook to a group around those routes that it is for",
			"%s is a hook of the whole manifest, which nothing is without", w.Name).
			Also(top[i].Span, "the hook")
		return false
	}
	var names []string
	for _, h := range enclosing {
		names = append(names, h.Word)
	}
	near := nearest.Of(w.Name, names)
	help := "take it out: no group around has such a hook"
	if near != "" {
		help = fmt.Sprintf("did you mean %s?", near)
	}
	d.Report(diag.BadWithout, w.Span, help, "no group around this has a hook %s",
		diag.Quoted(w.Name)).Respell(w.Name, near)
	return false
}

// guard notes the prefix that hooks of scope prefix guard, if a group has one. Only a text of
// whole segments can be compared with paths that no route takes.
//
//	group: /admin           guards /admin and what begins with /admin/
//	group: /<tenant>        a fault
func (d *decoder) guard(g *model.Group, in *scope) {
	i := slices.IndexFunc(g.Before, func(h *model.Hook) bool { return h.Prefix })
	if i < 0 || in.broken {
		return
	}
	whole := g.WholePrefix()
	text := strings.ReplaceAll(whole, "<<", "")
	const help = "write the prefix as whole segments without parameters, such as /admin"
	switch {
	case whole == "":
		d.Report(diag.BadGuard, g.Before[i].Span, "move the hook to `hooks` at the top",
			"the group has no prefix to guard").Also(g.Span, "the group")
	case strings.Contains(text, "<"):
		d.Report(diag.BadGuard, g.Span, help,
			"a prefix with a parameter cannot be guarded: %s", whole).
			Also(g.Before[i].Span, "the hook")
	case strings.HasSuffix(whole, "/"):
		d.Report(diag.BadGuard, g.Span, "take the slash at its end out",
			"the prefix %s does not end with a segment", whole).
			Also(g.Before[i].Span, "the hook")
	default:
		g.Guarded = strings.ReplaceAll(whole, "<<", "<")
	}
}
