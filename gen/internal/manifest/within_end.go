package manifest

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// Where a scalar ends in the source is found here.

// BlockEnd is the line, from 0, behind the last one of a block scalar. It is not ok where
// empty lines at the end are part of the value.
// It is for layout, which leaves the lines of a scalar as they are.
func (s *Source) BlockEnd(n *yaml.Node) (int, bool) {
	spots, ok := s.spots(n)
	if !ok || len(spots) == 0 || strings.HasSuffix(n.Value, "\n\n") || n.Value == "\n" {
		return 0, false
	}
	return spots[len(spots)-1].line, true
}

// FlowEnd is the line, from 0, in which a plain or quoted scalar ends, and the bytes that a
// quoted one takes there.
// from is 0 where a quoted scalar began in an earlier line: all before its end is the
// scalar's.
//
// A plain scalar has no sign at its end: what yaml.v3 decoded is followed to where it stops.
func (s *Source) FlowEnd(n *yaml.Node) (line, from, to int, ok bool) {
	line = n.Line - 1
	if line < 0 || line >= len(s.lines) || n.Column < 1 { // a value that is not there
		return 0, 0, 0, false
	}
	l := &s.lines[line]
	start := l.offset(n.Column)
	rest := l.text[start:]
	quoted := n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0
	switch {
	case !quoted && strings.HasPrefix(rest, n.Value):
		return line, 0, 0, true
	case quoted && closingQuote(rest) > 0:
		return line, start, start + closingQuote(rest), true
	}
	spots, ok := s.spots(n)
	if !ok {
		return 0, 0, 0, false
	}
	at := start + 1 // behind the quotation mark
	if len(spots) > 0 {
		last := spots[len(spots)-1]
		line = last.line - 1
		at = s.lines[line].offset(last.col + last.width)
	}
	if !quoted {
		return line, 0, 0, true
	}
	for ; line < len(s.lines); line, at = line+1, 0 { // white space alone stands before the mark
		if i := strings.IndexByte(s.lines[line].text[at:], rest[0]); i >= 0 {
			return line, 0, at + i + 1, true
		}
	}
	return 0, 0, 0, false
}
