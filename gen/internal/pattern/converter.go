package pattern

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/httpgen/gen/internal/nearest"
)

// Converters are found by their names here, and their arguments are read.

// builtins are the converters that take no arguments, by their name.
var builtins = map[string]Kind{
	"bool": Bool, "uuid": UUID, "date": Date, "float": Float, "path": Path,
	"uint8": Uint8, "uint16": Uint16, "uint32": Uint32, "uint64": Uint64, "uint": Uint,
	"int8": Int8, "int16": Int16, "int32": Int32, "int64": Int64, "int": Int,
}

// BuiltinNames are the names that an own converter cannot have.
var BuiltinNames = []string{
	"any", "bool", "uuid", "date", "uint8", "uint16", "uint32", "uint64", "uint",
	"int8", "int16", "int32", "int64", "int", "float", "str", "path",
}

// converter reads a converter's text, which stands at off.
func (p *parser) converter(text string, off int) Conv {
	word, args, hasArgs := text, "", false
	if i := strings.IndexByte(text, '('); i >= 0 {
		word, args, hasArgs = text[:i], strings.TrimSuffix(text[i+1:], ")"), true
		if !strings.HasSuffix(text, ")") {
			p.fault(BadArguments, off, len(text), "close the parenthesis", "( is not closed")
			return Conv{Kind: Str}
		}
	}
	argsOff := off + len(word) + 1
	switch word {
	case "any":
		return p.anyWords(args, hasArgs, off, len(text), argsOff)
	case "str":
		if !hasArgs {
			return Conv{Kind: Str}
		}
		return p.strBounds(args, argsOff)
	}
	for _, o := range p.own {
		if o.Name == word {
			p.noArgs(word, hasArgs, off, len(text))
			return Conv{Kind: OwnKind, Own: o}
		}
	}
	if kind, ok := builtins[word]; ok {
		p.noArgs(word, hasArgs, off, len(text))
		return Conv{Kind: kind}
	}
	p.unknownConverter(word, hasArgs, off)
	return Conv{Kind: Str}
}

// unknownConverter reports a converter that there is not, with the one that was probably
// meant: one of another router's that takes the same texts (string is str), or the nearest
// spelling. Renaming it is a safe fix only where it stood for exactly one of ours.
func (p *parser) unknownConverter(word string, hasArgs bool, off int) {
	names := p.converterNames()
	meant := otherNames[strings.ToLower(word)]
	if near := nearest.Of(word, names); len(meant) == 0 && near != "" {
		meant = []string{near}
	}
	help := "declare it under `converters`, or take one of " + strings.Join(names, ", ")
	if len(meant) > 0 {
		help = fmt.Sprintf("did you mean %s?", strings.Join(meant, " or "))
	}
	fault := p.fault(UnknownConverter, off, len(word), help, "there is no converter %q", word)
	if len(meant) == 1 {
		another := otherNames[strings.ToLower(word)] != nil && !hasArgs
		fault.mend(word, meant[0], another || strings.EqualFold(word, meant[0]))
	}
}

// noArgs refuses arguments of a converter that takes none.
func (p *parser) noArgs(word string, hasArgs bool, off, length int) {
	if hasArgs {
		p.fault(BadArguments, off, length, "write "+word, "%s takes no arguments", word)
	}
}

// anyWords reads the words of any(a, b). Spaces around a word are none of it. A word may hold
// what a literal may, but no comma and no slash: a parameter other than path stays inside of
// its segment.
func (p *parser) anyWords(args string, hasArgs bool, off, length, argsOff int) Conv {
	conv := Conv{Kind: Any}
	if !hasArgs || strings.TrimSpace(args) == "" {
		p.fault(BadArguments, off, length, "write any(new,used)", "any needs its words")
		return conv
	}
	at := argsOff
	for raw := range strings.SplitSeq(args, ",") {
		word := strings.TrimSpace(raw)
		wordOff := at + strings.Index(raw, word)
		at += len(raw) + 1
		switch {
		case word == "":
			p.fault(BadArguments, wordOff, len(raw), "take it out: a parameter is never empty",
				"a word of any(…) is empty")
		case strings.Contains(word, "/"):
			p.fault(BadArguments, wordOff, len(word),
				"a parameter other than path stays inside its segment",
				"a word of any(…) cannot hold /")
		case strings.ContainsRune(word, 0):
			p.fault(BadArguments, wordOff, len(word), "take the NUL out",
				"a word of any(…) cannot hold a NUL byte")
		case slices.Contains(conv.Words, word):
			p.fault(BadArguments, wordOff, len(word), "keep one of them", "any(…) names %q twice",
				word)
		default:
			conv.Words = append(conv.Words, word)
		}
	}
	return conv
}

// strBounds reads str(min=2,max=20), of which either may be left out. Lengths are in
// characters (runes).
func (p *parser) strBounds(args string, argsOff int) Conv {
	conv := Conv{Kind: StrBounded}
	seen := map[string]bool{}
	at := argsOff
	for raw := range strings.SplitSeq(args, ",") {
		off := at
		at += len(raw) + 1
		key, value, ok := strings.Cut(strings.TrimSpace(raw), "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		n, err := strconv.ParseUint(value, 10, 31)
		switch {
		case !ok || key != "min" && key != "max":
			p.fault(BadArguments, off, len(raw),
				"write str(min=2,max=20), str(min=2) or str(max=20)", "str takes min= and max=")
		case seen[key]:
			p.fault(BadArguments, off, len(raw), "keep one of them", "str has two %s", key)
		case err != nil:
			p.fault(BadArguments, off, len(raw), "write a whole number of characters",
				"%s is no length", value)
		case key == "max" && n == 0:
			p.fault(BadArguments, off, len(raw), "a parameter is never empty",
				"max=0 leaves no value")
		case key == "min":
			conv.Min = int(n)
		default:
			conv.Max = int(n)
		}
		seen[key] = true
	}
	if conv.Max > 0 && conv.Min > conv.Max {
		p.fault(BadArguments, argsOff, len(args), "swap them", "min=%d is more than max=%d",
			conv.Min, conv.Max)
	}
	return conv
}
