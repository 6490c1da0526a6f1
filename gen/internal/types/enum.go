package types

import (
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/httpgen/gen/internal/diag"
)

// Enums written in place are read here.

// enum reads "(" member *( "," member ) ")"; the word, which is at a place, has been read.
//
//	enum(asc, desc)               two words
//	enum(1, 2)                    two integers
//	enum(Cheapest="-price", new)  the first has a name of its own in Go
//	enum(a b)                     a fault: a comma or quotation marks are missing
//	enum()                        a fault, and so is enum alone
//
// A word that is wrong in itself does not end the list, so that all of them are told at once.
func (p *parser) enum(word Range) *Type {
	open := p.pos
	if !p.take("(") {
		p.fault(BadEnum, word, "write enum(a, b)", "the enum has no words")
		return nil
	}
	t := &Type{Kind: Enum}
	bare := true
	for {
		if p.blanks(); p.peek() == ')' && len(t.Words) == 0 {
			p.fault(BadEnum, Range{word.Off, p.pos + 1 - word.Off}, "write enum(a, b)",
				"the enum has no words")
			return nil
		}
		if len(t.Words) == maxWords {
			p.fault(TooBig, word, "write string", "an enum has at most %d words", maxWords)
			return nil
		}
		w, quoted, ok := p.member(open)
		if !ok {
			return nil
		}
		bare = bare && !quoted
		p.twin(t, w)
		t.Words = append(t.Words, w)
		if p.blanks(); p.take(",") {
			if p.lastComma() {
				return nil
			}
			continue
		}
		if !p.take(")") {
			p.spaced(w, open)
			return nil
		}
		p.integers(t, bare)
		return t
	}
}

// lastComma reports a comma that nothing follows.
func (p *parser) lastComma() bool {
	comma := p.pos - 1
	p.blanks()
	if p.peek() != ')' {
		return false
	}
	at := Range{comma, p.pos + 1 - comma}
	p.fault(Syntax, at, "take it out", "nothing stands behind the comma").mend(")", true)
	return true
}

// member reads [ name "=" ] literal.
//
// Only "=" tells whether what was read was a name or the word, so that a word is read first and
// taken for a name when "=" follows. Blanks behind a word are left to who reads what comes next.
func (p *parser) member(open int) (w Word, quoted, ok bool) {
	start := p.pos
	lit, ok := p.literal(enders + "=")
	if !ok {
		return w, false, false
	}
	if lit == nil {
		p.noWord(open)
		return w, false, false
	}
	if p.blanks(); p.peek() == '=' {
		w.Go = lit.Text
		p.goNameOf(lit)
		p.pos++
		p.blanks()
		if lit, ok = p.literal(enders + "="); !ok {
			return w, false, false
		}
		if lit == nil {
			p.fault(BadEnum, p.since(start), `write `+w.Go+`="…"`, "no word stands behind =")
			return w, false, false
		}
	} else {
		p.pos = lit.At.end()
	}
	w.Text, w.At = lit.Text, Range{start, lit.At.end() - start}
	if strings.Contains(w.Text, "|") && !lit.Quoted {
		near := strings.ReplaceAll(w.Text, "|", ", ")
		p.fault(BadEnum, lit.At, "write "+shown(near)+", or quote it", "words are apart by commas").
			mend(near, false)
	}
	if strings.ContainsFunc(w.Text, unicode.IsControl) {
		p.fault(BadEnum, lit.At, "write a word", "a word of an enum cannot hold control characters")
	}
	return w, lit.Quoted, true
}

// noWord complains where a word should begin.
func (p *parser) noWord(open int) {
	switch p.peek() {
	case 0:
		p.unclosed(open)
	case ',':
		p.fault(BadEnum, Range{p.pos, 1}, `take the comma out, or write ""`,
			"a word is missing before ,")
	case '=':
		p.fault(BadEnum, Range{p.pos, 1}, `write Name="word"`, "no name stands before =")
	default:
		p.stray("quote the word")
	}
}

// goNameOf checks the Go name that a word is given.
//
// It need not be unlike other constants of the package: package check compares it with all of them
// when it has the name of its type before it.
func (p *parser) goNameOf(lit *Literal) {
	if token.IsIdentifier(lit.Text) && token.IsExported(lit.Text) && !lit.Quoted {
		return
	}
	f := p.fault(BadEnum, lit.At, `write Name="word", with a name that begins with a capital`,
		"%s is no exported Go name", diag.Quoted(lit.Text))
	if near := capital(lit.Text); token.IsIdentifier(near) && token.IsExported(near) {
		f.mend(near, false)
	}
}

func capital(text string) string {
	first, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[n:]
}

// twin complains about a word, or its name, that the enum has already.
func (p *parser) twin(t *Type, w Word) {
	if slices.ContainsFunc(t.Words, func(o Word) bool { return o.Text == w.Text }) {
		p.fault(BadEnum, w.At, "keep one of them", "the enum has %s twice", diag.Quoted(w.Text))
	}
	if w.Go != "" && slices.ContainsFunc(t.Words, func(o Word) bool { return o.Go == w.Go }) {
		p.fault(BadEnum, w.At, "give it another name", "two words have the name %s", w.Go)
	}
}

// spaced complains about what follows a word: mostly it goes on.
//
// A bar with blanks before it (`asc | desc`) is where a comma is meant. Else the word has blanks,
// and is shown in quotation marks with all that belongs to it.
func (p *parser) spaced(w Word, open int) {
	rest := p.rest()
	if rest == "" {
		p.unclosed(open)
		return
	}
	if rest[0] == '|' {
		p.fault(BadEnum, Range{w.At.end(), p.pos + 1 - w.At.end()}, "write a comma",
			"words are apart by commas").mend(",", true)
		return
	}
	end := strings.IndexAny(rest, enders)
	if c := p.text[w.At.end()-1]; end <= 0 || c == '"' || c == '`' {
		p.stray("put a comma between the words")
		return
	}
	at := Range{w.At.Off, len(strings.TrimRight(p.text[w.At.Off:p.pos+end], " "))}
	near := quote(p.of(at))
	f := p.fault(BadEnum, at, "write "+near+", or a comma between words",
		"a word with blanks stands in quotation marks")
	if !strings.Contains(p.of(at), "=") {
		f.mend(near, false)
	}
}

// integers makes an enum of whole numbers where all its words are some, and none is quoted.
//
// One word that is none makes texts of all: a Go type has one kind. Quotation marks say that text
// is meant, as in `enum("1", "2")`. A number that int does not hold is a fault, and no text in
// silence.
func (p *parser) integers(t *Type, bare bool) {
	if !bare || slices.ContainsFunc(t.Words, func(w Word) bool { return !isInteger(w.Text) }) {
		return
	}
	t.Integers = true
	for _, w := range t.Words {
		if _, err := strconv.ParseInt(w.Text, 10, 64); err != nil {
			p.fault(BadEnum, w.At, "quote all of them, if text is meant",
				"%s is out of range of int", diag.Quoted(w.Text))
		}
	}
}

// isInteger says that text is a whole number as JSON writes it.
//
// 01 is none, since JSON has no such number, and neither is +1.
func isInteger(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	if digits == "" || digits[0] == '0' && text != "0" {
		return false
	}
	return !strings.ContainsFunc(digits, func(r rune) bool { return r < '0' || r > '9' })
}
