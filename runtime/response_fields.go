package runtime

import (
	"fmt"
	"net/http"
	"strings"
)

// Header fields of a Response are set here.

// WithHeader returns the response with a header field. It takes the place of fields of
// that name, but for those of which an answer may need several, which are added:
// Set-Cookie, Vary, Link, Via, Warning, Server-Timing, WWW-Authenticate and
// Proxy-Authenticate. Names are compared without case and sent as written.
//
// A name that is no token, or a value with a control character (a line break above
// all), is an error; see Response. Transfer-Encoding, Date, Keep-Alive and Trailer are the
// server's own and are left out. Connection: close is obeyed, any other Connection left
// out; Upgrade, as a 426 needs it, has its option added (RFC 9110 §7.8). Content-Length is
// for a Stream of known length; elsewhere the server counts.
func (r Response) WithHeader(name, value string) Response {
	return r.withField("WithHeader", name, value, mayRepeat(name))
}

// AddHeader returns the response with one header field more, whatever fields of that name
// it has: each is a line of its own. Fields of which an answer has one (RFC 9110 §5.3),
// such as Content-Type, Content-Length, Location and ETag, take the place of the one before.
// Apart from that it is WithHeader.
func (r Response) AddHeader(name, value string) Response {
	return r.withField("AddHeader", name, value, !isSingle(name))
}

// WithCookie returns the response with a Set-Cookie field more (RFC 6265 §4.1). A cookie that
// http.Cookie.Valid refuses is an error; see Response. NewCookie makes one with safe
// attributes.
func (r Response) WithCookie(cookie *http.Cookie) Response {
	if err := cookie.Valid(); err != nil {
		return r.withError(fmt.Errorf("WithCookie: %w", err))
	}
	return r.withField("WithCookie", "Set-Cookie", cookie.String(), true)
}

// withField sets a field, or adds it to those of its name.
func (r Response) withField(method, name, value string, add bool) Response {
	if !isToken(name) {
		return r.withError(fmt.Errorf("%s: %q is not a field name", method, shortened(name)))
	}
	if !isFieldValue(value) {
		return r.withError(fmt.Errorf("%s: the value %q of %s has a control character", method, shortened(value), shortened(name)))
	}
	switch {
	case strings.EqualFold(name, "Content-Type"):
		return r.withMediaType(value)
	case strings.EqualFold(name, "Connection") && strings.EqualFold(value, "close"):
	case strings.EqualFold(name, "Content-Length"):
	case isOwn(name):
		return r
	}
	more := r.copyMore(1)
	if !add {
		more.remove(name)
	}
	more.fields = append(more.fields, headerField{name, value})
	r.more = more
	return r
}

// varies says whether an answer says already that it depends on a request field.
func (r *Response) varies(name string) bool {
	if r.more == nil {
		return false
	}
	for _, f := range r.more.fields {
		if strings.EqualFold(f.name, "Vary") && isListed(f.value, name) {
			return true
		}
	}
	return false
}
