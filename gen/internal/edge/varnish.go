package edge

import "strings"

// The VCL of varnish is printed here. req.url is what came, without a scheme and a host. Nothing
// is cached: who wants that writes it between the tests and the pass.

func printVarnish(s *Space, p *printer) {
	host, port := hostPort(s.Upstream, "127.0.0.1")
	lumps := s.shortLumps(maxPCRE)
	way := waysOf(lumps)[0]
	p.line("vcl 4.1;")
	p.line("")
	p.block("backend httpgen {", "}", "    ", func() {
		p.line(`.host = "%s";`, strings.Trim(host, "[]"))
		p.line(`.port = "%s";`, port)
		p.line(".connect_timeout = 5s;")
		p.line(".first_byte_timeout = %s;", seconds(way.wait()))
		p.line(".between_bytes_timeout = %s;", seconds(way.wait()))
	})
	p.line("")
	p.block("sub vcl_recv {", "}", "    ", func() {
		for _, l := range lumps {
			p.places(l.places)
			p.block(`if (req.url ~ "^`+pcre.in(l.text)+`(?:[?]|$)") {`, "}", "    ", func() {
				if l.way.Level == Upgraded {
					p.line("if (req.http.upgrade) { return (pipe); }")
				}
				p.line("return (pass);")
			})
		}
		p.line("return (synth(404));")
	})
	p.block("sub vcl_pipe {", "}", "    ", func() {
		p.line("set bereq.http.upgrade = req.http.upgrade;")
		p.line("set bereq.http.connection = req.http.connection;")
		p.line("return (pipe);")
	})
	p.block("sub vcl_synth {", "}", "    ", func() {
		p.block("if (resp.status == 404) {", "}", "    ", func() {
			p.line(`set resp.http.Content-Type = "%s";`, s.NotFound.Type)
			p.line(`synthetic("""%s""");`, s.NotFound.Body)
			p.line("return (deliver);")
		})
	})
}
