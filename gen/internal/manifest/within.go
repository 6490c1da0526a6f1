package manifest

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
)

// A part of a value that YAML decoded is found again in the source here.

// within is where n.Value[off:off+length] stands in the source: escapes of quoted
// scalars and folded lines are walked through. Where that is not possible it is the
// whole value.
func (s *source) within(n *yaml.Node, off, length int) diag.Span {
	whole := s.span(n)
	off = min(off, len(n.Value))
	end := min(off+length, len(n.Value))
	w := walker{source: s, line: n.Line, rest: s.rest(n.Line, n.Column)}
	w.col = n.Column
	switch n.Style &^ yaml.TaggedStyle {
	case 0:
	case yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle:
		w.quote = w.rest[0]
		w.skip(1)
	default:
		return whole
	}
	var from diag.Span
	for i, r := range n.Value {
		if i >= end && i > off {
			break
		}
		if i <= off {
			from = diag.Span{Line: w.line, Col: w.col, Len: 1}
		}
		if !w.rune(r) {
			return whole
		}
		if i >= off && w.line == from.Line {
			from.Len = max(w.col-from.Col, 1)
		}
	}
	if off == len(n.Value) {
		from = diag.Span{Line: w.line, Col: w.col, Len: 1}
	}
	return from
}

// A walker follows a decoded value through its source text.
type walker struct {
	*source
	line, col int
	rest      string // of the line, from col on
	quote     byte   // 0 for a plain scalar
}

func (w *walker) skip(runes int) {
	for range runes {
		_, n := utf8.DecodeRuneInString(w.rest)
		w.rest = w.rest[n:]
		w.col++
	}
}

// rune passes the source of one decoded rune, or says that it is not there.
func (w *walker) rune(r rune) bool {
	if r == ' ' && strings.TrimSpace(w.rest) == "" && w.line < len(w.lines) {
		w.line++ // a folded line end is one space
		text := w.lines[w.line-1].text
		w.rest = strings.TrimLeft(text, " \t")
		w.col = w.lines[w.line-1].column(len(text) - len(w.rest))
		return w.rest != "" // an empty line is folded into a line feed
	}
	c, _ := utf8.DecodeRuneInString(w.rest)
	switch {
	case w.rest == "":
		return false
	case w.quote == '\'' && r == '\'':
		w.skip(2)
		return true
	case w.quote == '"' && c == '\\':
		w.skip(escapeLength(w.rest))
		return true
	}
	w.skip(1)
	return c == r
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
