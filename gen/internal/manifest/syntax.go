package manifest

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
)

// YAML text becomes nodes here. yaml.v3 names doubtful lines in its errors and no
// columns, so the place of a syntax error is found anew.

// parse returns the root of the one document, or nil with what is wrong. A root may
// come with faults too: those of a second document, anchors and the like.
func (s *Source) parse() (*yaml.Node, diag.List) {
	var faults diag.List
	decoder := yaml.NewDecoder(strings.NewReader(s.text))
	doc, err := nextDocument(decoder)
	if err != nil {
		if errors.Is(err, io.EOF) {
			faults.Add(s.empty("the manifest holds comments only"))
		} else {
			faults.Add(s.syntaxError(err))
		}
		return nil, faults
	}
	if second, err := nextDocument(decoder); err == nil {
		faults.Add(s.secondDocument(second))
	} else if !errors.Is(err, io.EOF) {
		faults.Add(s.syntaxError(err))
		return nil, faults
	}
	root := doc.Content[0]
	s.refuse(root, &faults)
	if root.Kind == yaml.ScalarNode && root.Value == "" {
		faults.Add(s.empty("the manifest is empty"))
		return nil, faults
	}
	return root, faults
}

// nextDocument is one Decode. yaml.v3 panics on some broken input instead of returning
// an error; that is no reason to end.
// The text is refused then like any other that is not YAML.
func nextDocument(d *yaml.Decoder) (doc *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			doc, err = nil, fmt.Errorf("yaml: %v", r)
		}
	}()
	doc = new(yaml.Node)
	if err := d.Decode(doc); err != nil {
		return nil, err
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return nil, io.EOF
	}
	return doc, nil
}

// secondDocument points to the --- that begins it: yaml.v3 knows the line of its first value
// only.
func (s *Source) secondDocument(doc *yaml.Node) diag.Diagnostic {
	at := s.Place(max(doc.Line, 1), max(doc.Column, 1), 3)
	for n := min(doc.Content[0].Line, len(s.lines)); n > 1; n-- {
		if strings.HasPrefix(s.lines[n-1].text, "---") {
			at = s.Place(n, 1, 3)
			break
		}
	}
	return diag.Diagnostic{
		Code: diag.SecondDocument, Message: "a second YAML document starts here",
		Primary: diag.Label{Span: at},
		Help: []string{"a manifest is one document: take the line out, or make a file " +
			"of its own"},
	}
}

// refuse reports what a manifest may not use of YAML: anchors, aliases, merge keys and
// tags make a text mean something else than it says.
// They are looked for in nodes and not in the text, where a * or & may stand in any quoted
// value.
func (s *Source) refuse(n *yaml.Node, faults *diag.List) {
	add := func(code, message, help string) {
		faults.Add(diag.Diagnostic{Code: code, Message: message,
			Primary: diag.Label{Span: s.span(n)}, Help: []string{help}})
	}
	switch {
	case n.Kind == yaml.AliasNode:
		add(diag.Anchor, fmt.Sprintf("YAML takes *%s for an alias", n.Value),
			fmt.Sprintf("quote a Go pointer type: \"*%s\"; aliases are not supported: write the "+
				"value out", n.Value))
	case n.Anchor != "":
		add(diag.Anchor, fmt.Sprintf("YAML takes &%s for an anchor", n.Anchor),
			"quote the value if the & belongs to it; anchors are not supported: write values out")
	case strings.HasPrefix(s.rest(n.Line, n.Column), "!"):
		add(diag.Tag, "YAML takes what follows ! for a tag",
			"quote the value if the ! belongs to it; tags are not supported")
	}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && c.Tag == "!!merge" {
			faults.Add(diag.Diagnostic{
				Code: diag.MergeKey, Message: "YAML takes << for a merge key",
				Primary: diag.Label{Span: s.span(c)},
				Help:    []string{"merge keys are not supported: write the keys out"},
			})
		}
		s.refuse(c, faults)
	}
}

// syntaxError places an error of yaml.v3 and says what it means.
// The messages of yaml.v3 are known by parts of them, which tests pin: another
// version may say it otherwise, and then the fault is told as it comes.
//
//	routes: [GET /a A         inLine        a bracket is not closed, or a comma is missing
//	out: a: b                 secondColon   a second colon with a space behind it
//	returns: *Book            aliasError    YAML takes *Book for an alias
//	out: @here                cannotStart   a plain YAML value cannot start with @
//	<tab>routes:              tabError      a tab stands where YAML wants spaces
func (s *Source) syntaxError(err error) diag.Diagnostic {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		if _, text, ok := strings.Cut(rest, ": "); ok {
			message = text
		}
	}
	stop := s.stop()
	switch {
	case strings.Contains(message, "unknown anchor"):
		return s.aliasError(unknownAlias(s.text, message))
	case strings.Contains(message, "alphabetic or numeric"):
		return s.aliasError(strings.LastIndexAny(s.text[:stop], "*&"))
	case strings.Contains(message, "cannot start any token"):
		return s.cannotStart(s.window(stop, "\t@`%|>"))
	case strings.Contains(message, "tab character"):
		return s.tabError(strings.LastIndexByte(s.text[:stop], '\t'))
	case strings.Contains(message, "mapping values are not allowed"):
		return s.secondColon(s.window(stop, ":"))
	case strings.Contains(message, "exceeded max depth"):
		return s.atOffset(s.window(stop, "[{"), "this is not YAML: "+message)
	case strings.Contains(message, "escape"), strings.Contains(message, "control characters"):
		return s.atOffset(max(stop-1, 0), "this is not YAML: "+message)
	}
	return s.inLine(s.faultyLine(stop), message)
}

var aliasToken = regexp.MustCompile(`(?m)(?:^|[\s\[{,])(\*[A-Za-z0-9_-]+)`)

// unknownAlias is the offset of the alias that message names.
func unknownAlias(text, message string) int {
	name := strings.TrimSuffix(strings.TrimPrefix(message, "unknown anchor '"), "' referenced")
	for _, m := range aliasToken.FindAllStringSubmatchIndex(text, -1) {
		if text[m[2]+1:m[3]] == name {
			return m[2]
		}
	}
	return 0
}

// spanAt turns a byte offset into line and column.
func (s *Source) spanAt(off, length int) diag.Span {
	off = min(max(off, 0), len(s.text))
	for off > 0 && off < len(s.text) && !utf8.RuneStart(s.text[off]) {
		off--
	}
	n := strings.Count(s.text[:off], "\n")
	start := strings.LastIndexByte(s.text[:off], '\n') + 1
	return s.Place(n+1, utf8.RuneCountInString(s.text[start:off])+1, max(length, 1))
}

// atOffset is a syntax error at a byte.
// It is for messages of yaml.v3 that are good enough as they are.
func (s *Source) atOffset(off int, message string) diag.Diagnostic {
	return diag.Diagnostic{Code: diag.YAMLSyntax, Message: message,
		Primary: diag.Label{Span: s.spanAt(off, 1)}}
}

// word is the text from an offset up to a space or the end of a flow value.
func (s *Source) word(off int) string {
	rest := s.text[min(off, len(s.text)):]
	if i := strings.IndexAny(rest, " \t\r\n,]}"); i >= 0 {
		rest = rest[:i]
	}
	return rest
}

// aliasError is about a * or & at the start of a value.
// In a manifest it is a Go pointer or the method *, more often than an alias.
func (s *Source) aliasError(off int) diag.Diagnostic {
	off = max(off, 0)
	word := s.word(off)
	word = strings.TrimSuffix(word, ":")
	d := diag.Diagnostic{Code: diag.Anchor,
		Primary: diag.Label{Span: s.spanAt(off, utf8.RuneCountInString(word))}}
	switch {
	case word == "*":
		d.Message = "YAML takes * for the start of an alias"
		d.Help = []string{"quote it, \"*\", or write ANY for every method"}
	case strings.HasPrefix(word, "*"):
		d.Message = fmt.Sprintf("YAML takes %s for an alias", word)
		d.Help = []string{fmt.Sprintf("quote it: \"%s\"", word)}
	default:
		d.Message = fmt.Sprintf("YAML takes %s for an anchor", word)
		d.Help = []string{fmt.Sprintf("quote it: \"%s\"", word)}
	}
	return d
}

// cannotStart is about a character that no plain value starts with.
func (s *Source) cannotStart(off int) diag.Diagnostic {
	if strings.HasPrefix(s.text[off:], "\t") {
		return s.tabError(off)
	}
	rest, _, _ := strings.Cut(s.text[off:], "\n")
	rest, _, _ = strings.Cut(rest, " #")
	rest = strings.TrimRight(rest, " \r")
	c, _ := utf8.DecodeRuneInString(rest)
	d := diag.Diagnostic{
		Code: diag.Indicator, Message: fmt.Sprintf("a plain YAML value cannot start with %c", c),
		Primary: diag.Label{Span: s.spanAt(off, 1)},
	}
	if strings.Contains(s.lines[d.Primary.Line-1].text, "{") {
		rest = plainValue(rest)
	}
	d.Help = []string{"quote the value: '" + strings.ReplaceAll(cutText(rest), "'", "''") + "'"}
	if m := keyInLine.FindStringSubmatch(rest); m != nil {
		d.Message = fmt.Sprintf("a plain YAML key cannot start with %c", c)
		d.Help = []string{"quote the key: " + quotedYAML(m[1]) + ":"}
	}
	return d
}

// tabError is about a tab that indents: to YAML it is no white space there.
func (s *Source) tabError(off int) diag.Diagnostic {
	return diag.Diagnostic{
		Code: diag.Tab, Message: "a tab stands where YAML wants spaces",
		Primary: diag.Label{Span: s.spanAt(off, 1)},
		Help:    []string{"indent with spaces: YAML allows no tabs there"},
	}
}

// secondColon is about a colon at off that would make a key where none can be.
// Whether a key stands before it on the line tells a value with a colon from a line that is
// indented too deep.
func (s *Source) secondColon(off int) diag.Diagnostic {
	d := diag.Diagnostic{Code: diag.YAMLSyntax, Primary: diag.Label{Span: s.spanAt(off, 1)}}
	before := s.lines[d.Primary.Line-1].text
	before = before[:min(s.lines[d.Primary.Line-1].offset(d.Primary.Col), len(before))]
	if strings.Contains(before, ": ") {
		d.Message = "a second colon with a space behind it: YAML takes it for another key"
		d.Help = []string{"quote the value"}
	} else {
		d.Message = "YAML cannot have a key here"
		d.Help = []string{"indent the line like its neighbours; a key whose value is a mapping " +
			"has nothing else on its line"}
	}
	return d
}

// cutText keeps what a help line shows of a value short.
func cutText(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}
