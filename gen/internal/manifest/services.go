package manifest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// What services need beside routes is decoded here.

// health reads the paths of probes:
//
//	health: {live: /healthz, ready: /readyz}
func (d *decoder) health(top fields) {
	n, ok := top.get("health")
	if !ok || isEmpty(n) {
		return
	}
	f, h := d.object(n, AtHealth), &d.Manifest.Health
	read := func(key string, to *string) {
		n, ok := f.get(key)
		if !ok {
			return
		}
		at := d.Source.span(n)
		if h.Span == (diag.Span{}) {
			h.Span = at
		}
		switch {
		case !isPlainPath(n.Value):
			d.Report(diag.BadHealth, at, "write one such as /healthz",
				"%s is no path of letters, digits, `-`, `.`, `_` and `~`", diag.Quoted(n.Value))
		case n.Value == h.Live:
			d.Report(diag.BadHealth, at, "give each its own, or leave one out",
				"live and ready have one path")
		default:
			*to = n.Value
		}
	}
	read("live", &h.Live)
	read("ready", &h.Ready)
}

// isPlainPath wants a path that has one spelling, as it is compared with what clients send.
func isPlainPath(path string) bool {
	if len(path) < 2 || path[0] != '/' {
		return false
	}
	for seg := range strings.SplitSeq(path[1:], "/") {
		if seg == "" || seg == "." || seg == ".." {
			return false
		}
	}
	return !strings.ContainsFunc(path, func(r rune) bool {
		return r > 127 || !isToken(r) && r != '/' || strings.ContainsRune("!#$%&'*+^`|", r)
	})
}

// besideHealth reports routes that a probe would hide: those of its path, and no pattern that
// takes the path among others.
func (d *decoder) besideHealth() {
	h := d.Manifest.Health
	for _, r := range d.Manifest.Routes {
		if r.Path == "" || r.Path != h.Live && r.Path != h.Ready {
			continue
		}
		if slices.ContainsFunc(r.Methods, func(m string) bool { return m == "GET" || m == "HEAD" }) {
			d.Report(diag.BadHealth, r.PathSpan, "take the route out, or move the probe",
				"GET %s is answered by `health`, and never by this route", r.Path).
				Also(h.Span, "the probes")
		}
	}
}

// cors reads the policy of the manifest, a group or a route, which takes the place of the one
// around it:
//
//	cors:
//	  origins: [https://app.example.com, "https://*.example.org"]
//	  credentials: true
//	  max_age: 10m
func (d *decoder) cors(in fields, around *model.CORS) *model.CORS {
	n, ok := in.get("cors")
	if !ok {
		return around
	}
	c := &model.CORS{Span: d.Source.span(in["cors"].name), Off: n.Kind == yaml.ScalarNode}
	if c.Off {
		return c
	}
	f := d.object(n, AtCORS)
	c.Credentials = choice(f, "credentials") == "true"
	c.PrivateNetwork = choice(f, "private_network") == "true"
	c.Origins = d.origins(f, c.Credentials)
	c.Headers = d.fieldNames(f, "headers", c.Credentials)
	c.Expose = d.fieldNames(f, "expose", c.Credentials)
	if n, ok := f.get("max_age"); ok {
		c.MaxAge = d.maxAge(n)
	}
	return c
}

// services are what routes inherit of this from the groups around them.
type services struct {
	cors     *model.CORS
	compress *model.Compress
}

// groupServices are those within a group, which notes its own.
func (d *decoder) groupServices(g *model.Group, f fields, around services) services {
	within := services{d.cors(f, around.cors), d.compress(f, around.compress)}
	if within.cors != around.cors {
		g.CORS = within.cors
	}
	return within
}

// routeServices reads those of a route, and the codings of its body.
func (d *decoder) routeServices(r *model.Route, f fields, around services) {
	r.CORS, r.Compress = d.cors(f, around.cors), d.compress(f, around.compress)
	r.Decode = d.codings(f, "decode")
}

// items are the words of a list, or the one word that stands in its place.
func (d *decoder) items(f fields, key string) (list []*yaml.Node) {
	n, ok := f.get(key)
	if !ok {
		return nil
	}
	if n.Kind == yaml.ScalarNode {
		return []*yaml.Node{n}
	}
	if len(n.Content) == 0 {
		d.Report(diag.EmptyValue, d.Source.span(n), "write at least one, or take the key out",
			"%q is empty", key)
	}
	seen := map[string]diag.Span{}
	for _, item := range n.Content {
		if !d.isKind(item, yaml.ScalarNode, "an item of "+key, "") {
			continue
		}
		if first, twice := seen[strings.ToLower(item.Value)]; twice {
			d.Report(diag.BadCORS, d.Source.span(item), "keep one of them", "%s stands twice",
				diag.Quoted(item.Value)).Also(first, "first here")
			continue
		}
		seen[strings.ToLower(item.Value)] = d.Source.span(item)
		list = append(list, item)
	}
	return list
}

// origins reads them. Every origin with credentials is what browsers refuse (Fetch §3.2.5), and
// what would let any page act for whoever looks at it.
func (d *decoder) origins(f fields, credentials bool) (list []string) {
	items := d.items(f, "origins")
	for _, n := range items {
		at := d.Source.span(n)
		switch why := badOrigin(n.Value); {
		case n.Value == "*" && credentials:
			d.Report(diag.BadCORS, at, "name the origins, or take `credentials` out",
				"with credentials, `*` would let every page act for its reader: browsers refuse it").
				Also(d.Source.span(f["credentials"].value), "credentials")
		case n.Value == "*" && len(items) > 1:
			d.Report(diag.BadCORS, at, "leave it alone, or take it out",
				"`*` is every origin, and stands beside others")
		case why != "":
			d.Report(diag.BadOrigin, at, originHelp(n.Value), "%s", why)
		default:
			list = append(list, n.Value)
		}
	}
	return list
}

// fieldNames reads names of header fields. With credentials browsers take a star for a name.
func (d *decoder) fieldNames(f fields, key string, credentials bool) (list []string) {
	for _, n := range d.items(f, key) {
		at := d.Source.span(n)
		switch {
		case n.Value == "*" && credentials:
			d.Report(diag.BadCORS, at, "name the fields",
				"with credentials, browsers take `*` for a field of that name").
				Also(d.Source.span(f["credentials"].value), "credentials")
		case n.Value == "" || strings.ContainsFunc(n.Value, func(r rune) bool { return !isToken(r) }):
			d.Report(diag.BadCORS, at, "write names such as X-Total",
				"%s is no name of a header field", diag.Quoted(n.Value))
		default:
			list = append(list, n.Value)
		}
	}
	return list
}

// maxAge reads whole seconds. No browser keeps an answer for longer than a day.
func (d *decoder) maxAge(n *yaml.Node) time.Duration {
	if n.Value == "off" {
		return -1
	}
	age, err := parseDuration(n.Value)
	switch {
	case err != nil:
		d.Report(diag.BadDuration, d.Source.span(n), "", "%s", err)
	case age == 0:
		d.Report(diag.BadDuration, d.Source.span(n), "write off",
			"a max_age of 0 says that nothing is kept")
	case age%time.Second != 0:
		d.Report(diag.BadDuration, d.Source.span(n), "write whole seconds, such as 10m",
			"max_age is told to browsers in seconds, and %s is no number of them", n.Value)
	case age > 24*time.Hour:
		d.Report(diag.BadDuration, d.Source.span(n), "write 24h, or less",
			"browsers keep an answer for a day at most (Chromium for two hours)")
	}
	return age
}

// badOrigin says why a text is no origin that a browser sends, or "". The runtime reads them in
// the same way.
//
//	origin = "*" / "null" / scheme "://" [ "*." ] host [ ":" ( port / "*" ) ]
func badOrigin(text string) string {
	if text == "*" || text == "null" {
		return ""
	}
	none := fmt.Sprintf("%s is no origin such as https://app.example.com", diag.Quoted(text))
	scheme, rest, ok := strings.Cut(text, "://")
	if !ok || scheme == "" || !(scheme[0] >= 'a' && scheme[0] <= 'z') ||
		strings.Trim(scheme, "abcdefghijklmnopqrstuvwxyz0123456789+-.") != "" {
		return none
	}
	host, port := rest, ""
	if i := strings.LastIndexByte(rest, ':'); i >= 0 && !strings.Contains(rest[i:], "]") {
		host, port = rest[:i], rest[i+1:]
		if port != "*" && !isPortNumber(port) {
			return none
		}
	}
	if scheme == "https" && port == "443" || scheme == "http" && port == "80" {
		return fmt.Sprintf("browsers leave the port out of %s", diag.Quoted(text))
	}
	if !isOriginHost(strings.TrimPrefix(host, "*.")) {
		return none
	}
	return ""
}

func isPortNumber(s string) bool {
	n, err := parseCount(s)
	return err == nil && n > 0 && n <= 65535 && s[0] != '0'
}

// isOriginHost wants a name of labels that are not empty, or an IPv6 address in brackets.
func isOriginHost(s string) bool {
	if inside, ok := strings.CutPrefix(s, "["); ok {
		inside, ok = strings.CutSuffix(inside, "]")
		return ok && inside != "" && strings.Trim(inside, "0123456789abcdef:.") == ""
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return true
}

// originHelp suggests what is near: in lower case, without what stands behind the host.
func originHelp(text string) string {
	near := strings.ToLower(text)
	if scheme, rest, ok := strings.Cut(near, "://"); ok {
		rest, _, _ = strings.Cut(rest, "/")
		rest = strings.TrimSuffix(rest, map[string]string{"https": ":443", "http": ":80"}[scheme])
		near = scheme + "://" + rest
	} else {
		near = "https://" + strings.TrimSuffix(near, "/")
	}
	if near != text && badOrigin(near) == "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return "write scheme, host and port as browsers send them, in lower case"
}
