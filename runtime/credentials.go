package runtime

import (
	"strings"

	"example.com/httpgen/runtime/internal/http1"
)

// Credentials live here: what generated code reads of a request before it calls a hook with it.
//
// A credential that is missing or malformed is 401 with a challenge (RFC 9110 §11.6.1), and is
// neither echoed nor logged: the answer says no more than what the route wants.

// BearerToken returns the token of Authorization: Bearer (RFC 6750 §2.1), for generated code.
func BearerToken(req Request) (string, error) {
	x := req.x
	rest, ok := x.authorization("Bearer")
	if !ok {
		x.kept.challenge = bearerChallenge
		return "", errUnauthorized
	}
	x.kept.challenge = tokenChallenge
	if !http1.IsToken68(rest) {
		return "", errUnauthorized
	}
	return cloned(rest), nil
}

// BasicCredentials returns the user and password of Authorization: Basic (RFC 7617), for
// generated code.
func BasicCredentials(req Request) (user, password string, err error) {
	x := req.x
	x.kept.challenge = basicChallenge
	rest, _ := x.authorization("Basic")
	user, password, ok := http1.Basic(rest)
	if !ok {
		return "", "", errUnauthorized
	}
	return user, password, nil
}

// authorization is what the field Authorization has behind a scheme; ok is false where there is no
// such field, or another scheme in it. Two fields say two things, and so none. It BORROWS.
func (x *Exchange) authorization(scheme string) (rest string, ok bool) {
	value, ok := x.onlyLine("Authorization")
	if !ok {
		return "", false
	}
	sent, rest := http1.Credentials(value)
	return rest, sent == scheme || strings.EqualFold(sent, scheme)
}

// onlyLine is the value of a field that came once. It BORROWS.
func (x *Exchange) onlyLine(name string) (value string, ok bool) {
	value, more, ok := x.origin.line(name, 0)
	if more {
		return "", false
	}
	return value, ok
}

// HeaderKey returns an API key that stands in a header field, for generated code.
func HeaderKey(req Request, name string) (string, error) {
	value, _ := req.x.onlyLine(name)
	return req.x.key(cloned(value))
}

// QueryKey returns an API key that is a query parameter, for generated code. One that stands
// twice is none.
func QueryKey(req Request, name string) (string, error) {
	found, key := 0, ""
	for n, value := range encodedPairs(req.x.query) {
		if n, _ = decodePair(n); n == name {
			found++
			key, _ = decodePair(value)
		}
	}
	if found != 1 {
		key = ""
	}
	return req.x.key(cloned(key))
}

// CookieKey returns an API key that is a cookie, for generated code: of several with that name the
// first, which is the one of the longest path (RFC 6265 §5.4).
func CookieKey(req Request, name string) (string, error) {
	value, _ := req.Cookie(name)
	return req.x.key(value)
}

// key is a key that can be one: not empty, and of text.
func (x *Exchange) key(key string) (string, error) {
	x.kept.challenge = keyChallenge
	if key == "" || !http1.IsCredentialText(key) {
		return "", errUnauthorized
	}
	return key, nil
}
