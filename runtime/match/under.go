package match

import "strings"

// Under says whether a canonical path is a prefix or lies below it: whole segments count. The
// prefix is decoded text that begins with a slash and does not end with one.
//
//	Under("/admin/x", "/admin")     true
//	Under("/administer", "/admin")  false
func Under(path, prefix string) bool {
	return strings.HasPrefix(path, prefix) &&
		(len(path) == len(prefix) || path[len(prefix)] == '/')
}

// Reach returns how far a path goes that is not canonical because of its dot segments, in
// canonical form: "." is left out, and what begins with ".." is cut off.
//
//	Reach("/admin/./x")    "/admin/x"
//	Reach("/admin/../x")   "/admin"
func Reach(path string) string {
	decoded, _ := Decode(path)
	var b strings.Builder
	for segment := range strings.SplitSeq(strings.TrimPrefix(decoded, "/"), "/") {
		if segment == ".." {
			break
		}
		if segment != "." {
			b.WriteString("/" + segment)
		}
	}
	return b.String()
}
