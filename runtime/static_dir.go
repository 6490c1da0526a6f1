package runtime

import (
	"io/fs"
	"os"
	"sync/atomic"
	"syscall"
)

// The directory behind a static entry of the manifest lives here.

// staticOS is a directory of the machine. It stays open between requests, and each of them
// asks whether the path still leads to it: a directory that a deployment puts in the place
// of the old one is seen at once, and a missing one is no error. To ask is 1 system call, to
// open it anew were 3, of some 10 that a small file takes.
type staticOS struct {
	path   string
	opened atomic.Pointer[openedDir]
}

// openedDir is what the path led to. While it is open, no other directory can get its
// identity. Where it is replaced, requests may still be reading from it: then the root
// closes itself when nobody refers to it any more (os.Root has a finalizer).
type openedDir struct {
	root *os.Root
	info fs.FileInfo
}

func (d *staticOS) begin() (openTree, error) {
	info, err := os.Stat(d.path)
	old := d.opened.Load()
	if err == nil && old != nil && os.SameFile(info, old.info) {
		return rootTree{old.root}, nil
	}
	if old != nil {
		d.opened.CompareAndSwap(old, nil)
	}
	if err != nil {
		return nil, err
	}
	root, err := openRoot(d.path, info)
	if err != nil {
		return nil, err
	}
	if info, err = root.Stat("."); err != nil {
		_ = root.Close() // only read from
		return nil, err
	}
	// of two that open it at a time, one is kept
	d.opened.CompareAndSwap(nil, &openedDir{root, info})
	return rootTree{root}, nil
}

// openRoot opens a directory that was seen to be one: to open anything else, a FIFO say,
// may be to wait for ever.
func openRoot(dir string, seen fs.FileInfo) (*os.Root, error) {
	if !seen.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: dir, Err: syscall.ENOTDIR}
	}
	return os.OpenRoot(dir)
}

// close gives the descriptor back at the end of a server.
func (d *staticOS) close() {
	if old := d.opened.Swap(nil); old != nil {
		_ = old.root.Close() // only read from
	}
}
