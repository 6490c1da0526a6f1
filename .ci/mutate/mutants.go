package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// Where mutants can be is found here: bodies of functions and values of package-level
// variables and constants.

// A mutant is one change: text stands in place of what is from start to end.
type mutant struct {
	file       *source
	unit       *unit
	start, end int
	text       string
	nth        int // of those in the same function that look the same
	number     int
	fate       fate
}

type fate uint8

const (
	survived fate = iota
	noticed
	endless // and stopped
	notCompiled
)

// A unit is a piece of code that is compiled as often as it has mutants.
type unit struct {
	kind    kind
	name    string // of the function, or of what the value is given to: "a, b"
	file    *source
	body    ast.Node       // a function's block, or a value
	results *ast.FieldList // of the function
	number  int
	mutants []*mutant
}

type kind uint8

const (
	aFunction kind = iota
	aVariable
	aConstant
)

// key says which mutant this is in words that do not change with the lines above it.
func (m *mutant) key() string {
	old, now := m.lines()
	return strings.TrimSpace(fmt.Sprintf("%s: %s\n- %s\n+ %s", m.file.path, m.unit.name, old, now))
}

// lines are the lines that change, before and after.
func (m *mutant) lines() (old, now string) {
	text := string(m.file.text)
	from := strings.LastIndexByte(text[:m.start], '\n') + 1
	to := len(text)
	if i := strings.IndexByte(text[m.end:], '\n'); i >= 0 {
		to = m.end + i
	}
	words := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	old, now = words(text[from:to]), words(text[from:m.start]+m.text+text[m.end:to])
	if m.nth > 0 {
		now = strings.TrimSpace(fmt.Sprintf("%s #%d", now, m.nth+1))
	}
	return old, now
}

// mutants makes all of the package's.
func (p *pkg) mutants() (all []*mutant) {
	p.units = p.find()
	for _, u := range p.units {
		w := &walk{pkg: p, unit: u, seen: map[string]bool{}, types: []*ast.FieldList{u.results}}
		ast.Inspect(u.body, w.visit)
		looks := map[string]int{}
		for _, m := range u.mutants {
			old, now := m.lines()
			m.nth = looks[old+now]
			looks[old+now]++
			all = append(all, m)
			m.number = len(all)
		}
	}
	return all
}

// find finds the units in the files that are to be mutated.
func (p *pkg) find() (all []*unit) {
	for _, s := range p.files {
		if !s.chosen {
			continue
		}
		for _, d := range s.syntax.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Body != nil {
					all = append(all, &unit{name: funcName(s, d), file: s, body: d.Body,
						results: d.Type.Results})
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if v, ok := spec.(*ast.ValueSpec); ok {
						all = append(all, valueUnits(s, v, d.Tok)...)
					}
				}
			}
		}
	}
	for i, u := range all {
		u.number = i
	}
	return all
}

func valueUnits(s *source, v *ast.ValueSpec, tok token.Token) (all []*unit) {
	var names []string
	for _, n := range v.Names {
		names = append(names, n.Name)
	}
	for i, value := range v.Values {
		u := &unit{kind: aVariable, name: strings.Join(names, ", "), file: s, body: value}
		if len(v.Values) == len(v.Names) {
			u.name = names[i]
		}
		if tok == token.CONST {
			u.kind = aConstant
		}
		if strings.Trim(u.name, "_, ") != "" {
			all = append(all, u)
		}
	}
	return all
}

// funcName is the name with the type of the receiver: Head.target.
func funcName(s *source, d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	return strings.TrimLeft(s.of(d.Recv.List[0].Type), "*") + "." + d.Name.Name
}
