package manifest

import (
	"io"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Where in a text yaml.v3 gave up is found out here.

// stop is how far yaml.v3 reads before it gives up: it is fed byte by byte, and looks
// at most four bytes ahead.
// It costs one more run over the text, for texts that have an error alone.
func (s *Source) stop() int {
	r := &drip{text: s.text}
	d := yaml.NewDecoder(r)
	for {
		if _, err := nextDocument(d); err != nil {
			return r.given
		}
	}
}

// A drip gives a text away byte by byte, and counts: what yaml.v3 has not been given cannot
// be at fault.
type drip struct {
	text  string
	given int
}

// Read gives one byte.
func (d *drip) Read(p []byte) (int, error) {
	if d.given == len(d.text) {
		return 0, io.EOF
	}
	p[0] = d.text[d.given]
	d.given++
	return 1, nil
}

// window finds one of chars in what yaml.v3 looked ahead before it stopped.
func (s *Source) window(stop int, chars string) int {
	from := stop
	for range 4 { // runes
		_, n := utf8.DecodeLastRuneInString(s.text[:from])
		from -= n
	}
	if i := strings.IndexAny(s.text[from:stop], chars); i >= 0 {
		return from + i
	}
	return from
}
