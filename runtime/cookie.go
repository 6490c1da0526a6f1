package runtime

import "strings"

// Cookies of requests live here (RFC 6265 §4.2). One that is to be set is a header field
// of the answer: WithHeader("Set-Cookie", (&http.Cookie{…}).String()).

// Cookie returns the value of the first cookie with this name; names are case-sensitive.
// Quotes around the value are left out.
func (r Request) Cookie(name string) (value string, ok bool) {
	for field, line := range r.Headers() {
		if !strings.EqualFold(field, "Cookie") {
			continue
		}
		if value, ok = findCookie(line, name); ok {
			return value, true
		}
	}
	return "", false
}

// findCookie looks for a pair in cookie-string = cookie-pair *( ";" SP cookie-pair ).
// As servers have to be lenient here, any space around a pair is left out.
func findCookie(line, name string) (string, bool) {
	for pair := range strings.SplitSeq(line, ";") {
		n, v, found := strings.Cut(strings.Trim(pair, " \t"), "=")
		if !found || n != name || n == "" {
			continue
		}
		if len(v) >= 2 && v[0] == '"' && v[len(v)-1] == '"' {
			v = v[1 : len(v)-1]
		}
		return v, true
	}
	return "", false
}
