package http1

import (
	"encoding/base64"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestCredentials(t *testing.T) {
	for _, row := range []struct{ value, scheme, rest string }{
		{"Bearer abc", "Bearer", "abc"},
		{"Bearer   abc", "Bearer", "abc"},
		{"Bearer", "Bearer", ""},
		{"Bearer ", "Bearer", ""},
		{"Bearer\tabc", "Bearer\tabc", ""},
		{"", "", ""},
		{`Digest a="b", c`, "Digest", `a="b", c`},
	} {
		if scheme, rest := Credentials(row.value); scheme != row.scheme || rest != row.rest {
			t.Errorf("%q: %q, %q", row.value, scheme, rest)
		}
	}
}

func TestToken68(t *testing.T) {
	for _, row := range []struct {
		text string
		want bool
	}{
		{"mF_9.B5f-4.1JqM", true}, {"abc==", true}, {"a~+/", true},
		{"", false}, {"=", false}, {"a=b", false}, {"a b", false}, {"a,b", false}, {"a\x00", false},
		{"\u00e9", false}, {`"a"`, false},
		{strings.Repeat("a", MaxCredential), true},
		{strings.Repeat("a", MaxCredential+1), false},
	} {
		if got := IsToken68(row.text); got != row.want {
			t.Errorf("%.20q: %t", row.text, got)
		}
	}
}

func TestBasic(t *testing.T) {
	encoded := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	for _, row := range []struct {
		sentence, token68, user, password string
		ok                                bool
	}{
		{"the example of RFC 7617", "QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Aladdin", "open sesame", true},
		{"its example in UTF-8", "dGVzdDoxMjPCow==", "test", "123\u00a3", true},
		{"a password may have colons", encoded("a:b:c"), "a", "b:c", true},
		{"a user may be empty", encoded(":secret"), "", "secret", true},
		{"a password may be empty", encoded("a:"), "a", "", true},
		{"a colon alone", encoded(":"), "", "", true},
		{"no colon", encoded("ab"), "", "", false},
		{"nothing", "", "", "", false},
		{"padding is missing", "QWxhZGRpbjpvcGVuIHNlc2FtZQ", "", "", false},
		{"too much padding", "YTpi====", "", "", false},
		{"bits behind the end", "YTp=", "", "", false},
		{"the alphabet of URLs", "Pz8_Oj8-", "", "", false},
		{"a space in it", "YT pi", "", "", false},
		{"a line break in it", "YTpi\r\n", "", "", false},
		{"a control character", encoded("a:b\n"), "", "", false},
		{"NUL", encoded("a\x00:b"), "", "", false},
		{"DEL", encoded("a:\x7f"), "", "", false},
		{"not UTF-8", encoded("a:\xff"), "", "", false},
		{"too long", encoded("a:" + strings.Repeat("b", MaxCredential)), "", "", false},
	} {
		user, password, ok := Basic(row.token68)
		if user != row.user || password != row.password || ok != row.ok {
			t.Errorf("%s: %q, %q, %t", row.sentence, user, password, ok)
		}
	}
}

// FuzzBasic compares with the rules written one after the other.
func FuzzBasic(f *testing.F) {
	f.Add("QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
	f.Add("YTpi\n")
	f.Fuzz(func(t *testing.T, token68 string) {
		user, password, ok := Basic(token68)
		text, err := base64.StdEncoding.DecodeString(token68)
		want := err == nil && base64.StdEncoding.EncodeToString(text) == token68 &&
			utf8.Valid(text) && strings.Contains(string(text), ":") && len(text) > 0 &&
			len(token68) <= MaxCredential
		for _, r := range string(text) {
			want = want && (!unicode.IsControl(r) || r >= 0x80)
		}
		if ok != want {
			t.Fatalf("%q: %t, want %t", token68, ok, want)
		}
		if ok && (user+":"+password != string(text) || strings.Contains(user, ":")) {
			t.Fatalf("%q: %q, %q", token68, user, password)
		}
	})
}
