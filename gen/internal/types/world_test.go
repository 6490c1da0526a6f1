package types

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/diag"
)

// world declares types, one a line, and resolves the names in them:
//
//	Title: string(max=3)                 an entry that stands for an expression
//	Book: {title: Title; price: int?}    a record; a last ... keeps what it does not know
//	Novel: Book + {pages: int}           one that extends another
//	Either: A or B                       a union
//	Event: kind made=Made, gone=Gone     one with a field that tells its members apart
func world(t *testing.T, text string) map[string]*Decl {
	t.Helper()
	w := &worldReader{t: t, decls: map[string]*Decl{}}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for _, line := range lines {
		name, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		w.names = append(w.names, name)
		w.decls[name] = &Decl{Name: name}
	}
	for i, line := range lines {
		_, what, _ := strings.Cut(line, ":")
		w.declare(w.decls[w.names[i]], strings.TrimSpace(what))
	}
	return w.decls
}

// inOrder are the declarations of a world by their names.
func inOrder(decls map[string]*Decl) (list []*Decl) {
	for _, d := range decls {
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b *Decl) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// tagged is a member of a union with its tag.
var tagged = regexp.MustCompile(`^\w+=\w+,?$`)

type worldReader struct {
	t     *testing.T
	names []string
	decls map[string]*Decl
}

func (w *worldReader) declare(d *Decl, what string) {
	base, fields, extends := strings.Cut(what, " + ")
	words := strings.Fields(what)
	switch {
	case extends:
		d.Form = Record
		d.Extends = []*Decl{w.decls[base]}
		d.Fields = append(d.Fields, w.decls[base].Fields...) // the same ones
		w.fields(d, fields)
	case strings.HasPrefix(what, "{"):
		d.Form = Record
		w.fields(d, what)
	case strings.Contains(what, " or "):
		d.Form = Union
		for name := range strings.SplitSeq(what, " or ") {
			d.Members = append(d.Members, Member{Decl: w.decls[name]})
		}
	case len(words) > 1 && tagged.MatchString(words[1]) && !strings.Contains(words[0], "("):
		d.Form, d.By = Union, words[0]
		for _, member := range words[1:] {
			tag, name, _ := strings.Cut(strings.TrimSuffix(member, ","), "=")
			d.Members = append(d.Members, Member{Tag: tag, Decl: w.decls[name]})
		}
	default:
		d.Type = w.parse(what)
		if d.Type.Kind == Enum {
			d.Form, d.Integers = Words, d.Type.Integers
		}
	}
}

func (w *worldReader) fields(d *Decl, text string) {
	text = strings.Trim(text, "{}")
	for field := range strings.SplitSeq(text, ";") {
		name, typ, ok := strings.Cut(strings.TrimSpace(field), ": ")
		if ok {
			d.Fields = append(d.Fields, &Field{Name: name, Type: w.parse(typ), Span: diag.Span{}})
		}
		d.Keep = d.Keep || name == "..."
	}
}

func (w *worldReader) parse(text string) *Type {
	w.t.Helper()
	typ, faults := Parse(text, Env{Own: []string{"isbn"}, Types: w.names})
	if typ == nil {
		w.t.Fatalf("%s: %v", text, faults)
	}
	w.resolve(typ)
	return typ
}

func (w *worldReader) resolve(t *Type) {
	if t.Kind == Named {
		t.Decl = w.decls[t.Name]
	}
	if t.Elem != nil {
		w.resolve(t.Elem)
	}
}
