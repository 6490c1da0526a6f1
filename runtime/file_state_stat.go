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
