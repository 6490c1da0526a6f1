package runtime

import "strings"

// What a part of a form is called lives here (RFC 7578 §4.2).

// A disposition is a Content-Disposition of a part.
type disposition struct {
	form     bool   // it is form-data
	named    bool   // there is a name, which may be empty
	name     string // as sent
	filename string // as sent, "" without one
	file     bool   // there is a filename, which may be empty
}

// parseDisposition reads a field's value; ok is false if it cannot be read, or says
// something twice. In quotation marks `\"` and `\\` are escapes, as programs write them;
// before anything else a backslash is one, as browsers write it. Nothing else is decoded:
// %22 may be an escape or may not.
//
//	disposition = type *( ";" [ parameter ] )
//	parameter   = name "=" ( quoted / text ) / name "*=" ext-value
func parseDisposition(field string) (d disposition, ok bool) {
	kind, rest, _ := strings.Cut(field, ";")
	kind = strings.Trim(kind, " \t")
	if !isToken(kind) {
		return d, false
	}
	d.form = strings.EqualFold(kind, "form-data")
	given := make(map[string]string)
	for {
		rest = strings.TrimLeft(rest, " \t;")
		if rest == "" {
			break
		}
		var name, value string
		if name, value, rest, ok = cutParameter(rest); !ok {
			return d, false
		}
		if _, twice := given[name]; twice {
			return d, false
		}
		given[name] = value
	}
	if d.name, d.named, ok = parameter(given, "name"); !ok {
		return d, false
	}
	d.filename, d.file, ok = parameter(given, "filename")
	return d, ok
}

// parameter is one of those that are given; its extended form comes first.
func parameter(given map[string]string, name string) (value string, is, ok bool) {
	if _, split := given[name+"*0"]; split {
		return "", true, false // RFC 2231 §3, which forms do not have
	}
	if _, split := given[name+"*0*"]; split {
		return "", true, false
	}
	if extended, is := given[name+"*"]; is {
		value, ok = decodeExtended(extended)
		return value, true, ok
	}
	value, is = given[name]
	return value, is, true
}

// cutParameter takes a parameter off the front.
func cutParameter(s string) (name, value, rest string, ok bool) {
	name, s, ok = strings.Cut(s, "=")
	name = strings.ToLower(strings.TrimRight(name, " \t"))
	if !ok || !isToken(name) {
		return "", "", "", false
	}
	s = strings.TrimLeft(s, " \t")
	if !strings.HasPrefix(s, `"`) {
		value, rest, _ = strings.Cut(s, ";")
		return name, strings.TrimRight(value, " \t"), rest, !strings.Contains(value, `"`)
	}
	value, rest, ok = cutQuoted(s)
	rest = strings.TrimLeft(rest, " \t")
	return name, value, rest, ok && (rest == "" || rest[0] == ';')
}

// cutQuoted takes a text in quotation marks off the front.
func cutQuoted(s string) (text, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		c := s[i]
		if c == '"' {
			return b.String(), s[i+1:], true
		}
		if c == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\') {
			// nothing closes the text but this
			if s[i+1] == '"' && strings.Trim(s[i+2:], " \t;") == "" {
				b.WriteByte(c)
				return b.String(), "", true
			}
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}

// decodeExtended decodes a value of another charset.
//
//	ext-value = charset "'" [ language ] "'" value-chars   RFC 8187 §3.2
func decodeExtended(s string) (text string, ok bool) {
	charset, s, _ := strings.Cut(s, "'")
	_, s, ok = strings.Cut(s, "'")
	if !ok {
		return "", false
	}
	text, bad := decodePair(strings.ReplaceAll(s, "+", "%2B"))
	switch strings.ToLower(charset) {
	case "utf-8", "us-ascii":
		return text, bad < 0
	case "iso-8859-1":
		return fromLatin1(text), bad < 0
	}
	return "", false
}

// baseName is the last element of a file's name, which may be a path of any system; ""
// if that is "." or "..". Bytes that are not UTF-8 become U+FFFD.
func baseName(filename string) string {
	name := strings.TrimRight(filename, `/\`)
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if name == "." || name == ".." {
		return ""
	}
	return string([]rune(name))
}
