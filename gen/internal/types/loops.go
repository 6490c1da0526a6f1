package types

import "slices"

// Declarations that lead back to themselves are found here: a loop of names has no meaning, and
// a record that must contain itself has no end.

// A Loop is a row of declarations, each of which leads to the next, and the last to the first.
//
// Of `A: B`, `B: A` it is A, B. Of a record Node with a field next of Node it is Node alone, by
// that field.
type Loop struct {
	Decls  []*Decl
	Fields []*Field // by which; nil where none is needed
}

// A step leads from one declaration to another.
type step struct {
	to *Decl
	by *Field // or nil
}

// AliasLoops are the names that stand for each other. While there is one, nothing that follows
// names (Base, Late, Contain) may be asked.
//
//	types: {A: B, B: "[]A"}   no loop of names: a list is a type
//	types: {A: B, B: A}       a loop: neither is a type
func AliasLoops(decls []*Decl) []Loop {
	return loops(decls, func(d *Decl) []step {
		if d.Form != Alias || d.Type == nil || d.Type.Kind != Named || d.Type.Decl == nil {
			return nil
		}
		return []step{{to: d.Type.Decl}}
	})
}

// ExtendsLoops are the records that extend each other.
//
// A record has the fields of all that it extends, so that one of a loop would have its own again.
func ExtendsLoops(decls []*Decl) []Loop {
	return loops(decls, func(d *Decl) (list []step) {
		for _, e := range d.Extends {
			list = append(list, step{to: e})
		}
		return list
	})
}

// Contain finds records that contain themselves directly, which is: not through lists, maps and
// unions. It marks the fields of such a ring that may be absent or null as pointers, and returns
// the rings that have none: no value of theirs ends.
//
//	Node: {value: int, next: Node?}      next is *Node in Go: a struct cannot hold itself
//	Node: {value: int, next: Node}       a loop: each Node needs another
//	Node: {children: "[]Node"}           neither: a slice holds its elements elsewhere
//
// All such fields of a ring become pointers, and not just as many as Go needs: which ones would do
// depends on the order of declarations, and to move one would change the Go types of others.
func Contain(decls []*Decl) []Loop {
	ring := rings(decls, func(d *Decl) []step { return contained(d, false) })
	for _, d := range decls {
		for _, s := range contained(d, false) {
			inRing := ring[d] != 0 && ring[d] == ring[s.to]
			// never back to false: a field is shared with the records that extend its own
			if inRing && (s.by.Type.Optional || s.by.Type.Nullable) {
				s.by.Pointer = true
			}
		}
	}
	return loops(decls, func(d *Decl) []step { return contained(d, true) })
}

// contained are the records that a record holds in its fields; required: only those that must be
// there.
func contained(d *Decl, required bool) (list []step) {
	if d.Form != Record {
		return nil
	}
	for _, f := range d.Fields {
		if f.Type == nil || required && (f.Type.Optional || f.Type.Nullable) {
			continue
		}
		if d := f.Type.Base().Decl; d != nil && d.Form == Record {
			list = append(list, step{d, f})
		}
	}
	return list
}

// loops are the shortest loops, one for each ring of declarations, in the order of decls.
//
// One for each ring, because a ring of many records has more loops than anybody reads, and is
// mended in one place.
func loops(decls []*Decl, next func(*Decl) []step) (list []Loop) {
	ring := rings(decls, next)
	told := map[int]bool{}
	for _, d := range decls {
		if n := ring[d]; n != 0 && !told[n] {
			told[n] = true
			list = append(list, shortest(d, next))
		}
	}
	return list
}

// shortest is the shortest way from d to itself, of which there is one.
//
// It goes breadth first, so that the first way back is among the shortest.
func shortest(d *Decl, next func(*Decl) []step) Loop {
	type way struct {
		from *Decl
		by   *Field
	}
	came := map[*Decl]way{}
	for queue := []*Decl{d}; len(queue) > 0; queue = queue[1:] {
		for _, s := range next(queue[0]) {
			if _, seen := came[s.to]; seen {
				continue
			}
			came[s.to] = way{queue[0], s.by}
			queue = append(queue, s.to)
		}
		if _, found := came[d]; found {
			break
		}
	}
	var l Loop
	for at := d; ; {
		w := came[at]
		l.Decls = append(l.Decls, w.from)
		if w.by != nil {
			l.Fields = append(l.Fields, w.by)
		}
		if at = w.from; at == d {
			break
		}
	}
	slices.Reverse(l.Decls)
	slices.Reverse(l.Fields)
	return l
}

// rings numbers the declarations that lead back to themselves, from 1: those that lead to each
// other have the same number. It is Tarjan's algorithm for strongly connected components.
func rings(decls []*Decl, next func(*Decl) []step) map[*Decl]int {
	r := &ringFinder{
		next: next, index: map[*Decl]int{}, low: map[*Decl]int{}, ring: map[*Decl]int{},
	}
	for _, d := range decls {
		if r.index[d] == 0 {
			r.visit(d)
		}
	}
	return r.ring
}

// A ringFinder has the state of Tarjan's algorithm: the number of each declaration in order of
// first visit, the lowest number that can be reached from it, and those whose ring is not complete
// yet.
type ringFinder struct {
	next       func(*Decl) []step
	index, low map[*Decl]int
	open       []*Decl
	ring       map[*Decl]int
	count      int
}

// visit goes down from d. A ring is complete when it has come back to the first of its members. One
// declaration by itself is a ring only if it leads to itself.
func (r *ringFinder) visit(d *Decl) {
	r.index[d] = len(r.index) + 1
	r.low[d] = r.index[d]
	r.open = append(r.open, d)
	itself := false
	for _, s := range r.next(d) {
		itself = itself || s.to == d
		if r.index[s.to] == 0 {
			r.visit(s.to)
			r.low[d] = min(r.low[d], r.low[s.to])
		} else if slices.Contains(r.open, s.to) {
			r.low[d] = min(r.low[d], r.index[s.to])
		}
	}
	if r.low[d] != r.index[d] {
		return
	}
	i := slices.Index(r.open, d)
	members := r.open[i:]
	r.open = r.open[:i]
	if len(members) == 1 && !itself {
		return
	}
	r.count++
	for _, m := range members {
		r.ring[m] = r.count
	}
}

// Endless are the declarations of which no value ends: each needs another. Those of a loop that
// [Contain] returns are among them.
//
//	Tree: {oneof: {by: kind, of: {node: Node}}}, Node: {child: Tree}
//
// Here each needs the other, but by way of a union, which [Contain] does not follow. A list or
// map of at least one element can be on the way, too.
func Endless(decls []*Decl) (list []*Decl) {
	e := newEnder(decls)
	e.run()
	for _, d := range decls {
		if e.left[d] > 0 {
			list = append(list, d)
		}
	}
	return list
}

// An ender finds what ends. It starts with what ends by itself and takes that from what needs it,
// until nothing more is left to take: what still needs something never ends. Each need is looked
// at once, however long the chains of them are.
type ender struct {
	left    map[*Decl]int     // how many of its needs have to end before it does
	needers map[*Decl][]*Decl // what needs it, once for each need
	ended   []*Decl           // and not yet taken from what needs them
	taken   int               // needs that were
}

func newEnder(decls []*Decl) *ender {
	e := &ender{left: map[*Decl]int{}, needers: map[*Decl][]*Decl{}}
	for _, d := range decls {
		needs := needsOf(d)
		e.left[d] = len(needs)
		if d.Form == Union {
			e.left[d] = min(len(needs), 1) // any one of them
		}
		for _, n := range needs {
			e.needers[n] = append(e.needers[n], d)
		}
		if len(needs) == 0 {
			e.ended = append(e.ended, d)
		}
	}
	return e
}

func (e *ender) run() {
	for len(e.ended) > 0 {
		last := len(e.ended) - 1
		d := e.ended[last]
		e.ended = e.ended[:last]
		for _, by := range e.needers[d] {
			e.taken++
			if e.left[by]--; e.left[by] == 0 {
				e.ended = append(e.ended, by)
			}
		}
	}
}

// needsOf are the declarations of which each value of d has one: all of them, or of a union one.
// It is nil where some value needs none.
func needsOf(d *Decl) (needs []*Decl) {
	switch d.Form {
	case Alias:
		return needOf(nil, d.Type)
	case Record:
		for _, f := range d.Fields {
			needs = needOf(needs, f.Type)
		}
	case Union:
		for _, m := range d.Members {
			if m.Decl == nil {
				return nil
			}
			needs = append(needs, m.Decl)
		}
	}
	return needs
}

// needOf appends what each value of a type has. What may be absent or null needs nothing, and so
// does a list or map that may be empty.
func needOf(needs []*Decl, t *Type) []*Decl {
	switch {
	case t == nil || t.Optional || t.Nullable:
	case t.Kind == List || t.Kind == Map:
		if lengthOf(t.Rules.Min, 0) > 0 {
			return needOf(needs, t.Elem)
		}
	case t.Kind == Named && t.Decl != nil:
		return append(needs, t.Decl)
	}
	return needs
}
