package types

import (
	"go/token"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/nearest"
)

// Types without what follows them are read here: lists, maps, groups and words.

// scalars are the builtin types by their names; float64 is the Go name of float.
var scalars = map[string]Kind{
	"string": String, "int": Int, "int8": Int8, "int16": Int16, "int32": Int32, "int64": Int64,
	"uint": Uint, "uint8": Uint8, "uint16": Uint16, "uint32": Uint32, "uint64": Uint64,
	"float32": Float32, "float": Float, "float64": Float, "bool": Bool, "uuid": UUID,
	"date": Date, "time": Time, "duration": Duration, "url": URL, "base64": Base64, "any": Any,
}

// BuiltinNames are the words that name a type by themselves, in the order of documents.
var BuiltinNames = []string{
	"string", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32",
	"uint64", "float32", "float", "bool", "uuid", "date", "time", "duration", "url", "base64",
	"any", "enum", "file",
}

// base reads a type.
//
// Each level of lists, maps and groups passes here once, and that is where their depth is bounded.
func (p *parser) base() *Type {
	if p.depth++; p.depth > maxDepth {
		p.fault(TooBig, Range{p.pos, len(p.rest())}, "name parts of it under `types`",
			"types stand at most %d deep in each other", maxDepth)
		return nil
	}
	defer func() { p.depth-- }()
	start := p.pos
	t := p.anyBase()
	if t != nil && p.places[t] == nil { // the type of a group has a place already
		t.At = p.since(start)
		p.places[t] = &place{base: t.At}
	}
	return t
}

// anyBase reads a type, and its first character decides how: no reader has to be tried and taken
// back, but for Go types, which begin like ours.
func (p *parser) anyBase() *Type {
	switch c := p.peek(); {
	case c == '(':
		return p.group()
	case c == '[':
		return p.list()
	case c == '*':
		return p.pointer()
	case c == '?':
		return p.leadingMark()
	case c == '"' || c == '`' || c == '\'':
		p.choice(p.pos)
		return nil
	case c == 0:
		p.fault(Syntax, Range{max(p.pos-1, 0), 1}, "write a type there, such as string",
			"the type ends too early")
		return nil
	}
	if r, _ := utf8.DecodeRuneInString(p.rest()); r == '_' || unicode.IsLetter(r) {
		return p.word()
	}
	r, n := utf8.DecodeRuneInString(p.rest())
	help := "write a type, such as string, []int, map[string]Book or enum(a, b)"
	if unicode.IsDigit(r) {
		help = "values stand in an enum, such as enum(1, 2)"
	} else if r == '{' {
		help = "declare a record under `types`, and write its name here"
	}
	p.fault(Syntax, Range{p.pos, n}, help, "a type cannot begin with %q", r)
	return nil
}

// group reads "(" expression ")".
//
// They give elements what would else be the list's: `[](string(max=20))(max=50)` is at most 50
// texts of at most 20 characters.
func (p *parser) group() *Type {
	open := p.pos
	p.pos++
	p.blanks()
	if p.peek() == ')' {
		p.fault(Syntax, Range{open, p.pos + 1 - open}, "write a type between them",
			"the parentheses are empty")
		return nil
	}
	t := p.expression()
	if t == nil {
		return nil
	}
	if p.blanks(); !p.take(")") {
		if p.pos == len(p.text) {
			p.unclosed(open)
		} else {
			p.stray("close the parenthesis before it")
		}
		return nil
	}
	return t
}

// unclosed complains about a parenthesis.
//
// YAML is often to blame: in {…} it ends a value at a comma, so that `{q: string(min=1, max=9)}`
// leaves `string(min=1`. The help says so, since the file looks right.
func (p *parser) unclosed(open int) {
	at := Range{open, len(strings.TrimRight(p.text[open:], " \t\r\n"))}
	f := p.fault(Syntax, at, "close it; quote the expression, if YAML cut it at a comma or #",
		"( is not closed")
	if inner := strings.TrimRight(p.of(at), ", "); inner != "(" {
		f.mend(inner+")", false)
	}
}

// closing is the offset of the ")" that closes the "(" at an offset, past strings, or -1.
func (p *parser) closing(open int) int {
	depth := 0
	for i := open; i < len(p.text); i++ {
		switch c := p.text[i]; c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		case '"', '`':
			end := quotedEnd(p.text[i:])
			if end < 0 {
				return -1
			}
			i += end - 1
		}
	}
	return -1
}

// list reads "[]" type, or leaves "[4]T" to Go.
//
// The element is read without rules: in `[]string(max=3)` the constraint is left to the list.
func (p *parser) list() *Type {
	start := p.pos
	if !p.take("[]") {
		return p.array()
	}
	if p.noBlank("[]") {
		return nil
	}
	if p.pos == len(p.text) {
		p.fault(Syntax, p.since(start), "write the type of its elements, such as []string",
			"the list has no elements")
		return nil
	}
	elem := p.base()
	if elem == nil {
		return nil
	}
	return &Type{Kind: List, Elem: elem}
}

// noBlank complains about a blank behind what belongs to the type after it.
func (p *parser) noBlank(before string) bool {
	start := p.pos
	if p.blanks(); p.pos == start || p.pos == len(p.text) {
		return false
	}
	p.fault(Syntax, Range{start - len(before), p.pos - start + len(before)}, "take the blank out",
		"a blank stands behind %s", before).mend(before, true)
	return true
}

// mapType reads "map[string]" type; the word has been read. Maps with other keys are Go's.
//
//	map[string]int    ours: a JSON object with any names
//	map[int]string    Go's: encoding/json knows how to write it
//	map[uuid]int      a fault: uuid is a type of ours, and JSON has text for names
func (p *parser) mapType(start int) *Type {
	end := bracketEnd(p.rest())
	if end < 0 {
		p.fault(Syntax, Range{p.pos, len(p.rest())}, "write map[string]T", "[ is not closed")
		return nil
	}
	keyAt := Range{p.pos, end}
	key := p.text[p.pos+1 : p.pos+end-1]
	switch p.pos += end; {
	case key != "string" && p.keyIsOurs(key):
		p.fault(BadMap, keyAt, "write map[string]T: the keys of a JSON object are text",
			"%s cannot be the key of a map", diag.Quoted(key)).
			mend("[string]", textWords[strings.ToLower(key)] || strings.TrimSpace(key) == "string")
	case key != "string":
		p.pos = start
		return p.goExtent()
	}
	if p.noBlank("]") {
		return nil
	}
	if p.pos == len(p.text) {
		p.fault(Syntax, p.since(start), "write the type of its values, such as map[string]int",
			"the map has no values")
		return nil
	}
	elem := p.base()
	if elem == nil {
		return nil
	}
	return &Type{Kind: Map, Elem: elem}
}

// keyIsOurs says that the key of a map is no Go type, but a type of ours or what looks like one.
func (p *parser) keyIsOurs(key string) bool {
	kind, scalar := scalars[key]
	goScalar := scalar && (kind.Integer() || kind == Bool || kind == Float32 || key == "float64")
	return scalar && !goScalar || slices.Contains(p.env.Own, key) ||
		slices.Contains(p.env.Types, key) || textWords[strings.ToLower(key)] ||
		key != strings.TrimSpace(key) || key == ""
}

// word reads what begins with a letter.
//
// An own converter is asked for before the builtin types, and both before `types`: each name has
// one meaning wherever it stands. A capital letter and no such entry is a Go type, so that a
// package's own types need no declaration; a small letter is a misspelt word.
func (p *parser) word() *Type {
	start := p.pos
	word := p.name()
	at := p.since(start)
	kind, scalar := scalars[word]
	switch next := p.peek(); {
	case next == '.' || token.IsExported(word) && next == '[' && !strings.HasPrefix(p.rest(), "[]"):
		p.pos = start
		return p.goExtent()
	case slices.Contains(p.env.Own, word):
		return &Type{Kind: Own, Name: word}
	case word == "map" && next == '[':
		return p.mapType(start)
	case word == "enum":
		return p.enum(at)
	case scalar && next != '<' && (next != '[' || strings.HasPrefix(p.rest(), "[]")):
		return &Type{Kind: kind}
	case word == "file":
		if !p.env.File {
			p.fault(BadFile, at, "write the body as multipart(T), and file in a field of T",
				"file can stand in the types of multipart bodies alone")
		}
		return &Type{Kind: File}
	case next == '<' || next == '[' && !strings.HasPrefix(p.rest(), "[]"):
		return p.generic(word, at)
	case slices.Contains(p.env.Types, word):
		return &Type{Kind: Named, Name: word}
	case token.IsExported(word) && token.IsIdentifier(word):
		p.nearType(word, at)
		return &Type{Kind: Go, Name: word}
	}
	return p.unknown(word, at)
}

// nearType warns of a Go type whose name looks like one of `types`.
//
// It is a warning, because the name is a good one: `NewBok` beside an entry `NewBook` may exist in
// the package. The Go compiler would say that it does not, but not which entry was meant.
func (p *parser) nearType(word string, at Range) {
	near := nearest.Of(word, p.env.Types)
	if near == "" {
		return
	}
	f := p.note(NearType, at, "did you mean "+near+"?",
		"`types` has no "+word+": this is a Go type of the generated package")
	f.Warning = true
	f.mend(near, false)
}
