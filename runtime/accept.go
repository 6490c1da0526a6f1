package runtime

import (
	"net/http"
	"strconv"
	"strings"
)

// What a client accepts lives here (RFC 9110 §12.5.1).

// Accepts returns which of the offered content types ("text/csv") the client prefers by its
// field Accept, or "" if it takes none of them. Of equals the first offered counts, and so it
// does where there is no Accept, or nothing in it that can be read. Parameters of media ranges
// are passed over, but for the weight q.
func (r Request) Accepts(offers ...string) string {
	x, held := r.enter()
	var ranges []mediaRange
	x.fields(func(name, value string) bool {
		if strings.EqualFold(name, "Accept") {
			ranges = appendRanges(ranges, value)
		}
		return true
	})
	r.leave(held)
	if len(ranges) == 0 && len(offers) > 0 {
		return offers[0]
	}
	best, weight := "", 0
	for _, offer := range offers {
		if q := weightOf(offer, ranges); q > weight {
			best, weight = offer, q
		}
	}
	return best
}

// A mediaRange is an element of Accept, in lower case: text/html, text/* or */*.
type mediaRange struct {
	text   string
	weight int // q in thousandths
}

// appendRanges reads a line of Accept. What is no media range is left out.
//
//	Accept      = #( media-range [ weight ] )
//	media-range = ( "*/*" / ( type "/" "*" ) / ( type "/" subtype ) ) parameters
//	weight      = OWS ";" OWS "q=" qvalue
func appendRanges(list []mediaRange, line string) []mediaRange {
	for element := range splitQuoted(line, ',') {
		text, weight, first := "", 1000, true
		for part := range splitQuoted(element, ';') {
			part = strings.Trim(part, " \t")
			if first {
				text, first = strings.ToLower(part), false
			} else if len(part) > 2 && part[0]|0x20 == 'q' && part[1] == '=' {
				weight = qvalue(part[2:])
			}
		}
		major, minor, ok := strings.Cut(text, "/")
		if ok && isToken(major) && isToken(minor) && (major != "*" || minor == "*") {
			list = append(list, mediaRange{strings.Clone(text), weight})
		}
	}
	return list
}

// qvalue is a weight in thousandths. What is none weighs as much as no weight at all: it says
// nothing against what it stands at.
func qvalue(text string) int {
	q, err := strconv.ParseFloat(text, 64)
	if err != nil || !(q >= 0 && q <= 1) {
		return 1000
	}
	return int(q*1000 + 0.5)
}

// splitQuoted splits at a character that stands outside of quoted strings.
func splitQuoted(text string, at byte) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start, quoted := 0, false
		for i := 0; i < len(text); i++ {
			switch c := text[i]; {
			case quoted && c == '\\':
				i++
			case c == '"':
				quoted = !quoted
			case c == at && !quoted:
				if !yield(text[start:i]) {
					return
				}
				start = i + 1
			}
		}
		yield(text[start:])
	}
}

// weightOf is the weight of a content type: that of the most specific range that it is in.
func weightOf(offer string, ranges []mediaRange) (weight int) {
	offer, _, _ = strings.Cut(strings.ToLower(offer), ";")
	offer = strings.TrimSpace(offer)
	major, _, _ := strings.Cut(offer, "/")
	found := 0
	for _, r := range ranges {
		specific := 0
		switch r.text {
		case offer:
			specific = 3
		case major + "/*":
			specific = 2
		case "*/*":
			specific = 1
		}
		if specific > found || specific > 0 && specific == found && r.weight > weight {
			found, weight = specific, r.weight
		}
	}
	return weight
}

// CheckAccept returns a 406 if the client accepts none of the content types of a result.
func CheckAccept(req Request, offers ...string) error {
	if req.Accepts(offers...) != "" {
		return nil
	}
	return &HTTPError{
		Status:  http.StatusNotAcceptable,
		Message: "this is " + strings.Join(offers, " or ") + ", and Accept takes neither",
		Err:     notAcceptable{},
	}
}

// notAcceptable is the cause of a 406 by Accept, so that its answer says what it depends on.
type notAcceptable struct{}

func (notAcceptable) Error() string { return "not acceptable" }
