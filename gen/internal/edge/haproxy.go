package edge

import (
	"fmt"
	"strings"
)

// The configuration of haproxy is printed here: a frontend, and a backend for each way of
// passing answers on. `path` is what came, so that expressions decide alone.

func printHaproxy(s *Space, p *printer) {
	lumps := s.shortLumps(maxPCRE)
	ways := waysOf(lumps)
	p.block("frontend httpgen", "", "    ", func() {
		host, port := hostPort(s.Listen, "")
		p.line("bind %s:%s", host, port)
		p.line("mode http")
		p.line("timeout client %s", seconds(max(orNone(s.Times.Read), orNone(s.Times.Write))))
		p.line("timeout http-request %s", seconds(orNone(s.Times.Head)))
		p.line("timeout http-keep-alive %s", seconds(s.Times.pool()))
		p.line("option forwardfor")
		p.line("option http-no-delay")
		for i, way := range ways {
			for _, l := range lumps {
				if l.way == way {
					p.places(l.places)
					p.line("acl httpgen_%d path -m reg '^%s$'", i, pcre.in(l.text))
				}
			}
		}
		for i := range ways {
			p.line("use_backend httpgen_%d if httpgen_%d", i, i)
		}
		p.line("default_backend httpgen_none")
	})
	for i, way := range ways {
		p.block(fmt.Sprintf("backend httpgen_%d", i), "", "    ", func() {
			p.line("mode http")
			p.line("option http-no-delay # else the first piece of a stream waits 200 ms")
			p.line("timeout connect 5s")
			p.line("timeout server %s", seconds(way.wait()))
			if way.Level == Upgraded {
				p.line("timeout tunnel %s", seconds(none))
			}
			p.line("http-reuse safe")
			p.line("option redispatch")
			if s.Ready != "" {
				p.line("option httpchk")
				p.line("http-check send meth GET uri %s ver HTTP/1.1 hdr Host service", s.Ready)
			}
			p.line("server service %s check inter 1s", haproxyAddress(s.Upstream))
		})
	}
	p.block("backend httpgen_none", "", "    ", func() {
		p.line("mode http")
		p.line("timeout connect 5s")
		p.line("timeout server 5s")
		p.line(`http-request return status 404 content-type %s string '%s'`, s.NotFound.Type,
			s.NotFound.Body)
	})
}

// haproxyAddress has IPv6 without brackets' help: the last colon is the port's.
func haproxyAddress(addr string) string {
	return strings.NewReplacer("[", "", "]", "").Replace(addr)
}

// waysOf are the ways of lumps, the widest first.
func waysOf(lumps []*lump) (ways []Needs) {
	for _, l := range lumps {
		if len(ways) == 0 || ways[len(ways)-1] != l.way {
			ways = append(ways, l.way)
		}
	}
	return ways
}
