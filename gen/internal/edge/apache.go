package edge

// The configuration of apache is printed here: a virtual host, for a file that Include reads.
// mod_rewrite sees the request line as it came in THE_REQUEST.

func printApache(s *Space, p *printer) {
	host, port := hostPort(s.Listen, "*")
	p.block("<VirtualHost "+host+":"+port+">", "</VirtualHost>", "    ", func() {
		p.line("AllowEncodedSlashes NoDecode")
		p.line("MergeSlashes Off")
		p.line("LimitRequestLine %d", s.MaxTarget+256)
		p.line("LimitRequestFieldSize %d", s.MaxHead)
		p.line("LimitRequestBody %d", s.largestBody())
		p.line("ProxyRequests Off")
		p.line("ProxyPreserveHost On")
		p.line("")
		p.line("RewriteEngine On")
		p.line("# Of a target in absolute form apache decodes escapes before it passes it on.")
		p.line(`RewriteCond "%%{THE_REQUEST}" "^\S+ https?://\S*%%"`)
		p.line("RewriteRule ^ - [R=400,END]")
		lumps := s.shortLumps(maxPCRE)
		for _, l := range lumps {
			p.places(l.places)
			p.line(`RewriteCond "%%{THE_REQUEST}" "^\S+ (?:https?://[^/?]*)?%s(?:[?]\S*)? HTTP/"`,
				pcre.in(l.text))
			p.line("RewriteRule ^ - [END]")
		}
		p.line("RewriteRule ^ - [R=404,END]")
		p.line("")
		way := waysOf(lumps)[0]
		options := ""
		if way.Level >= Streamed {
			options += " flushpackets=on"
		}
		if way.Level == Upgraded {
			options += " upgrade=websocket"
		}
		p.line(`ProxyPass "/" "http://%s/" nocanon ttl=%d connectiontimeout=5 timeout=%d%s`, s.Upstream,
			int(s.Times.pool().Seconds()), int(way.wait().Seconds()), options)
	})
}

// largestBody is the limit that is enough for every place; 0: any.
func (s *Space) largestBody() (most int64) {
	for _, p := range s.Places {
		if p.Needs.MaxBody == 0 {
			return 0
		}
		most = max(most, p.Needs.MaxBody)
	}
	return most
}
