package edge

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Lumps live here: one expression for the paths of several places, in which what they begin with
// stands once. A proxy that asks a thousand expressions one after the other answers the last
// route far later than the first; of some tens it does not matter, and a matcher leaves each at
// its first byte that differs.

// maxLump bounds an expression, in bytes: nginx reads no word of more than 4096, PCRE compiles
// to 64 KiB at most.
const maxLump = 3600

// A lump is one expression, anchored at neither end.
type lump struct {
	places []*Place
	way    Needs
	text   string // with marks of possessive repetition
	prefix string // decoded: what every path begins with

	compile sync.Once
	re      *regexp.Regexp
}

// matches asks a raw path.
func (l *lump) matches(path string) bool {
	l.compile.Do(func() { l.re = regexp.MustCompile("^(?:" + re2.in(l.text) + ")$") })
	return l.re.MatchString(path)
}

// Match tells whether an edge without faults lets a raw path through.
func (s *Space) Match(path string) bool {
	return anyOf(s.lumps, path) != nil
}

// anyOf is a lump that lets a raw path through, or nil.
func anyOf(lumps []*lump, path string) *lump {
	text, err := url.PathUnescape(path)
	if err != nil {
		return nil
	}
	for _, l := range lumps {
		if strings.HasPrefix(text, l.prefix) && l.matches(path) {
			return l
		}
	}
	return nil
}

// newLump is a lump of a sorted list.
func newLump(places []*Place, way Needs) *lump {
	l := &lump{places: places, way: way, text: joined(places), prefix: places[0].Prefix}
	for _, p := range places {
		for !strings.HasPrefix(p.Prefix, l.prefix) {
			l.prefix = l.prefix[:len(l.prefix)-1]
		}
	}
	return l
}

// lumpsOf are the places in lumps of one way each, the widest first.
func lumpsOf(places []*Place, size int) (lumps []*lump) {
	ways := map[Needs][]*Place{}
	for _, p := range places {
		ways[p.Needs.way()] = append(ways[p.Needs.way()], p)
	}
	for _, way := range slices.SortedFunc(maps.Keys(ways), wider) {
		list := ways[way]
		slices.SortStableFunc(list, func(a, b *Place) int { return slices.Compare(a.tokens, b.tokens) })
		for len(list) > 0 {
			n := fitting(list, size)
			lumps = append(lumps, newLump(list[:n], way))
			list = list[n:]
		}
	}
	return lumps
}

// maxPCRE bounds an expression for engines with PCRE, in bytes: what it compiles to is up to five
// times as long, and 64 KiB at most.
const maxPCRE = 12000

// shortLumps are those that an engine takes; one that is too long is of a single place.
func (s *Space) shortLumps(longest int) (list []*lump) {
	for _, l := range s.lumps {
		if len(pcre.in(l.text)) <= longest {
			list = append(list, l)
		}
	}
	return list
}

// fitting is how many of a sorted list fit into one expression, at least one.
func fitting(list []*Place, size int) int {
	var before []string
	length := 0
	for i, p := range list {
		same := 0
		for same < min(len(before), len(p.tokens)) && before[same] == p.tokens[same] {
			same++
		}
		length += len("(?:|)?") + 1
		for _, t := range p.tokens[same:] {
			length += len(t)
		}
		if length > size && i > 0 {
			return i
		}
		before = p.tokens
	}
	return len(list)
}

// joined is the expression of a sorted list.
func joined(list []*Place) string {
	rows := make([][]string, len(list))
	for i, p := range list {
		rows[i] = p.tokens
	}
	return joinedRows(rows)
}

// joinedRows is an expression of rows of tokens, sorted: rows that begin alike are together.
func joinedRows(rows [][]string) string {
	ended := len(rows[0]) == 0
	if ended {
		rows = rows[1:]
	}
	var either []string
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n][0] == rows[0][0] {
			n++
		}
		tails := make([][]string, n)
		for i := range tails {
			tails[i] = rows[i][1:]
		}
		either = append(either, rows[0][0]+joinedRows(tails))
		rows = rows[n:]
	}
	switch {
	case len(either) == 0:
		return ""
	case ended:
		return "(?:" + strings.Join(either, "|") + ")?"
	case len(either) == 1:
		return either[0]
	}
	return "(?:" + strings.Join(either, "|") + ")"
}
