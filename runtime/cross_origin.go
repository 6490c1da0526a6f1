package runtime

import (
	"net/http"
	"net/url"
	"strings"
)

// What pages of other origins may cause is decided here, and for which hosts the App answers:
// both before all hooks.

// CrossOriginProtection refuses requests that a page of another origin has a browser send, unless
// their method is GET, HEAD or OPTIONS, which are to change nothing: 403. It goes by the fields
// that browsers set and pages cannot (Sec-Fetch-Site, and where there is none Origin, whose host
// then has to be that of the request), as [http.CrossOriginProtection] does; a request with
// neither is not a browser's, or an old one's.
//
// Origins in the list, of the form of AllowOrigins, are taken all the same, and so are those that
// the manifest's `cors` takes with credentials at that path. It panics if one is no origin.
// Default: off.
func CrossOriginProtection(trusted ...string) Option {
	p := &protection{}
	for _, text := range trusted {
		if _, err := parseOrigin(text); err != nil {
			panic("runtime: CrossOriginProtection: " + err.Error())
		}
		_ = p.trusted.add(text) // it has just been parsed
	}
	return func(s *settings) { s.protection = p }
}

type protection struct{ trusted origins }

// errCrossOrigin is shared: answerFailure does not change it, as it has a message.
var errCrossOrigin = &HTTPError{Status: http.StatusForbidden, Message: "cross-origin request refused"}

// refuses says whether a request is one of another origin's page.
func (a *App) crossOriginRefused(x *Exchange) bool {
	if x.Method == GET || x.Method == OPTIONS {
		return false
	}
	origin, several, _ := x.origin.line("Origin", 0)
	site, more, told := x.origin.line("Sec-Fetch-Site", 0)
	switch {
	case told && !more && (site == "same-origin" || site == "none"):
		return false
	case told && site != "":
	case origin == "":
		return false
	case !several && originHost(origin) != "" && originHost(origin) == x.origin.host():
		return false
	}
	if several {
		return true
	}
	if a.settings.protection.trusted.match(origin) != "" {
		return false
	}
	if a.cors != nil {
		p := a.policyOf(x)
		return p == nil || !p.Credentials || p.origins.match(origin) == ""
	}
	return true
}

// originHost is host and port of an origin, or "".
func originHost(origin string) string {
	u, err := url.Parse(origin)
	if err != nil {
		return ""
	}
	return u.Host
}

// HostAllowed has the App answer for these hosts alone, and every other with 421 (RFC 9110
// §15.5.20): a page whose name an attacker has led to our address (DNS rebinding), or a link in
// an answer that is made of Host, comes to nothing. A host is a name (www.example.com), all below
// one (*.example.com), or an address; without a port it is any port's. Probes of `health` are
// answered for every host, since they are asked by address. It panics if one is no host. Default,
// and without hosts: every host.
func HostAllowed(hosts ...string) Option {
	list := &hostList{exact: map[string]bool{}}
	for _, h := range hosts {
		host, port, hasPort := cutPort(h)
		name, below := strings.CutPrefix(strings.ToLower(host), "*")
		if below && !strings.HasPrefix(name, ".") || !isOriginHost(strings.TrimPrefix(name, ".")) ||
			!below && strings.HasPrefix(name, ".") || hasPort && !isPort(port) {
			panic("runtime: HostAllowed: " + h + " is no host")
		}
		if hasPort {
			name += ":" + port
		}
		if below {
			list.below = append(list.below, name)
		} else {
			list.exact[name] = true
		}
	}
	return func(s *settings) {
		if s.hosts = list; len(hosts) == 0 {
			s.hosts = nil
		}
	}
}

type hostList struct {
	exact map[string]bool // with a port, or without
	below []string        // ".example.com"
}

var errMisdirected = &HTTPError{Status: http.StatusMisdirectedRequest, Message: "there is no such host here"}

// takes says whether a Host is one of the list.
func (l *hostList) takes(host string) bool {
	host = strings.ToLower(host)
	name, port, _ := cutPort(host)
	name = strings.TrimSuffix(name, ".")
	if l.exact[name] || l.exact[name+":"+port] {
		return true
	}
	for _, below := range l.below {
		end, endPort, hasPort := cutPort(below)
		if labels, ok := strings.CutSuffix(name, end); ok && labels != "" && (!hasPort || port == endPort) {
			return true
		}
	}
	return false
}
