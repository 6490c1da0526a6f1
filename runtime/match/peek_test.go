package match

import (
	"strings"
	"testing"
	"unsafe"
)

// naiveSlashes is Slashes, written from what it says. What is above the bit of the end is
// not looked at.
func naiveSlashes(s string) (set, looked uint64) {
	for i := range min(len(s), 64) {
		if s[i] == '/' {
			set |= 1 << i
		}
	}
	if len(s) > 63 {
		return set, ^uint64(0)
	}
	end := uint64(1) << len(s)
	return set | end, end<<1 - 1
}

func checkSlashes(t *testing.T, s string) {
	t.Helper()
	want, looked := naiveSlashes(s)
	var around struct{ before, left, behind [MaxSlashes]uint32 }
	var portable [MaxSlashes]uint32
	for i := range portable { // there are those of the last path
		around.before[i], around.left[i], around.behind[i] = 1, 0xdeadbeef, 2
		portable[i] = 0xdeadbeef
	}
	outside := around
	if got := Slashes(&around.left, s); got&looked != want {
		t.Errorf("Slashes(%q): %b, want %b", s, got&looked, want)
	}
	if got := slashesOf(&portable, s); got&looked != want {
		t.Errorf("slashesOf(%q): %b, want %b", s, got&looked, want)
	}
	if len(s) > 63 {
		checkLeft(t, "Slashes", s, around.left[:])
		checkLeft(t, "slashesOf", s, portable[:])
	}
	if outside.left = around.left; around != outside {
		t.Errorf("Slashes(%q) wrote more than what is left", s)
	}
	end := strings.IndexByte(s+"/", '/')
	if got := SegmentEnd(s); got != end {
		t.Errorf("SegmentEnd(%q): %d, want %d", s, got, end)
	}
}

// checkLeft holds what was written for a long text against the places one by one.
func checkLeft(t *testing.T, what, s string, got []uint32) {
	t.Helper()
	n := 0
	for i := range len(s) + 1 {
		if i < len(s) && s[i] != '/' {
			continue
		}
		if i > 63 && n < len(got) && got[n] != uint32(len(s)-i) {
			t.Errorf("%s(%q): %d bytes left at slash %d, want %d", what, s, got[n], n, len(s)-i)
		}
		n++
	}
}

// Bytes that differ from a slash in one bit, and those that carry into their neighbours,
// stand beside slashes; slashes stand right before and behind the text, too.
func TestSlashes(t *testing.T) {
	checkSlashes(t, unsafe.String(nil, 0))
	for _, slash := range []string{"/a", "/aa/", "/", strings.Repeat("a", 63) + "/", strings.Repeat("a", 64) + "/"} {
		for n := range 300 {
			checkSlashes(t, strings.Repeat(slash, n)[:n])
		}
	}
	for _, other := range "a.o\x00\x01\x2e\x30\x7f\xaf\xff" {
		for n := range 140 {
			for slash := range n + 1 {
				text := []byte(strings.Repeat(string([]byte{byte(other)}), n+2))
				text[0], text[n+1] = '/', '/'
				text[slash] = '/'
				checkSlashes(t, string(text)[1:n+1])
			}
		}
	}
}

func FuzzSlashes(f *testing.F) {
	f.Add("/repos/a/b")
	f.Fuzz(checkSlashes)
}

func TestPeeks(t *testing.T) {
	const s = "\x01\x02\x83\x04\x05\x06\x07\x88z"
	if Peek1(s, 2) != 0x83 || Peek2(s, 1) != 0x8302 || Peek4(s, 3) != 0x07060504 || Peek8(s, 0) != 0x8807060504830201 || Peek8(s, 1) != 0x7a88070605048302 {
		t.Errorf("%x %x %x %x %x", Peek1(s, 2), Peek2(s, 1), Peek4(s, 3), Peek8(s, 0), Peek8(s, 1))
	}
	for n, peek := range map[int]func(string, int){
		1: func(s string, at int) { _ = Peek1(s, at) }, 2: func(s string, at int) { _ = Peek2(s, at) },
		4: func(s string, at int) { _ = Peek4(s, at) }, 8: func(s string, at int) { _ = Peek8(s, at) },
	} {
		for _, at := range []int{-1, len(s) - n + 1, len(s)} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%d bytes at %d of %d are no fault", n, at, len(s))
					}
				}()
				peek(s, at)
			}()
		}
	}
}
