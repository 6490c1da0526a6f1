//go:build darwin || linux

package match

import (
	"bytes"
	"syscall"
	"testing"
	"unsafe"
)

// What lies before a page and behind it may not be there.
func TestSlashesAtTheEndsOfAPage(t *testing.T) {
	size := syscall.Getpagesize()
	memory, err := syscall.Mmap(-1, 0, 3*size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Munmap(memory) }()
	for _, outside := range [][]byte{memory[:size], memory[2*size:]} {
		if err := syscall.Mprotect(outside, syscall.PROT_NONE); err != nil {
			t.Fatal(err)
		}
	}
	page := memory[size : 2*size]
	copy(page, bytes.Repeat([]byte("/a=%&"), size/5))
	for n := range 130 {
		for _, s := range []string{unsafe.String(&page[size-n-1], n+1)[1:], unsafe.String(&page[0], n+1)[:n]} {
			checkSlashes(t, s)
			checkPairs(t, s)
		}
	}
}
