package gen

// The files that a manifest includes are found here, beside it.

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
)

// Files are where the files are that a manifest includes.
type Files = manifest.Files

// FilesOf are the files beside a manifest. They are in its module, or below its folder where it
// is in none.
func FilesOf(file string) Files {
	dir := "."
	if file != manifest.Stdin {
		dir = filepath.Dir(file)
	}
	at := realPath(dir)
	root := moduleRoot(at)
	if root == "" {
		root = at
	}
	return beside{dir: dir, at: at, root: root}
}

// beside are files on a disk.
type beside struct {
	dir  string // of the manifest, as it is named
	at   string // the same without links, absolute
	root string // which no file is above
}

// Name is the path of a file as the manifest's own is spelt. Where that leads through a link, .. is
// the folder above that which the link leads to, as the system has it.
func (b beside) Name(name string) string {
	spelt := filepath.Join(b.dir, filepath.FromSlash(name))
	if strings.HasPrefix(name, "../") {
		real := filepath.Join(b.at, filepath.FromSlash(name))
		if there, err := os.Stat(real); err == nil {
			if other, err := os.Stat(spelt); err != nil || !os.SameFile(there, other) {
				return real
			}
		}
	}
	return spelt
}

var (
	errOutside = errors.New("it is outside of the module")
	errNoFile  = errors.New("it is no file")
)

// Read reads a regular file: what else there may be, a pipe for one, might have no end.
func (b beside) Read(name string) ([]byte, error) {
	rel, err := filepath.Rel(b.root, filepath.Join(b.at, filepath.FromSlash(name)))
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return nil, errOutside
	}
	info, err := os.Stat(b.Name(name))
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNoFile
	}
	return manifest.Read(b.Name(name))
}

// Same follows links, and knows what a file system makes of capitals.
func (b beside) Same(one, other string) bool {
	first, err := os.Stat(b.Name(one))
	if err != nil {
		return false
	}
	second, err := os.Stat(b.Name(other))
	return err == nil && os.SameFile(first, second)
}

// FilesIn are the files that a manifest is written in, by the names that it has for them in
// messages: itself, and those that it includes, in order, also where they could not be read.
func (r *Report) FilesIn() []string {
	list := []string{r.File}
	for _, i := range r.included {
		list = append(list, i.name)
	}
	return list
}

// An includedFile is one that a manifest names. file is nil where it could not be read.
type includedFile struct {
	name string
	file *diag.File
}

// includedIn are the files of a draft.
func includedIn(draft *manifest.Draft, files Files) (list []includedFile) {
	if draft == nil || files == nil {
		return nil
	}
	for _, i := range draft.Included {
		list = append(list, includedFile{files.Name(i.Path), i.File})
	}
	return list
}

// Included are the files that a manifest includes and that can be read, by the names that it has
// for them in messages. Whatever else is wrong with the manifest is of no concern.
func Included(file string) (list []string) {
	src, err := manifest.Read(file)
	if err != nil {
		return nil
	}
	files := FilesOf(file)
	draft, _ := manifest.Parse(file, src, files)
	for _, i := range includedIn(draft, files) {
		if i.file != nil {
			list = append(list, i.name)
		}
	}
	return list
}
