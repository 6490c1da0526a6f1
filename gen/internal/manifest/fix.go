package manifest

import (
	"strings"
	"unicode/utf8"

	"example.com/httpgen/gen/internal/diag"
)

// Edits that mend a fault are made here.

// fix adds to the last fault an edit of its place: text in the stead of old. Where old does
// not stand there as it is (the scalar has escapes), the fault gets none. A fix is safe if
// nothing else can have been meant.
func (d *decoder) fix(old, text string, safe bool) {
	fault := &d.faults[len(d.faults)-1]
	at := fault.Primary
	if at.Line == 0 || old == "" || !strings.HasPrefix(d.src.rest(at.Line, at.Col), old) {
		return
	}
	edit := diag.Edit{Line: at.Line, Col: at.Col, Len: utf8.RuneCountInString(old), Text: text}
	fault.Fixes = append(fault.Fixes, diag.Fix{Safe: safe, Edits: []diag.Edit{edit}})
}

// respell is fix for a name that is probably another, misspelt: safe if only case differs.
func (d *decoder) respell(word, near string) {
	if near != "" {
		d.fix(word, near, strings.EqualFold(word, near))
	}
}
