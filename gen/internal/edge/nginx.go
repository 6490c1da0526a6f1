package edge

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

// The configuration of nginx is printed here, for a file that `include` reads within `http`.
//
// nginx's locations see a decoded and resolved path, and are found fast, however many there are.
// So a location says where to look, and an expression over $request_uri decides, which is the
// target as it came. Where the decoded path leads to another location than the raw one means, a
// location without a path asks all expressions.

// nginxWord is the longest word that nginx reads, less what stands around an expression.
const nginxWord = 4096 - 64

// A location is one of nginx's: a decoded path, and the places whose paths may come to it.
type location struct {
	path   string
	exact  bool
	places []*Place
}

func printNginx(s *Space, p *printer) {
	n := &nginx{printer: p, s: s}
	for _, l := range s.locations() {
		n.location(l)
	}
	places := append(fitNginx(s.Places, true), s.Own)
	n.mapOf("httpgen_apart", lumpsTogether(places))
	p.upstream(s)
	if n.upgrades {
		p.block("map $http_upgrade $httpgen_connection {", "}", "    ", func() {
			p.line(`default upgrade;`)
			p.line(`"" "";`)
		})
	}
	p.line("# The locations below would see another path than the one that came.")
	p.block("map $request_uri $httpgen_is_apart {", "}", "    ", func() {
		p.line("default 0;")
		p.line(`"~^[^?]*(?:%%2[Ff]|/[.](?:[/?]|$))" 1;`)
	})
	p.WriteString(n.maps.String())
	p.line("")
	p.block("server {", "}", "    ", func() { n.server(places) })
}

// upstream names the service.
func (p *printer) upstream(s *Space) {
	p.block("upstream httpgen {", "}", "    ", func() {
		p.line("server %s;", s.Upstream)
		p.line("keepalive 64;")
		p.line("keepalive_timeout %s; # less than the service's idle_timeout", seconds(s.Times.pool()))
	})
}

// nginx prints one file. Locations and maps are written aside, since a map comes before the
// server that asks it.
type nginx struct {
	*printer
	s         *Space
	maps      printer
	locations printer
	count     int
	upgrades  bool
}

// server is the block around the locations.
func (n *nginx) server(places []*Place) {
	t := n.s.Times
	n.line("listen %s;", strings.TrimPrefix(n.s.Listen, ":"))
	n.line("merge_slashes off;")
	n.line("underscores_in_headers on;")
	n.line("large_client_header_buffers 4 %d;", n.s.MaxHead)
	n.line("proxy_buffer_size 16k; # for the head of an answer")
	n.line("proxy_buffers 8 16k;")
	n.line("client_header_timeout %s;", seconds(orNone(t.Head)))
	n.line("client_body_timeout %s;", seconds(orNone(t.Read)))
	n.line("send_timeout %s;", seconds(orNone(t.Write)))
	n.line("default_type %s; # of the 404 below", n.s.NotFound.Type)
	n.line("proxy_http_version 1.1;")
	n.headers(false)
	n.line("")
	n.line("if ($httpgen_is_apart) { return 418; }")
	n.line("error_page 418 = @httpgen_apart;")
	n.block("location @httpgen_apart {", "}", "    ", func() {
		n.line("if ($httpgen_apart = 0) { %s }", n.notFound())
		n.pass(Needs{Level: n.top(places), Upload: true})
	})
	n.WriteString(n.locations.String())
	if !slices.ContainsFunc(n.s.Places, func(p *Place) bool { return p.Prefix == "/" && !p.Literal }) {
		n.line("location / { %s }", n.notFound())
	}
}

// top is the highest level of places.
func (n *nginx) top(places []*Place) (top Level) {
	for _, p := range places {
		top = max(top, p.Needs.Level)
	}
	return top
}

func orNone[D ~int64](d D) D {
	if d == 0 {
		return D(none)
	}
	return d
}

// notFound is what nginx answers by itself.
func (n *nginx) notFound() string { return fmt.Sprintf("return 404 '%s';", n.s.NotFound.Body) }

// headers are the fields that the service gets; a location that sets one has to set all.
func (n *nginx) headers(upgrade bool) {
	n.line("proxy_set_header Host $http_host;")
	n.line("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")
	n.line("proxy_set_header X-Forwarded-Proto $scheme;")
	if upgrade {
		n.line("proxy_set_header Upgrade $http_upgrade;")
		n.line("proxy_set_header Connection $httpgen_connection;")
	} else {
		n.line(`proxy_set_header Connection "";`)
	}
}

// location prints one.
func (n *nginx) location(l *location) {
	before := n.printer
	n.printer = &n.locations
	defer func() { n.printer = before }()
	n.indent = "    "
	modifier := ""
	if l.exact {
		modifier = "= "
	}
	if len(l.places) == 0 {
		n.line(`location %s"%s" { %s }`, modifier, nginxText(l.path), n.notFound())
		return
	}
	needs := l.places[0].Needs
	for _, p := range l.places[1:] {
		needs = needs.and(p.Needs)
	}
	n.places(l.places)
	n.block(fmt.Sprintf(`location %s"%s" {`, modifier, nginxText(l.path)), "}", "    ", func() {
		lumps := lumpsTogether(l.places)
		if len(lumps) == 1 {
			n.line(`if ($request_uri !~ "^%s(?:[?]|$)") { %s }`, pcre.in(lumps[0].text), n.notFound())
		} else {
			n.count++
			name := fmt.Sprintf("httpgen_%d", n.count)
			n.mapOf(name, lumps)
			n.line("if ($%s = 0) { %s }", name, n.notFound())
		}
		n.line("client_max_body_size %d;", needs.MaxBody)
		n.pass(needs)
	})
}

// mapOf writes a variable that is 1 where one of several expressions lets the target through.
func (n *nginx) mapOf(name string, lumps []*lump) {
	n.maps.block("map $request_uri $"+name+" {", "}", "    ", func() {
		n.maps.line("default 0;")
		for _, l := range lumps {
			n.maps.line(`"~^%s(?:[?]|$)" 1;`, pcre.in(l.text))
		}
	})
}

// pass says how a request is passed on.
func (n *nginx) pass(needs Needs) {
	n.line("proxy_read_timeout %s;", seconds(needs.wait()))
	if needs.Level >= Streamed {
		n.line("proxy_buffering off;")
	}
	if needs.Upload || needs.Level == Upgraded {
		n.line("proxy_request_buffering off;")
	}
	if needs.Level == Upgraded {
		n.upgrades = true
		n.headers(true)
	}
	n.line("proxy_pass http://httpgen;")
}

// nginxText is any text between double quotes.
var nginxText = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`,
	"\t", `\t`).Replace

// fitNginx are the places whose expressions nginx reads; slashes: those alone in which an
// escaped slash may stand.
func fitNginx(places []*Place, slashes bool) (list []*Place) {
	for _, p := range places {
		if (p.Slashes || !slashes) && len(pcre.in(joined([]*Place{p}))) <= nginxWord {
			list = append(list, p)
		}
	}
	return list
}

// lumpsTogether are places in lumps, whatever their ways.
func lumpsTogether(places []*Place) (lumps []*lump) {
	list := slices.Clone(places)
	slices.SortStableFunc(list, func(a, b *Place) int { return slices.Compare(a.tokens, b.tokens) })
	for len(list) > 0 {
		n := fitting(list, maxLump)
		lumps = append(lumps, newLump(list[:n], Needs{}))
		list = list[n:]
	}
	return lumps
}

// locations are those of all places, sorted by path. One for everything below a path has one
// beside it for the path without the slash, which nginx would redirect otherwise.
func (s *Space) locations() []*location {
	type key struct {
		path  string
		exact bool
	}
	known := map[key]bool{}
	starts := map[string][]*Place{}
	for _, p := range fitNginx(s.Places, false) {
		starts[p.Prefix] = append(starts[p.Prefix], p)
		known[key{p.Prefix, p.Literal}] = true
		if path := strings.TrimSuffix(p.Prefix, "/"); !p.Literal && path != "" {
			known[key{path, true}] = known[key{path, true}] || path != p.Prefix
		}
	}
	var list []*location
	for _, k := range slices.SortedFunc(maps.Keys(known), func(a, b key) int {
		if a.path == b.path && a.exact {
			return -1
		}
		return strings.Compare(a.path, b.path)
	}) {
		if !known[k] {
			continue
		}
		l := &location{path: k.path, exact: k.exact}
		for n := 1; n <= len(k.path); n++ {
			for _, p := range starts[k.path[:n]] {
				if l.takes(p) {
					l.places = append(l.places, p)
				}
			}
		}
		list = append(list, l)
	}
	return list
}

// takes tells whether a path of a place may come to the location; true is never wrong, since
// expressions decide.
func (l *location) takes(p *Place) bool {
	switch {
	case p.Literal:
		return l.exact && l.path == p.Prefix
	case p.parsed == nil || p.Prefix == l.path:
		return true
	}
	parts := strings.Split(l.path[1:], "/")
	segments := p.parsed.Segments
	for i, part := range parts {
		switch {
		case i == len(segments):
			return i == len(parts)-1 && part == "" // by a redirect
		case i == len(parts)-1 && !l.exact:
			return true
		}
		if _, path := itemsOf(segments[i]); path >= 0 {
			return true
		}
		if !mayBe(segments[i], part) {
			return false
		}
	}
	return len(segments) <= len(parts)+1
}

// mayBe tells whether a segment of a pattern may match a decoded text.
func mayBe(s pattern.Segment, text string) bool {
	if len(s) == 0 || len(s) == 1 && s[0].Param == nil {
		return len(s) == 0 && text == "" || len(s) == 1 && s[0].Literal == text
	}
	if s[0].Param == nil && !strings.HasPrefix(text, s[0].Literal) {
		return false
	}
	if len(s) > 1 {
		return true
	}
	kind := s[0].Param.Conv.Kind
	return text != "" && (!kind.Number() || strings.Trim(text, "-0123456789.") == "")
}
