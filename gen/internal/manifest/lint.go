package manifest

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/nearest"
)

// Warnings live here: those that need the whole manifest, and the levels that `lint`
// gives to all of them.

// A level is what becomes of a warning.
type level string

const (
	levelOff   level = "off"
	levelWarn  level = "warn"
	levelError level = "error"
)

var levelNames = []string{string(levelOff), string(levelWarn), string(levelError)}

// lintLevels reads `lint`: codes or names of warnings to levels.
func (d *decoder) lintLevels(top fields) {
	n, ok := top.get("lint")
	if !ok {
		return
	}
	d.pairs(n, func(name, value *yaml.Node) {
		word, ok := d.word(name, value)
		if !ok {
			return
		}
		if !slices.Contains(levelNames, word) {
			d.report(diag.BadChoice, d.src.span(value), choiceHelp(word, levelNames), "the level of a warning cannot be %s", quoted(word))
			return
		}
		if c := d.warning(name); c != nil {
			d.levels[c.ID] = level(word)
		}
	})
}

// warning finds the code that a key of lint names.
func (d *decoder) warning(name *yaml.Node) *diag.Code {
	var names []string
	for i := range diag.Codes {
		c := &diag.Codes[i]
		switch {
		case name.Value == c.ID && c.Severity == diag.Error:
			d.report(diag.UnknownLint, d.src.span(name), "take it out", "%s is an error (%s): its level cannot be changed", c.ID, c.Title)
			return nil
		case name.Value == c.ID, c.Name != "" && name.Value == c.Name:
			return c
		case c.Severity == diag.Warning:
			names = append(names, c.Name)
		}
	}
	help := "the warnings are " + strings.Join(names, ", ")
	if near := nearest.Of(name.Value, names); near != "" {
		help = fmt.Sprintf("did you mean %s?", near)
	}
	d.report(diag.UnknownLint, d.src.span(name), help, "there is no warning %s", quoted(name.Value))
	d.respell(name.Value, nearest.Of(name.Value, names))
	return nil
}

// lint looks for what is never used, and then gives every warning its level. What was
// reported twice, because several routes share a prefix, is kept once.
func (d *decoder) lint() {
	for _, i := range d.m.Imports {
		if !d.used["import "+i.Name] {
			d.report(diag.UnusedImport, i.Span, "take it out", "the import %s is not used", quoted(i.Name))
		}
	}
	for _, c := range d.m.Converters {
		if !d.used["converter "+c.Name] {
			d.report(diag.UnusedConverter, c.Span, "take it out", "the converter %s is not used", quoted(c.Name))
		}
	}
	seen := map[string]bool{}
	d.faults = slices.DeleteFunc(d.faults, func(f diag.Diagnostic) bool {
		key := fmt.Sprint(f.Code, f.Primary.Span, f.Message)
		twice := seen[key]
		seen[key] = true
		return twice || f.Severity == diag.Warning && d.levels[f.Code] == levelOff
	})
	for i := range d.faults {
		if d.levels[d.faults[i].Code] == levelError {
			d.faults[i].Severity = diag.Error
		}
	}
}
