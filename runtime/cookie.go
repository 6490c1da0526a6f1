package runtime

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"example.com/httpgen/runtime/internal/peer"
)

// Cookies live here: those of requests (RFC 6265 §4.2), and the making of those that answers set.

// NewCookie returns a cookie for Response.WithCookie, with attributes that are safe until
// somebody knows better: for all paths (Path=/), out of reach of scripts (HttpOnly), not sent
// along with requests that other sites make but for links (SameSite=Lax), and never in clear
// text (Secure) if the request has come over TLS: by its own connection, or, where its peer is
// one of the proxies that TrustForwarded names, by what X-Forwarded-Proto or Forwarded says.
// It lives until the browser is closed. The caller may change every field.
//
// A name that is no token, and a value with other bytes than a cookie can hold (RFC 6265
// §4.1.1: control characters, quotation marks, semicolons, backslashes, and what is not
// ASCII) are an error, which does not echo the value. A name that begins with __Host- or
// __Secure- makes the cookie Secure in any case, since browsers drop it otherwise.
func NewCookie(req Request, name, value string) (*http.Cookie, error) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if !isToken(name) {
		return nil, fmt.Errorf("runtime: %q is no name of a cookie", shortened(name))
	}
	if c.Valid() != nil {
		return nil, errors.New("runtime: the value of the cookie " + shortened(name) +
			" has bytes that cookies cannot hold")
	}
	c.Secure = req.isSecure() || hasPrefixFold(name, "__Host-") || hasPrefixFold(name, "__Secure-")
	return c, nil
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// isSecure says whether the client has spoken TLS, to us or to a proxy of ours.
func (r Request) isSecure() bool {
	x, held := r.enter()
	defer r.leave(held)
	return x.isSecure()
}

func (x *Exchange) isSecure() bool {
	if x.origin.tls() != nil {
		return true
	}
	addr := x.origin.remoteAddr()
	if !x.app.settings.forwarders.Believes(addr) || addr.Network() == "unix" && x.toldOf() {
		return false
	}
	return x.toldProto() == "https"
}

// toldProto is the scheme that the client has used, by the field of the nearest proxy: what
// stands last of X-Forwarded-Proto, or where there is none, of Forwarded (RFC 7239 §5.4).
func (x *Exchange) toldProto() string {
	usual, standard := "", ""
	x.fields(func(name, value string) bool {
		switch {
		case strings.EqualFold(name, "X-Forwarded-Proto"):
			usual = strings.ToLower(strings.Trim(value[strings.LastIndexByte(value, ',')+1:], " \t"))
		case strings.EqualFold(name, "Forwarded"):
			standard = peer.Proto(value)
		}
		return true
	})
	if usual != "" {
		return usual
	}
	return standard
}

// Cookie returns the value of the first cookie with this name; names are case-sensitive.
// Quotes around the value are left out.
func (r Request) Cookie(name string) (value string, ok bool) {
	for field, line := range r.Headers() {
		if !strings.EqualFold(field, "Cookie") {
			continue
		}
		if value, ok = findCookie(line, name); ok {
			return value, true
		}
	}
	return "", false
}

// findCookie looks for a pair in cookie-string = cookie-pair *( ";" SP cookie-pair ).
// As servers have to be lenient here, any space around a pair is left out.
func findCookie(line, name string) (string, bool) {
	for pair := range strings.SplitSeq(line, ";") {
		n, v, found := strings.Cut(strings.Trim(pair, " \t"), "=")
		if !found || n != name || n == "" {
			continue
		}
		if len(v) >= 2 && v[0] == '"' && v[len(v)-1] == '"' {
			v = v[1 : len(v)-1]
		}
		return v, true
	}
	return "", false
}
