package http1

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// Credentials live here: what the field Authorization says of who asks.

// MaxCredential bounds what is read of credentials, in bytes. Tokens of a few KiB are seen; what
// is longer is no credential, however large the heads of requests may be.
const MaxCredential = 64 << 10

// Credentials takes a field value apart. The scheme's case does not matter; rest is as it came,
// and checked by whoever knows the scheme.
//
//	credentials = auth-scheme [ 1*SP ( token68 / #auth-param ) ]   RFC 9110 §11.4
//	auth-scheme = token
func Credentials(value string) (scheme, rest string) {
	scheme, rest, _ = strings.Cut(value, " ")
	for len(rest) > 0 && rest[0] == ' ' {
		rest = rest[1:]
	}
	return scheme, rest
}

// IsToken68 says whether s is what both Basic and Bearer have behind the scheme.
//
//	token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="   RFC 9110 §11.2
//	b64token is the same                                                     RFC 6750 §2.1
func IsToken68(s string) bool {
	if len(s) > MaxCredential {
		return false
	}
	end := len(s)
	for end > 0 && s[end-1] == '=' {
		end--
	}
	all, table := token68Byte, &classes
	for i, text := 0, s[:end]; i < len(text); i++ { // mostly it is one: no branch for each byte
		all &= table[text[i]]
	}
	return end > 0 && all != 0
}

// Basic takes the credentials of Basic apart: ok is false for what is no base64 with its padding
// (RFC 4648 §4), and for a text that is not UTF-8, has no colon or has control characters.
//
//	token68    = base64 of user-pass          RFC 7617 §2
//	user-pass  = user-id ":" password
//	user-id    = *<TEXT without CTL and ":">
//	password   = *<TEXT without CTL>
func Basic(token68 string) (user, password string, ok bool) {
	if !IsToken68(token68) {
		return "", "", false
	}
	decoded, err := base64.StdEncoding.Strict().DecodeString(token68)
	text := string(decoded)
	if err != nil || !IsCredentialText(text) {
		return "", "", false
	}
	if user, password, ok = strings.Cut(text, ":"); !ok {
		return "", "", false
	}
	return user, password, true
}

// IsCredentialText says whether a text can be a user, a password or a key: UTF-8 without control
// characters (CTL, RFC 5234 appendix B.1), and not longer than MaxCredential.
func IsCredentialText(s string) bool {
	if len(s) > MaxCredential {
		return false
	}
	for i := range len(s) {
		if s[i] < 0x20 || s[i] == 0x7F {
			return false
		}
	}
	return utf8.ValidString(s)
}
