package runtime

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

var corsNames = []string{"Allow", "Vary", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials",
	"Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age", "Access-Control-Expose-Headers",
	"Access-Control-Allow-Private-Network"}

// shared is a service with a policy, another for some routes, and none for others.
func shared() Service {
	public := &CORS{Origins: []string{"*"}, MaxAge: -1}
	s := handwritten(
		textLeaf("GET", "/notes", "notes"),
		textLeaf("POST", "/notes", "made"),
		textLeaf("GET", "/public", "public"),
		textLeaf("DELETE", "/public", "gone"),
		textLeaf("GET", "/secret", "secret"),
		handlerLeaf("GET", "/error", func(Request) (Response, error) { return Response{}, errors.New("out of luck") }),
		handlerLeaf("GET", "/slow", func(req Request) (Response, error) {
			<-req.Context().Done()
			return NoContent(), nil
		}),
		handlerLeaf("GET", "/own", func(Request) (Response, error) {
			return Text("own").WithHeader("Access-Control-Allow-Origin", "https://own.example"), nil
		}),
		leaf{"GET", "/handler", func(x *Exchange) (Response, error) {
			return x.HandleHTTP(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("by net/http")) })
		}},
		textLeaf("*", "/any", "any"),
		handlerLeaf("GET", "/stream", func(Request) (Response, error) {
			return Stream("text/plain", func(w *StreamWriter) error { return errors.New("torn") }), nil
		}),
		handlerLeaf("POST", "/upload", func(Request) (Response, error) { return Text("not looked at"), nil }),
		textLeaf("GET", "/dir/", "dir"),
		textLeaf("PUT", "/dir/", "put"),
	)
	s.RedirectSlash = true
	s.Health = Health{Live: "/healthz", Ready: "/readyz"}
	s.Before = func(req Request) (*Response, error) {
		if req.Header("X-Refused") != "" {
			return nil, Errorf(401, "refused")
		}
		return nil, nil
	}
	s.Mounts = []Mount{{Prefix: "/mount", Name: "M", Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("mounted"))
	})}}
	s.CORS = &CrossOrigin{
		Default: &CORS{Origins: []string{"https://app.example", "https://*.app.example"}, Headers: []string{"X-Trace"}, Credentials: true,
			Expose: []string{"X-Total"}, MaxAge: time.Minute, PrivateNetwork: true},
		Others: []CORSOf{{CORS: public, Routes: []int{3, 4}, Below: []string{"/public"}}, {Routes: []int{5}, Below: []string{"/none/"}}},
		Fields: []RouteFields{{2, []string{"Content-Type", "x-trace"}}, {14, []string{"Content-Type"}}},
	}
	return s
}

func TestAnswersToPagesOfOtherOrigins(t *testing.T) {
	const (
		vary     = "Vary=Origin "
		asked    = "Vary=Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network "
		taken    = "Access-Control-Allow-Origin=https://app.example Access-Control-Allow-Credentials=true "
		exposed  = taken + "Access-Control-Expose-Headers=X-Total "
		notFound = `"{\"error\": \"Not Found\"}"`
	)
	rows := []struct{ sentence, request, fields, want string }{
		{"a page that may read", "GET /notes", "Origin: https://app.example", "200 " + vary + exposed + `"notes"`},
		{"below", "GET /notes", "Origin: https://x.app.example", "200 " + strings.ReplaceAll(vary+exposed, "//app", "//x.app") + `"notes"`},
		{"one that may not is answered without", "GET /notes", "Origin: https://evil.example", "200 " + vary + `"notes"`},
		{"no page: it would depend on the origin all the same", "GET /notes", "", "200 " + vary + `"notes"`},
		{"null", "GET /notes", "Origin: null", "200 " + vary + `"notes"`},
		{"two origins are none", "GET /notes", "Origin: https://app.example\r\nOrigin: https://app.example", "200 " + vary + `"notes"`},
		{"any origin", "GET /public", "Origin: null", `200 Access-Control-Allow-Origin=* "public"`},
		{"any origin is the same without one", "GET /public", "", `200 Access-Control-Allow-Origin=* "public"`},
		{"off", "GET /secret", "Origin: https://app.example", `200 "secret"`},
		{"HEAD", "HEAD /notes", "Origin: https://app.example", "200 " + vary + exposed + `""`},
		{"a handler's own", "GET /own", "Origin: https://app.example", `200 Access-Control-Allow-Origin=https://own.example "own"`},
		{"a handler of net/http", "GET /handler", "Origin: https://app.example", "200 " + vary + exposed + `"by net/http"`},
		{"a mount", "GET /mount/x", "Origin: https://app.example", "200 " + vary + exposed + `"mounted"`},
		{"an error", "GET /error", "Origin: https://app.example", "500 " + vary + exposed + `"{\"error\": \"Internal Server Error\"}"`},
		{"a stream that fails at once", "GET /stream", "Origin: https://app.example", "500 " + vary + exposed + `"{\"error\": \"Internal Server Error\"}"`},
		{"a timeout", "GET /slow", "Origin: https://app.example", "503 " + vary + exposed + `"{\"error\": \"Service Unavailable\"}"`},
		{"nothing there", "GET /nothing", "Origin: https://app.example", "404 " + vary + exposed + notFound},
		{"nothing there, below a group", "GET /public/x", "Origin: https://app.example", "404 Access-Control-Allow-Origin=* " + notFound},
		{"nothing there, below a group that is off", "GET /none/x", "Origin: https://app.example", "404 " + notFound},
		{"a prefix is whole segments", "GET /publicity", "Origin: https://app.example", "404 " + vary + exposed + notFound},
		{"another method", "PATCH /public", "Origin: https://x.example", `405 Allow=DELETE, GET, HEAD, OPTIONS Access-Control-Allow-Origin=* "{\"error\": \"Method Not Allowed\"}"`},
		{"a redirect", "GET /dir", "Origin: https://app.example", "301 " + vary + exposed + `""`},
		{"a file", "GET /files/digits.txt", "Origin: https://app.example", "200 " + vary + exposed + `"0123456789"`},
		{"a hook's refusal is of the route that would have answered", "GET /public", "X-Refused: yes", `401 Access-Control-Allow-Origin=* "{\"error\": \"refused\"}"`},

		{"a preflight", "OPTIONS /notes", "Origin: https://app.example\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type",
			"204 " + asked + taken + `Access-Control-Allow-Methods=GET, HEAD, POST Access-Control-Allow-Headers=X-Trace, Content-Type Access-Control-Max-Age=60 ""`},
		{"from a private network", "OPTIONS /notes", "Origin: https://app.example\r\nAccess-Control-Request-Method: GET\r\nAccess-Control-Request-Private-Network: true",
			"204 " + asked + taken + `Access-Control-Allow-Methods=GET, HEAD, POST Access-Control-Allow-Headers=X-Trace Access-Control-Max-Age=60 Access-Control-Allow-Private-Network=true ""`},
		{"for a method that is not there", "OPTIONS /notes", "Origin: https://app.example\r\nAccess-Control-Request-Method: DELETE",
			"204 " + asked + taken + `Access-Control-Allow-Methods=GET, HEAD, POST Access-Control-Allow-Headers=X-Trace Access-Control-Max-Age=60 ""`},
		{"of another origin", "OPTIONS /notes", "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST", "204 " + asked + `""`},
		{"of two methods is none", "OPTIONS /notes", "Origin: https://app.example\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Method: GET",
			"204 Allow=GET, HEAD, OPTIONS, POST " + vary + exposed + `""`},
		{"hooks are not asked", "OPTIONS /public", "X-Refused: yes\r\nOrigin: null\r\nAccess-Control-Request-Method: DELETE",
			`204 Vary=Origin, Access-Control-Request-Method, Access-Control-Request-Headers Access-Control-Allow-Origin=* Access-Control-Allow-Methods=DELETE, GET, HEAD Access-Control-Max-Age=0 ""`},
		{"where it is off", "OPTIONS /secret", "Origin: https://app.example\r\nAccess-Control-Request-Method: GET", `204 Allow=GET, HEAD, OPTIONS ""`},
		{"of a method nobody knows", "OPTIONS /any", "Origin: https://app.example\r\nAccess-Control-Request-Method: FROB",
			"204 " + asked + taken + `Access-Control-Allow-Methods=DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, FROB Access-Control-Allow-Headers=X-Trace Access-Control-Max-Age=60 ""`},
		{"for what a redirect leads to", "OPTIONS /dir", "Origin: https://app.example\r\nAccess-Control-Request-Method: PUT",
			"204 " + asked + taken + `Access-Control-Allow-Methods=GET, HEAD, PUT Access-Control-Allow-Headers=X-Trace, Content-Type Access-Control-Max-Age=60 ""`},
		{"for a mount", "OPTIONS /mount/x", "Origin: https://app.example\r\nAccess-Control-Request-Method: LOCK",
			"204 " + asked + taken + `Access-Control-Allow-Methods=LOCK Access-Control-Allow-Headers=X-Trace Access-Control-Max-Age=60 ""`},
		{"for a file", "OPTIONS /files/digits.txt", "Origin: https://app.example\r\nAccess-Control-Request-Method: GET",
			"204 " + asked + taken + `Access-Control-Allow-Methods=GET, HEAD Access-Control-Allow-Headers=X-Trace Access-Control-Max-Age=60 ""`},
		{"for a path that is not there", "OPTIONS /nothing", "Origin: https://app.example\r\nAccess-Control-Request-Method: GET", "404 " + vary + exposed + notFound},
		{"for a path that is none", "OPTIONS /a/../b", "Origin: https://app.example\r\nAccess-Control-Request-Method: GET", "404 " + vary + exposed + notFound},
		{"for the server", "OPTIONS *", "Origin: https://app.example\r\nAccess-Control-Request-Method: GET", "204 " + vary + exposed + `""`},
		{"a plain OPTIONS", "OPTIONS /notes", "Origin: https://app.example", "204 Allow=GET, HEAD, OPTIONS, POST " + vary + exposed + `""`},
	}
	dir := site(t)
	service := func() Service {
		s := shared()
		s.Static = []StaticDir{{Prefix: "/files", Dir: dir}}
		return s
	}
	onEachServer(t, service, []Option{Timeout(100 * time.Millisecond)}, func(t *testing.T, s *hosted) {
		for _, row := range rows {
			if s.name != "own loop" && strings.HasSuffix(row.request, "*") {
				continue // net/http answers that itself
			}
			request := row.request + " HTTP/1.1\r\nHost: a\r\n"
			if row.fields != "" {
				request += row.fields + "\r\n"
			}
			got := strings.TrimSuffix(s.tell(request+"\r\n", corsNames...), " close")
			if got != row.want {
				t.Errorf("%s:\ngot  %s\nwant %s", row.sentence, got, row.want)
			}
		}
	})
}

func TestAnswersToBodiesThatAreCutOffAreForPages(t *testing.T) {
	h := serveTest(t, shared())
	c := h.client("tcp")
	c.write("POST /upload HTTP/1.1\r\nHost: a\r\nOrigin: https://app.example\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
	a := c.want("a malformed body that nobody looked at", 400, `{"error": "Bad Request"}`)
	if got := a.Header.Get("Access-Control-Allow-Origin"); got != "https://app.example" {
		t.Errorf("the answer is for %q", got)
	}
}

func TestMiddlewareInFrontAddsNoSecondPolicy(t *testing.T) {
	around := Use(func(next http.Handler) http.Handler { return next })
	onEachServer(t, shared, []Option{around}, func(t *testing.T, s *hosted) {
		got := s.tell("GET /notes HTTP/1.1\r\nHost: a\r\nOrigin: https://evil.example\r\n\r\n", corsNames...)
		if want := `200 Vary=Origin "notes"`; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

func TestOriginsOfOneDeployment(t *testing.T) {
	d := talkTo(t, shared(), AllowOrigins("http://localhost:*"))
	resp := d.want("an origin of an option", "GET /notes\nOrigin: http://localhost:5173", 200, "notes")
	if got := resp.Header.Get("Access-Control-Allow-Origin"); got != "http://localhost:5173" {
		t.Errorf("the answer is for %q", got)
	}
}

// A page is answered while others look at the request, whose exchange a preflight leaves alone.
func TestAfterHooksSeePreflights(t *testing.T) {
	s := shared()
	var seen []int
	s.After = func(_ Request, resp *Response, route *Route) error {
		seen = append(seen, resp.Status())
		return nil
	}
	d := talkTo(t, s)
	d.want("a preflight", "OPTIONS /notes\nOrigin: https://app.example\nAccess-Control-Request-Method: GET", 204, "")
	d.want("a probe", "GET /healthz", 200, "ok\n")
	if len(seen) != 2 {
		t.Errorf("hooks have seen %v, want both", seen)
	}
}
