package manifest

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// Routes written as METHOD[,METHOD] PATH HANDLER are decoded here.

// shortForm decodes METHOD[,METHOD] PATH HANDLER.
// Handler and name are one: who wants another name needs the long form.
func (d *decoder) shortForm(n *yaml.Node, in *scope) {
	parts := splitShort(n.Value)
	if len(parts) != 3 {
		d.badShortForm(n, parts)
		return
	}
	d.cutAtHash(n)
	at := d.Source.span(n)
	r := &model.Route{Line: at.Line, Span: at, Limits: in.limits, CORS: in.cors, Compress: in.compress}
	if d.exported(n, parts[2].text, parts[2].off, "a handler") {
		r.Handler = model.SpaceOf(in.group) + parts[2].text
		r.Name = r.Handler
	}
	r.Methods = d.methods(n, parts[0])
	e := &Entry{Route: r, Handler: d.Source.within(n, parts[2].off, len(parts[2].text))}
	e.Name = e.Handler
	r.PathSpan = d.Source.within(n, parts[1].off, len(parts[1].text))
	d.add(e, in, piece{node: n, off: parts[1].off, text: parts[1].text})
}

// A cutting is a part of a scalar's value.
type cutting struct {
	text string
	off  int
}

// SplitShort are the parts of a short form, METHOD PATH HANDLER, or of what is none.
func SplitShort(text string) (parts []string) {
	for _, part := range splitShort(text) {
		parts = append(parts, part.text)
	}
	return parts
}

// splitShort splits at spaces, but not inside of <…>, where any(a, b) may have some.
//
//	GET /list/<any(hot, new):sort> List    three parts
//	GET /list/<any(hot, new List           a bracket is open: spaces split after all
func splitShort(text string) []cutting {
	if parts, closed := splitSpaces(text, true); closed {
		return parts
	}
	parts, _ := splitSpaces(text, false)
	return parts
}

// splitSpaces splits at spaces, outside of <…> if brackets is set. closed is false where a <
// stays open: then the spaces behind it are taken after all, so that the message is about the
// bracket and not about the number of parts.
//
// `<<` is a literal < and opens nothing.
func splitSpaces(text string, brackets bool) (parts []cutting, closed bool) {
	start, inside := -1, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case brackets && !inside && strings.HasPrefix(text[i:], "<<"):
			if start < 0 {
				start = i
			}
			i++
		case brackets && c == '<':
			inside = true
			if start < 0 {
				start = i
			}
		case brackets && c == '>':
			inside = false
		case c == ' ' || c == '\t' || c == '\n':
			if start >= 0 && !inside {
				parts = append(parts, cutting{text[start:i], start})
				start = -1
			}
		case start < 0:
			start = i
		}
	}
	if start >= 0 {
		parts = append(parts, cutting{text[start:], start})
	}
	return parts, !inside
}

// badShortForm says what is missing of METHOD PATH HANDLER, as far as the parts that are
// there tell:
//
//	/books ListBooks         the method is missing
//	GET /books               the handler is missing
//	GET Books ListBooks X    this one has 4 parts
func (d *decoder) badShortForm(n *yaml.Node, parts []cutting) {
	at := d.Source.span(n)
	const form = "METHOD PATH HANDLER"
	comment := d.comment(n)
	switch {
	case len(parts) == 0:
		d.Report(diag.BadShortForm, at, "write "+form+", or take the line out", "a route is empty")
	case len(parts) < 3 && isCut(comment):
		d.Report(diag.BadShortForm, at, fmt.Sprintf("quote the line if the # belongs to it: - %s",
			quotedYAML(n.Value+" "+comment)),
			"a route is %s: YAML read only %s", form, diag.Quoted(n.Value)).
			Note(fmt.Sprintf("a # with a space before it starts a comment: YAML took %s for one",
				diag.Quoted(comment)))
	case len(parts) == 2 && strings.HasPrefix(parts[0].text, "/"):
		d.Report(diag.BadShortForm, at, "write GET "+cutText(n.Value),
			"a route is %s: the method is missing", form)
	case len(parts) == 2 && strings.HasPrefix(parts[1].text, "/"):
		d.Report(diag.BadShortForm, at, "write "+cutText(n.Value)+" Name",
			"a route is %s: the handler is missing", form)
	case len(parts) == 2:
		help := fmt.Sprintf("write %s /path %s", cutText(parts[0].text), cutText(parts[1].text))
		d.Report(diag.BadShortForm, at, help, "a route is %s: the path is missing", form)
	case len(parts) == 1:
		d.Report(diag.BadShortForm, at, "write GET /path Name", "a route is %s, not %s", form,
			diag.Quoted(n.Value))
	default:
		d.Report(diag.BadShortForm, d.Source.within(n, parts[3].off, len(n.Value)-parts[3].off),
			"write methods with commas and no space between; a path with spaces needs the "+
				"long form",
			"a route is %s: this one has %d parts", form, len(parts))
	}
}
