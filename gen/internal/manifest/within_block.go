package manifest

import "strings"

// Block scalars, | and >, are walked through here. Their indentation is that of the first
// line with text, unless a digit says another: which, depends on what stands around the
// scalar, so that each that may be is tried.

// block walks through a block scalar, from its header on.
// The deepest indentation that fits is the one: with less, spaces of the indentation would
// have to be part of the value.
func (w *walker) block(folded bool) bool {
	most := 0
	for i := w.line; i < len(w.lines); i++ { // as an index, w.line is the line below
		text := w.lines[i].text
		depth := len(text) - len(strings.TrimLeft(text, " "))
		if most = max(most, depth); depth < len(text) {
			break
		}
	}
	for indent := most + 1; indent >= 0; indent-- { // one more: no line has text
		try := *w
		if try.lineByLine(indent, folded) {
			w.spots = try.spots
			return true
		}
	}
	return false
}

// lineByLine walks through the lines of a block scalar that stand indent deep.
//
// It works on a copy for each indentation that is tried: what a wrong one has noted is dropped with
// the copy.
func (w *walker) lineByLine(indent int, folded bool) bool {
	before := blockLine{none: true}
	for i := w.line; i < len(w.lines) && len(w.spots) < len(w.want); i++ {
		text := w.lines[i].text
		depth := len(text) - len(strings.TrimLeft(text, " "))
		if depth == len(text) && depth <= indent {
			continue
		}
		if depth < indent {
			break
		}
		now := blockLine{at: i, text: text[indent:]}
		now.deeper = strings.HasPrefix(now.text, " ") || strings.HasPrefix(now.text, "\t")
		if !w.lineEnd(before, now, folded) {
			return false
		}
		w.line, w.col, w.rest = i+1, w.lines[i].column(indent), now.text
		for _, r := range now.text {
			if !w.made(r, 1) {
				return false
			}
			w.pass(1)
		}
		before = now
	}
	// the last line's end, and those kept behind it
	for len(w.spots) < len(w.want) && w.made('\n', 0) {
	}
	return len(w.spots) == len(w.want)
}

// A blockLine is a line of a block scalar that is not empty.
type blockLine struct {
	at     int
	text   string // behind the indentation
	deeper bool   // it is not folded
	none   bool   // there is none yet
}

// lineEnd makes what the ends of lines between two lines of text are in the value: those of
// empty lines are line feeds, and one between two lines that are folded is a space where
// nothing else stands between them.
func (w *walker) lineEnd(before, now blockLine, folded bool) bool {
	ends := now.at - before.at
	if before.none {
		ends = now.at - w.line
	} else if folded && !before.deeper && !now.deeper {
		if ends == 1 {
			return w.made(' ', 1)
		}
		ends--
	}
	for range ends {
		if !w.made('\n', 0) {
			return false
		}
	}
	return true
}
