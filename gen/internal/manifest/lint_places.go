package manifest

import (
	"fmt"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/pattern"
)

// What is said of one place in the tree of all paths lives here: of segments beside each
// other that are easily confused, of parameters with two names, and of trees that are
// deeper or wider than people write them. The segments behind a path parameter are no
// part of the tree.

const (
	// deepest is the number of segments from which on a path is very long. The longest
	// in GitHub's API has 13.
	deepest = 32
	// widest is the number of different segments with parameters at one place from
	// which on they are too many: they are asked one after another.
	widest = 32
)

// places looks at the tree.
func (d *decoder) places(c *contest) {
	d.caseTwins(c.root)
	d.slashTwins(c, c.root)
	d.mixedNames(c)
	d.deepPath(c)
	d.widePlaces(c.root)
	if c.cut || c.fuel <= 0 {
		d.warn(diag.WidePlace, diag.Span{}, "split the manifest, or give parameters converters that keep their routes apart",
			"the routes overlap too much to compare all pairs of them: some overlaps may not have been told")
	}
}

// each calls visit for the branches of a place.
func (p *place) each(visit func(b *branch)) {
	for i := range p.literals {
		visit(&p.literals[i])
	}
	for i := range p.others {
		visit(&p.others[i])
	}
}

// caseTwins warns of two literals at one place that differ only in case.
func (d *decoder) caseTwins(p *place) {
	seen := map[string]*branch{}
	p.each(func(b *branch) {
		d.caseTwins(b.to)
		if b.seg.Rank() != pattern.RankLiteral {
			return
		}
		folded := strings.ToLower(b.seg.Literal())
		first := seen[folded]
		if first == nil {
			seen[folded] = b
			return
		}
		fault := d.warn(diag.CaseTwins, d.segmentSpan(b.first.entry, b.depth), "case matters in paths: write both the same way, or give one another name",
			"the segments %s and %s differ only in case", quoted(first.seg.Literal()), quoted(b.seg.Literal()))
		if fault != nil {
			fault.Others = []diag.Label{{Span: d.segmentSpan(first.first.entry, first.depth), Text: "in other case here"}}
		}
	})
}

// slashTwins warns of two routes with different handlers that differ only in a slash at
// the end.
func (d *decoder) slashTwins(c *contest, p *place) {
	p.each(func(b *branch) {
		d.slashTwins(c, b.to)
		if b.lang.class != wordsClass || len(b.seg) > 0 {
			return
		}
		for _, with := range b.to.ends {
			i := slices.IndexFunc(p.ends, func(k *contender) bool {
				return k.accepts&with.accepts != 0 && k.route.Handler != with.route.Handler
			})
			if i < 0 {
				continue
			}
			without := p.ends[i]
			fault := d.warn(diag.SlashTwins, with.route.PathSpan, "let both have the same handler, or take one out; `trailing_slash: redirect` sends clients to the other",
				"%s %s has another handler than %s", c.shared(without, with), with.route.Path, without.route.Path)
			if fault != nil {
				fault.Others = []diag.Label{{Span: without.route.PathSpan, Text: "without the slash"}}
			}
		}
	})
}

// mixedNames warns of parameters of one converter at one place that have two names.
func (d *decoder) mixedNames(c *contest) {
	if d.levelOf(diag.MixedNames) == levelOff {
		return
	}
	type at struct {
		place *place
		lang  *language
		names string
	}
	first := map[at]*contender{}
	for _, k := range c.contenders {
		p := c.root
		for i, lang := range k.shape.before {
			seg := k.route.Pattern.Segments[i]
			if names := namesOf(seg); names != "" {
				here := at{p, lang, ""}
				switch known := first[here]; {
				case known == nil:
					first[here] = k
				case namesOf(known.route.Pattern.Segments[i]) == names:
				case first[at{p, lang, names}] == nil:
					first[at{p, lang, names}] = k
					fault := d.warn(diag.MixedNames, d.segmentSpan(k.entry, i), "give the parameter one name",
						"%s is %s in another route", seg.Shown(), known.route.Pattern.Segments[i].Shown())
					fault.Others = []diag.Label{{Span: d.segmentSpan(known.entry, i), Text: "the same parameter"}}
				}
			}
			p = p.branch(branch{lang: lang, first: k, seg: seg, depth: i})
		}
	}
}

func namesOf(seg pattern.Segment) string {
	var names []string
	for _, part := range seg {
		if part.Param != nil {
			names = append(names, part.Param.Name)
		}
	}
	return strings.Join(names, " ")
}

// deepPath warns of the longest path, if it is very long.
func (d *decoder) deepPath(c *contest) {
	var longest *contender
	most, more := deepest, 0
	for _, k := range c.contenders {
		n := len(k.route.Pattern.Segments)
		if n > deepest {
			more++
		}
		if n > most {
			longest, most = k, n
		}
	}
	if longest == nil {
		return
	}
	fault := d.warn(diag.DeepPath, longest.route.PathSpan, "shorten it, or take what varies as one <path:…>",
		"a path of %d segments: each is a level of generated code", most)
	if fault != nil && more > 1 {
		fault.Notes = []string{fmt.Sprintf("%d paths have more than %d", more, deepest)}
	}
}

// widePlaces warns of places with very many segments that are asked one after another: of
// several routes with one pattern that is one.
func (d *decoder) widePlaces(p *place) {
	p.each(func(b *branch) { d.widePlaces(b.to) })
	paths := p.differentPaths()
	n := len(p.others) + len(paths)
	if n <= widest {
		return
	}
	at, k := 0, (*contender)(nil)
	if len(p.others) > widest {
		at, k = p.others[widest].depth, p.others[widest].first
	} else {
		k = paths[widest-len(p.others)]
		at = len(k.shape.before)
	}
	what := "segments with parameters"
	if len(paths) > 0 {
		what = "segments with parameters, or patterns from their path on,"
	}
	d.warn(diag.WidePlace, d.segmentSpan(k.entry, at),
		"put a literal before them, or take one parameter and look at its value in the handler",
		"%d different %s stand at this place: a request may be compared with all of them", n, what)
}

// differentPaths are the routes whose path parameter stands in the next segment, the first of
// each pattern.
func (p *place) differentPaths() []*contender {
	seen := map[int]bool{}
	var list []*contender
	for _, k := range p.paths {
		if !seen[k.order] {
			seen[k.order] = true
			list = append(list, k)
		}
	}
	return list
}
