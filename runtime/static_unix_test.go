//go:build unix

package runtime

import "syscall"

func makeFIFO(name string) error { return syscall.Mkfifo(name, 0o644) }
