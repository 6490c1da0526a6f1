package manifest

import (
	"fmt"
	"net"
	"strconv"
	"strings"

	"example.com/httpgen/gen/internal/diag"
)

// What proxies are told is decoded here.

// edgeKeys are the rows of the table of keys that are about proxies.
var edgeKeys = []Key{
	{Name: "edge", In: AtTop, Shape: Object, Of: AtEdge,
		Doc: "What `httpgen emit` tells proxies in front of the service."},
	{Name: "upstream", In: AtEdge, Shape: Word, Default: "127.0.0.1:8000",
		Doc: "Where the service listens, to proxies: host:port."},
	{Name: "listen", In: AtEdge, Shape: Word, Default: ":80",
		Doc: "Where proxies listen: host:port or :port."},
}

// edge reads where the service and a proxy in front of it listen:
//
//	edge: {upstream: "10.0.0.7:8000", listen: ":80"}
func (d *decoder) edge(top fields) {
	n, ok := top.get("edge")
	if !ok {
		return
	}
	f := d.object(n, AtEdge)
	for key, to := range map[string]*string{
		"upstream": &d.Manifest.Edge.Upstream, "listen": &d.Manifest.Edge.Listen,
	} {
		n, ok := f.get(key)
		if !ok {
			continue
		}
		if err := CheckAddress(n.Value, key == "upstream"); err != nil {
			d.Report(diag.BadAddress, d.Source.span(n),
				"write a host and a port, such as 127.0.0.1:8000", "%v", err)
			continue
		}
		*to = n.Value
	}
}

// CheckAddress refuses what is no host:port; where no host is needed, it may be left out. What
// passes can stand in the configuration of every proxy.
func CheckAddress(addr string, host bool) error {
	name, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("%s is no address", diag.Quoted(addr))
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return fmt.Errorf("%s has no port from 1 to 65535", diag.Quoted(addr))
	}
	if host && name == "" {
		return fmt.Errorf("%s has no host", diag.Quoted(addr))
	}
	for _, c := range name {
		if !strings.ContainsRune("-.:_", c) && (c < '0' || c > '9') && (c < 'a' || c > 'z') &&
			(c < 'A' || c > 'Z') {
			return fmt.Errorf("%s is no host", diag.Quoted(name))
		}
	}
	return nil
}
