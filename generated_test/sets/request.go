package sets

import (
	"fmt"
	"strings"

	"example.com/httpgen/generated_test/oracle"
)

// Requests made to hit a set, or to miss it narrowly, live here.

// fitting are texts that a converter takes, narrow those that it only just refuses.
var (
	fitting = map[string][]string{
		"bool":   {"true", "false"},
		"uuid":   {someUUID, bigUUID},
		"date":   {"2024-02-29", "2024-12-31", "0000-02-29"},
		"uint8":  {"0", "5", "255", "007"},
		"uint16": {"0", "255", "256", "65535"},
		"uint32": {"1", "65536", "4294967295"},
		"uint64": {"1", "4294967296", "18446744073709551615",
			"00000000000000000000000000000000001"},
		"uint":  {"1", "256", "18446744073709551615"},
		"int8":  {"0", "1", "127", "-128", "-0"},
		"int16": {"-1", "-32768", "32767", "128"},
		"int32": {"1", "-2147483648", "2147483647", "-32769"},
		"int64": {"1", "9223372036854775807", "-9223372036854775808", "2147483648"},
		"int":   {"1", "-1", "9223372036854775807", "-00000000000000000000000000000000001"},
		"float": {"1", "1.5", "-1.5", "-1", "255", "0.000"},
		"even":  {"ab", "lo", "é", "q-", "2024-02-29"},
		"level": {"lo", "mid", "hi"},
	}
	narrow = map[string][]string{
		"bool":   {"True", "tru", "truetrue"},
		"uuid":   {"12345678-9abc-def0-1234-56789abcdefg", "123456789abcdef0123456789abcdef0"},
		"date":   {"2023-02-29", "2024-13-01", "2024-00-10", "1900-02-29", "24-02-29"},
		"uint8":  {"256", "300", "-0", "+1", "-1"},
		"uint16": {"65536", "1e3", "-1"},
		"uint32": {"4294967296"},
		"uint64": {"18446744073709551616"},
		"uint":   {"18446744073709551616", "99999999999999999999999", "-1"},
		"int8":   {"128", "-129", "-", "--1"},
		"int16":  {"-32769", "32768"},
		"int32":  {"-2147483649", "2147483648"},
		"int64":  {"9223372036854775808", "-9223372036854775809"},
		"int":    {"9223372036854775808", "-9223372036854775809", "1.0"},
		"float":  {"1.", ".5", "1.5.6", "1-5", "-"},
		"even":   {"a", "abc"},
		"level":  {"lo2", "Lo", "l"},
	}
)

// texts are what strings are made of: pieces of the alphabet of patterns, so that a
// value of one route is a literal, or another converter's value, of the next.
var texts = []string{
	"a", "b", "ab", "x", "q", "-", ".x", "a.x", "q-w", "q-w.x", "q-xwyyy", "1", "12", "-1", "255",
	"300", "1.5",
	"true", "lo", "2024-02-29", "2023-02-29", "12345678-9abc-def0-1234-56789abcdef0",
	"é", "\xff", "a/b", "/", "%2F", "%", "a b", "..x", "...", "v1.2.diff", "1-2-3", "+", "a\nb",
	"x-x-x-x",
	"yyy", "aba", "@me", "<", "日本", ".", "..", "q--w", "1x2",
}

// Request makes a request: mostly one that fits a route of the set, percent-encoded in
// one of many ways, with a value now and then that does not quite fit; or such a
// request broken in one place. The method is one of the set's or another.
func (s Set) Request(src Source) (method, rawPath string) {
	route := pick(src, s.Routes)
	method = pick(src, route.Methods)
	if method == "*" || oneIn(src, 4) {
		method = pick(src, []string{"GET", "POST", "HEAD", "OPTIONS", "PURGE", "DELETE", "FOO",
			"TRACE", "CONNECT"})
	}
	pattern, err := oracle.ParsePattern(route.Pattern, s.Own)
	if err != nil {
		panic(err) // New has seen it
	}
	var segments []string
	for i, segment := range pattern.Segments {
		// A parameter's text is now and then what another route has at that place.
		if other := s.segmentAt(src, i); other != nil && segment.HasParam() && src.IntN(3) == 0 {
			segment = other
		}
		segments = append(segments, s.text(src, segment))
	}
	if oneIn(src, 6) {
		segments = spoil(src, segments)
	}
	return method, "/" + strings.Join(segments, "/")
}

// segmentAt returns a segment that some route has at a place, or nil.
func (s Set) segmentAt(src Source, place int) oracle.Segment {
	p, err := oracle.ParsePattern(pick(src, s.Routes).Pattern, s.Own)
	if err != nil {
		panic(err) // New has seen it
	}
	if place >= len(p.Segments) {
		return nil
	}
	return p.Segments[place]
}

// text makes the raw text of a segment; that of a path parameter may have slashes.
func (s Set) text(src Source, segment oracle.Segment) string {
	text := ""
	for _, part := range segment {
		if part.Conv == nil {
			text += encode(src, part.Literal)
		} else {
			text += s.value(src, part.Conv)
		}
	}
	return text
}

// value makes the raw text of a parameter.
func (s Set) value(src Source, c *oracle.Conv) string {
	kind := c.Kind
	if kind == "own" {
		kind = c.Name
	}
	switch {
	case kind == "path":
		raw := encode(src, pick(src, texts))
		for range src.IntN(3) {
			raw += "/"
			if !oneIn(src, 8) {
				raw += encode(src, pick(src, texts))
			}
		}
		return raw
	case kind == "any" && !oneIn(src, 12):
		return encode(src, pick(src, c.Words))
	case fitting[kind] != nil && oneIn(src, 8):
		return encode(src, pick(src, narrow[kind]))
	case fitting[kind] != nil && !oneIn(src, 12):
		return encode(src, pick(src, fitting[kind]))
	}
	text := pick(src, texts)
	if oneIn(src, 16) { // longer than a machine word has bits
		text = strings.Repeat(text, 1+src.IntN(70))
	}
	for oneIn(src, 3) {
		text += pick(src, texts)
	}
	if oneIn(src, 64) {
		text += strings.Repeat(text+"0", 40)
	}
	return encode(src, text)
}

// encode writes decoded text as part of one raw segment. What has to be encoded is,
// and now and then what need not be, in either case of the hex digits.
func encode(src Source, text string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@"
	all := oneIn(src, 8)
	var b strings.Builder
	for i := range len(text) {
		switch {
		case strings.IndexByte(plain, text[i]) >= 0 && !(all && src.IntN(2) == 0):
			b.WriteByte(text[i])
		case all:
			fmt.Fprintf(&b, "%%%02x", text[i])
		default:
			fmt.Fprintf(&b, "%%%02X", text[i])
		}
	}
	return b.String()
}

// spoil breaks a path in one place: a segment more, less, empty or doubled, a dot
// segment, or bytes that no path can have.
func spoil(src Source, segments []string) []string {
	at := src.IntN(len(segments))
	before, after := segments[:at:at], segments[at+1:]
	join := func(middle ...string) []string { return append(append(before, middle...), after...) }
	switch src.IntN(8) {
	case 0:
		return append(segments, "") // a trailing slash
	case 1:
		if n := len(segments); n > 1 {
			return segments[:n-1]
		}
		return segments
	case 2:
		return join("", segments[at])
	case 3:
		return join("")
	case 4:
		return join(pick(src, []string{".", "..", "%2e", "%2E%2E", ".%2e", "%2E."}), segments[at])
	case 5:
		return join(segments[at] + pick(src, []string{"%", "%4", "%zz", "%00", "%2", "%g0"}))
	case 6:
		return join(segments[at] +
			pick(src, []string{"%2F", "%252F", "%FF", "%2f", "%20", "%0A", "."}))
	}
	return join(segments[at], segments[at])
}
