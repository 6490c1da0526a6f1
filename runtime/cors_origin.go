package runtime

import (
	"fmt"
	"strings"
)

// Which origins a policy takes is decided here (RFC 6454, Fetch §3.2).

// origins are those that a policy takes.
type origins struct {
	any      bool // every one, null too
	exact    map[string]string
	patterns []originPattern
}

// An originPattern takes the origins of one scheme whose host ends with a text that begins with
// a dot, or is that of host, and whose port is one or any.
type originPattern struct {
	scheme string // with its "://"
	host   string
	below  bool   // host is what hosts end with
	port   string // ":8443" or ""
	ports  bool   // any port, or none
}

// add adds an origin as a manifest has it:
//
//	origin = "*" / "null" / scheme "://" [ "*." ] host [ ":" ( port / "*" ) ]
func (o *origins) add(text string) error {
	if text == "*" {
		o.any = true
		return nil
	}
	p, err := parseOrigin(text)
	switch {
	case err != nil:
		return err
	case p.below || p.ports:
		o.patterns = append(o.patterns, p)
	default:
		if o.exact == nil {
			o.exact = map[string]string{}
		}
		o.exact[text] = text
	}
	return nil
}

// parseOrigin reads an origin but "*". It is as strict as browsers are in what they send: lower
// case, no path, no port that the scheme implies.
func parseOrigin(text string) (p originPattern, err error) {
	if text == "null" {
		return p, nil
	}
	scheme, rest, ok := strings.Cut(text, "://")
	host, port, hasPort := cutPort(rest)
	p = originPattern{scheme: scheme + "://", ports: port == "*"}
	if hasPort && !p.ports {
		p.port = ":" + port
	}
	p.host, p.below = strings.CutPrefix(host, "*")
	switch {
	case !ok || !isScheme(scheme) || p.below && !strings.HasPrefix(p.host, "."):
	case !isOriginHost(strings.TrimPrefix(p.host, ".")), hasPort && !p.ports && !isPort(port):
	case scheme == "https" && port == "443", scheme == "http" && port == "80":
		return p, fmt.Errorf("browsers leave the port out of %s", shortened(text))
	default:
		return p, nil
	}
	return p, fmt.Errorf("%q is no origin such as https://app.example.com", shortened(text))
}

// cutPort cuts a port off, which stands behind the bracket of an IPv6 address.
func cutPort(s string) (host, port string, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 || strings.IndexByte(s[i:], ']') >= 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// isScheme is RFC 3986 §3.1, in lower case.
func isScheme(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (i == 0 || (c < '0' || c > '9') && c != '+' && c != '-' && c != '.') {
			return false
		}
	}
	return s != ""
}

// isPort says whether a text is a port as it is written in URLs.
func isPort(s string) bool {
	if len(s) == 0 || len(s) > 5 || s[0] == '0' {
		return false
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n <= 65535
}

// isOriginHost says whether a text is a host as it stands in an origin: in lower case, a name of
// labels that are not empty, or an IPv6 address in brackets.
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

// match returns what Access-Control-Allow-Origin is for an origin, "" if it is not taken. It is
// a string of its own: origin may borrow.
func (o *origins) match(origin string) string {
	if known, ok := o.exact[origin]; ok {
		return known
	}
	if len(o.patterns) == 0 {
		return ""
	}
	for i := range o.patterns {
		if o.patterns[i].takes(origin) {
			return strings.Clone(origin)
		}
	}
	return ""
}

// takes says whether an origin is one of the pattern's. What stands in the place of the star is
// whole labels, so that neither https://evilexample.com nor https://example.com.evil.com is one
// of https://*.example.com.
func (p *originPattern) takes(origin string) bool {
	rest, ok := strings.CutPrefix(origin, p.scheme)
	if !ok {
		return false
	}
	if p.ports {
		host, port, cut := cutPort(rest)
		if cut && !isPort(port) {
			return false
		}
		rest = host
	} else if rest, ok = strings.CutSuffix(rest, p.port); !ok {
		return false
	}
	if !p.below {
		return rest == p.host
	}
	labels, ok := strings.CutSuffix(rest, p.host)
	return ok && isOriginHost(labels) && labels[0] != '['
}
