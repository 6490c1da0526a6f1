package files

import "strings"

// Names of files live here.

// Name turns what follows the prefix of a directory in a decoded path, where NUL is an
// encoded slash, into the name of a file, as io/fs has it: "" and "/" are the directory
// itself, a slash at the end asks for its index. What is hidden or means something else
// to some file system is refused: an encoded slash, a backslash, an empty segment, a
// segment that starts with a dot, but for .well-known (RFC 8615).
func Name(rest string) (name string, ok bool) {
	if strings.ContainsAny(rest, "\\\x00") {
		return "", false
	}
	name = strings.TrimPrefix(rest, "/")
	if strings.HasSuffix(rest, "/") {
		name += "index.html"
	}
	if name == "" {
		return ".", true
	}
	for segment := range strings.SplitSeq(name, "/") {
		if segment == "" || segment[0] == '.' && segment != ".well-known" {
			return "", false
		}
	}
	return name, true
}

// HasPage says whether what follows the prefix may be a page of an application that
// draws its pages itself: anything, but a name that starts with a dot.
func HasPage(rest string) bool { return !strings.Contains(rest, "/.") }
