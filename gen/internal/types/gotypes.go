package types

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/httpgen/gen/internal/diag"
)

// Go types are told from ours here, by their extent alone: what is in them is checked by
// Env.Go.

// goExtent reads a Go type.
//
//	go   = *( "*" / "[" … "]" / "map[" … "]" ) ( named / "(" … ")" )
//	named = name [ "." name ] [ "[" … "]" ]
//
// It finds the end and no more: whether there is such a type, and whether its package is imported,
// is for Env.Go to say.
func (p *parser) goExtent() *Type {
	start := p.pos
	for {
		rest := p.rest()
		switch c := p.peek(); {
		case c == '*':
			p.pos++
			continue
		case c == '[' || c == '(':
			end := bracketEnd(rest)
			if end < 0 {
				p.fault(Syntax, Range{p.pos, len(rest)}, "close it", "%c is not closed", c)
				return nil
			}
			if p.pos += end; c == '[' {
				continue
			}
		case strings.HasPrefix(rest, "map["):
			p.pos += len("map")
			continue
		case !p.goName():
			p.fault(Syntax, p.since(start), "write a Go type, such as model.Book",
				"%s is no Go type", diag.Quoted(p.text[start:]))
			return nil
		}
		return &Type{Kind: Go, Name: p.text[start:p.pos]}
	}
}

// goName reads a name with its package and its type arguments.
func (p *parser) goName() bool {
	rest := p.rest()
	n := strings.IndexFunc(rest, func(r rune) bool {
		return r != '_' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if n < 0 {
		n = len(rest)
	}
	p.pos += n
	switch word := rest[:n]; {
	case n == 0:
		return false
	case word == "interface" || word == "struct":
		if end := bracketEnd(p.rest()); p.peek() == '{' && end > 0 {
			p.pos += end
		}
	case p.peek() == '[' && !strings.HasPrefix(p.rest(), "[]"):
		end := bracketEnd(p.rest())
		if end < 0 {
			return false
		}
		p.pos += end
	}
	return true
}

// bracketEnd is the length of what the bracket at the start of text encloses, with both
// brackets, or -1.
func bracketEnd(text string) int {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '[', '(', '{':
			depth++
		case ']', ')', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// array leaves "[4]T" to Go; "[T]" is a list in other languages.
//
//	[4]int      Go's
//	[int]       a fault: a list is written []int
//	[int, T]    a fault: a tuple, for which there is a record
func (p *parser) array() *Type {
	end := bracketEnd(p.rest())
	if end < 0 {
		p.fault(Syntax, Range{p.pos, len(p.rest())}, "a list is []T", "[ is not closed")
		return nil
	}
	inner := strings.TrimSpace(p.text[p.pos+1 : p.pos+end-1])
	first, _ := utf8.DecodeRuneInString(inner)
	if unicode.IsDigit(first) || inner == "..." {
		return p.goExtent()
	}
	at := Range{p.pos, end}
	switch {
	case inner == "":
		p.fault(Syntax, at, "take the blank out", "a blank stands in []").mend("[]", true)
		return nil
	case strings.Contains(inner, ","):
		p.fault(ForeignType, at, "write a list of one type, or declare a record under `types`",
			"%s is no type here", diag.Quoted(p.of(at)))
		return nil
	}
	near := "[]" + inner
	if strings.ContainsAny(inner, "?(|= ") {
		near = "[](" + inner + ")"
	}
	p.fault(ForeignType, at, "write "+shown(near), "a list is written []T").
		mend(near, true)
	return nil
}

// pointer leaves "*model.Book" to Go; a pointer to a type of ours is none.
//
// What a pointer would say is said by marks: `int?` may be absent, `int|null` may be null. They are
// told apart in JSON, and a nil pointer would be both.
func (p *parser) pointer() *Type {
	start := p.pos
	t := p.goExtent()
	if t == nil {
		return nil
	}
	word := strings.TrimLeft(t.Name, "*")
	_, scalar := scalars[word]
	if scalar || slices.Contains(p.env.Own, word) || slices.Contains(p.env.Types, word) {
		p.fault(BadGo, p.since(start), "write "+word+"? where it may be absent, "+word+
			"|null where it may be null, else "+word, "%s is no Go type: it has no pointer", word).
			mend(word+"?", false)
	}
	return t
}

// settle makes one Go type of lists and maps in which there is nothing else, and has Env.Go
// check the others.
//
//	[]model.Book          one Go type, []model.Book: encoding/json has it
//	[]model.Book(max=3)   a List of a Go type: the length is checked by generated code
//	[](model.Book|null)   a List, too: |null is nothing that Go could say
//
// Elements are settled first, so that `[][]model.Book` is one Go type as well.
func (p *parser) settle(t *Type) {
	if t.Elem == nil {
		return
	}
	p.settle(t.Elem)
	elem := t.Elem
	switch {
	case elem.Kind != Go:
	case t.Rules == (Rules{}) && !elem.Nullable && !elem.Optional && elem.Default == nil:
		t.Kind, t.Name, t.Elem = Go, p.of(p.places[t].base), nil
	default:
		p.goType(elem)
	}
}

// goType has a Go type checked and spelt.
func (p *parser) goType(t *Type) {
	if p.env.Go == nil {
		return
	}
	text, ok := p.env.Go(t.Name, p.places[t].base)
	if !ok {
		p.failed = true
		return
	}
	t.Name = text
}
