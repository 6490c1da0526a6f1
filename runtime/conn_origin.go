package runtime

import (
	"crypto/tls"
	"net"
	"strings"

	"example.com/httpgen/runtime/internal/http1"
)

// What a connection tells about the current request lives here. Strings are made when
// they are asked for: most requests are answered without most of their fields.

func (c *conn) method() string { return string(c.f.http.Method.Of(c.f.head)) }

func (c *conn) host() string {
	h := &c.f.http
	if h.Form == http1.AbsoluteForm {
		return string(h.Authority.Of(c.f.head))
	}
	return string(h.Host.Of(c.f.head))
}

func (c *conn) header(name string) (string, bool) {
	for i := range c.f.http.Fields {
		field := &c.f.http.Fields[i]
		if field.Name.Len() == len(name) && strings.EqualFold(borrow(field.Name.Of(c.f.head)), name) {
			return string(field.Value.Of(c.f.head)), true
		}
	}
	return "", false
}

func (c *conn) field(i int) (name, value string, ok bool) {
	fields := c.f.http.Fields
	if i >= len(fields) {
		return "", "", false
	}
	return string(fields[i].Name.Of(c.f.head)), string(fields[i].Value.Of(c.f.head)), true
}

func (c *conn) remoteAddr() net.Addr {
	if c.client != nil {
		return c.client
	}
	return c.nc.RemoteAddr()
}

func (c *conn) tls() *tls.ConnectionState { return c.tlsState }
