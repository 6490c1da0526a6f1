package manifest

import (
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/types"
)

// Type expressions are read here. Package types knows their grammar; this file knows where they
// stand, and what the names in them are.

// expression reads the text of a scalar as a type expression; nil if it is none. Its faults are
// reported at their places in the scalar.
func (d *decoder) expression(n *yaml.Node) *types.Type {
	return d.expressionWith(n, n.Value, nil)
}

// expressionWith is expression for a text whose end, from the length of n's value on, is that of
// another node: what is wrong there is reported as a whole at that node.
//
// It is for `{type: int, default: 7}`, which is read as `int = 7`: the default has the same rules
// in both forms, and a fault in it is underlined at the 7.
func (d *decoder) expressionWith(n *yaml.Node, text string, end *yaml.Node) *types.Type {
	env := d.env
	env.Go = func(text string, at types.Range) (string, bool) {
		t := d.goType(n, text, at.Off)
		if t == nil {
			return "", false
		}
		return t.Text, true
	}
	t, faults := types.Parse(text, env)
	for _, f := range faults {
		d.problem(n, end, f)
	}
	if t == nil {
		return nil
	}
	if d.resolve(t) {
		d.written = append(d.written, written{t, n, end})
	}
	if leaf := t.Leaf(); leaf.Kind == types.Enum {
		d.words[leaf] = n
	}
	return t
}

// problem reports a fault of an expression.
//
// Some words that people write as constraints have an answer of their own (noConstraints): the
// nearest constraint would lead astray.
func (d *decoder) problem(n, end *yaml.Node, f types.Fault) {
	at := d.Source.within(n, f.At.Off, f.At.Len)
	if end != nil && f.At.Off >= len(n.Value) {
		at = d.Source.span(end)
	}
	if help := noConstraints[strings.ToLower(f.Was)]; f.Problem == types.BadConstraint &&
		help != "" {
		f.Help, f.Near = help, ""
	}
	fault := d.Report(problemCodes[f.Problem], at, f.Help, "%s", f.Message)
	if f.Near != "" {
		fault.Fix(f.Was, f.Near, f.Safe)
	}
}

// problemCodes are the codes of what is wrong in an expression.
var problemCodes = map[types.Problem]string{
	types.Syntax: diag.BadExpression, types.TooBig: diag.TooBigExpression,
	types.UnknownType: diag.UnknownType, types.ForeignType: diag.ForeignType,
	types.NearType: diag.NearType, types.BadConstraint: diag.BadConstraint,
	types.BadBound: diag.BadBound, types.BadPattern: diag.BadPattern,
	types.BadDefault: diag.BadDefault, types.BadEnum: diag.BadEnum,
	types.BadAbsence: diag.BadAbsence, types.BadMap: diag.BadMapKey, types.BadGo: diag.MixedGo,
	types.BadFile: diag.MisplacedFile,
}

// noConstraints are words that some write in parentheses, and what to do about them.
var noConstraints = map[string]string{
	"default":  "a default stands behind the type: T = value",
	"optional": "what may be absent has a ? behind its type: T?",
	"required": "take it out: what has no ? behind its type, and no default, is required",
	"nullable": "what may be null has that behind its type: T|null",
	"null":     "what may be null has that behind its type: T|null",
}

// resolve finds what the names in t are, and notes that they are used. It says whether there is an
// entry of `types` among them.
func (d *decoder) resolve(t *types.Type) (named bool) {
	for ; t != nil; t = t.Elem {
		switch t.Kind {
		case types.Named:
			t.Decl = d.decls[t.Name]
			named = true
		case types.Own:
			d.Used["converter "+t.Name] = true
		}
	}
	return named
}

// A written expression has names in it of which more has to be known.
type written struct {
	t      *types.Type
	n, end *yaml.Node
}

// late checks what depends on entries of `types`, once all are there.
func (d *decoder) late() {
	for _, w := range d.written {
		for _, f := range w.t.Late() {
			d.problem(w.n, w.end, f)
		}
	}
	d.lateFiles()
}
