package runtime

// The text of this package lives here, for the command that copies it into a module.

import "embed"

// Source holds the licence and the source files of this package and of those below it: what
// `httpgen vendor` copies. Nothing else refers to it, and the linker leaves out of a
// program what nothing in it refers to; TestProgramsHoldNoSource keeps that true.
//
//go:embed LICENSE *.go *.s internal/clock/*.go internal/files/*.go internal/formdata/*.go internal/http1/*.go internal/listen/*.go internal/peer/*.go internal/seam/*.go match/*.go match/*.s runtimetest/*.go wire/*.go
var Source embed.FS
