package gen

// What a checkout may do to a text file without changing what it says lives here.

import "bytes"

var byteOrderMark = []byte("\uFEFF")

// plain is a text with line feeds for line ends and without a byte order mark: what was
// written, whatever git or an editor of another system made of it.
// Every comparison with a file of a checkout goes through it: git may rewrite line ends on
// Windows, and a file that git has rewritten is not stale.
func plain(text []byte) []byte {
	return bytes.ReplaceAll(bytes.TrimPrefix(text, byteOrderMark), []byte("\r\n"), []byte("\n"))
}

// inFormOf gives a plain text the byte order mark and the line ends of another: those of
// Windows only if all of the other's are.
func inFormOf(old, text []byte) []byte {
	if n := bytes.Count(old, []byte("\r\n")); n > 0 && n == bytes.Count(old, []byte("\n")) {
		text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	}
	if bytes.HasPrefix(old, byteOrderMark) {
		text = append(bytes.Clone(byteOrderMark), text...)
	}
	return text
}
