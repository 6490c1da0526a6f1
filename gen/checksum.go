package gen

// The last line of a generated file lives here. It holds a checksum of those above:
// without one, nobody could tell a file that was edited from one that is merely old.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
)

const (
	sumBefore = "// The lines above have the checksum "
	sumAfter  = ": httpgen tells by it whether they were edited.\n"
)

// sealed is a formatted text with its last line.
// It is Go's comment and the file's last line, so that neither gofmt nor an editor that adds
// a line feed changes what is summed.
func sealed(text []byte) []byte {
	line := sumBefore + checksum(text) + sumAfter
	return append(append(bytes.Clone(text), '\n'), line...)
}

// checksum is half a SHA-256: it guards against oversight, not against malice.
func checksum(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:len(sum)/2])
}

// edited says whether a text was changed since it was sealed. Line ends that git made do
// not count, and of a text without its last line nobody can tell.
func edited(text []byte) bool {
	text = plain(text)
	at := bytes.LastIndex(text, []byte("\n"+sumBefore))
	return at >= 0 && !bytes.Equal(text, sealed(text[:at]))
}
