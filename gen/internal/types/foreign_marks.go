package types

import (
	"slices"
	"strings"
	"unicode"
)

// Marks around types as other languages have them are told here: ?T, T[], null|T, "a" | "b".

// leadingMark reports "?string".
//
// The mending is offered where nothing follows the word: else what is behind it would have to be
// moved, too.
func (p *parser) leadingMark() *Type {
	start := p.pos
	p.pos++
	word := p.name()
	at := p.since(start)
	f := p.fault(Syntax, at, "write string?, with the mark behind", "? stands behind a type")
	if word != "" && p.pos == len(p.text) {
		f.Help = "write " + word + "?"
		f.mend(word+"?", true)
	}
	return nil
}

// alternative reads "|null", and reports other alternatives. It is false where the rest cannot
// be read.
//
//	string|null        may be null
//	string | null      a fault, mended by taking the blanks out
//	string|nil         a fault: null is meant
//	string|undefined   a fault: the mark ? is meant
//	string|int         a fault: one of several is a `oneof` under `types`, with a name of its own
//
// Anything else would be a union in place, and a union is a Go interface: that needs a name.
func (p *parser) alternative(t *Type, before int) bool {
	at := p.places[t]
	p.pos++
	p.blanks()
	start := p.pos
	word := p.name()
	whole := p.since(before)
	next := p.peek()
	ends := !strings.ContainsRune(".[<{", rune(next)) || next == 0
	switch {
	case word == "null" && ends:
		if p.of(whole) != "|null" {
			p.fault(Syntax, whole, "take the blanks out", "|null is written without blanks").
				mend("|null", true)
		} else if t.Nullable {
			p.fault(Syntax, whole, "keep one of them", "|null stands twice")
		}
		t.Nullable, at.null = true, whole
		return true
	case (word == "nil" || word == "None") && ends:
		p.fault(ForeignType, whole, "write |null", "%s is no type here", word).mend("|null", true)
		return true
	case word == "undefined" && ends:
		p.fault(ForeignType, whole, "write ?: what may be absent has a mark",
			"undefined is no type here").mend("?", true)
		return true
	}
	p.pos = len(p.text)
	if t.Kind == Invalid { // which has been said
		return false
	}
	whole = Range{start, len(strings.TrimRight(p.text[start:], " \t\r\n"))}
	p.fault(ForeignType, whole, choiceHelp, "a type is not one of several in place")
	return false
}

// nullFirst reports "null|T".
func (p *parser) nullFirst(at Range) *Type {
	_, rest, _ := strings.Cut(p.text[at.end():], "|")
	rest = strings.TrimSpace(rest)
	p.pos = len(p.text)
	f := p.fault(Syntax, p.since(at.Off), "write T|null, with null behind",
		"null stands behind a type")
	if rest != "" && !strings.ContainsAny(rest, "|=") {
		f.Help = "write " + shown(rest+"|null")
		f.mend(rest+"|null", true)
	}
	return nil
}

// startsChoice says that words with | between them are next, and end the text: `asc|desc`.
//
// It is no choice if a word behind the first is a type, ours or another language's, or null: that
// is a union, and is told as one.
func (p *parser) startsChoice() bool {
	rest := strings.TrimLeft(p.rest(), " ")
	if !strings.HasPrefix(rest, "|") {
		return false
	}
	names := p.names()
	for word := range strings.SplitSeq(rest[1:], "|") {
		word = strings.TrimSpace(word)
		if word == "" || word == "null" || slices.Contains(names, word) ||
			foreignWords[word] != (foreign{}) {
			return false
		}
		if strings.ContainsFunc(word, func(r rune) bool { return !inWord(r) }) {
			return false
		}
	}
	return true
}

func inWord(r rune) bool {
	return r == '_' || r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// choice reports `asc|desc` and `"a" | "b"`, which begin at an offset.
//
// The mending is safe only where each word was quoted or can stand bare as it is.
func (p *parser) choice(start int) {
	at := Range{start, len(strings.TrimRight(p.text[start:], " \t\r\n"))}
	p.pos = len(p.text)
	var words []string
	mechanical := true
	for word := range strings.SplitSeq(p.of(at), "|") {
		word = strings.TrimSpace(word)
		n := len(word)
		if n > 1 && word[0] == word[n-1] && strings.IndexByte("\"'`", word[0]) >= 0 {
			if word = word[1 : n-1]; !bareWord(word) {
				word = quote(word)
			}
		} else {
			mechanical = mechanical && bareWord(word)
		}
		words = append(words, word)
	}
	near := "enum(" + strings.Join(words, ", ") + ")"
	f := p.fault(ForeignType, at, "write enum(a, b), with the words in it",
		"words stand in an enum")
	if mechanical {
		f.Help = "write " + shown(near)
		f.mend(near, true)
	}
}

// trailingList reports "T[]".
//
//	string[]            []string
//	string(max=2)[]     [](string(max=2)): in front of a plain string max were the list's
//	string?[]           [](string|null): a guess, because an element cannot be absent
func (p *parser) trailingList(t *Type) bool {
	at := p.places[t]
	inner := p.text[at.base.Off:p.pos]
	n := 0
	for p.take("[]") {
		n++
	}
	whole := p.since(at.base.Off)
	brackets := strings.Repeat("[]", n)
	near, safe := brackets+inner, true
	if t.Optional || t.Nullable || t.Rules != (Rules{}) {
		near = brackets + "(" + strings.Replace(inner, "?", "|null", 1) + ")"
		safe = !t.Optional
	}
	p.fault(ForeignType, whole, "write "+shown(near), "the brackets of a list stand in front").
		mend(near, safe)
	return false
}
