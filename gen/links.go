package gen

// What is asked of the file system beside reading and writing lives here: where links
// lead, and whether a file is one.

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// exists tells whether something has this name, be it a link that leads nowhere.
func exists(file string) bool {
	_, err := os.Lstat(file)
	return !errors.Is(err, fs.ErrNotExist)
}

// readFile reads a regular file, or the one that a link leads to. A pipe or a device is an
// error: reading it may never end. Where a link leads nowhere, the error is not
// fs.ErrNotExist, because the name is taken.
func readFile(file string) ([]byte, error) {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && exists(file):
		return nil, errors.New("it is a link that leads nowhere")
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("it is a %s", kindOf(info.Mode()))
	}
	return os.ReadFile(file)
}

// kindOf names what is no regular file.
func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "folder"
	case mode&fs.ModeSymlink != 0:
		return "link"
	case mode&fs.ModeNamedPipe != 0:
		return "pipe"
	case mode&fs.ModeSocket != 0:
		return "socket"
	}
	return "device"
}

// realPath is an absolute path without links, as far as it is there.
func realPath(file string) string {
	abs, err := filepath.Abs(file)
	if err != nil {
		return file
	}
	for at, rest := abs, ""; ; at, rest = filepath.Dir(at), filepath.Join(filepath.Base(at), rest) {
		if found, err := filepath.EvalSymlinks(at); err == nil {
			return filepath.Join(found, rest)
		}
		if at == filepath.Dir(at) {
			return abs
		}
	}
}

// noLinks wants every part of the path from a folder down to a file or folder below it to
// be itself, and not a link to elsewhere. What is not there yet is no link.
// It is asked of what is written below a folder that a user named: the folder itself may be a
// link, what is below is ours to make.
func noLinks(root, file string) error {
	rel, err := filepath.Rel(root, file)
	if err != nil || !filepath.IsLocal(rel) {
		return fmt.Errorf("%s is not below %s", file, root)
	}
	at := root
	for part := range strings.SplitSeq(rel, string(filepath.Separator)) {
		at = filepath.Join(at, part)
		info, err := os.Lstat(at)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case info.Mode()&fs.ModeSymlink != 0:
			return fmt.Errorf("%s is a link: what is written below would go elsewhere", at)
		}
	}
	return nil
}

// moduleRoot is the folder of the go.mod that is nearest to a folder, upwards; "" if there
// is none.
func moduleRoot(dir string) string {
	for {
		if info, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil && !info.IsDir() {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
		dir = filepath.Dir(dir)
	}
}
