package gen

import (
	"strings"
	"testing"
)

// TestEditedIsToldFromStale changes a file as people, git and older generators do.
func TestEditedIsToldFromStale(t *testing.T) {
	file := string(sealed([]byte("// header\n\npackage p\n")))
	for _, row := range []struct {
		name, text string
		edited     bool
	}{
		{"a file as it was written", file, false},
		{"a file of another manifest", string(sealed([]byte("// header\n\npackage q\n"))), false},
		{"line ends of git", strings.ReplaceAll(file, "\n", "\r\n"), false},
		{"a byte order mark", "\uFEFF" + file, false},
		{"a file without a checksum, of an old generator", "// header\n\npackage p\n", false},
		{"an edited line", strings.Replace(file, "package p", "package q", 1), true},
		{"a line at the end", file + "var x int\n", true},
		{"an edited checksum", strings.Replace(file, "checksum ", "checksum 0", 1), true},
		{"an empty line at the top", "\n" + file, true},
	} {
		if got := edited([]byte(row.text)); got != row.edited {
			t.Errorf("%s: edited is %v", row.name, got)
		}
	}
}
