package runtime

import (
	"strings"

	"example.com/httpgen/runtime/internal/files"
)

// Header fields of answers live here: what names and values are, and which the server
// keeps to itself.

// headerField is one field of an answer, its name as the handler wrote it.
type headerField struct{ name, value string }

// mayRepeat says whether an answer may hold several fields of a name.
func mayRepeat(name string) bool {
	for _, n := range [...]string{"Set-Cookie", "Vary", "Link", "Via", "Warning", "Server-Timing",
		"WWW-Authenticate", "Proxy-Authenticate"} {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// isSingle says whether an answer holds at most one field of a name, which is no list.
func isSingle(name string) bool {
	for _, n := range [...]string{"Content-Length", "Connection", "Location", "ETag", "Last-Modified", "Expires",
		"Retry-After", "Content-Location", "Content-Range", "Age", "Server"} {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// isOwn says whether a field of an answer is the server's own to write.
func isOwn(name string) bool {
	for _, n := range [...]string{"Connection", "Content-Length", "Transfer-Encoding", "Date",
		"Keep-Alive", "Proxy-Connection", "TE", "Trailer"} {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

func isLastModified(name string) bool { return strings.EqualFold(name, "Last-Modified") }

// notAfter is a value of Last-Modified, or the Date where that is earlier (RFC 9110
// §8.8.2.1). What is no date stays as it is.
func notAfter(modified, date string) string {
	m, valid := files.ParseDate(modified)
	d, known := files.ParseDate(date)
	if valid && known && m.After(d) {
		return date
	}
	return modified
}

// isListed says whether a word is one of a list with commas, in any case; a star is all.
func isListed(list, word string) bool {
	for item := range strings.SplitSeq(list, ",") {
		if item = strings.Trim(item, " \t"); item == "*" || strings.EqualFold(item, word) {
			return true
		}
	}
	return false
}

// isToken is RFC 9110 §5.6.2: token = 1*tchar.
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// isFieldValue is RFC 9110 §5.5: VCHAR, obs-text, SP and HTAB.
func isFieldValue(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// escapeLocation percent-encodes what is neither a control character (which isFieldValue
// refuses) nor allowed in a URI.
func escapeLocation(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c == ' ' || c >= 0x80 || c == '"' || c == '<' || c == '>' {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
