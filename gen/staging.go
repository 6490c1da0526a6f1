package gen

// Replacing several files as one step, as far as a file system lets us, lives here.

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
)

// staging holds texts that lie beside their targets under temporary names.
//
//	var batch staging
//	defer batch.discard()
//	for … { batch.add(path, text) }   // on disk, beside the target
//	batch.commit()                    // renamed, one by one
//
// Renaming is the one step that other programs see, and each is whole: a build never reads
// half of a file.
type staging struct {
	files []staged
}

// A staged file is on disk, and not yet where it belongs.
type staged struct {
	temp, target string
}

// add writes text beside target, with the permissions of the file it is to replace.
// The name starts with a dot, so that the go command does not see it. A link stays one:
// the file that it leads to is replaced.
func (s *staging) add(target string, text []byte) error {
	if info, err := os.Lstat(target); err == nil && info.Mode()&os.ModeSymlink != 0 {
		if target, err = filepath.EvalSymlinks(target); err != nil {
			return err
		}
	}
	dir, base := filepath.Split(target)
	temp := filepath.Join(dir, "."+base+"."+strconv.FormatUint(rand.Uint64(), 36)+".tmp")
	// Not os.CreateTemp, which makes files that only their owner can read.
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	s.files = append(s.files, staged{temp, target})
	_, err = f.Write(text)
	if info, old := os.Stat(target); old == nil {
		err = errors.Join(err, f.Chmod(info.Mode().Perm()))
	}
	return errors.Join(err, f.Close())
}

// commit renames every file to its target. It stops at the first that cannot be.
func (s *staging) commit() error {
	for len(s.files) > 0 {
		if err := os.Rename(s.files[0].temp, s.files[0].target); err != nil {
			return err
		}
		s.files = s.files[1:]
	}
	return nil
}

// discard removes what was not committed.
func (s *staging) discard() {
	for _, f := range s.files {
		_ = os.Remove(f.temp) // nothing more can be done; the name tells what it is
	}
	s.files = nil
}
