//go:build linux || openbsd || dragonfly || solaris || darwin || freebsd || netbsd

package runtime

import (
	"io/fs"
	"syscall"
	"time"
)

// What tells one state of a file from the next lives here: one system call asks for it.

// canCheck says that files can be asked for it.
const canCheck = true

// A fileCheck is what has to be found at a path: a folder, or a file in the state that it was in.
type fileCheck struct {
	path      string
	fileStamp // of a folder zero: what is in it is checked by itself
}

type fileStamp struct {
	device, inode     uint64
	size              int64
	modified, changed int64 // in ns since 1970
	mode              uint32
}

// holds asks the system. A symbolic link is neither folder nor file.
func (c *fileCheck) holds() bool {
	var st syscall.Stat_t
	if err := syscall.Lstat(c.path, &st); err != nil {
		return false
	}
	if c.inode == 0 {
		return st.Mode&syscall.S_IFMT == syscall.S_IFDIR
	}
	return stampOf(&st) == c.fileStamp
}

// checkOf is the check of an open file; ok is false for what the system does not tell enough of.
func checkOf(path string, info fs.FileInfo) (check fileCheck, ok bool) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || st.Ino == 0 {
		return check, false
	}
	return fileCheck{path, stampOf(st)}, true
}

func stampOf(st *syscall.Stat_t) fileStamp {
	modified, changed := timesOf(st)
	return fileStamp{
		device: uint64(st.Dev), inode: uint64(st.Ino), size: st.Size,
		modified: modified.UnixNano(), changed: changed.UnixNano(), mode: uint32(st.Mode),
	}
}

// isOld says whether the file has not changed for so long that a change from now on has another
// time: systems count it in ticks, some in seconds.
func (s *fileStamp) isOld(now time.Time, age time.Duration) bool {
	const latest = 1 << 62 // no time of a file that can be counted with
	last := max(s.modified, s.changed)
	return s.changed > 0 && last < latest && time.Duration(now.UnixNano()-last) >= age
}
