package edge

import (
	"fmt"
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

// Samples live here: for a place, a path that it has, and what engines are known to differ on.

// A Sample is a raw path made for a place.
type Sample struct {
	Kind string // what is done to the path
	Path string
}

// Samples are those of a place, the plain one first. Whether the place has a path is for the
// expressions to say.
func (p *Place) Samples() []Sample {
	list := p.short()
	for _, v := range long {
		if path := p.with(v.text); path != list[0].Path {
			list = append(list, Sample{v.kind, path})
		}
	}
	return list
}

// short are the samples that tell engines apart; to long ones it is only the work that differs.
func (p *Place) short() (list []Sample) {
	add := func(kind, path string) {
		for _, s := range list {
			if s.Path == path {
				return
			}
		}
		list = append(list, Sample{kind, path})
	}
	plain := p.with("")
	add("plain", plain)
	for _, v := range values {
		add(v.kind, p.with(v.text))
	}
	add("an escaped letter", escaped(plain, false))
	add("all letters escaped", escaped(plain, true))
	add("upper case", upper(plain))
	add("a slash more at the end", plain+"/")
	add("a slash more in front", "/"+plain)
	if at := strings.LastIndexByte(plain, '/'); at > 0 {
		add("a slash twice", plain[:at]+"/"+plain[at:])
		add("an escaped slash for a slash", plain[:at]+"%2F"+plain[at+1:])
		add("a dot segment", plain[:at]+"/."+plain[at:])
		add("an escaped dot segment", plain[:at]+"/%2e"+plain[at:])
		add("up and down again", plain[:at]+"/x/.."+plain[at:])
	}
	add("a dot segment in front", "/."+plain)
	add("from above the root", "/.."+plain)
	add("a segment more", strings.TrimSuffix(plain, "/")+"/httpgen-probe")
	add("a sibling", strings.TrimSuffix(plain, "/")+"-httpgen-probe")
	add("an escape cut off", plain+"%")
	add("a NUL", plain+"%00")
	add("a raw byte", plain+"\xc3\xa9")
	return list
}

// values are what is put in the place of the first text of a path.
var values = []struct{ kind, text string }{
	{"an escaped slash", "a%2Fb"},
	{"an escaped slash in lower case", "a%2fb"},
	{"an escaped slash behind dots", "..%2F..%2F..%2F..%2F..%2F..%2F..%2F..%2Fb"},
	{"an escaped slash around dots", "a%2F..%2Fb"},
	{"an escaped slash beside a brace", "{a%2Fb"},
	{"an escape of an escape", "a%252Fb"},
	{"a brace", "{a}"},
	{"a backslash", `a\b`},
	{"a quote", `a"b'c`},
	{"a dollar", "a$b;c"},
	{"an escaped line feed", "a%0Ab"},
	{"an escaped question mark", "a%3Fb"},
	{"two dots", ".."},
	{"two escaped dots", "%2e%2e"},
	{"one dot", "."},
	{"three dots", "..."},
	{"a slash in front of the text", "/a"},
}

// long are such values that take time.
var long = []struct{ kind, text string }{
	{"a long text", strings.Repeat("a", 3000)},
	{"a text of escapes", strings.Repeat("%41", 2000)},
	{"a text of dots", "a" + strings.Repeat(".", 3000)},
	{"a text of dashes", "a" + strings.Repeat("-", 3000)},
	{"many slashes", "a" + strings.Repeat("/", 3000)},
}

// with is a path of the place, with a raw text for its first parameter that takes any; "" for
// the plain one. Without such a parameter it is the plain path.
func (p *Place) with(text string) string {
	if p.parsed == nil {
		path := rawText(p.Prefix)
		if path == "/" {
			path = ""
		}
		if text == "" {
			text = "a"
		}
		return path + "/" + text
	}
	var b strings.Builder
	for _, s := range p.parsed.Segments {
		b.WriteByte('/')
		for _, part := range s {
			switch {
			case part.Param == nil:
				b.WriteString(rawText(part.Literal))
			case text != "" && anyText(part.Param.Conv.Kind):
				b.WriteString(text)
				text = ""
			default:
				b.WriteString(sampleOf(part.Param.Conv))
			}
		}
	}
	return b.String()
}

// sampleOf is a raw text that a converter takes; of an own one nobody can tell.
func sampleOf(c pattern.Conv) string {
	switch {
	case c.Kind == pattern.Any:
		return rawText(c.Words[0])
	case c.Kind == pattern.Bool:
		return "true"
	case c.Kind == pattern.UUID:
		return "12345678-9abc-def0-1234-56789abcdef0"
	case c.Kind == pattern.Date:
		return "2024-02-29"
	case c.Kind == pattern.Path:
		return "a/b"
	case c.Kind == pattern.StrBounded:
		return strings.Repeat("a", max(c.Min, 1))
	case c.Kind.Number():
		return "1"
	}
	return "a"
}

// rawText is decoded text as a careful client sends it.
func rawText(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; c == '/' || c == '-' || c == '.' || c == '_' || c == '~' || c == '@' ||
			'0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// escaped is a raw path with its last letter, or all of them, as escapes.
func escaped(path string, all bool) string {
	var b []byte
	done := false
	for i := len(path) - 1; i >= 0; i-- {
		c := path[i]
		isLetter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		ofEscape := i >= 1 && path[i-1] == '%' || i >= 2 && path[i-2] == '%'
		if isLetter && !ofEscape && (all || !done) {
			b = append([]byte(fmt.Sprintf("%%%02x", c)), b...)
			done = true
			continue
		}
		b = append([]byte{c}, b...)
	}
	return string(b)
}

// upper is a raw path with its letters, but those of escapes, in the other case.
func upper(path string) string {
	b := []byte(path)
	for i, c := range b {
		if 'a' <= c && c <= 'z' && (i < 1 || b[i-1] != '%') && (i < 2 || b[i-2] != '%') {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}
