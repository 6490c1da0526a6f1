// Package check finds what single values of a manifest do not show: names and signatures that
// collide (names.go, scope.go, typenames.go, signatures.go), types that do not end or do not tell
// what they are (types.go), routes that answer the same requests (twins.go) or take them from each
// other (rivals.go, places.go); and it gives warnings the levels that the manifest wants
// (levels.go) and takes back those that a comment ignores (ignore.go).
//
// It only speaks: each pass looks at a [manifest.Draft] and reports to it. Names alone writes to
// the model, since what is named can then be compared.
package check

import (
	"fmt"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
)

// Warnings get their levels here, and what is never used is found.

// A linter reports warnings at their levels.
type linter struct {
	*manifest.Draft
}

// levelOf is what is to become of a warning.
//
// What the manifest says comes first, then the level that the registry gives a code, and then a
// plain warning.
func (d *linter) levelOf(code string) manifest.Level {
	if set, ok := d.Levels[code]; ok {
		return set
	}
	if l, ok := diag.Levels[code]; ok {
		return manifest.Level(l)
	}
	return manifest.LevelWarn
}

// warn reports a warning at the level that it has, or nothing.
//
// Of a warning that is off it returns nil, on which more can be said to no effect.
func (d *linter) warn(code string, at diag.Span, help, format string, args ...any) *diag.Fault {
	switch d.levelOf(code) {
	case manifest.LevelOff:
		return nil
	case manifest.LevelError:
		return d.Report(code, at, help, format, args...).As(diag.Error)
	}
	return d.Report(code, at, help, format, args...)
}

// Unused looks for what is never used.
// Neither is a fault of Go: an unused import is left out of generated files. But a name that
// nobody uses is most often a name that somebody misspelt.
// Of files that could not be read nothing is known, and they may use what others declare.
func Unused(d *manifest.Draft) {
	for _, i := range d.Imports {
		if !i.Used {
			d.Report(diag.UnusedImport, i.Span, "take it out", "the import %s is not used",
				diag.Quoted(i.Name))
		}
	}
	for _, c := range d.Manifest.Converters {
		if !d.Missing && !d.Used["converter "+c.Name] {
			d.Report(diag.UnusedConverter, c.Span, "take it out", "the converter %s is not used",
				diag.Quoted(c.Name))
		}
	}
}

// Levels gives every warning the level that `lint` says. What was reported twice, because several
// routes share a prefix, is kept once.
// It comes behind all passes that warn: a warning that is made an error stops the generator like
// any other.
func Levels(d *manifest.Draft) {
	seen := map[string]bool{}
	d.Found.Keep(func(f *diag.Diagnostic) bool {
		key := fmt.Sprint(f.Code, f.Primary.Span, f.Message)
		twice := seen[key]
		seen[key] = true
		off := f.Severity == diag.Warning && d.Levels[f.Code] == manifest.LevelOff
		if d.Levels[f.Code] == manifest.LevelError {
			f.Severity = diag.Error
		}
		return !twice && !off
	})
}
