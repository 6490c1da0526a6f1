package manifest

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
)

// A part of a value that YAML decoded is found again in the source here: the value's text
// is walked through, whatever form it is written in (YAML 1.2 §7.3, §8.1).

// within is where n.Value[off:off+length] stands in the source, up to the end of its first
// line. Where that is not possible it is the whole value.
//
//	'it''s /a'      the value's offset 5 is the source's offset 7: a quote is written twice
//	"\u002Fbooks"   the value's first byte takes six of the source
//
// No form of scalar keeps bytes where they were, so that each rune of the value is followed
// to where it was written.
func (s *Source) within(n *yaml.Node, off, length int) diag.Span {
	off = min(max(off, 0), len(n.Value))
	end := min(off+max(length, 0), len(n.Value))
	spots, ok := s.spots(n)
	if !ok || len(spots) == 0 {
		return s.span(n)
	}
	first := utf8.RuneCountInString(n.Value[:off])
	if first >= len(spots) {
		last := spots[len(spots)-1]
		return s.Place(last.line, last.col+last.width, 1)
	}
	from := spots[first]
	at := s.Place(from.line, from.col, max(from.width, 1))
	for _, spot := range spots[first:max(first+utf8.RuneCountInString(n.Value[off:end]), first+1)] {
		if spot.line == from.line {
			at.Len = max(spot.col+spot.width-at.Col, 1)
		}
	}
	left := s.lines[from.line-1].runes + 1 - at.Col // what the line end became is no part
	at.Len = max(min(at.Len, left), 1)
	return at
}

// A sourceSpot is where one rune of a value stands, in runes. What a line end was folded
// into has the width 0 or 1, at the end of the line.
// None is kept: each question walks through its scalar anew.
type sourceSpot struct{ line, col, width int }

// spots are the places of all runes of a scalar's value; it is not ok where the source is
// not what the value was made of, as far as this file can tell.
func (s *Source) spots(n *yaml.Node) ([]sourceSpot, bool) {
	if n.Kind != yaml.ScalarNode || n.Line < 1 || n.Line > len(s.lines) || n.Column < 1 {
		return nil, false
	}
	w := walker{Source: s, want: []rune(n.Value), line: n.Line, col: n.Column,
		rest: s.rest(n.Line, n.Column)}
	switch n.Style &^ yaml.TaggedStyle {
	case 0:
		return w.spots, w.flow(0)
	case yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle:
		if w.rest == "" || w.rest[0] != '"' && w.rest[0] != '\'' {
			return nil, false // a tag stands before the value
		}
		quote := w.rest[0]
		w.pass(1)
		return w.spots, w.flow(quote)
	case yaml.LiteralStyle, yaml.FoldedStyle:
		return w.spots, w.block(n.Style&yaml.FoldedStyle != 0)
	}
	return nil, false
}

// A walker follows a decoded value through its source text.
// It stops where source and value differ, and then nobody claims to know the place: the whole
// value is underlined.
type walker struct {
	*Source
	want      []rune // the value
	spots     []sourceSpot
	line, col int
	rest      string // of the line, from col on
}

// pass goes on by some runes of the line.
func (w *walker) pass(runes int) {
	for range runes {
		_, n := utf8.DecodeRuneInString(w.rest)
		w.rest = w.rest[n:]
		w.col++
	}
}

// made says that the next rune of the value is r, made of the next width runes of the line
// (which are not passed); false if it is another.
func (w *walker) made(r rune, width int) bool {
	if len(w.spots) == len(w.want) || w.want[len(w.spots)] != r {
		return false
	}
	w.spots = append(w.spots, sourceSpot{w.line, w.col, width})
	return true
}

// next goes to the line below, behind its white space; false if there is none.
func (w *walker) next() bool {
	if w.line >= len(w.lines) {
		return false
	}
	l := &w.lines[w.line]
	w.line++
	w.rest = strings.TrimLeft(l.text, " \t")
	w.col = l.column(len(l.text) - len(w.rest))
	return true
}

// flow walks through a plain scalar (quote 0) or a quoted one, behind its first quote.
// Line ends in it are folded: each is a space, and so are the blanks around it.
func (w *walker) flow(quote byte) bool {
	for len(w.spots) < len(w.want) {
		blank := strings.TrimLeft(w.rest, " \t") == ""
		c, _ := utf8.DecodeRuneInString(w.rest)
		switch {
		case blank:
			if !w.fold() {
				return false
			}
			continue
		case quote == '"' && w.rest == `\`: // the line end is no part of the value
			if !w.foldEscaped() {
				return false
			}
			continue
		case quote == '"' && c == '\\':
			width := escapeLength(w.rest)
			if !w.made(w.want[len(w.spots)], width) {
				return false
			}
			w.pass(width)
			continue
		case quote == '\'' && c == '\'':
			if !w.made('\'', 2) {
				return false
			}
			w.pass(2)
			continue
		}
		if !w.made(c, 1) {
			return false
		}
		w.pass(1)
	}
	return true
}

// fold passes the end of a line: one is a space, and empty lines behind it are line feeds.
func (w *walker) fold() bool {
	end := *w
	if !w.next() {
		return false
	}
	for empty := 0; ; empty++ {
		if w.rest != "" {
			at := *w
			w.line, w.col, w.rest = end.line, end.col, end.rest
			ok := empty > 0 || w.made(' ', 1)
			w.line, w.col, w.rest = at.line, at.col, at.rest
			return ok
		}
		if !w.made('\n', 0) || !w.next() {
			return false
		}
	}
}

// foldEscaped passes the end of a line behind a backslash: it is nothing, and empty lines
// behind it are line feeds.
func (w *walker) foldEscaped() bool {
	for w.next() {
		if w.rest != "" {
			return true
		}
		if !w.made('\n', 0) {
			return false
		}
	}
	return false
}

// escapeLength is the number of runes of the escape that rest starts with (YAML 1.2
// §5.7).
func escapeLength(rest string) int {
	switch strings.TrimPrefix(rest, `\`)[:min(1, len(rest)-1)] {
	case "x":
		return 4
	case "u":
		return 6
	case "U":
		return 10
	}
	return 2
}
