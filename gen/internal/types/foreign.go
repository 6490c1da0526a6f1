package types

import (
	"maps"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/nearest"
)

// How other languages and schemas spell types is known here, so that who comes from one of them
// is told how it is written in a manifest.

// A foreign word is a type elsewhere. near is ours, "" where none is the same; safe: it always
// is.
type foreign struct {
	near string
	help string // "" for the usual sentence
	safe bool
}

const (
	recordHelp = "declare a record under `types` and write its name, or map[string]any"
	listHelp   = "a list is written []T, such as []string"
	mapHelp    = "a map is written map[string]T, such as map[string]int"
	noneHelp   = "leave the key out where nothing comes; T? may be absent, T|null may be null"
	choiceHelp = "declare a `oneof` under `types`, and write its name here"
)

// foreignWords are those types, in lower case.
var foreignWords = map[string]foreign{
	"str": {near: "string", safe: true}, "text": {near: "string", safe: true},
	"varchar": {near: "string", safe: true}, "char": {near: "string"},
	"rune": {near: "string"}, "slug": {near: "string"}, "path": {near: "string"},
	"email":   {near: "string", help: `write string(pattern="@"), or a converter of your own`},
	"integer": {near: "int", safe: true}, "bigint": {near: "int64", safe: true},
	"long": {near: "int64", safe: true}, "short": {near: "int16", safe: true},
	"number":  {help: "write int for whole numbers, float for others"},
	"decimal": {near: "float"}, "double": {near: "float", safe: true}, "real": {near: "float"},
	"boolean":  {near: "bool", safe: true},
	"datetime": {near: "time", safe: true}, "date-time": {near: "time", safe: true},
	"timestamp": {near: "time"}, "instant": {near: "time"},
	"guid": {near: "uuid", safe: true}, "uri": {near: "url", safe: true},
	"byte":   {near: "uint8", help: "write uint8 for a number, base64 for bytes"},
	"bytes":  {near: "base64", help: "write base64: JSON holds bytes as text"},
	"binary": {near: "base64"}, "blob": {near: "base64"},
	"object": {help: recordHelp}, "struct": {help: recordHelp}, "record": {help: recordHelp},
	"interface": {near: "any"}, "json": {near: "any"}, "unknown": {near: "any"},
	"mixed": {near: "any"},
	"list":  {help: listHelp}, "array": {help: listHelp}, "slice": {help: listHelp},
	"tuple": {help: listHelp}, "set": {help: "write []T(unique)"},
	"dict": {help: mapHelp}, "map": {help: mapHelp},
	"optional": {help: "what may be absent is written T?, such as string?"},
	"nullable": {help: "what may be null is written T|null, such as string|null"},
	"union":    {help: choiceHelp}, "oneof": {help: choiceHelp}, "anyof": {help: choiceHelp},
	"null": {help: "what may be null is written T|null, such as string|null"},
	"nil":  {help: noneHelp}, "none": {help: noneHelp}, "void": {help: noneHelp},
	"undefined":  {help: noneHelp},
	"error":      {help: "write a type that JSON can hold; handlers return an error besides"},
	"complex64":  {help: "write a type that JSON can hold"},
	"complex128": {help: "write a type that JSON can hold"},
	"uintptr":    {help: "write a type that JSON can hold"},
	"func":       {help: "a function cannot travel over HTTP"},
	"chan":       {help: "a channel cannot travel over HTTP"},
	"form":       {help: "form is a `body`, and no type of a value"},
	"multipart":  {help: "multipart is a `body`, and no type of a value"},
	"html":       {help: "html is one of `returns`, and no type of a value: write string"},
	"stream":     {help: "stream is a `body`, and no type of a value: write base64"},
}

// textWords are words for text, as keys of maps.
var textWords = map[string]bool{"str": true, "text": true, "key": true, "varchar": true}

// unknown reports a word that is no type.
//
// In this order: what is a form of another language (`asc|desc`, `null|string`), what is a word of
// one (`integer`), and what is nearly a word of ours. A word that is nearly one of another language
// comes last, and only from five letters on: of shorter ones nearly everything is near to
// something.
//
// It returns an invalid type and not nil where the word alone is wrong, so that what follows the
// word is still read. An invalid type takes any constraint that there is.
func (p *parser) unknown(word string, at Range) *Type {
	if p.startsChoice() {
		p.choice(at.Off)
		return nil
	}
	if word == "null" && strings.HasPrefix(strings.TrimLeft(p.rest(), " "), "|") {
		return p.nullFirst(at)
	}
	if end := bracketEnd(p.rest()); p.peek() == '{' && end > 0 { // interface{}, struct{ … }
		p.pos += end
		at = p.since(at.Off)
	}
	if f, ok := foreignWords[strings.ToLower(word)]; ok {
		p.foreignWord(word, at, f)
		return &Type{}
	}
	names := p.names()
	near := nearest.Of(word, names)
	if near == "" && len(word) > 4 {
		if f, ok := foreignWords[nearest.Of(word, slices.Sorted(maps.Keys(foreignWords)))]; ok {
			f.safe = false
			p.foreignWord(word, at, f)
			return &Type{}
		}
	}
	help := "write one of " + strings.Join(names, ", ") + ", or a Go type"
	if len(names) > 40 {
		help = "declare it under `types`, or write a builtin type or a Go type"
	}
	if near != "" {
		help = "did you mean " + near + "?"
	}
	p.fault(UnknownType, at, help, "there is no type %s", word).
		mend(near, strings.EqualFold(near, word))
	return &Type{}
}

// names are all words that can be meant by one that is unknown.
func (p *parser) names() []string {
	return slices.Concat(BuiltinNames, p.env.Own, p.env.Types)
}

// foreignWord reports a word, and "[]byte" with its brackets.
func (p *parser) foreignWord(word string, at Range, f foreign) {
	if word == "byte" && strings.HasSuffix(p.text[:at.Off], "[]") {
		at = Range{at.Off - 2, at.Len + 2}
		p.fault(ForeignType, at, "write base64: JSON holds bytes as text",
			"[]byte is no type here").mend("base64", true)
		return
	}
	help := f.help
	if help == "" {
		help = "write " + f.near
	}
	p.fault(ForeignType, at, help, "%s is no type here", p.of(at)).mend(f.near, f.safe)
}

// generic reports "list<T>", "dict[str, T]" and the like.
//
//	List<int>       []int
//	Set<string>     []string(unique)
//	dict[str, int]  map[string]int: safe, because the key is text
//	Map<int, T>     map[string]T: a guess, because the key was not
//	Optional<int>   int?
//
// The argument is taken over as it stands, and only where it is one plain type: of a list of lists
// nothing is suggested.
func (p *parser) generic(word string, at Range) *Type {
	inner, end := p.arguments()
	if end < 0 {
		p.fault(Syntax, Range{p.pos, len(p.rest())}, "a list is written []T, a map map[string]T",
			"%c is not closed", p.peek())
		return nil
	}
	p.pos += end
	at = p.since(at.Off)
	last := strings.TrimSpace(inner[strings.LastIndexByte(inner, ',')+1:])
	near, safe := "", !strings.Contains(inner, ",")
	switch strings.ToLower(word) {
	case "list", "array", "slice", "sequence", "iterable", "vec", "readonlyarray":
		near = "[]" + last
	case "set":
		near = "[]" + last + "(unique)"
	case "dict", "map", "record", "hashmap", "mapping":
		first, _, both := strings.Cut(inner, ",")
		near, safe = "map[string]"+last, both && (first == "string" || first == "str")
	case "optional", "option", "maybe", "partial":
		near = last + "?"
	case "nullable":
		near = last + "|null"
	}
	if near == "" || strings.ContainsAny(last, "<>|? ") {
		p.fault(ForeignType, at, "a list is written []T, a map map[string]T", "%s is no type here",
			diag.Quoted(p.of(at)))
		return nil
	}
	p.fault(ForeignType, at, "write "+near, "%s is no type here", diag.Quoted(p.of(at))).
		mend(near, safe)
	return nil
}

// arguments are the text between the brackets that are next, and the length with them, or -1.
func (p *parser) arguments() (inner string, end int) {
	rest := p.rest()
	if rest[0] == '[' {
		end = bracketEnd(rest)
	} else {
		end = strings.LastIndexByte(rest, '>') + 1
	}
	if end <= 0 {
		return "", -1
	}
	return strings.TrimSpace(rest[1 : end-1]), end
}
