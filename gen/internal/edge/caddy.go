package edge

import (
	"fmt"
	"strings"
)

// The Caddyfile is printed here. Caddy's path matchers see a decoded and merged path; an
// expression over the original URI sees what came, and Go's absolute form.

func printCaddy(s *Space, p *printer) {
	host, port := hostPort(s.Listen, "")
	p.block("http://:"+port+" {", "}", "\t", func() {
		if host != "" {
			p.line("bind %s", strings.Trim(host, "[]"))
		}
		for i, l := range s.lumps {
			p.places(l.places)
			p.line("@httpgen_%d vars_regexp {http.request.orig_uri} "+
				"`^(?:https?://[^/?]*)?%s(?:[?]|$)`", i, re2.in(l.text))
			p.block(fmt.Sprintf("handle @httpgen_%d {", i), "}", "\t", func() { s.caddyPass(p, l.way) })
		}
		p.block("handle {", "}", "\t", func() {
			p.line("header Content-Type %s", s.NotFound.Type)
			p.line("respond `%s` 404", s.NotFound.Body)
		})
	})
}

// caddyPass says how requests of a way are passed on.
func (s *Space) caddyPass(p *printer, way Needs) {
	p.block("reverse_proxy "+s.Upstream+" {", "}", "\t", func() {
		if way.Level >= Streamed {
			p.line("flush_interval -1")
		}
		p.block("transport http {", "}", "\t", func() {
			p.line("versions 1.1")
			p.line("keepalive %s", seconds(s.Times.pool()))
			if way.Timeout != 0 {
				p.line("response_header_timeout %s", seconds(way.wait()))
			}
		})
	})
}
