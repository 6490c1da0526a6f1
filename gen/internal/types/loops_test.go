package types

import (
	"strings"
	"testing"
)

// spelt is a loop as people read it: A.next -> B.
func (l Loop) spelt() string {
	var steps []string
	for i, d := range l.Decls {
		step := d.Name
		if l.Fields != nil {
			step += "." + l.Fields[i].Name
		}
		steps = append(steps, step)
	}
	return strings.Join(steps, " -> ")
}

func speltAll(list []Loop) string {
	var all []string
	for _, l := range list {
		all = append(all, l.spelt())
	}
	return strings.Join(all, "; ")
}

// TestContain shows which fields become pointers, and which records have no end.
func TestContain(t *testing.T) {
	for _, row := range []struct{ name, world, pointers, loops string }{
		{"a tree by lists", "Node: {children: []Node; by: map[string]Node}", "", ""},
		{"an absent-able field of itself", "Node: {next: Node?}", "Node.next", ""},
		{"a nullable one", "Node: {next: Node|null}", "Node.next", ""},
		{"both", "Node: {next: Node|null?; name: string?}", "Node.next", ""},
		{"a required one", "Node: {next: Node}", "", "Node.next"},
		{"by another name", "Node: {next: Other?}\nOther: Node", "Node.next", ""},
		{"a required one by another name", "Node: {next: Other}\nOther: Node", "", "Node.next"},
		{
			"two records, one way may be absent", "A: {b: B?}\nB: {a: A}", "A.b", "",
		},
		{"two records, both may be absent", "A: {b: B?}\nB: {a: A?; x: X?}\nX: {n: int}", "A.b B.a", ""},
		{"two records that need each other", "A: {n: int; b: B}\nB: {a: A}", "", "A.b -> B.a"},
		{"the shortest of two ways", "A: {b: B; c: C}\nB: {c: C}\nC: {a: A}", "", "A.c -> C.a"},
		{"two rings", "A: {a: A}\nB: {b: B}\nC: {a: A}", "", "A.a; B.b"},
		{"not through a union", "E: Num or Add\nNum: {n: int}\nAdd: {l: E; r: E?}", "", ""},
		{"a record in a record", "A: {b: B; c: B?}\nB: {n: int}", "", ""},
		{
			"what it extends", "Base: {up: Child?}\nChild: Base + {n: int}", "Base.up Child.up", "",
		},
		{
			"what it extends, behind it", "Front: {up: Child?}\nChild: Front + {n: int}",
			"Child.up Front.up", "",
		},
	} {
		decls := inOrder(world(t, row.world))
		got := speltAll(Contain(decls))
		var pointers []string
		for _, d := range decls {
			for _, f := range d.Fields {
				if f.Pointer {
					pointers = append(pointers, d.Name+"."+f.Name)
				}
			}
		}
		if got != row.loops || strings.Join(pointers, " ") != row.pointers {
			t.Errorf("%s: loops %q, pointers %q", row.name, got, pointers)
		}
	}
}

// TestAliasLoops wants names that stand for each other, and no lists of themselves.
func TestAliasLoops(t *testing.T) {
	for _, row := range []struct{ name, world, want string }{
		{"itself", "A: A", "A"},
		{"three names", "A: B\nB: C\nC: A\nD: A", "A -> B -> C"},
		{"a list of itself", "A: []A\nB: map[string]B", ""},
		{"a chain", "A: B\nB: C\nC: string", ""},
	} {
		if got := speltAll(AliasLoops(inOrder(world(t, row.world)))); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

// TestExtendsLoops wants records that extend each other.
func TestExtendsLoops(t *testing.T) {
	w := world(t, "A: {n: int}\nB: A + {m: int}\nC: B + {k: int}")
	if got := speltAll(ExtendsLoops(inOrder(w))); got != "" {
		t.Errorf("a chain: %s", got)
	}
	w["A"].Extends = []*Decl{w["C"]}
	if got := speltAll(ExtendsLoops(inOrder(w))); got != "A -> C -> B" {
		t.Errorf("a ring: %s", got)
	}
}

// TestEndless wants the declarations of which there is no finite value.
func TestEndless(t *testing.T) {
	for _, row := range []struct{ name, world, want string }{
		{"a tree", "Node: {children: []Node}", ""},
		{"a tree that must go on", "Node: {children: []Node(min=1)}", "Node"},
		{"a map that must go on", "Node: {children: map[string]Node(min=1)}", "Node"},
		{"one that may end", "Node: {children: [](Node|null)(min=1)}", ""},
		{"an expression", "E: Num or Add\nNum: {n: int}\nAdd: {l: E; r: E}", ""},
		{"an expression without leaves", "E: Neg or Add\nNeg: {e: E}\nAdd: {l: E; r: E}", "Add E Neg"},
		{"a list of itself", "A: []A\nB: []B(min=1)", "B"},
		{"who needs one", "A: {a: A}\nB: {a: A}\nC: {a: A?}", "A B"},
	} {
		var names []string
		for _, d := range Endless(inOrder(world(t, row.world))) {
			names = append(names, d.Name)
		}
		if got := strings.Join(names, " "); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

// TestEndlessIsLinear counts what is looked at in chains that the order of the file does not help
// with: each record needs the one that comes next, and several times.
func TestEndlessIsLinear(t *testing.T) {
	const n, fields = 5000, 3
	for name, last := range map[string]*Type{"a chain with an end": {Kind: String}, "one without": nil} {
		decls := make([]*Decl, n)
		for i := range decls {
			decls[i] = &Decl{Form: Record}
		}
		for i, d := range decls {
			of := last
			if i+1 < n {
				of = &Type{Kind: Named, Decl: decls[i+1]}
			} else if last == nil {
				of = &Type{Kind: Named, Decl: d}
			}
			for range fields {
				d.Fields = append(d.Fields, &Field{Type: of})
			}
		}
		e := newEnder(decls)
		e.run()
		endless := len(Endless(decls))
		if last != nil && (endless != 0 || e.taken != fields*(n-1)) || last == nil && (endless != n || e.taken != 0) {
			t.Errorf("%s: %d of %d have no end, %d needs were looked at", name, endless, n, e.taken)
		}
	}
}
