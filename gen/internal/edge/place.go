package edge

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
)

// What is a place lives here: a route's pattern, a mount, a directory of files, the page about the
// service, what a redirect leads away from.

// redirects is what Own is called.
const redirects = "(redirect)"

// dotted is every path with a "." segment, which the service takes out of it by a redirect,
// unless an encoded one or ".." is in it, or what is left could be taken for another host.
var dotted = "/(?:(?:[.]/)*" + possessive + "[.]|(?:[.]/)+" + possessive +
	"(?:" + first + inDots + ")?|" + first + upTo("*", "/[.]"+segmentEnd) + "/[.]" + inDots + ")"

// inDots is what may follow: segments, empty ones, and "." as it is. first is a segment that
// does not begin with a backslash.
const (
	inDots = `(?:/(?:` + segment + `|[.])?)*` + possessive
	first  = `(?:` + dot + `{1,2}` + notDot + `|` + dot + `{3}|` + notBackslash + `)` + rest
)

// placeOf is the place of a route.
func placeOf(m *model.Manifest, r *model.Route) *Place {
	p := &Place{Names: []string{r.FullName()}, Pattern: r.Path, Methods: methodsOf(r),
		Literal: true, Needs: needsOf(m, r), parsed: r.Pattern,
		tokens: rowOf(r.Pattern.Segments, spans{}, "")}
	var prefix strings.Builder
	for _, s := range r.Pattern.Segments {
		if p.Literal {
			prefix.WriteByte('/')
		}
		for _, part := range s {
			if part.Param != nil {
				p.Literal = false
				p.Slashes = p.Slashes || anyText(part.Param.Conv.Kind)
			}
			if p.Literal {
				prefix.WriteString(part.Literal)
			}
		}
	}
	p.Prefix = prefix.String()
	if m.RedirectSlash {
		p.otherSlash(r.Pattern.Segments)
	}
	return p
}

// anyText tells the converters that take a slash.
func anyText(k pattern.Kind) bool { return k >= pattern.OwnKind }

// otherSlash lets the paths pass that the service leads to this one by a redirect: with a slash
// more at their end, or with one less where that does not leave one. A path that begins with two
// slashes is led nowhere.
func (p *Place) otherSlash(segments []pattern.Segment) {
	last := len(segments) - 1
	if last > 0 && len(segments[0]) == 0 {
		return
	}
	start := unsafeStart(segments[0])
	less := len(segments[last]) == 0 && last > 0 && len(segments[last-1]) > 0
	if less {
		p.Prefix = strings.TrimSuffix(p.Prefix, "/")
	}
	spanning := slices.ContainsFunc(segments, func(s pattern.Segment) bool {
		_, path := itemsOf(s)
		return path >= 0
	})
	switch {
	case start || spanning && less:
		either := []string{strings.Join(rowOf(segments, spans{start: start}, "/?"), ""),
			strings.Join(p.tokens, "")}
		if less {
			row := rowOf(segments[:last], spans{start: start, end: true}, "")
			either = append(either, strings.Join(row, ""))
		}
		p.tokens = []string{"(?:" + strings.Join(either, "|") + ")"}
	case less:
		p.tokens = rowOf(segments[:last], spans{}, "/{0,2}")
	default:
		p.tokens = rowOf(segments, spans{}, "/?")
	}
	p.slash, p.Literal = p.Literal && len(p.Prefix) > 0, false
}

// unsafeStart tells a segment that may begin a path that is led nowhere: with two slashes, or with
// a slash and a backslash, which some take for two.
func unsafeStart(s pattern.Segment) bool {
	return len(s) > 0 && (s[0].Param != nil && anyText(s[0].Param.Conv.Kind) ||
		strings.HasPrefix(s[0].Literal, `\`))
}

// rowOf are the tokens of segments, and of what follows them; of is for the first and the last.
func rowOf(segments []pattern.Segment, of spans, suffix string) (tokens []string) {
	if suffix != "" {
		tokens = []string{suffix}
	}
	for i, s := range slices.Backward(segments) {
		here := spans{start: of.start && i == 0, end: of.end && i == len(segments)-1,
			tail: strings.Join(tokens, "")}
		tokens = slices.Concat([]string{"/"}, tokensOf(s, here), tokens)
	}
	if of.start && len(tokens) > 1 && tokens[1] == letter('\\') {
		tokens[1] = "%5[Cc]"
	}
	return tokens
}

// prefixPlace is a prefix of decoded text, and below is what may follow it.
func prefixPlace(prefix, name, below string, needs Needs) *Place {
	prefix = strings.TrimRight(prefix, "/")
	p := &Place{Names: []string{name}, Pattern: prefix + "/...", Prefix: cmp.Or(prefix, "/"),
		Slashes: true, Needs: needs}
	if prefix == "" { // a path has a slash, at least
		p.tokens = []string{below}
		return p
	}
	for segment := range strings.SplitSeq(prefix[1:], "/") {
		p.tokens = append(p.tokens, "/")
		for i := range len(segment) {
			p.tokens = append(p.tokens, letter(segment[i]))
		}
	}
	p.tokens = append(p.tokens, below)
	return p
}

// filesPlace is a directory of files. Names have no escaped slashes, but pages may.
func filesPlace(d *model.Static) *Place {
	p := prefixPlace(d.Prefix, d.Prefix, belowFiles(d.Fallback != ""), Needs{})
	p.Files, p.Slashes = true, d.Fallback != ""
	return p
}

// join takes in a route with the same paths.
func (p *Place) join(more *Place) {
	p.Names = append(p.Names, more.Names...)
	p.Needs = p.Needs.and(more.Needs)
	if p.Methods == nil || more.Methods == nil {
		p.Methods = nil
		return
	}
	p.Methods = append(p.Methods, more.Methods...)
	slices.Sort(p.Methods)
	p.Methods = slices.Compact(p.Methods)
}

// methodsOf are the methods of a route; nil: any.
func methodsOf(r *model.Route) []string {
	if slices.Contains(r.Methods, "*") {
		return nil
	}
	list := slices.Clone(r.Methods)
	if slices.Contains(list, http.MethodGet) {
		list = append(list, http.MethodHead)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// ownPlaces are the paths that the service answers by itself: those of probes, of the page about it
// and of its document.
func ownPlaces(m *model.Manifest) (list []*Place) {
	own := []struct{ name, path string }{{"health", m.Health.Live}, {"health", m.Health.Ready}}
	if m.Docs != "" {
		own = append(own, struct{ name, path string }{"docs", m.Docs},
			struct{ name, path string }{"docs", m.Docs + "/openapi.json"})
	}
	for _, o := range own {
		if o.path == "" {
			continue
		}
		p := prefixPlace(o.path, o.name, "", Needs{})
		p.Pattern, p.Methods = o.path, []string{http.MethodGet, http.MethodHead}
		p.Literal, p.Slashes = true, false
		list = append(list, p)
	}
	return list
}
