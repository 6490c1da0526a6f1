package manifest

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/nearest"
	"example.com/httpgen/gen/internal/pattern"
)

// The decoder's core lives here: a YAML mapping becomes fields by the table of keys,
// and everything that the table forbids is reported.

// A decoder turns the nodes of one manifest into a Manifest.
type decoder struct {
	src     *source
	faults  diag.List
	m       *model.Manifest
	entries []*entry       // of m.Routes, same order
	own     []*pattern.Own // of m.Converters, same order
	used    map[string]bool
	levels  map[string]level // of lint, by code

	types     []*model.Type // bare identifiers in types, to be compared with generated names
	functions []*model.Type // the same of functions
	enums     []*model.Enum
	twinPairs int // of equal routes, reported so far
	free      freeNames

	ownMethods map[string]diag.Span // methods beyond the registered ones, where first used
}

// report adds a fault whose severity is that of its code.
func (d *decoder) report(code string, at diag.Span, help string, format string, args ...any) *diag.Diagnostic {
	fault := diag.Diagnostic{
		Code: code, Severity: diag.Lookup(code).Severity,
		Message: fmt.Sprintf(format, args...), Primary: diag.Label{Span: at},
	}
	if help != "" {
		fault.Help = []string{help}
	}
	d.faults.Add(fault)
	return &d.faults[len(d.faults)-1]
}

// A field is a key of a mapping with its value. A bad one is there, but of no use: what
// is wrong with it has been said.
type field struct {
	key         *Key
	name, value *yaml.Node
	bad         bool
}

type fields map[string]field

// get returns the value of a key that is there and of the right kind.
func (f fields) get(name string) (*yaml.Node, bool) {
	v, ok := f[name]
	return v.value, ok && !v.bad
}

// object reads a mapping that stands in a place.
func (d *decoder) object(n *yaml.Node, in Place) fields {
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
			d.report(diag.WrongKind, d.src.span(name), "", "a key is a word, not %s", kindOf(name))
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

func (d *decoder) duplicate(name, before *yaml.Node) {
	fault := d.report(diag.DuplicateKey, d.src.span(name), "keep one of them", "the key %s stands twice", quoted(name.Value))
	fault.Primary.Text = "again"
	fault.Others = []diag.Label{{Span: d.src.span(before), Text: "first here"}}
}

func (d *decoder) missing(f fields, n *yaml.Node, in Place) {
	for _, key := range keysIn(in) {
		if _, ok := f[key.Name]; key.Required && !ok {
			at := d.src.span(n)
			d.report(diag.MissingKey, at, fmt.Sprintf("add `%s: …`: %s", key.Name, strings.TrimSuffix(lowerFirst(key.Doc), ".")), "%s needs the key %q", in, key.Name)
		}
	}
}

func lowerFirst(s string) string {
	if len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' {
		return s // an acronym
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// unknownKey reports the i-th node of mapping n, a key that cannot stand in a place.
func (d *decoder) unknownKey(n *yaml.Node, i int, in Place) {
	name := n.Content[i]
	at := d.src.span(name)
	switch places, supported := placesOf(name.Value); {
	case supported:
		d.report(diag.MisplacedKey, at, "move it there", "%q is a key of %s, not of %s", name.Value, places, in)
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
	d.report(diag.UnknownKey, at, help, "%s has no key %s", in, quoted(name.Value))
	d.respell(name.Value, nearest.Of(name.Value, names))
}

// supportedKeys are the keys of a mapping that this version supports.
func supportedKeys(in Place) (names []string) {
	for _, k := range keysIn(in) {
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

func (d *decoder) notYet(name *yaml.Node) {
	d.report(diag.NotYet, d.src.span(name), "take it out for now",
		"%q is not supported yet by this version of httpgen", name.Value)
}

// fits checks the kind of a key's value.
func (d *decoder) fits(key *Key, name, value *yaml.Node) bool {
	if value.Kind == yaml.AliasNode {
		return false // reported already
	}
	if key.NotYet {
		d.notYet(name)
		return false
	}
	what := fmt.Sprintf("%q", key.Name)
	switch key.Shape {
	case WordMap, Object, ObjectMap, LevelMap:
		return isEmpty(value) || d.isKind(value, yaml.MappingNode, what, keysHelp(key.Of))
	case ObjectList, HookList, RouteList:
		return isEmpty(value) || d.isKind(value, yaml.SequenceNode, what, "")
	case WordList:
		return value.Kind == yaml.SequenceNode || d.scalar(key, name, value)
	}
	return d.scalar(key, name, value)
}

// scalar checks a scalar against what its key's shape asks of any scalar.
func (d *decoder) scalar(key *Key, name, value *yaml.Node) bool {
	if !d.isKind(value, yaml.ScalarNode, fmt.Sprintf("%q", key.Name), "") {
		return false
	}
	switch {
	case isEmpty(value):
		help := "write a value, or take the key out"
		if key.Shape == Text {
			help = fmt.Sprintf("write %s: \"\" if it is to be empty", key.Name)
		}
		d.report(diag.EmptyValue, d.src.span(name), help, "%q has no value", key.Name)
		return false
	case value.Value == "" && key.Shape != Text:
		d.report(diag.EmptyValue, d.src.span(value), "write a value, or take the key out", "%q is empty", key.Name)
		return false
	case key.Shape == Flag && value.Value != "true" && value.Value != "false":
		d.report(diag.BadChoice, d.src.span(value), "write true or false", "%q is true or false, not %s", key.Name, quoted(value.Value))
		return false
	case key.Shape == Choice && !slices.Contains(key.Choices, value.Value):
		d.report(diag.BadChoice, d.src.span(value), choiceHelp(value.Value, key.Choices), "%q cannot be %s", key.Name, quoted(value.Value))
		d.respell(value.Value, nearest.Of(value.Value, key.Choices))
		return false
	}
	d.cutAtHash(value)
	return true
}

func choiceHelp(word string, choices []string) string {
	if near := nearest.Of(word, choices); near != "" && len(choices) > 2 {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return "write " + strings.Join(choices, " or ")
}

// isKind reports a node of another kind than what takes. what is how the taker is
// called: "the manifest", `"server"`.
func (d *decoder) isKind(n *yaml.Node, kind yaml.Kind, what, help string) bool {
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
	fault := d.report(diag.WrongKind, d.src.span(n), help, "%s takes %s, not %s", what, wants, kindOf(n))
	if kind == yaml.ScalarNode && n.Style&yaml.FlowStyle != 0 {
		fault.Notes = []string{"YAML takes […] for a list and {…} for a mapping"}
		fault.Help = []string{"quote the value if the brackets belong to it"}
	}
	return false
}

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
		return "the value " + quoted(n.Value)
	}
	return "an alias"
}

// isEmpty tells a value that was left out.
func isEmpty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Style == 0
}

// pairs calls f for each entry of a mapping whose keys the author chose: no key twice.
func (d *decoder) pairs(n *yaml.Node, f func(name, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		return
	}
	seen := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		switch before := seen[name.Value]; {
		case name.Kind == yaml.AliasNode, name.Tag == "!!merge", value.Kind == yaml.AliasNode:
		case name.Kind != yaml.ScalarNode:
			d.report(diag.WrongKind, d.src.span(name), "", "a key is a word, not %s", kindOf(name))
		case before != nil:
			d.duplicate(name, before)
		default:
			seen[name.Value] = name
			f(name, value)
		}
	}
}

// word reads a scalar that has to be there, as the value of a name that the author
// chose.
func (d *decoder) word(name, value *yaml.Node) (string, bool) {
	if isEmpty(value) || value.Kind == yaml.ScalarNode && value.Value == "" {
		d.report(diag.EmptyValue, d.src.span(name), "write a value, or take the key out", "%s has no value", quoted(name.Value))
		return "", false
	}
	if !d.isKind(value, yaml.ScalarNode, quoted(name.Value), "") {
		return "", false
	}
	d.cutAtHash(value)
	return value.Value, true
}
