package runtime

import (
	"fmt"
	"testing"
)

// TestDocsAreAnswered has the page and its document before all hooks and routes, and nothing else
// below their path.
func TestDocsAreAnswered(t *testing.T) {
	service := func() Service {
		s := handwritten(textLeaf("POST", "/docs", "of the route"), textLeaf("GET", "/docs/more", "more"))
		s.Docs = &Docs{Path: "/docs", Document: `{"openapi": "3.1.0"}`, Policy: "default-src 'none'",
			Page: "<!doctype html>"}
		s.Before = func(req Request) (*Response, error) {
			no := Text("not for you").WithStatus(403)
			if req.Header("X-In") != "" {
				return nil, nil
			}
			return &no, nil
		}
		s.After = func(_ Request, resp *Response, route *Route) error {
			*resp = resp.WithHeader("X-Route", fmt.Sprint(route != nil))
			return nil
		}
		return s
	}
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		for _, row := range []struct{ line, field, want string }{
			{"GET /docs", "Content-Security-Policy", `200 Content-Security-Policy=default-src 'none' "<!doctype html>"`},
			{"GET /docs", "X-Route", `200 X-Route=false "<!doctype html>"`},
			{"HEAD /docs", "Content-Type", `200 Content-Type=text/html; charset=utf-8 ""`},
			{"GET /docs?x=1", "Cache-Control", `200 Cache-Control=no-cache "<!doctype html>"`},
			{"GET /docs/openapi.json", "Content-Type",
				`200 Content-Type=application/json; charset=utf-8 "{\"openapi\": \"3.1.0\"}"`},
			{"HEAD /docs/openapi.json", "X-Content-Type-Options", `200 X-Content-Type-Options=nosniff ""`},
			{"GET /docs/", "X-Route", `403 X-Route=false "not for you"`},
			{"GET /docs/openapi.yaml", "X-Route", `403 X-Route=false "not for you"`},
			{"POST /docs", "X-Route", `403 X-Route=false "not for you"`},
		} {
			got := s.tell(row.line+" HTTP/1.1\r\nHost: a\r\n\r\n", row.field)
			if got != row.want {
				t.Errorf("%s: %s, want %s", row.line, got, row.want)
			}
		}
		for _, row := range []struct{ line, want string }{
			{"POST /docs", `200 "of the route"`},
			{"GET /docs/more", `200 "more"`},
			{"PUT /docs", `405 Allow=GET, HEAD, OPTIONS, POST "{\"error\": \"Method Not Allowed\"}"`},
			{"OPTIONS /docs/openapi.json", `204 Allow=GET, HEAD, OPTIONS ""`},
		} {
			if got := s.tell(row.line+" HTTP/1.1\r\nHost: a\r\nX-In: 1\r\n\r\n", "Allow"); got != row.want {
				t.Errorf("%s: %s, want %s", row.line, got, row.want)
			}
		}
	})
}
