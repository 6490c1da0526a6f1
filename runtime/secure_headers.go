package runtime

import "net/http"

// Fields that have browsers be careful live here.

// SecureFields are values of the fields that SecureHeaders sets. "" is the default, "-" leaves
// the field out.
type SecureFields struct {
	// ContentTypeOptions is X-Content-Type-Options (Fetch §3.7); "nosniff": a body is what its
	// Content-Type says.
	ContentTypeOptions string
	// FrameOptions is X-Frame-Options (RFC 7034, WHATWG HTML §7.6); "DENY": no page shows ours
	// inside of it.
	FrameOptions string
	// ReferrerPolicy is Referrer-Policy; "strict-origin-when-cross-origin": other origins learn
	// of ours, and not of the path.
	ReferrerPolicy string
	// OpenerPolicy is Cross-Origin-Opener-Policy; "same-origin": windows of other origins have
	// no hold on ours.
	OpenerPolicy string
	// TransportSecurity is Strict-Transport-Security (RFC 6797), for clients that have spoken TLS,
	// to us or to a proxy of TrustForwarded; "max-age=31536000": for a year browsers come to this
	// host by TLS alone.
	TransportSecurity string
	// ContentSecurityPolicy is Content-Security-Policy; it has no default, as it depends on what
	// pages are made of.
	ContentSecurityPolicy string
}

// SecureHeaders has every answer carry fields that have browsers be careful. A field that an
// answer sets itself stays as it is. It panics if a value cannot be one of a field. Default: off.
func SecureHeaders(set SecureFields) Option {
	s := &secureFields{}
	add := func(name, value, byDefault string) {
		switch {
		case value == "-" || value == "" && byDefault == "":
			return
		case value == "":
			value = byDefault
		}
		if !isFieldValue(value) {
			panic("runtime: SecureHeaders: the value of " + name + " has a control character")
		}
		s.fields = append(s.fields, headerField{name, value})
	}
	add("X-Content-Type-Options", set.ContentTypeOptions, "nosniff")
	add("X-Frame-Options", set.FrameOptions, "DENY")
	add("Referrer-Policy", set.ReferrerPolicy, "strict-origin-when-cross-origin")
	add("Cross-Origin-Opener-Policy", set.OpenerPolicy, "same-origin")
	add("Content-Security-Policy", set.ContentSecurityPolicy, "")
	s.plain = len(s.fields)
	add("Strict-Transport-Security", set.TransportSecurity, "max-age=31536000")
	return func(all *settings) { all.secure = s }
}

// secureFields are those that are set.
type secureFields struct {
	fields []headerField // those for TLS last
	plain  int           // how many there are without TLS
}

func (s *secureFields) of(x *Exchange) []headerField {
	if s.plain < len(s.fields) && x.isSecure() {
		return s.fields
	}
	return s.fields[:s.plain:s.plain]
}

// withFields adds what every answer of the App carries: those of the policy for pages of other
// origins, those of SecureHeaders, and the request's id.
func (a *App) withFields(x *Exchange, resp Response) Response {
	if a.cors != nil {
		resp = a.withCORS(x, resp)
	}
	if a.settings.requestIDs {
		resp = resp.withUnset([]headerField{{requestIDField, x.requestID()}})
	}
	if s := a.settings.secure; s != nil {
		if fields := s.of(x); resp.more == nil {
			resp.more = &responseMore{fields: fields} // which nobody writes to
		} else {
			resp = resp.withUnset(fields)
		}
	}
	return resp
}

// withUnset adds fields of which the response has none.
func (r Response) withUnset(fields []headerField) Response {
	more := r.copyMore(len(fields))
	for _, f := range fields {
		if !more.has(f.name) {
			more.fields = append(more.fields, f)
		}
	}
	r.more = more
	return r
}

// setFields is withFields for a handler of net/http.
func (a *App) setFields(x *Exchange, header http.Header) {
	if !a.adds {
		return
	}
	a.setCORS(x, header)
	set := func(f headerField) {
		if _, there := header[http.CanonicalHeaderKey(f.name)]; !there {
			header.Set(f.name, f.value)
		}
	}
	if a.settings.requestIDs {
		set(headerField{requestIDField, x.requestID()})
	}
	if s := a.settings.secure; s != nil {
		for _, f := range s.of(x) {
			set(f)
		}
	}
}
