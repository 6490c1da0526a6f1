package files

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"time"
)

// Entity tags of files live here (RFC 9110 §8.8.3).

// A State is what a system says of a file without reading it.
type State struct {
	Size     int64
	Modified time.Time
	Inode    uint64    // 0: not known
	Changed  time.Time // of the inode, which nobody can set; zero: not known
}

// Tag returns a strong entity tag made of the state, or "" if that does not tell one
// content of the file from the next: where nothing in it is a time (see LastModified).
// A change within one tick of the file system's clock that keeps the size goes unseen,
// as with every server that does not read the file. The numbers go through a digest: an
// inode is nobody's business.
func (s *State) Tag() string {
	if !isTime(s.Modified) && !isTime(s.Changed) {
		return ""
	}
	b := make([]byte, 0, 48)
	for _, n := range [...]uint64{uint64(s.Size), s.Inode} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	for _, t := range [...]time.Time{s.Modified, s.Changed} {
		b = binary.BigEndian.AppendUint64(b, uint64(t.Unix()))
		b = binary.BigEndian.AppendUint64(b, uint64(t.Nanosecond()))
	}
	return quoteTag(sha256.Sum256(b))
}

// ContentTag returns a strong entity tag made of all that r has, in bytes of its own.
func ContentTag(r io.Reader) (string, error) {
	digest := sha256.New()
	if _, err := io.Copy(digest, r); err != nil {
		return "", err
	}
	return quoteTag([sha256.Size]byte(digest.Sum(nil))), nil
}

// quoteTag writes 128 bits of a digest.
func quoteTag(sum [sha256.Size]byte) string {
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}

// CodingTag is the tag of a file's precompressed form, made from that of the form itself:
// two codings of one file never have one tag (RFC 9110 §8.8.3.3).
func CodingTag(tag, coding string) string {
	if tag == "" {
		return ""
	}
	return tag[:len(tag)-1] + "-" + coding + `"`
}
