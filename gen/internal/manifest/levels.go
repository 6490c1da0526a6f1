package manifest

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/nearest"
)

// The levels that `lint` gives to warnings are decoded here.

// A Level is what becomes of a warning.
//
// A warning has one by its code, which `lint` can change; an error has none.
type Level string

const (
	LevelOff   Level = "off"
	LevelWarn  Level = "warn"
	LevelError Level = "error"
)

var levelNames = []string{string(LevelOff), string(LevelWarn), string(LevelError)}

// lintLevels reads `lint`: codes or names of warnings to levels.
//
//	lint:
//	  unused-import: error
//	  HG0603: off
//
// Levels are noted here and given at the end (check.Levels), when all warnings are known.
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
			d.Report(diag.BadChoice, d.Source.span(value), choiceHelp(word, levelNames),
				"the level of a warning cannot be %s", diag.Quoted(word))
			return
		}
		if c := d.warning(name); c != nil {
			d.Levels[c.ID] = Level(word)
		}
	})
}

// warning finds the code that a key of lint names.
// Errors are refused by name: a manifest in which an error is off would be one that other
// stages cannot rely on.
func (d *decoder) warning(name *yaml.Node) *diag.Code {
	var names []string
	for i := range diag.Codes {
		c := &diag.Codes[i]
		switch {
		case name.Value == c.ID && c.Severity == diag.Error:
			d.Report(diag.UnknownLint, d.Source.span(name), "take it out",
				"%s is an error (%s): its level cannot be changed", c.ID, c.Title)
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
	d.Report(diag.UnknownLint, d.Source.span(name), help, "there is no warning %s",
		diag.Quoted(name.Value)).
		Respell(name.Value, nearest.Of(name.Value, names))
	return nil
}
