package runtime

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// Cookies of requests are tested here.

var cookieRows = []struct {
	sentence, line, name string
	value                string
	ok                   bool
}{
	{"one", "a=b", "a", "b", true},
	{"one of several", "a=b; c=d; e=f", "c", "d", true},
	{"the first of its name", "a=b; a=c", "a", "b", true},
	{"none of that name", "a=b", "b", "", false},
	{"a name that only begins so", "ab=c", "a", "", false},
	{"a name that only ends so", "ba=c", "a", "", false},
	{"names have case", "A=b", "a", "", false},
	{"a value that looks like another cookie", "x=a=b", "a", "", false},
	{"a value with an equals sign", "a=b=c", "a", "b=c", true},
	{"an empty value", "a=", "a", "", true},
	{"quotes are left out", `a="b c"`, "a", "b c", true},
	{"one quote is a value", `a="`, "a", `"`, true},
	{"without space between", "a=b;c=d", "c", "d", true},
	{"with more of it", "a=b ;\t c=d\t", "c", "d", true},
	{"nothing between", ";;a=b;", "a", "b", true},
	{"a pair without a name", "=b", "", "", false},
	{"a word is no pair", "a; b=c", "a", "", false},
	{"bytes above 0x7F", "a=\xc3\xa9", "a", "\xc3\xa9", true},
}

func TestCookies(t *testing.T) {
	for _, row := range cookieRows {
		if value, ok := findCookie(row.line, row.name); value != row.value || ok != row.ok {
			t.Errorf("%s: %q of %q is %q, %v", row.sentence, row.name, row.line, value, ok)
		}
	}
}

// A regular expression finds the same, and where net/http has a cookie of a name that
// stands in the line once, we have the same value.
func FuzzCookies(f *testing.F) {
	for _, row := range cookieRows {
		f.Add(row.line, row.name)
	}
	f.Fuzz(func(t *testing.T, line, name string) {
		value, ok := findCookie(line, name)
		if utf8.ValidString(name) { // the regular expression knows no other
			if slow, slowOK := slowCookie(line, name); value != slow || ok != slowOK {
				t.Fatalf("%q of %q is %q, %v; the slow way %q, %v", name, line, value, ok, slow, slowOK)
			}
		}
		if ok && !strings.Contains(line, name+"="+value) && !strings.Contains(line, name+`="`+value+`"`) {
			t.Fatalf("%q of %q is %q", name, line, value)
		}
		if strings.Count(line, name) != 1 || !strings.Contains(line, name+"=") { // a word alone is a cookie to net/http
			return
		}
		if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) { // no field has these
			return
		}
		request := http.Request{Header: http.Header{"Cookie": {line}}}
		for _, theirs := range request.CookiesNamed(name) {
			if !ok || theirs.Value != value {
				t.Fatalf("%q of %q is %q, %v; net/http has %q", name, line, value, ok, theirs.Value)
			}
		}
	})
}

// slowCookie is findCookie as one regular expression.
func slowCookie(line, name string) (string, bool) {
	if name == "" || strings.ContainsAny(name, ";=") || strings.Trim(name, " \t") != name {
		return "", false
	}
	m := regexp.MustCompile(`(?s)(?:^|;)[ \t]*` + regexp.QuoteMeta(name) + `=([^;]*)`).FindStringSubmatch(line)
	if m == nil {
		return "", false
	}
	value := strings.TrimRight(m[1], " \t")
	if len(value) > 1 && strings.HasPrefix(value, `"`) && strings.HasSuffix(value, `"`) {
		return value[1 : len(value)-1], true
	}
	return value, true
}
