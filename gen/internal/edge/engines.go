package edge

import (
	"net/url"
	"strings"
)

// Which engines there are stands here.

// An engine is a proxy: what it sees, and how it is told.
type engine struct {
	name  string
	file  string // what its configuration is called
	look  look
	print func(*Space, *printer)
	notes []string // what holds for all patterns
	// differs tells of few raw paths, those on which the engine may differ from the expressions;
	// nil: of none.
	differs func(path string) bool
	longest int // expression that it takes, in bytes; 0: any
}

var engines []*engine

func init() { // a literal would refer to itself by way of the printers
	engines = []*engine{
		{name: "nginx", file: "nginx.conf", look: nginxLook, print: printNginx, longest: nginxWord,
			differs: func(path string) bool { return nginxRefuses(path) != "" },
			notes: []string{
				"a body is read whole before it is passed on, unless its route reads it as it comes"}},
		{name: "haproxy", file: "haproxy.cfg", look: compiled, print: printHaproxy, longest: maxPCRE,
			notes: []string{"heads of more than tune.bufsize less tune.maxrewrite, 15 KiB by default, " +
				"are answered 400"}},
		{name: "caddy", file: "Caddyfile", look: caddyLook, print: printCaddy, differs: rewritten},
		{name: "apache", file: "apache.conf", look: apacheLook, print: printApache, longest: maxPCRE,
			differs: func(path string) bool { return strings.HasPrefix(path, "//") },
			notes: []string{"targets in absolute form are answered 400 where they have escapes: " +
				"apache decodes them"}},
		{name: "varnish", file: "default.vcl", look: compiled, print: printVarnish, longest: maxPCRE,
			notes: []string{"bodies of GET are dropped; requests with trailers are answered 503"}},
		{name: "envoy", file: "envoy.yaml", look: raw, print: printEnvoy,
			notes: []string{"known of Envoy's documentation: its types have judged the file, " +
				"Envoy itself has not run"}},
		{name: "gateway", file: "gateway.yaml", look: gatewayLook, print: printGateway,
			differs: func(string) bool { return true },
			notes: []string{"whether paths are compared as they came depends on the gateway's " +
				"implementation"}},
	}
}

// rewritten tells a path that Go writes anew.
func rewritten(path string) bool {
	u, err := url.ParseRequestURI(path)
	return err != nil || u.EscapedPath() != path
}

// Targets are the names of the engines.
func Targets() (names []string) {
	for _, e := range engines {
		names = append(names, e.name)
	}
	return names
}

func engineOf(name string) *engine {
	for _, e := range engines {
		if e.name == name {
			return e
		}
	}
	return nil
}
