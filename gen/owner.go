package gen

// Whose a generated file is lives here. Its first line names the manifest by its path from
// the module's root, so that two manifests of one name are told apart on every machine.

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"strings"

	"example.com/httpgen/gen/internal/emit"
	"example.com/httpgen/gen/internal/manifest"
)

// An origin is what a manifest is called in headers, and where that name counts from.
//
//	at the root of a module   routes.yaml
//	in a folder of it         internal/api/routes.yaml
//	one in no module          its path from the root of the output folder's module
//	standard input            <stdin>
type origin struct {
	name string // with slashes
	root string // folder; "": the name is no path
	file string // the manifest
	out  string // output folder
}

// originOf is the manifest's path from the root of its module; of one that is in no
// module, from the root of the output folder's; without any, from the output folder.
func originOf(file, out string) origin {
	if file == manifest.Stdin {
		return origin{name: manifest.StdinName, file: file, out: out}
	}
	o := origin{file: file, out: out}
	for _, dir := range []string{filepath.Dir(file), out} {
		if o.root = moduleRoot(realPath(dir)); o.root != "" {
			break
		}
	}
	if o.root == "" {
		o.root = realPath(out)
	}
	o.name = pathFrom(o.root, file)
	return o
}

// wrote tells whether a generated text is of this manifest.
// Of two manifests that write into one folder neither takes the other's files for its own,
// nor its orphans.
func (o origin) wrote(text []byte) bool {
	if firstLine(text) == emit.Header(o.name) {
		return true
	}
	from, ok := writtenFrom(text)
	return ok && o.isMoved(from)
}

// isMoved tells whether from, the name in a header, is what this manifest was called
// before its folder moved: it has the same last part, and no other manifest is there. A
// header may have that part alone.
func (o origin) isMoved(from string) bool {
	if o.root == "" || path.Base(from) != path.Base(o.name) {
		return false
	}
	return !o.isAnother(filepath.Join(o.root, filepath.FromSlash(from))) &&
		!o.isAnother(filepath.Join(o.out, path.Base(from)))
}

// isAnother tells a file that is there and is not this manifest.
func (o origin) isAnother(file string) bool {
	there, err := os.Stat(file)
	if err != nil {
		return false
	}
	this, err := os.Stat(o.file)
	return err == nil && !os.SameFile(this, there)
}

// writtenFrom is the manifest that a file says it was generated from.
func writtenFrom(text []byte) (source string, ok bool) {
	before, after, _ := strings.Cut(emit.Header("|"), "|")
	rest, ok := strings.CutPrefix(firstLine(text), before)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(rest, after)
}

// firstLine is the text up to the first line end, whatever a checkout made of both.
func firstLine(text []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(text, byteOrderMark), []byte("\n"))
	return strings.TrimSuffix(string(line), "\r")
}
