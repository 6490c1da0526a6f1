package manifest

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
)

// The files that a manifest includes are read here. What they hold is decoded with the
// manifest's own, section by section, so that each may name what another declares.

// Files are where the files are that a manifest includes. Their names are paths from the
// folder of the manifest, clean, with slashes.
type Files interface {
	// Read returns the text of a file.
	Read(name string) ([]byte, error)
	// Same tells whether two names are of one file.
	Same(a, b string) bool
	// Name is what a file is called in messages.
	Name(name string) string
}

// An Included file is one that a manifest names, whether or not it could be read.
type Included struct {
	Path string     // from the folder of the manifest, clean, with slashes
	File *diag.File // nil: it could not be read
	Span diag.Span  // of the name, in the manifest
}

// withIncluded are the keys of the manifest, and of the files that it includes, in the order in
// which it names them. An included file cannot include others: then there is one place that
// says what a package is made of, and no circle.
//
//	include: [orders.yaml, ../shared/types.yaml]
func (d *decoder) withIncluded(top fields) []fields {
	all := []fields{top}
	n, ok := top.get("include")
	if !ok || isEmpty(n) {
		return all
	}
	items := n.Content
	if n.Kind == yaml.ScalarNode {
		items = []*yaml.Node{n}
	}
	size := len(d.Source.text)
	for _, item := range items {
		if !d.isKind(item, yaml.ScalarNode, "an item of \"include\"",
			"write the path of a file") {
			continue
		}
		d.cutAtHash(item)
		if f, ok := d.includedFile(item, &size); ok {
			all = append(all, f)
		}
	}
	return all
}

// includedFile reads the file that n names. size is that of all files so far.
func (d *decoder) includedFile(n *yaml.Node, size *int) (fields, bool) {
	at := d.Source.span(n)
	if d.badName(n, at) {
		return nil, false
	}
	inc := &Included{Path: path.Clean(n.Value), Span: at}
	for _, before := range d.Included {
		if d.same(before.Path, inc.Path) {
			d.Report(diag.IncludedTwice, at, "keep one of them", "%s is included twice",
				diag.Quoted(n.Value)).
				Also(before.Span, "first here")
			return nil, false
		}
	}
	d.Included = append(d.Included, inc)
	text, err := d.read(inc.Path)
	if err != nil {
		d.Missing = true
		d.Report(diag.BadInclude, at, "a path counts from the folder of the manifest",
			"%s cannot be included: %s", diag.Quoted(n.Value), err)
		return nil, false
	}
	if *size += len(text); *size > maxSource {
		d.Missing = true
		d.Report(diag.TooLarge, at, "split it into several packages",
			"the manifest and its files have more than 4 MiB together")
		return nil, false
	}
	inc.File = &diag.File{Name: d.files.Name(inc.Path), Text: text, Order: len(d.Included)}
	source, root, faults := rootOf(inc.File, text)
	d.Found.Take(faults)
	if root == nil {
		d.Missing = true
		return nil, false
	}
	d.Source.join(source, root)
	if d.colonInRoute(root) {
		d.Missing = true
		return nil, false
	}
	return d.object(root, AtIncluded), true
}

// badName reports a name of a file that no file may have.
// An absolute path is that of one machine.
func (d *decoder) badName(n *yaml.Node, at diag.Span) bool {
	name, why, help := n.Value, "", "write its path from the folder of the manifest"
	self := path.Base(filepath.ToSlash(d.Manifest.File))
	switch {
	case name == "":
		why, help = "no file has an empty name", "write the path of a file, or take it out"
	case strings.ContainsFunc(name, unicode.IsControl):
		why = diag.Quoted(name) + " is no path of a file"
	case path.IsAbs(name), filepath.IsAbs(filepath.FromSlash(name)):
		why = fmt.Sprintf("%s cannot be included: it is an absolute path", diag.Quoted(name))
	case d.Manifest.File != StdinName && d.same(path.Clean(name), self):
		why, help = "the manifest includes itself", "take it out"
	default:
		return false
	}
	d.Report(diag.BadInclude, at, help, "%s", why)
	return true
}

// same tells whether two names are of one file.
func (d *decoder) same(a, b string) bool {
	return a == b || d.files != nil && d.files.Same(a, b)
}

// read is the text of a file, or what keeps it from being read, without its name.
func (d *decoder) read(name string) ([]byte, error) {
	if d.files == nil {
		return nil, errors.New("there are no files here")
	}
	text, err := d.files.Read(name)
	var fault *fs.PathError
	if errors.As(err, &fault) {
		err = fault.Err
	}
	return text, err
}

// unsure are what is said of a name that a file could declare which could not be read.
var unsure = map[string]bool{
	diag.UnknownType: true, diag.UnknownConverter: true, diag.NearType: true, diag.NoRoutes: true,
}

// forgetUnsure takes back what the files that are missing may be the reason of.
func (d *Draft) forgetUnsure() {
	if d.Missing {
		d.Found.Keep(func(f *diag.Diagnostic) bool { return !unsure[f.Code] })
	}
}
