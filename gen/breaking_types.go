package gen

// Types of two manifests are compared here: whether what one takes, the other takes, too.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/httpgen/gen/internal/types"
)

// A narrowing looks for what makes a type take less than another. Of what a server sends it is
// asked the other way round: whether the old type would take all of the new one.
type narrowing struct {
	sent bool // by the server: members of objects that nobody knows are passed over
	form bool // lists may be missing
	seen map[[2]*types.Decl]bool
}

// say chooses between what is said of what a client sends, and of what a server sends.
func (n *narrowing) say(at, received, sent string, args ...any) string {
	if n.sent {
		received = sent
	}
	return at + " " + fmt.Sprintf(received, args...)
}

// narrower says at which place, and why, is takes less than was; "" if it takes all of it.
//
//	string to string(max=20)        now has max=20
//	string(max=20) to string        all of it is taken
//	int to float                    all of it is taken: each int is a number
//	enum(a, b) to enum(a)           cannot be "b" any more
//	enum(a, b) to string            all of it is taken
//	Book to Book with a new isbn    /isbn has to be there, where it is required
//
// It is asked of declared types as they are, not of what two services do with them: a Go type of
// one name may have changed in silence.
func (n *narrowing) narrower(was, is *types.Type, at string) string {
	if n.seen == nil {
		n.seen = map[[2]*types.Decl]bool{}
	}
	a, b := was.Base(), is.Base()
	if was.Nullable && !is.Nullable {
		return n.say(at, "cannot be null any more", "may be null now")
	}
	if why := stricterRules(was, is); why != "" && !n.sent {
		return at + " " + why
	}
	switch {
	case b.Kind == types.Any || a.Decl != nil && a.Decl == b.Decl:
		return ""
	case a.Kind == types.Named && b.Kind == types.Named && a.Decl.Form == b.Decl.Form:
		return n.decls(a.Decl, b.Decl, at)
	case isEnum(a) && isEnum(b):
		return n.words(wordsOf(a), wordsOf(b), at)
	case a.Elem != nil && a.Kind == b.Kind:
		return n.narrower(a.Elem, b.Elem, at+"/*")
	case a.Kind == b.Kind && a.Name == b.Name && a.Kind != types.Named,
		widens(a.Kind, b.Kind), isText(a) && b.Kind == types.String:
		return ""
	}
	return n.say(at, "is %[2]s, was %[1]s", "is %s, was %s", bare(was), bare(is))
}

// decls compares two declarations of one form. A pair that is asked already is taken to fit: a
// record that holds itself would have no end, and what is wrong with it is told where it was asked
// first.
func (n *narrowing) decls(a, b *types.Decl, at string) string {
	pair := [2]*types.Decl{a, b}
	if n.seen[pair] {
		return ""
	}
	n.seen[pair] = true
	switch a.Form {
	case types.Words:
		return n.words(a.Type.Words, b.Type.Words, at)
	case types.Record:
		return n.records(a, b, at)
	}
	if a.By != b.By {
		return n.say(at, "is told apart by %[2]q, was by %[1]q", "is told apart by %q, was by %q",
			a.By, b.By)
	}
	for _, m := range a.Members {
		i := slices.IndexFunc(b.Members, func(o types.Member) bool {
			return o.Tag == m.Tag && (o.Tag != "" || o.Decl.Name == m.Decl.Name)
		})
		if i < 0 {
			return n.say(at, "is no %s any more", "may be %s now", m.Decl.Name)
		}
		if why := n.narrower(named(m.Decl), named(b.Members[i].Decl), at); why != "" {
			return why
		}
	}
	return ""
}

// named is the type that a name of a declaration is.
func named(d *types.Decl) *types.Type {
	return &types.Type{Kind: types.Named, Name: d.Name, Decl: d}
}

// records compares the fields: one that has to be there is new, or one that was known is not.
func (n *narrowing) records(a, b *types.Decl, at string) string {
	old := map[string]*types.Field{}
	for _, f := range a.Fields {
		old[f.Name] = f
	}
	for _, f := range b.Fields {
		was := old[f.Name]
		delete(old, f.Name)
		place := at + "/" + f.Name
		switch {
		case was == nil && n.required(f):
			return n.say(place, "has to be there", "is not there any more")
		case was == nil:
			continue
		case n.required(f) && !n.required(was):
			return n.say(place, "has to be there now", "may be missing now")
		}
		if why := n.narrower(was.Type, f.Type, place); why != "" {
			return why
		}
	}
	switch {
	case n.sent:
		return ""
	case a.Keep && !b.Keep && !n.form:
		return at + " takes no members any more that are not declared"
	case b.Keep && !n.form:
		return ""
	}
	for _, f := range a.Fields {
		if old[f.Name] != nil {
			return at + "/" + f.Name + " is unknown now"
		}
	}
	return ""
}

// required says that a field has to be there.
func (n *narrowing) required(f *types.Field) bool {
	return f.Type.Required() && !(n.form && f.Type.Base().Kind == types.List)
}

// words looks for a word that is gone.
func (n *narrowing) words(was, is []types.Word, at string) string {
	for _, w := range was {
		if !slices.ContainsFunc(is, func(o types.Word) bool { return o.Text == w.Text }) {
			return n.say(at, "cannot be %q any more", "may be %q now", w.Text)
		}
	}
	return ""
}

// isEnum says that a type is an enum, in place or by its name.
func isEnum(t *types.Type) bool {
	return t.Kind == types.Enum || t.Kind == types.Named && t.Decl != nil &&
		t.Decl.Form == types.Words
}

// wordsOf are the words of what isEnum says is one.
func wordsOf(t *types.Type) []types.Word {
	if t.Kind == types.Named {
		t = t.Decl.Type
	}
	return t.Words
}

// isText says that values are texts in JSON, too.
func isText(t *types.Type) bool { return t.JSON() == types.JSONString }

// widens says that a number of one kind is one of another.
//
// int8 is one of int64, uint8 of int16: the signed kind needs a bit more for the sign. Each whole
// number counts as one of float, as JSON has them both as numbers.
func widens(a, b types.Kind) bool {
	signed := []types.Kind{types.Int8, types.Int16, types.Int32, types.Int64, types.Int}
	unsigned := []types.Kind{types.Uint8, types.Uint16, types.Uint32, types.Uint64, types.Uint}
	rank := func(k types.Kind) (bits int, sign bool) {
		if i := slices.Index(signed, k); i >= 0 {
			return min(i, 3), true
		}
		return min(slices.Index(unsigned, k), 3), false
	}
	switch {
	case b == types.Float:
		return a.Integer() || a == types.Float32
	case !a.Integer() || !b.Integer():
		return false
	}
	x, signedA := rank(a)
	y, signedB := rank(b)
	return x <= y && signedA == signedB || x < y && signedB
}

// bare spells a type without what is said of its being there.
func bare(t *types.Type) string {
	plain := *t
	plain.Optional, plain.Default = false, nil
	return plain.String()
}

// A bound is a constraint.
type bound struct{ name, text string }

// boundsOf are the constraints of a type, and of the names that it stands for.
//
//	types: {Name: string(max=20)}, and a field Name    max=20
func boundsOf(t *types.Type) (list []bound) {
	add := func(name string, l *types.Literal) {
		if l != nil {
			list = append(list, bound{name, l.Text})
		}
	}
	for range 64 { // more names do not stand for each other
		r := t.Rules
		add("min", r.Min)
		add("max", r.Max)
		add("multiple", r.Multiple)
		add("pattern", r.Pattern)
		if r.Unique != nil {
			list = append(list, bound{"unique", ""})
		}
		if t.Kind != types.Named || t.Decl == nil || t.Decl.Form != types.Alias ||
			t.Decl.Type == nil {
			break
		}
		t = t.Decl.Type
	}
	return list
}

// stricterRules is a constraint that a type has now and had not, or "".
//
// A bound that is wider than before holds less back; of a pattern or a multiple only the same one
// is known to hold no more back than it did.
func stricterRules(was, is *types.Type) string {
	old := boundsOf(was)
	for _, b := range boundsOf(is) {
		held := slices.ContainsFunc(old, func(o bound) bool {
			x, errX := strconv.ParseFloat(o.text, 64)
			y, errY := strconv.ParseFloat(b.text, 64)
			numbers := errX == nil && errY == nil
			return o == b || o.name == b.name && numbers &&
				(b.name == "min" && y <= x || b.name == "max" && y >= x)
		})
		if !held {
			return "now has " + strings.TrimSuffix(b.name+"="+b.text, "=")
		}
	}
	return ""
}
