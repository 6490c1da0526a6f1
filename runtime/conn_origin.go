package runtime

import (
	"crypto/tls"
	"net"
	"slices"
	"strings"
	"unsafe"

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
	if i := c.find(name, 0); i >= 0 {
		return string(c.f.http.Fields[i].Value.Of(c.f.head)), true
	}
	return "", false
}

func (c *conn) line(name string, k int) (value string, more, ok bool) {
	i := c.find(name, 0)
	for ; k > 0 && i >= 0; k-- {
		i = c.find(name, i+1)
	}
	if i < 0 {
		return "", false, false
	}
	return borrow(c.f.http.Fields[i].Value.Of(c.f.head)), c.find(name, i+1) >= 0, true
}

// find is the number of the first field with this name from a number on, or -1. As a rule it is
// spelt as it is asked for.
func (c *conn) find(name string, from int) int {
	fields, head := c.f.http.Fields, c.f.head
	for i := from; i < len(fields); i++ {
		if fields[i].Name.Len() != len(name) {
			continue
		}
		sent := borrow(fields[i].Name.Of(head))
		if sent == name || strings.EqualFold(sent, name) {
			return i
		}
	}
	return -1
}

// field has one Host, which is that of host.
func (c *conn) field(i int) (name, value string, ok bool) {
	h := &c.f.http
	absolute := h.Form == http1.AbsoluteForm
	if absolute && !c.hasHost() { // HTTP/1.0
		if i == 0 {
			return "Host", c.host(), true
		}
		i--
	}
	if i >= len(h.Fields) {
		return "", "", false
	}
	span := h.Fields[i].Value
	if absolute && h.Fields[i].Known == http1.Host {
		span = h.Authority
	}
	return string(h.Fields[i].Name.Of(c.f.head)), string(span.Of(c.f.head)), true
}

func (c *conn) hasHost() bool {
	return slices.ContainsFunc(c.f.http.Fields,
		func(f http1.Field) bool { return f.Known == http1.Host })
}

func (c *conn) remoteAddr() net.Addr {
	if c.client != nil {
		return c.client
	}
	return c.nc.RemoteAddr()
}

func (c *conn) tls() *tls.ConnectionState { return c.tlsState }

// borrow is a string of bytes that will change under it: for as long as the exchange.
func borrow(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
