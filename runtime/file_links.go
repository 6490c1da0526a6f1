package runtime

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Symbolic links of file systems that are not known live here: they are followed by hand,
// as os.Root does with those of a directory.

// linkedTree is a file system of which nothing is known. It is asked for what stands at a
// name before that is opened, because to open a FIFO may be to wait for ever.
type linkedTree struct{ fsys fs.FS }

func (t linkedTree) begin() (openTree, error) {
	if links := linksOf(t.fsys); links != nil {
		return openLinked{links}, nil
	}
	return plainTree(t), nil
}

// linksOf returns how links of a file system are read, or nil for one that has none, or
// that lets nobody look: what it opens is then its own affair.
func linksOf(fsys fs.FS) fs.ReadLinkFS {
	if links, ok := fsys.(fs.ReadLinkFS); ok {
		return links
	}
	dir, err := fsys.Open(".")
	if err != nil {
		return nil
	}
	defer dir.Close()
	_, lists := dir.(fs.ReadDirFile)
	if _, ok := fsys.(fs.ReadDirFS); ok || lists {
		if info, err := dir.Stat(); err == nil {
			if inode, _ := inodeOf(info); inode != 0 {
				return listedFS{fsys}
			}
		}
	}
	return nil
}

// listedFS is a file system of the machine's files that cannot say what stands at a name
// without opening that: the directory above can. Where its links lead is not known.
type listedFS struct{ fs.FS }

func (l listedFS) Lstat(name string) (fs.FileInfo, error) {
	entries, err := fs.ReadDir(l.FS, path.Dir(name))
	for _, entry := range entries {
		if entry.Name() == path.Base(name) {
			return entry.Info()
		}
	}
	if err == nil {
		err = &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrNotExist}
	}
	return nil, err
}

func (l listedFS) ReadLink(name string) (string, error) {
	return "", &fs.PathError{Op: "readlink", Path: name, Err: errors.ErrUnsupported}
}

// openLinked is a file system whose links can be read.
type openLinked struct{ fsys fs.ReadLinkFS }

func (t openLinked) close() {}

func (t openLinked) open(name string) (fs.File, fs.FileInfo, error) {
	real, seen, err := followLinks(t.fsys, name)
	if err != nil {
		return nil, nil, err
	}
	file, info, err := regular(t.fsys.Open(real))
	if err != nil {
		return nil, nil, err
	}
	was, _ := inodeOf(seen)
	if is, _ := inodeOf(info); was != 0 && is != was { // it was replaced meanwhile
		_ = file.Close() // only read from
		return nil, nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return file, info, nil
}

func (t openLinked) isFile(name string) bool {
	_, _, err := followLinks(t.fsys, name)
	return err == nil
}

// maxLinks bounds the links on the way to one file, as systems do.
const maxLinks = 40

// followLinks returns the name without links of a regular file, and what stands there. A
// link that is absolute, or that leads out of the tree on its way, leads nowhere.
func followLinks(fsys fs.ReadLinkFS, name string) (real string, info fs.FileInfo, err error) {
	nowhere := func(err error) (string, fs.FileInfo, error) {
		return "", nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	if !fs.ValidPath(name) {
		return nowhere(fs.ErrInvalid)
	}
	real = "."
	links := 0
	for rest := strings.Split(name, "/"); len(rest) > 0; {
		first := rest[0]
		rest = rest[1:]
		switch {
		case first == "" || first == ".":
			continue
		case first == ".." && real == ".":
			return nowhere(fs.ErrPermission)
		case first == "..":
			real, info = path.Dir(real), nil
			continue
		}
		next := path.Join(real, first)
		if info, err = fsys.Lstat(next); err != nil {
			return "", nil, err
		}
		switch mode := info.Mode(); {
		case mode&fs.ModeSymlink != 0:
			target, err := fsys.ReadLink(next)
			if err != nil {
				return "", nil, err
			}
			if links++; links > maxLinks || path.IsAbs(target) ||
				strings.ContainsAny(target, `\:`) {
				return nowhere(fs.ErrPermission)
			}
			rest = slices.Concat(strings.Split(target, "/"), rest)
		case len(rest) > 0 && !mode.IsDir():
			return nowhere(fs.ErrNotExist)
		default:
			real = next
		}
	}
	if info == nil || !info.Mode().IsRegular() {
		return nowhere(errNotRegular)
	}
	return real, info, nil
}
