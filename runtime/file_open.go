package runtime

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
)

// Files are opened here, and nowhere else: regular ones alone, without waiting for the
// other end of a FIFO, and by a name from which no ".." and no link leads out of a tree.

var errNotRegular = errors.New("not a regular file")

// regular finds out that an open file is a regular one, and closes any other.
func regular(file fs.File, err error) (fs.File, fs.FileInfo, error) {
	if err != nil {
		return nil, nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errNotRegular
	}
	if err != nil {
		_ = file.Close() // only read from
		return nil, nil, err
	}
	return file, info, nil
}

// open opens the file of a response.
func (s *fileSource) open() (fs.File, fs.FileInfo, error) {
	if s.fsys == nil {
		return regular(os.OpenFile(s.name, openFlags, 0))
	}
	tree, err := treeOf(s.fsys).begin()
	if err != nil {
		return nil, nil, err
	}
	defer tree.close()
	return tree.open(s.name)
}

// A fileTree is where files are looked for by names as io/fs has them.
type fileTree interface {
	// begin opens the tree for one request.
	begin() (openTree, error)
}

// An openTree has regular files. A name that is none of io/fs is an error.
type openTree interface {
	open(name string) (fs.File, fs.FileInfo, error)
	// isFile says whether there is such a file, without opening it.
	isFile(name string) bool
	close()
}

// treeOf returns the tree of a file system: of os.DirFS and fs.Sub of it a directory of
// the machine, from which os.Root lets nothing out, where os.DirFS follows every link; of
// os.Root.FS that root. Both are opened with flags of ours.
func treeOf(fsys fs.FS) fileTree {
	v, below := insideSub(reflect.ValueOf(fsys))
	switch {
	case v.Type() == typeOfDirFS && v.String() != "":
		dir := v.String()
		if below != "." {
			dir += string(filepath.Separator) + filepath.FromSlash(below)
		}
		return openedOnce(dir)
	case v.Type() == typeOfRootFS && below == "." && v.CanConvert(typeOfRoot):
		if root := v.Convert(typeOfRoot).Interface().(*os.Root); root != nil {
			return rootTree{root}
		}
	case v.Type() == typeOfEmbedFS:
		return plainTree{fsys} // it knows no links and no FIFOs
	}
	return linkedTree{fsys}
}

// The types of the standard library's file systems that are looked into. What fs.Sub
// returns has no method that tells of what it is a part.
var (
	typeOfDirFS   = reflect.TypeOf(os.DirFS("."))
	typeOfRoot    = reflect.TypeFor[*os.Root]()
	typeOfRootFS  = reflect.TypeOf((*os.Root)(nil).FS())
	typeOfEmbedFS = reflect.TypeFor[embed.FS]()
	typeOfSubFS   = func() reflect.Type {
		sub, _ := fs.Sub(embed.FS{}, "x")
		return reflect.TypeOf(sub)
	}()
	typeOfEmbedded = func() reflect.Type { // of fs.FileInfo: a pointer to the file in the program
		root, err := embed.FS{}.Open(".")
		if err != nil {
			return nil
		}
		info, err := root.Stat()
		if err != nil || reflect.TypeOf(info).Kind() != reflect.Pointer {
			return nil
		}
		return reflect.TypeOf(info)
	}()
)

// insideSub returns the file system that fs.Sub was asked for a part of, and which part;
// any other is itself. Should the type ever have other fields, it is one of those.
func insideSub(v reflect.Value) (inside reflect.Value, below string) {
	if v.Type() != typeOfSubFS {
		return v, "."
	}
	fsys, dir := v.Elem().FieldByName("fsys"), v.Elem().FieldByName("dir")
	if fsys.IsValid() && fsys.Kind() == reflect.Interface && dir.IsValid() &&
		dir.Kind() == reflect.String {
		return fsys.Elem(), dir.String()
	}
	return v, "."
}

// isEmbedded says whether a file is part of the program. Its info is then the same
// pointer for as long as the program runs.
func isEmbedded(info fs.FileInfo) bool { return reflect.TypeOf(info) == typeOfEmbedded }

// rootTree lets no ".." and no symbolic link out of its directory.
type rootTree struct{ root *os.Root }

func (t rootTree) begin() (openTree, error) { return t, nil }
func (t rootTree) close()                   {} // it is somebody else's

func (t rootTree) open(name string) (fs.File, fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	file, err := t.root.OpenFile(name, openFlags, 0)
	return regular(file, err)
}

func (t rootTree) isFile(name string) bool {
	if !fs.ValidPath(name) {
		return false
	}
	info, err := t.root.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// openedOnce is a directory of the machine that is open for one request.
type openedOnce string

func (dir openedOnce) begin() (openTree, error) {
	info, err := os.Stat(string(dir))
	if err != nil {
		return nil, err
	}
	root, err := openRoot(string(dir), info)
	if err != nil {
		return nil, err
	}
	return ownRoot{rootTree{root}}, nil
}

// ownRoot is closed after use.
type ownRoot struct{ rootTree }

func (t ownRoot) close() { _ = t.root.Close() } // only read from

// plainTree is a file system that keeps files and directories, nothing else.
type plainTree struct{ fsys fs.FS }

func (t plainTree) begin() (openTree, error) { return t, nil }
func (t plainTree) close()                   {}

func (t plainTree) open(name string) (fs.File, fs.FileInfo, error) {
	return regular(t.fsys.Open(name))
}

func (t plainTree) isFile(name string) bool {
	info, err := fs.Stat(t.fsys, name)
	return err == nil && info.Mode().IsRegular()
}
