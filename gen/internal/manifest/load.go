// Package manifest reads a route manifest: YAML text becomes a model in which every value knows
// its position. It is the only importer of yaml.v3, but for its own package layout.
//
// [Parse] is the way, as visible calls:
//
//	source   bytes to lines; what is no text is refused       (source.go)
//	parse    text to YAML nodes; anchors and the like refused (syntax.go)
//	decode   nodes to the model, by the table of keys         (keys.go, decode.go, routes.go, …)
//
// Type expressions are read by package types; what may stand where, and what the names in them
// are, is known here (declarations.go, fields.go, carriers.go, bodies.go).
//
// What comes out is a [Draft]: package check looks at it for what single values do not show, and
// adds to what has been found. All faults of a manifest are found in one run; one with an error has
// no model, so that stages behind the checks cannot fail on input.
package manifest

import (
	"fmt"
	"io"
	"os"
)

// Stdin names standard input where a file is asked for, StdinName is what that is called
// in messages.
const (
	Stdin     = "-"
	StdinName = "<stdin>"
)

// NameOf is what a file is called in messages.
func NameOf(file string) string {
	if file == Stdin {
		return StdinName
	}
	return file
}

// Read reads a file, but not much more of it than Parse would take.
// A device without end is read no further than the largest manifest may be.
func Read(file string) ([]byte, error) {
	if file == Stdin {
		return io.ReadAll(io.LimitReader(os.Stdin, maxSource+1))
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, &os.PathError{Op: "read", Path: file,
			Err: fmt.Errorf("is a directory, not a manifest")}
	}
	return io.ReadAll(io.LimitReader(f, max(info.Size(), maxSource+1)))
}
