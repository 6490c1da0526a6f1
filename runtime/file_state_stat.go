//go:build linux || openbsd || dragonfly || solaris

package runtime

import (
	"io/fs"
	"syscall"
	"time"
)

// inodeOf returns inode and change time of a file of the machine; 0 of any other.
func inodeOf(info fs.FileInfo) (inode uint64, changed time.Time) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && stat != nil {
		return uint64(stat.Ino), time.Unix(stat.Ctim.Unix())
	}
	return 0, time.Time{}
}

// timesOf are the times of the last change of content, and of content or state.
func timesOf(stat *syscall.Stat_t) (modified, changed time.Time) {
	return time.Unix(stat.Mtim.Unix()), time.Unix(stat.Ctim.Unix())
}
