//go:build !(linux || openbsd || dragonfly || solaris || darwin || freebsd || netbsd)

package runtime

import (
	"io/fs"
	"time"
)

// canCheck says that nothing is kept of files that may change.
const canCheck = false

type fileCheck struct {
	path string
	fileStamp
}

type fileStamp struct{}

func (c *fileCheck) holds() bool { return false }

func checkOf(string, fs.FileInfo) (check fileCheck, ok bool) { return check, false }

func (s *fileStamp) isOld(time.Time, time.Duration) bool { return false }
