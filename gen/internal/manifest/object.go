package manifest

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/nearest"
)

// The decoder's core lives here: a YAML mapping becomes fields by the table of keys,
// and everything that the table forbids is reported.

// A reader reads nodes by the table of keys.
type reader struct {
	*Draft
}

// A field is a key of a mapping with its value. A bad one is there, but of no use: what
// is wrong with it has been said.
// Callers ask for the value alone; the name is for messages about the key itself.
type field struct {
	key         *Key
	name, value *yaml.Node
	bad         bool
}

// fields are the keys of one mapping that are there. Unknown ones and the second of two are
// not among them.
type fields map[string]field

// get returns the value of a key that is there and of the right kind.
func (f fields) get(name string) (*yaml.Node, bool) {
	v, ok := f[name]
	return v.value, ok && !v.bad
}

// object reads a mapping that stands in a place.
//
// All that is wrong with the mapping is reported here, so that callers ask for a key and get
// a value of the right kind, or nothing:
//
//	f := d.object(n, AtStatic)
//	if prefix, ok := f.get("prefix"); ok { … }
func (d *reader) object(n *yaml.Node, in Place) fields {
	f := fields{}
	if !d.isKind(n, yaml.MappingNode, in.String(), keysHelp(in)) {
		return f
	}
	table := keyTable[in]
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		key := table[name.Value]
		switch {
		case name.Kind == yaml.ScalarNode && name.Tag == "!!merge", name.Kind == yaml.AliasNode:
			continue // reported already
		case name.Kind != yaml.ScalarNode:
			d.Report(diag.WrongKind, d.Source.span(name), "", "a key is a word, not %s",
				kindOf(name))
			continue
		case key == nil:
			d.unknownKey(n, i, in)
			continue
		}
		if before, twice := f[key.Name]; twice {
			d.duplicate(name, before.name)
			continue
		}
		if cut := d.cutAtComma(n, i, table); cut > 0 {
			f[key.Name] = field{key, name, value, true}
			i += 2 * cut
			continue
		}
		f[key.Name] = field{key, name, value, !d.fits(key, name, value)}
	}
	d.missing(f, n, in)
	return f
}

// duplicate reports the second of two equal keys: YAML would let the last one win.
func (d *reader) duplicate(name, before *yaml.Node) {
	d.Report(diag.DuplicateKey, d.Source.span(name), "keep one of them", "the key %s stands twice",
		diag.Quoted(name.Value)).
		Under("again").
		Also(d.Source.span(before), "first here")
}

// missing reports required keys that are not there, with what each is for.
func (d *reader) missing(f fields, n *yaml.Node, in Place) {
	for _, key := range KeysIn(in) {
		if _, ok := f[key.Name]; key.Required && !ok {
			at := d.Source.span(n)
			d.Report(diag.MissingKey, at, fmt.Sprintf("add `%s: …`: %s", key.Name,
				strings.TrimSuffix(lowerFirst(key.Doc), ".")), "%s needs the key %q", in, key.Name)
		}
	}
}

// lowerFirst makes a sentence of the table the end of another.
func lowerFirst(s string) string {
	if len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' {
		return s // an acronym
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// unknownKey reports the i-th node of mapping n, a key that cannot stand in a place.
func (d *reader) unknownKey(n *yaml.Node, i int, in Place) {
	name := n.Content[i]
	at := d.Source.span(name)
	switch places, supported := placesOf(name.Value); {
	case supported:
		d.Report(diag.MisplacedKey, at, "move it there", "%q is a key of %s, not of %s", name.Value,
			places, in)
		return
	case places != "":
		d.notYet(name)
		return
	}
	names := supportedKeys(in)
	help := keysHelp(in)
	if near := nearest.Of(name.Value, names); near != "" {
		help = fmt.Sprintf("did you mean %s?", near)
	}
	d.Report(diag.UnknownKey, at, help, "%s has no key %s", in, diag.Quoted(name.Value)).
		Respell(name.Value, nearest.Of(name.Value, names))
}

// supportedKeys are the keys of a mapping that this version supports.
func supportedKeys(in Place) (names []string) {
	for _, k := range KeysIn(in) {
		if !k.NotYet {
			names = append(names, k.Name)
		}
	}
	return names
}

// keysHelp names the keys of a mapping; "" where they are the author's.
func keysHelp(in Place) string {
	if names := supportedKeys(in); len(names) > 0 {
		return "its keys are " + strings.Join(names, ", ")
	}
	return ""
}

// notYet reports a key that is known, and refused: it would be silently without effect.
func (d *reader) notYet(name *yaml.Node) {
	d.Report(diag.NotYet, d.Source.span(name), "take it out for now",
		"%q is not supported yet by this version of httpgen", name.Value)
}

// fits checks the kind of a key's value.
// An empty value of a mapping or list is one without entries: `hooks:` with nothing behind it
// says nothing.
func (d *reader) fits(key *Key, name, value *yaml.Node) bool {
	if value.Kind == yaml.AliasNode {
		return false // reported already
	}
	if key.NotYet {
		d.notYet(name)
		return false
	}
	what := fmt.Sprintf("%q", key.Name)
	switch key.Shape {
	case TypeMap, FieldMap:
		help := "write a type for each name: {q: string}"
		if name, typ, ok := strings.Cut(value.Value, ":"); ok && name != "" && typ != "" {
			help = "put a space behind the colon"
		}
		return isEmpty(value) || d.isKind(value, yaml.MappingNode, what, help)
	case ObjectOrOff:
		return value.Kind == yaml.ScalarNode && value.Value == "off" ||
			d.isKind(value, yaml.MappingNode, what, "write a mapping, or off: "+keysHelp(key.Of))
	case WordMap, Object, ObjectMap, LevelMap:
		return isEmpty(value) || d.isKind(value, yaml.MappingNode, what, keysHelp(key.Of))
	case ObjectList, HookList, RouteList:
		return isEmpty(value) || d.isKind(value, yaml.SequenceNode, what, "")
	case MemberList:
		return value.Kind == yaml.MappingNode ||
			d.isKind(value, yaml.SequenceNode, what,
				"write a list of names, or with `by` a mapping")
	case CodingList:
		return value.Kind != yaml.ScalarNode || d.scalar(key, name, value)
	case ResultMap, ContentMap:
		return value.Kind == yaml.MappingNode || d.scalar(key, name, value)
	case WordList:
		return value.Kind == yaml.SequenceNode || d.scalar(key, name, value)
	}
	return d.scalar(key, name, value)
}

// scalar checks a scalar against what its key's shape asks of any scalar.
func (d *reader) scalar(key *Key, name, value *yaml.Node) bool {
	if !d.isKind(value, yaml.ScalarNode, fmt.Sprintf("%q", key.Name), "") {
		return false
	}
	switch {
	case isEmpty(value):
		help := "write a value, or take the key out"
		if key.Shape == Text {
			help = fmt.Sprintf("write %s: \"\" if it is to be empty", key.Name)
		}
		d.Report(diag.EmptyValue, d.Source.span(name), help, "%q has no value", key.Name)
		return false
	case value.Value == "" && key.Shape != Text:
		d.Report(diag.EmptyValue, d.Source.span(value), "write a value, or take the key out",
			"%q is empty", key.Name)
		return false
	case key.Shape == Flag && value.Value != "true" && value.Value != "false":
		d.Report(diag.BadChoice, d.Source.span(value), "write true or false",
			"%q is true or false, not %s", key.Name, diag.Quoted(value.Value))
		return false
	case key.Shape == Choice && !slices.Contains(key.Choices, value.Value):
		d.Report(diag.BadChoice, d.Source.span(value), choiceHelp(value.Value, key.Choices),
			"%q cannot be %s", key.Name, diag.Quoted(value.Value)).
			Respell(value.Value, nearest.Of(value.Value, key.Choices))
		return false
	}
	d.cutAtHash(value)
	return true
}

// choiceHelp names the nearest of many choices, or both of two.
func choiceHelp(word string, choices []string) string {
	if near := nearest.Of(word, choices); near != "" && len(choices) > 2 {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return "write " + strings.Join(choices, " or ")
}

// isKind reports a node of another kind than what takes. what is how the taker is
// called: "the manifest", `"server"`.
// A value in brackets where one word is wanted is most often a word that begins with a
// bracket.
func (d *reader) isKind(n *yaml.Node, kind yaml.Kind, what, help string) bool {
	switch {
	case n.Kind == kind:
		return true
	case n.Kind == yaml.AliasNode:
		return false // reported already
	}
	wants := map[yaml.Kind]string{
		yaml.MappingNode:  "a mapping (`key: value`)",
		yaml.SequenceNode: "a list (`- …`)",
		yaml.ScalarNode:   "a single value",
	}[kind]
	brackets := kind == yaml.ScalarNode && n.Style&yaml.FlowStyle != 0
	if brackets {
		help = "quote the value if the brackets belong to it"
	}
	fault := d.Report(diag.WrongKind, d.Source.span(n), help, "%s takes %s, not %s", what, wants,
		kindOf(n))
	if brackets {
		fault.Note("YAML takes […] for a list and {…} for a mapping")
	}
	return false
}

// kindOf says what stands in the place of what was wanted: "a list", "the value \"x\"".
func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.ScalarNode:
		if isEmpty(n) {
			return "nothing"
		}
		return "the value " + diag.Quoted(n.Value)
	}
	return "an alias"
}

// isEmpty tells a value that was left out.
func isEmpty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Style == 0
}
