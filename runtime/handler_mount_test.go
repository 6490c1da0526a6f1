package runtime

import (
	"context"
	"fmt"
	"io"
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

func TestMiddlewareInFrontOfEverything(t *testing.T) {
	service := func() Service {
		s := handwritten(
			handlerLeaf("GET", "/x/<id>", func(req Request) (Response, error) {
				return Text(fmt.Sprint(req.Context().Value(keyOfTest{}))), nil
			}),
			handlerLeaf("POST", "/body", func(req Request) (Response, error) {
				b, err := req.Body()
				return Text(string(b)), err
			}),
			handlerLeaf("GET", "/stream", func(Request) (Response, error) {
				return Stream("text/plain", func(w *StreamWriter) error {
					_, err := w.WriteString("streamed")
					return err
				}), nil
			}),
			handlerLeaf("GET", "/panic", func(Request) (Response, error) { panic("out of luck") }),
			leaf{"GET", "/http", func(x *Exchange) (Response, error) {
				return x.HandleHTTP(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Pattern) })
			}},
		)
		s.Table.Routes[1].Name = "Body"
		return s
	}
	var order []string
	middleware := func(name string) func(http.Handler) http.Handler {
		return func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/short" && name == "inner" {
					http.Error(w, "of the middleware", http.StatusForbidden)
					return
				}
				if r.URL.Path == "/broken" {
					panic("out of luck")
				}
				order = append(order, name)
				w.Header().Add("X-Front", name)
				r = r.WithContext(context.WithValue(r.Context(), keyOfTest{}, name))
				next.ServeHTTP(w, r)
				order = append(order, r.Pattern+" "+r.PathValue("id"))
			})
		}
	}
	opts := []Option{Use(middleware("outer")), Use(nil), Use(middleware("inner")), MaxBodySize(8)}
	onEachServer(t, service, opts, func(t *testing.T, s *hosted) {
		for _, row := range []struct{ request, want string }{
			{"GET /x/7", `200 X-Front=outer|inner "inner"`},
			{"GET /none", `404 X-Front=outer|inner "{\"error\": \"Not Found\"}"`},
			{"PUT /x/7", `405 X-Front=outer|inner "{\"error\": \"Method Not Allowed\"}"`},
			{"GET /short", `403 X-Front=outer "of the middleware\n"`},
			{"GET /stream", `200 X-Front=outer|inner "streamed"`},
			{"GET /http", `200 X-Front=outer|inner "/http"`},
			{"GET /panic", `500 X-Front=outer|inner "{\"error\": \"Internal Server Error\"}" close`},
			{"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", `200 X-Front=outer|inner "hello"`},
			{"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhello you", `413 X-Front=outer|inner "{\"error\": \"Request Entity Too Large\"}" close`},
		} {
			request := row.request
			if !strings.Contains(request, "\r\n") {
				request += " HTTP/1.1\r\nHost: a\r\n\r\n"
			}
			order = nil
			if got := s.tell(request, "X-Front"); got != s.closes(row.want) {
				t.Errorf("%s: %s, want %s", row.request, got, row.want)
			}
			if row.request == "GET /x/7" && strings.Join(order, ", ") != "outer, inner, /x/<id> 7,  " {
				t.Errorf("the order: %q", order)
			}
		}
	})
}
