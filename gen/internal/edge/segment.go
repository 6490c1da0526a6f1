package edge

import (
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

// A segment of a pattern becomes an expression here. A segment that is "." or ".." matches no
// route, however it is escaped, and expressions have no "but not": what is left of a row of
// parts when dots have been seen, and nothing else, is written out.

// An item is a part of a segment to the expression.
type item struct {
	kind  itemKind
	text  string   // of a literal, decoded; of a shaped one its expression
	words []string // of a choice
}

type itemKind uint8

const (
	literal itemKind = iota
	shaped           // begins with what is no dot
	choice
	some // a text, not empty
	many // a text, may be empty
	bare // as some, but that it does not begin with a backslash as it is
)

// itemsOf are the parts of a segment; path is where its parameter that spans slashes stands, or
// -1.
func itemsOf(s pattern.Segment) (list []item, path int) {
	path = -1
	for i, part := range s {
		switch {
		case part.Param == nil:
			list = append(list, item{kind: literal, text: part.Literal})
			continue
		case part.Param.Conv.Kind == pattern.Path:
			path = i
		case part.Param.Conv.Kind == pattern.Any:
			list = append(list, item{kind: choice, words: part.Param.Conv.Words})
			continue
		}
		if text := shape(part.Param.Conv); text != "" {
			list = append(list, item{kind: shaped, text: text})
		} else {
			list = append(list, item{kind: some})
		}
	}
	return list, path
}

// spans asks more of a segment: that it begins with neither a slash nor a backslash, and that it
// does not end with a slash.
type spans struct {
	start, end bool
	tail       string // the expression of all that follows in the pattern
}

// tokensOf are the expressions of a segment, which behind each other are the whole of it: a
// letter each for the literal that it begins with, so that patterns share what they begin with.
func tokensOf(s pattern.Segment, of spans) (tokens []string) {
	items, path := itemsOf(s)
	if of.start && len(items) > 0 && (items[0].kind == some) {
		items[0].kind = bare
	}
	dots := 0
	if len(items) > 1 && items[0].kind == literal {
		text := items[0].text
		for i := range len(text) {
			tokens = append(tokens, letter(text[i]))
			dots = moreDots(dots, text[i])
		}
		of.start = false
		items, path = items[1:], path-1
	}
	switch {
	case len(items) == 1 && items[0].kind == literal:
		for i := range len(items[0].text) {
			tokens = append(tokens, letter(items[0].text[i]))
		}
	case path >= 0 && len(items) == 1 && len(tokens) == 0 && !of.start && !of.end:
		if of.tail == "" {
			tokens = append(tokens, "(?:"+segment+below+possessive+"|(?:/"+maybe+")+"+possessive+")")
			break
		}
		stop := of.tail + pathEnd
		tokens = append(tokens, "(?:"+segment+upTo("*", stop)+"|"+upTo("+", stop)+")")
	case path >= 0:
		before, after := items[:path], items[path+1:]
		start, last := item{kind: many}, item{kind: many}
		if of.start && len(before) == 0 {
			start.kind = bare
		}
		if of.end && len(after) == 0 {
			last.kind = some
		}
		open, _ := undotted(append(slices.Clone(before), start), dots)
		end, _ := undotted(append([]item{last}, after...), 0)
		whole, fits := undotted(items, dots)
		across := open + upTo("*", "/"+end+of.tail+pathEnd) + "/" + end
		if fits {
			across = "(?:" + whole + "|" + across + ")"
		}
		tokens = append(tokens, across)
	case len(items) > 0:
		text, _ := undotted(items, dots)
		tokens = append(tokens, text)
	}
	return tokens
}

// free is so many dots that the segment is no dot segment whatever follows; so is one that has
// any other byte.
const free = 3

// moreDots counts the dots that a segment consists of so far.
func moreDots(dots int, b byte) int {
	if b != '.' || dots == free {
		return free
	}
	return dots + 1
}

// undotted is the expression of a row of items behind so many dots, as far as the whole is no dot
// segment; false: there is no such text.
func undotted(items []item, dots int) (string, bool) {
	switch {
	case dots == free:
		return plain(items), true
	case len(items) == 0:
		return "", dots == 0
	case dots == 0 && len(items) == 1 && items[0].kind == some:
		return segment, true
	case dots == 0 && len(items) == 1 && items[0].kind == many:
		return maybe, true
	}
	first, after := items[0], items[1:]
	switch first.kind {
	case literal:
		for i := range len(first.text) {
			dots = moreDots(dots, first.text[i])
		}
		text, ok := undotted(after, dots)
		return letters(first.text) + text, ok
	case shaped:
		return first.text + plain(after), true
	case choice:
		var either []string
		for _, w := range first.words {
			row := append([]item{{kind: literal, text: w}}, after...)
			if text, ok := undotted(row, dots); ok {
				either = append(either, text)
			}
		}
		return oneOf(either)
	}
	star := append([]item{{kind: many}}, after...)
	either := []string{notDot + plain(star)}
	if first.kind == bare {
		either[0] = notBackslash + plain(star)
	}
	if text, ok := undotted(star, dots+1); ok {
		either = append(either, dot+text)
	}
	if first.kind == many {
		if text, ok := undotted(after, dots); ok {
			either = append(either, text)
		}
	}
	return oneOf(either)
}

// oneOf is an alternation; false: there is nothing to choose from.
func oneOf(list []string) (string, bool) {
	switch len(list) {
	case 0:
		return "", false
	case 1:
		return list[0], true
	}
	return "(?:" + strings.Join(list, "|") + ")", true
}

// plain is the expression of a row that cannot be a dot segment any more.
func plain(items []item) string {
	var b strings.Builder
	for i, it := range items {
		switch it.kind {
		case literal:
			b.WriteString(letters(it.text))
		case shaped:
			b.WriteString(it.text)
		case choice:
			var either []string
			for _, w := range it.words {
				either = append(either, letters(w))
			}
			b.WriteString("(?:" + strings.Join(either, "|") + ")")
		default:
			b.WriteString(text(it.kind, items[i+1:]))
		}
	}
	return b.String()
}

// text is the expression of a text before what follows it. Where that is literals and other texts
// alone, it ends at the first place where the literal behind it stands, and a last literal
// stands at the segment's end: nothing is ever given back.
func text(kind itemKind, after []item) string {
	least := ""
	if kind != many {
		least = anyOne
	}
	switch {
	case len(after) == 0:
		return least + rest
	case slices.ContainsFunc(after, func(i item) bool { return i.kind == shaped || i.kind == choice }):
		return least + anyOne + "*"
	}
	stop := letters(after[0].text)
	if len(after) == 1 {
		stop += segmentEnd
	}
	return least + differently("(?:(?!"+stop+")"+anyOne+")*+", anyOne+"*")
}
