package edge

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

// What engines see of a target lives here: what each does to a path before and after the
// expressions of its configuration are asked. Known of nginx 1.22, haproxy 2.6, caddy 2.6,
// apache 2.4 and varnish 7.1, with the settings that the printers write; the tests of
// `make edge` hold each to the real one.

// A look is what an engine makes of a raw path: the one that it passes on, or "" and why it does
// not.
type look func(s *Space, path string) (arrives, why string)

const refused = "no expression lets it through"

// raw is an engine that asks what came, and passes it on as it came.
func raw(s *Space, path string) (arrives, why string) {
	if !s.Match(path) {
		return "", refused
	}
	return path, ""
}

// nginxLook is raw, but that nginx decodes and resolves every path, for its locations, and answers
// 400 where that leads above the root: an escaped slash is one to it.
func nginxLook(s *Space, path string) (arrives, why string) {
	if why := nginxRefuses(path); why != "" {
		return "", why
	}
	return s.within(nginxWord, path)
}

// nginxRefuses says why nginx answers 400 to a raw path, or "".
func nginxRefuses(path string) (why string) {
	depth := 0
	text, err := url.PathUnescape(path)
	if err != nil || strings.Contains(text, "\x00") {
		return "nginx answers 400 to an escape that is none"
	}
	for part := range strings.SplitSeq(strings.TrimPrefix(text, "/"), "/") {
		switch part {
		case ".":
		case "..":
			if depth--; depth < 0 {
				return `nginx answers 400: it takes %2F for a slash, and ".." leads above the root`
			}
		default:
			depth++
		}
	}
	return ""
}

// compiled is raw, but that PCRE compiles no expression beyond a length.
func compiled(s *Space, path string) (arrives, why string) { return s.within(maxPCRE, path) }

// within is raw for an engine that takes no expression of more bytes than longest.
func (s *Space) within(longest int, path string) (arrives, why string) {
	if _, why = raw(s, path); why != "" {
		return "", why
	}
	if l := anyOf(s.lumps, path); len(pcre.in(l.text)) <= longest ||
		anyOf(s.shortLumps(longest), path) != nil {
		return path, ""
	}
	return "", fmt.Sprintf("no expression of more than %d bytes is taken", longest)
}

// caddyLook is raw, but that Go writes a path anew that has bytes which need an escape, from its
// decoded form: escaped slashes become slashes then.
func caddyLook(s *Space, path string) (arrives, why string) {
	u, err := url.ParseRequestURI(path)
	if err != nil {
		return "", "Go answers 400 to what is no URL"
	}
	if _, why := raw(s, path); why != "" {
		return "", why
	}
	return u.EscapedPath(), "Go writes a path anew that has bytes which should be escaped"
}

// apacheLook is raw, but that apache takes slashes in front for one.
func apacheLook(s *Space, path string) (arrives, why string) {
	if _, err := url.PathUnescape(path); err != nil {
		return "", "apache answers 400 to an escape that is none"
	}
	if _, why := compiled(s, path); why != "" {
		return "", why
	}
	return "/" + strings.TrimLeft(path, "/"), "apache takes slashes in front of a path for one"
}

// sameFor tells whether the service answers two raw paths alike: they are the same, or the same
// places take both in which only what spans slashes takes a slash, and so has the same text.
func (s *Space) sameFor(a, b string) bool {
	if same(a, b) {
		return true
	}
	x, err := url.PathUnescape(a)
	y, other := url.PathUnescape(b)
	if err != nil || other != nil || x != y || !s.Match(a) {
		return false
	}
	places := s.placesOf(a)
	return !slices.ContainsFunc(places, (*Place).tellsSlashes) &&
		slices.Equal(places, s.placesOf(b))
}

// tellsSlashes tells whether it matters to a place which slashes of a path are escaped: other
// parameters than one that spans segments take them, or a redirect repeats the path.
func (p *Place) tellsSlashes() bool {
	if p.parsed == nil {
		return p.Names[0] == redirects
	}
	spans := 0
	for _, param := range p.parsed.Params() {
		switch {
		case param.Conv.Kind == pattern.Path:
			spans++
		case anyText(param.Conv.Kind):
			return true
		}
	}
	return spans == 0
}

// placesOf are the places that a raw path is of.
func (s *Space) placesOf(path string) (list []*Place) {
	for _, l := range s.lumps {
		if !l.matches(path) {
			continue
		}
		for _, p := range l.places {
			one := &lump{text: strings.Join(p.tokens, "")}
			if one.matches(path) {
				list = append(list, p)
			}
		}
	}
	return list
}

// same tells whether the service finds the same in two raw paths.
func same(a, b string) bool {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		s, err := url.PathUnescape(x[i])
		t, other := url.PathUnescape(y[i])
		if s != t || err != nil || other != nil {
			return false
		}
	}
	return true
}
