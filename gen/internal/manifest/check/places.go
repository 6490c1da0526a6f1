package check

import (
	"fmt"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/relation"
)

// What is said of one place in the tree of all paths lives here: of segments beside each
// other that are easily confused, of parameters with two names, and of trees that are
// deeper than people write them. The segments behind a path parameter are no part of the
// tree.

// deepest is the number of segments from which on a path is very long. The longest in
// GitHub's API has 13.
const deepest = 32

// places looks at the tree.
func (r *rivals) places() {
	root := r.contest.Root
	r.caseTwins(root)
	r.slashTwins(root)
	r.mixedNames()
	r.deepPath()
	if !r.contest.Complete() {
		r.warn(diag.WidePlace, diag.Span{},
			"split the manifest, or give parameters converters that keep their routes apart",
			"the routes overlap too much to compare all pairs of them: some overlaps may not "+
				"have been told")
	}
}

// caseTwins warns of two literals at one place that differ only in case.
func (r *rivals) caseTwins(n *relation.Node) {
	seen := map[string]*relation.Branch{}
	n.Branches(func(b *relation.Branch) {
		r.caseTwins(b.To)
		if b.Segment.Rank() != pattern.RankLiteral {
			return
		}
		folded := strings.ToLower(b.Segment.Literal())
		first := seen[folded]
		if first == nil {
			seen[folded] = b
			return
		}
		r.warn(diag.CaseTwins, r.segmentSpan(r.routes[b.First.Index], b.Depth),
			"case matters in paths: write both the same way, or give one another name",
			"the segments %s and %s differ only in case", diag.Quoted(first.Segment.Literal()),
			diag.Quoted(b.Segment.Literal())).
			Also(r.segmentSpan(r.routes[first.First.Index], first.Depth), "in other case here")
	})
}

// slashTwins warns of two routes with different handlers that differ only in a slash at
// the end.
// Only the handlers tell that it was not meant: with one handler for both, somebody has
// thought of it. It is off by default, because APIs exist that mean it.
func (r *rivals) slashTwins(n *relation.Node) {
	n.Branches(func(b *relation.Branch) {
		r.slashTwins(b.To)
		if len(b.Segment) > 0 {
			return
		}
		for _, with := range b.To.Ends {
			i := slices.IndexFunc(n.Ends, func(k *relation.Contender) bool {
				return k.Accepts()&with.Accepts() != 0 &&
					r.route(k).Handler != r.route(with).Handler
			})
			if i < 0 {
				continue
			}
			without := n.Ends[i]
			r.warn(diag.SlashTwins, r.route(with).PathSpan,
				"let both have the same handler, or take one out; `trailing_slash: redirect` "+
					"sends clients to the other",
				"%s %s has another handler than %s", r.shared(without, with), r.route(with).Path,
				r.route(without).Path).
				Also(r.route(without).PathSpan, "without the slash")
		}
	})
}

// mixedNames warns of parameters of one converter at one place that have two names.
func (r *rivals) mixedNames() {
	if r.levelOf(diag.MixedNames) == manifest.LevelOff {
		return
	}
	type at struct {
		behind *relation.Node
		names  string
	}
	first := map[at]*relation.Contender{}
	for _, k := range r.contest.Contenders {
		for i, node := range k.Through() {
			seg := k.Pattern.Segments[i]
			names := namesOf(seg)
			if names == "" {
				continue
			}
			switch known := first[at{node, ""}]; {
			case known == nil:
				first[at{node, ""}] = k
			case namesOf(known.Pattern.Segments[i]) == names:
			case first[at{node, names}] == nil:
				first[at{node, names}] = k
				r.warn(diag.MixedNames, r.segmentSpan(r.routes[k.Index], i),
					"give the parameter one name",
					"%s is %s in another route", seg.Shown(), known.Pattern.Segments[i].Shown()).
					Also(r.segmentSpan(r.routes[known.Index], i), "the same parameter")
			}
		}
	}
}

// namesOf are the names of a segment's parameters, to be compared as one.
func namesOf(seg pattern.Segment) string {
	var names []string
	for _, param := range seg.Params() {
		names = append(names, param.Name)
	}
	return strings.Join(names, " ")
}

// deepPath warns of the longest path, if it is very long.
// One message is enough, with the number of the others: each path is deep for the same
// reason.
func (r *rivals) deepPath() {
	var longest *relation.Contender
	most, more := deepest, 0
	for _, k := range r.contest.Contenders {
		n := len(k.Pattern.Segments)
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
	fault := r.warn(diag.DeepPath, r.route(longest).PathSpan,
		"shorten it, or take what varies as one <path:…>",
		"a path of %d segments: each is a level of generated code", most)
	if more > 1 {
		fault.Note(fmt.Sprintf("%d paths have more than %d", more, deepest))
	}
}
