//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package runtime

import "syscall"

func makeFIFO(name string) error { return syscall.Mkfifo(name, 0o644) }
