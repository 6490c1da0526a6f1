package wire

import "strings"

// Where a value stands is found here, from its offset, as a JSON Pointer (RFC 6901).

// maxPointer is how many bytes of a pointer are told, and MaxQuoted of each name in it.
const maxPointer = 500

// A pointerWalk goes over a text as far as it is asked for, once for all places. The text is
// JSON up to there.
type pointerWalk struct {
	scanner jsonScanner
	token   jsonToken // the last that was read
	ended   bool      // no token was found behind it
}

func newPointerWalk(text []byte) *pointerWalk {
	rules := jsonRules{depth: len(text)}
	return &pointerWalk{scanner: jsonScanner{text: text, rules: rules, wants: wantValue}}
}

// pointer leads to the value that the byte at an offset belongs to, or that comes behind the
// colon there. Offsets do not decrease from call to call.
func (w *pointerWalk) pointer(offset int) string {
	for w.token.end <= offset && !w.ended {
		token, ok := w.scanner.next()
		if !ok || token.kind == jsonEnd {
			w.ended = true
			break
		}
		w.token = token
	}
	if w.ended {
		return w.unfinished()
	}
	return joinPointer(w.scanner.path(w.token))
}

// unfinished leads to what the text breaks off in: the value that should be there, or what
// should go on.
func (w *pointerWalk) unfinished() string {
	switch w.scanner.wants {
	case wantMember, wantName, wantCommaArray, wantCommaBrace:
		w.scanner.open = w.scanner.open[:len(w.scanner.open)-1]
	}
	return joinPointer(w.scanner.path(jsonToken{}))
}

// joinPointer is the pointer of names and indexes.
//
//	json-pointer = *( "/" reference-token )   RFC 6901 §3
func joinPointer(path []string) string {
	var b strings.Builder
	for _, name := range path {
		if b.Len() > maxPointer {
			b.WriteString("/…")
			break
		}
		b.WriteString("/" + escapePointer(shortened(name)))
	}
	return b.String()
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

func escapePointer(name string) string { return pointerEscapes.Replace(name) }
