package gen

// The copy of the runtime in a user's module lives here. A list of sums beside the copy
// tells later what is ours: the copy can be renewed, and an edited file is not lost.

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"example.com/httpgen/gen/internal/emit"
)

// vendorSums is the file that lists what was copied.
const vendorSums = "VENDORED"

// Vendored tells what Vendor did.
type Vendored struct {
	ImportPath string `json:"import"` // what the manifest's `runtime` has to be
	Dir        string `json:"dir"`
	Files      int    `json:"files"`
	Removed    int    `json:"removed"` // files of an earlier copy that are no longer part of it
}

// Vendor copies the runtime, whose files source holds, into a folder of the user's
// module: without its tests, and with the import paths of the place where it stands
// then. It fails, and writes nothing, if the folder is in no module, or holds a file that
// an earlier Vendor did not write or that was edited since, if a link stands on the way to
// one, or if the module's go line is older than what the runtime needs. version is noted.
func Vendor(source fs.FS, dir, version string) (*Vendored, error) {
	importPath, err := importPathOf(dir)
	if err != nil {
		return nil, err
	}
	if err := checkTarget(dir); err != nil {
		return nil, err
	}
	files, err := runtimeFiles(source, importPath)
	if err != nil {
		return nil, err
	}
	old, err := vendoredIn(dir, files)
	if err != nil {
		return nil, err
	}
	files = append(files, File{vendorSums, sumsOf(files, version)})
	if err := writeTree(dir, files); err != nil {
		return nil, err
	}
	v := &Vendored{ImportPath: importPath, Dir: dir, Files: len(files) - 1}
	for _, name := range old {
		if !slices.ContainsFunc(files, func(f File) bool { return f.Name == name }) {
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil &&
				!errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			v.Removed++
		}
	}
	return v, nil
}

// checkTarget wants a folder that Go finds where it stands, in a module that may use what
// the runtime does: a link would lead the copy out of the module.
// The copy's import path follows from where it stands, so that a folder outside of a module
// has none.
func checkTarget(dir string) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	root := moduleRoot(abs)
	if err := noLinks(root, abs); err != nil {
		return err
	}
	if err := checkFolder(dir); err != nil {
		return err
	}
	return checkGoLine(filepath.Join(root, "go.mod"))
}

// runtimeFiles are the files to copy, by name with slashes.
func runtimeFiles(source fs.FS, importPath string) (files []File, err error) {
	err = fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.go") ||
			name == "source.go" {
			return err // source.go is there to be copied from
		}
		text, err := fs.ReadFile(source, name)
		text = plain(text) // httpgen may have been built from a checkout of Windows
		if err == nil && path.Ext(name) == ".go" {
			text, err = withImports(text, importPath)
		}
		files = append(files, File{name, text})
		return err
	})
	return files, err
}

// withImports is a Go file of the runtime whose imports of it and of packages below it are
// those of the copy. What is not an import stays as it is, byte for byte.
func withImports(text []byte, importPath string) ([]byte, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "", text, parser.ImportsOnly)
	if err != nil {
		return nil, &InternalError{Stage: "vendor", Err: err}
	}
	var b bytes.Buffer
	done := 0
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, &InternalError{Stage: "vendor", Err: err}
		}
		below, ok := strings.CutPrefix(imported, emit.RuntimePath())
		if ok && (below == "" || below[0] == '/') {
			from, to := set.Position(spec.Path.Pos()).Offset, set.Position(spec.Path.End()).Offset
			b.Write(text[done:from])
			b.WriteString(strconv.Quote(path.Join(importPath, below)))
			done = to
		}
	}
	b.Write(text[done:])
	return b.Bytes(), nil
}

// sumsOf is the list beside the copy: the version it came from, and a sum for each file.
func sumsOf(files []File, version string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# The runtime of httpgen %s, copied by `httpgen vendor`. Do not edit: run "+
		"it again.\n", version)
	for _, f := range files {
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(f.Content), f.Name)
	}
	return b.Bytes()
}

// vendoredIn lists the files that an earlier copy left in a folder. It is an error if
// one of them was edited, or if another file has the name of one to write.
// A file is ours if its sum is in the list that lies beside it; a list that somebody took
// away makes all files theirs.
func vendoredIn(dir string, files []File) (old []string, err error) {
	sums := map[string]string{}
	if err := noLinks(dir, filepath.Join(dir, vendorSums)); err != nil {
		return nil, err
	}
	list, err := readFile(filepath.Join(dir, vendorSums))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, vendorSums), err)
	}
	for line := range strings.Lines(string(list)) {
		if sum, name, ok := strings.Cut(strings.TrimSpace(line), "  "); ok &&
			filepath.IsLocal(name) {
			sums[name] = sum
			old = append(old, name)
		}
	}
	names := slices.Clone(old)
	for _, f := range files {
		if sums[f.Name] == "" {
			names = append(names, f.Name)
		}
	}
	slices.SortFunc(names, cmp.Compare[string])
	var faults []error
	for _, name := range names {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := noLinks(dir, file); err != nil {
			faults = append(faults, err)
			continue
		}
		text, err := readFile(file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			faults = append(faults, fmt.Errorf("%s: %w", file, err))
		case sums[name] == "":
			faults = append(faults,
				fmt.Errorf("%s was not copied by httpgen: choose another folder, or "+
					"move it away", file))
		case sums[name] != fmt.Sprintf("%x", sha256.Sum256(plain(text))):
			faults = append(faults,
				fmt.Errorf("%s was edited since it was copied: move the change away, or "+
					"remove the file", file))
		}
	}
	return old, errors.Join(faults...)
}

// writeTree writes files below a folder, each whole or not at all, and none before all
// are on disk.
func writeTree(dir string, files []File) error {
	var batch staging
	defer batch.discard()
	for _, f := range files {
		file := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := batch.add(file, f.Content); err != nil {
			return err
		}
	}
	return batch.commit()
}
