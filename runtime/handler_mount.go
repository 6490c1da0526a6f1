package runtime

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Handlers of net/http that answer below a path prefix live here.

// A Mount is one entry of mounts of the manifest.
type Mount struct {
	Prefix  string // starts with "/", decoded text
	Handler http.Handler
	Strip   bool // take the prefix off the URL, as http.StripPrefix does
	// Name is the method of Handlers that Handler is of, for messages.
	Name string
}

// mountsOf are the mounts of a service, longer prefixes first. It panics where a method has
// returned nil.
func mountsOf(list []Mount) []Mount {
	list = slices.Clone(list)
	for i := range list {
		m := &list[i]
		if m.Handler == nil {
			panic("httpgen: " + m.Name + " has returned no http.Handler for " + m.Prefix)
		}
		m.Prefix = strings.TrimRight(m.Prefix, "/")
	}
	slices.SortStableFunc(list, func(a, b Mount) int { return len(b.Prefix) - len(a.Prefix) })
	return list
}

// mounted has the mount of a canonical path answer, if there is one.
func (a *App) mounted(x *Exchange, canonical string) (Response, bool) {
	for i := range a.mounts {
		m := &a.mounts[i]
		rest, ok := strings.CutPrefix(canonical, m.Prefix)
		if !ok || rest != "" && rest[0] != '/' {
			continue
		}
		if over, ok := x.origin.(*httpExchange); ok {
			over.r.Pattern = m.Prefix + "/"
		}
		resp, err := x.HandleHTTP(m.serve)
		if err != nil {
			return x.fail(err), true
		}
		return resp, true
	}
	return Response{}, false
}

func (m *Mount) serve(w http.ResponseWriter, r *http.Request) {
	r.Pattern = m.Prefix + "/"
	if m.Strip {
		r = withoutPrefix(r, m.Prefix)
	}
	m.Handler.ServeHTTP(w, r)
}

// withoutPrefix is the request without a prefix that its path has. The path as it was sent may
// spell it otherwise: as many segments are taken off it.
func withoutPrefix(r *http.Request, prefix string) *http.Request {
	stripped := new(http.Request)
	*stripped = *r
	stripped.URL = new(url.URL)
	*stripped.URL = *r.URL
	u := stripped.URL
	u.Path = strings.TrimPrefix(u.Path, prefix)
	if u.RawPath == "" {
		return stripped
	}
	for range strings.Count(prefix, "/") {
		raw := strings.TrimPrefix(u.RawPath, "/")
		if slash := strings.IndexByte(raw, '/'); slash >= 0 {
			u.RawPath = raw[slash:]
		} else {
			u.RawPath = ""
		}
	}
	return stripped
}
