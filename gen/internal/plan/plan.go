// Package plan decides what a dispatcher compares and in which order: it turns a checked
// manifest into a decision tree. It is total: no manifest that was checked makes it fail.
//
// The tree is the trie of the routes' segments, sorted by precedence, in which runs of
// literals are drawn together ("tails first"): at the root and behind each parameter the
// rest of the path is compared whole with every static tail and with the literal prefixes
// that lead to the next parameter, told apart by a few bytes at once; then its first segment
// is given to the converters, in order. That keeps the order of precedence, because a
// literal comes before everything else in its segment, and a route of literals alone that
// matches a path comes before every other route that does. Falling out of a node is the
// backtracking: there is nothing to restore, and no node is asked twice, so that the work is
// linear in the path for a given manifest.
package plan

import (
	"slices"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
)

// Plan is what the emitter needs: the checked manifest and the decision tree.
// It is data: nothing in it points back to YAML or forward to Go, and it can be printed
// (Dump) and interpreted (Finder).
type Plan struct {
	Manifest   *model.Manifest
	Sources    []Source   // the manifest, then the files that it includes; for the freshness test
	SourceName string     // of the manifest, in the header of generated files
	Docs       *Docs      // nil: none
	Methods    []string   // of the manifest, beyond the registered ones; in order of first use
	Precedence []int      // indexes of Manifest.Routes, first in precedence first
	Root       *Node      // a boundary: asked with the whole canonical path
	Functions  []Function // the parts of the tree that are functions of their own, Root first
	Sites      []*Site    // every place where a pattern ends, by Index

	// SlashesFirst says that the slashes of the path are found out before anything else.
	SlashesFirst bool
}

// Docs are what is said about the service to those who call it, as it is sent.
type Docs struct {
	Document string // OpenAPI, as JSON
	Page     string // HTML
	Policy   string // Content-Security-Policy of the page
}

// A Source is a file that the plan was made from.
type Source struct {
	Path string // from the output folder, with slashes
	Text []byte // with line feeds alone, no byte order mark
}

// A Node is a place in the path. Behind the root and behind a parameter (a boundary) the
// rest of the path is "" or starts with a slash, and Literals say how it goes on. Behind a
// prefix the rest starts with a segment: Literals, then Segments, then Ends are asked.
// What falls out of a node did not match below it.
//
// The routes /users/me, /users/<id> and /users/<id>/posts/<int:n> make
//
//	the root, a boundary         Literals: tail "/users/me", prefix "/users/"
//	  behind "/users/"           Segments: <str>
//	    behind <str>, a boundary Literals: tail "", prefix "/posts/"
//	      behind "/posts/"       Segments: <int>
//	        behind <int>         Literals: tail ""
//
// so that each node is asked with what is left of the path, and looks at the start of that
// alone.
type Node struct {
	Literals *Choice // nil: none
	Segments []Child
	Ends     []End
	Vars     []pattern.Conv // of the parameters taken before this node, in order

	// How Segments and Ends are asked: each once, in order, or those that a text can be.
	AskSegments, AskEnds []Sift

	Function int // index in Plan.Functions, or -1: part of the function around it
}

// A Function is a part of the tree that is a function of its own: a node, some of a node's
// segments or ends, or a choice.
type Function struct {
	Node   *Node     // nil: Choice
	Some   *SiftCase // of the node; nil: all of it
	Ends   bool      // Some are of the node's ends
	Choice *Choice
	Vars   []pattern.Conv // of the parameters taken before
}

// A Tail is static text that is all of the rest.
type Tail struct {
	Text string
	Site *Site
}

// A Prefix is static text, ending in a slash, that leads to parameters.
type Prefix struct {
	Text string
	Node *Node
}

// A Choice tells literal texts apart: first the tails, then the prefixes, none of which
// starts with another. Where there are more than a few of them it goes by the bytes in a
// window: each then has a Case for these, and Short holds the tails that end before it. Beside
// cases there are no Tails, and at most one prefix, which is asked after them: all texts of the
// cases and of Short start with it.
//
// In generated code it is a switch over the number that the window's bytes are, and below
// each case a comparison with what is left of the texts: the bytes of a window that have been
// looked at are not compared again.
type Choice struct {
	Tails    []Tail
	Prefixes []Prefix

	Window Window
	Cases  []Case
	Hash   *Hash // how to jump to a case; nil: the cases are few enough to be compared
	Short  *Choice

	Function int // as in Node
}

// A Window is a few bytes of a text at a fixed place, which are loaded as one number.
type Window struct{ Offset, Width int }

// End is the place behind the last byte of a window.
func (w Window) End() int { return w.Offset + w.Width }

// Number is the number that these bytes are, the first one lowest.
func Number(bytes string) (n uint64) {
	for i := range len(bytes) {
		n |= uint64(bytes[i]) << (8 * i)
	}
	return n
}

// A Case is the choice that is left for the bytes of the window.
type Case struct {
	Bytes  string
	Choice *Choice
}

// A Child is a segment with parameters that the rest may start with.
//
// Several children of one node are asked in order, each with the same segment. A segment is
// found once for all of them: it goes up to the next slash, or to the end.
type Child struct {
	Whole *pattern.Conv // the one parameter that is all of the segment; nil: mixed
	Cut   *Cut          // how a mixed segment is taken apart; nil: whole
	Next  *Node         // a boundary
	// Several says that it stands in several cases of a Sift: what is behind it is a function.
	Several bool
	cased   bool   // stands in a case, while they are made
	Text    string // the segment as written in one of the routes, for people
}

// An End is the rest of a pattern from a segment with a path parameter on. It is asked
// for all of the rest at once: a path's end is found from the right.
type End struct {
	Cut  *Cut
	Site *Site
}

// A Site is a place where one pattern, or several that differ in names alone, ends.
//
// GET /users/<id> and PUT /users/<name> are one site with two answers: which parameter's name
// is meant follows from the route.
type Site struct {
	Index   int
	Pattern string       // of the first route
	Answers []MethodSite // explicit methods, then "*"
}

// MethodSite says which route answers a method at a site. The routes of one site are told
// apart by the request's method alone, since their patterns take the same paths.
type MethodSite struct {
	Method string
	Route  int // index in Manifest.Routes
}

// Build makes the plan of a checked manifest. It cannot fail: what no plan could be made of
// is a fault that the checks have found before.
func Build(m *model.Manifest) *Plan {
	p := &Plan{Manifest: m, Precedence: make([]int, len(m.Routes))}
	for i := range m.Routes {
		p.Precedence[i] = i
	}
	slices.SortStableFunc(p.Precedence, func(a, b int) int {
		return pattern.Compare(m.Routes[a].Pattern, m.Routes[b].Pattern)
	})
	p.Methods = ownMethods(m)
	p.Root = p.lower(p.trie())
	p.assignFunctions()
	p.SlashesFirst = 2*p.cutAtSlashes() > len(m.Routes)
	return p
}

// cutAtSlashes counts the routes with a parameter that ends at a slash. Where they are most,
// slashes are worth knowing early: a processor that has guessed wrong which literal the path
// starts with has them by the time it knows better: 45.0 ns as written, 49.5 without
// (bench_github at random). The others would pay: 13.1 ns as written, 15.0 with slashes first
// (bench_static).
func (p *Plan) cutAtSlashes() (n int) {
	for _, r := range p.Manifest.Routes {
		for _, s := range r.Pattern.Segments {
			if s.Rank() == pattern.RankLiteral {
				continue
			}
			if s.Rank() != pattern.RankPath {
				n++
			}
			break
		}
	}
	return n
}

// registered are the methods of RFC 9110 and PATCH, whose numbers the runtime knows.
var registered = []string{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT",
	"TRACE"}

// ownMethods are the methods whose numbers the runtime does not know. The order of first use
// is that of their bits in generated code, so that a route added at the end moves none of
// them.
func ownMethods(m *model.Manifest) (own []string) {
	for _, r := range m.Routes {
		for _, method := range r.Methods {
			if method != "*" && !slices.Contains(registered, method) &&
				!slices.Contains(own, method) {
				own = append(own, method)
			}
		}
	}
	return own
}
