package runtime

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// tells writes what a handler of net/http sees of a request's path.
func tells(name string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s %s %q %q %s", name, r.Method, r.URL.Path, r.URL.RawPath, r.Pattern)
	})
}

func TestMounts(t *testing.T) {
	service := func() Service {
		s := handwritten(textLeaf("GET", "/debug/route", "of the route"), textLeaf("GET", "/books/", "books"))
		s.RedirectSlash = true
		s.Mounts = []Mount{
			{Prefix: "/debug", Handler: tells("debug"), Strip: true},
			{Prefix: "/debug/pprof", Handler: tells("pprof")},
			{Prefix: "/é x", Handler: tells("odd"), Strip: true},
		}
		s.After = func(_ Request, resp *Response, route *Route) error {
			*resp = resp.WithHeader("X-Route", fmt.Sprint(route != nil))
			return nil
		}
		return s
	}
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		for _, row := range []struct{ line, want string }{
			{"GET /debug", `200 X-Route=false "debug GET \"\" \"\" /debug/"`},
			{"GET /debug/", `200 X-Route=false "debug GET \"/\" \"\" /debug/"`},
			{"PUT /debug/a%2Fb", `200 X-Route=false "debug PUT \"/a/b\" \"/a%2Fb\" /debug/"`},
			{"GET /d%65bug/a%2Fb", `200 X-Route=false "debug GET \"/a/b\" \"/a%2Fb\" /debug/"`},
			{"PROPFIND /debug/x", `200 X-Route=false "debug PROPFIND \"/x\" \"\" /debug/"`},
			{"OPTIONS /debug/x", `200 X-Route=false "debug OPTIONS \"/x\" \"\" /debug/"`},
			{"GET /debug/pprof/heap", `200 X-Route=false "pprof GET \"/debug/pprof/heap\" \"\" /debug/pprof/"`},
			{"GET /debug/route", `200 X-Route=true "of the route"`},
			{"PUT /debug/route", `200 X-Route=false "debug PUT \"/route\" \"\" /debug/"`},
			{"GET /%C3%A9%20x/y", `200 X-Route=false "odd GET \"/y\" \"\" /é x/"`},
			{"GET /debugger", `404 X-Route=false "{\"error\": \"Not Found\"}"`},
			{"GET /debug%2Fx", `404 X-Route=false "{\"error\": \"Not Found\"}"`},
			{"GET /debug/../x", `404 X-Route=false "{\"error\": \"Not Found\"}"`},
			{"GET /books", `301 X-Route=false ""`},
		} {
			if got := s.tell(row.line+" HTTP/1.1\r\nHost: a\r\n\r\n", "X-Route"); got != row.want {
				t.Errorf("%s: %s, want %s", row.line, got, row.want)
			}
		}
	})
}

func TestAMountThatIsNoHandler(t *testing.T) {
	defer func() {
		if v := fmt.Sprint(recover()); !strings.Contains(v, "Debug has returned no http.Handler for /debug") {
			t.Error(v)
		}
	}()
	NewApp(Service{Table: NewTable(nil, nil, nil, nil), Mounts: []Mount{{Prefix: "/debug", Name: "Debug"}}})
}
