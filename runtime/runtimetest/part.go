package runtimetest

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"example.com/httpgen/runtime"
)

// What a request is made of lives here.

// A Part is something that a request of NewRequest or of a Client has beside its method and
// its target. The last one of a kind counts, but for Header, Cookie, Param, Value and Given, which
// add up.
type Part func(*making)

// A making is a request before it is made.
type making struct {
	r      *http.Request
	app    *runtime.App
	params [][2]string
	values [][2]any
	given  []func(runtime.Request)
	// alone names the first Part that only a handler's request may have.
	alone string
}

// make panics if the method, the target or a part is none: in a test that is a mistake of
// the test.
func makeRequest(method, target string, parts []Part) *making {
	if !strings.HasPrefix(target, "/") {
		panic("runtimetest: the target " + target + " does not start with /")
	}
	r, err := http.NewRequest(method, "http://"+host+target, nil)
	if err != nil {
		panic("runtimetest: " + err.Error())
	}
	r.RemoteAddr = clientAddr.String()
	m := &making{r: r}
	for _, part := range parts {
		part(m)
	}
	return m
}

// onlyHandlers notes that a part has no meaning for a request that is sent.
func (m *making) onlyHandlers(name string) {
	if m.alone == "" {
		m.alone = name
	}
}

// Header adds a header field. The name Host sets the request's host.
func Header(name, value string) Part {
	return func(m *making) {
		if strings.EqualFold(name, "Host") {
			m.r.Host = value
			return
		}
		m.r.Header.Add(name, value)
	}
}

// Cookie adds a cookie.
func Cookie(name, value string) Part {
	return func(m *making) { m.r.AddCookie(&http.Cookie{Name: name, Value: value}) }
}

// Body sets the body and its Content-Type; "" leaves the type out.
func Body(contentType, body string) Part {
	return func(m *making) {
		m.r.Header.Del("Content-Type")
		if contentType != "" {
			m.r.Header.Set("Content-Type", contentType)
		}
		m.r.Body = io.NopCloser(strings.NewReader(body))
		m.r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(body)), nil }
		m.r.ContentLength = int64(len(body))
	}
}

// JSON sets the body to v in JSON. It panics if v cannot be encoded.
func JSON(v any) Part {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("runtimetest: " + err.Error())
	}
	return Body("application/json", strings.TrimSuffix(b.String(), "\n"))
}

// Form sets the body to a form as browsers send it.
func Form(fields url.Values) Part {
	return Body("application/x-www-form-urlencoded", fields.Encode())
}

// Stream sets the body to what r reads, of a length that nobody is told.
func Stream(contentType string, r io.Reader) Part {
	return func(m *making) {
		Body(contentType, "")(m)
		m.r.Body, m.r.GetBody, m.r.ContentLength = io.NopCloser(r), nil, -1
	}
}

// Context sets what Request.Context derives from, or what ends a client's request.
func Context(ctx context.Context) Part {
	return func(m *making) { m.r = m.r.WithContext(ctx) }
}

// The parts below are for NewRequest alone: a client cannot send them.

// On says which App the request belongs to: Route and Param are then those that App finds
// for method and target, and its limits hold. Without it there is one route, of the target.
func On(app *runtime.App) Part {
	return func(m *making) {
		m.onlyHandlers("On")
		m.app = app
	}
}

// Param sets what Request.Param returns for a name of the path.
func Param(name, value string) Part {
	return func(m *making) {
		m.onlyHandlers("Param")
		m.params = append(m.params, [2]string{name, value})
	}
}

// Value sets what Request.Value returns for a key, as hooks do by Request.Set.
func Value(key, value any) Part {
	return func(m *making) {
		m.onlyHandlers("Value")
		m.values = append(m.values, [2]any{key, value})
	}
}

// Given sets what runtime.Given finds, as hooks do that give values: a handler has these as
// parameters.
func Given[T any](value T) Part {
	return func(m *making) {
		m.onlyHandlers("Given")
		m.given = append(m.given, func(req runtime.Request) { runtime.Give(req, value) })
	}
}

// From sets the address of the client, "203.0.113.7:1234".
func From(addr string) Part {
	return func(m *making) {
		m.onlyHandlers("From")
		m.r.RemoteAddr = addr
	}
}

// TLS says that the request came over TLS, in this state.
func TLS(state tls.ConnectionState) Part {
	return func(m *making) {
		m.onlyHandlers("TLS")
		m.r.TLS = &state
	}
}

// sortedNames are the names of header fields, in order.
func sortedNames(h http.Header) []string { return slices.Sorted(maps.Keys(h)) }
