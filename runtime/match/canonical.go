package match

import "strings"

// Canonical returns the one form of a request's path that matchers compare: split on
// "/" first, each segment percent-decoded once, an encoded slash written as NUL, which
// cannot occur otherwise. A path without "%" is returned as it is.
//
// status is 0, or what the request is answered with: 400 for a malformed escape, a NUL
// or a path that does not start with "/", 404 for a segment "." or "..", encoded or not.
func Canonical(path string) (canonical string, status int) {
	if path == "" || path[0] != '/' || strings.IndexByte(path, 0) >= 0 {
		return "", 400
	}
	if strings.IndexByte(path, '%') >= 0 {
		decoded, ok := Decode(path)
		if !ok {
			return "", 400
		}
		path = decoded
	}
	if hasDotSegment(path) {
		return "", 404
	}
	return path, 0
}

// Decode replaces the escapes of a raw path by what they stand for: canonical but for its dot
// segments. It takes neither an escape that is malformed nor one of NUL.
func Decode(path string) (string, bool) {
	b := make([]byte, 0, len(path))
	for i := 0; i < len(path); i++ {
		c := path[i]
		if c == '%' {
			if i+2 >= len(path) {
				return "", false
			}
			hi, lo := Unhex(path[i+1]), Unhex(path[i+2])
			if hi > 15 || lo > 15 {
				return "", false
			}
			switch c = hi<<4 | lo; c {
			case 0:
				return "", false
			case '/':
				c = 0
			}
			i += 2
		}
		b = append(b, c)
	}
	return string(b), true
}

// Unhex returns the value of a hex digit, or 255.
func Unhex(c byte) byte { return unhex[c] }

var unhex = func() (t [256]byte) {
	for c := range t {
		t[c] = 255
	}
	for i, c := range []byte("0123456789abcdef") {
		t[c] = byte(i)
	}
	for i, c := range []byte("ABCDEF") {
		t[c] = byte(10 + i)
	}
	return t
}()

// hasDotSegment says whether a segment of a canonical path is "." or "..".
func hasDotSegment(path string) bool {
	for {
		i := strings.Index(path, "/.")
		if i < 0 {
			return false
		}
		path = path[i+2:]
		rest := strings.TrimPrefix(path, ".")
		if rest == "" || rest[0] == '/' {
			return true
		}
	}
}

// DecodeSlashes gives a value that was taken out of a canonical path its slashes back.
func DecodeSlashes(s string) string {
	if strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(s, "\x00", "/")
}
