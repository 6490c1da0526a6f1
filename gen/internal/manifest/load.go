// Package manifest reads a route manifest: YAML text becomes a checked model in which
// every value knows its position. It is the only importer of yaml.v3.
//
// [Parse] is the whole way, as visible calls:
//
//	source   bytes to lines; what is no text is refused                (source.go)
//	parse    text to YAML nodes; anchors, tags and the like refused    (syntax.go)
//	decode   nodes to the model, by the table of keys                  (keys.go, decode.go, routes.go)
//	name     every name in generated code, each checked against all    (names.go)
//	compare  no two routes answer the same requests                    (twins.go)
//	compete  no route comes too late for all of its requests           (lint_routes.go)
//	level    warnings as the manifest's lint wants them                (lint.go)
//	ignore   warnings that a comment takes back                        (lint_ignore.go)
//
// All faults of a manifest are found in one run. A manifest with an error has no model,
// so that stages behind this one cannot fail on input.
package manifest

import (
	"fmt"
	"io"
	"os"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// Load reads and checks the manifest in file. The source comes with it, for messages.
// The error is that of a file that cannot be read (an *fs.PathError); what is wrong
// with its text is in the list. The manifest is nil if the list holds an error.
func Load(file string, stages ...Stage) (*model.Manifest, []byte, diag.List, error) {
	src, err := Read(file)
	if err != nil {
		return nil, nil, nil, err
	}
	m, faults := Parse(NameOf(file), src, stages...)
	return m, src, faults, nil
}

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
		return nil, &os.PathError{Op: "read", Path: file, Err: fmt.Errorf("is a directory, not a manifest")}
	}
	return io.ReadAll(io.LimitReader(f, max(info.Size(), maxSource+1)))
}

// Parse checks the text of a manifest. file is its name in messages. The manifest is nil
// if and only if the list, which is sorted, holds an error; warnings may come with a
// manifest. Stages look at it for more of them if there is no fault.
func Parse(file string, src []byte, stages ...Stage) (*model.Manifest, diag.List) {
	text, faults := newSource(src)
	if text == nil {
		return nil, faults
	}
	root, faults := text.parse()
	if root == nil {
		return nil, faults
	}
	d := newDecoder(text, file)
	d.faults = faults
	d.manifest(root)
	d.names()
	d.twins()
	d.compete()
	d.stages(stages)
	d.lint()
	d.ignored()
	d.faults.Sort()
	if d.faults.HasErrors() {
		return nil, d.faults
	}
	return d.m, d.faults
}
