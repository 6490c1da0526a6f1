package runtime

import (
	"strings"
	"testing"
)

func TestAccepts(t *testing.T) {
	service := func() Service {
		return handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
			offers := strings.Split(req.RawQuery(), ",")
			return Text(req.Accepts(offers...)), CheckAccept(req, offers...)
		}))
	}
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		for _, row := range []struct{ sentence, offers, accept, want string }{
			{"no Accept takes the first", "a/b,c/d", "", "a/b"},
			{"an empty one, too", "a/b,c/d", "Accept:", "a/b"},
			{"so does one that cannot be read", "a/b,c/d", "Accept: b, /, a/, /b, */b, a b/c", "a/b"},
			{"the one that is named", "a/b,c/d", "Accept: c/d", "c/d"},
			{"case does not matter", "a/b,c/d", "Accept: C/D", "c/d"},
			{"by its kind", "a/b,c/d", "Accept: c/*", "c/d"},
			{"all are equal", "a/b,c/d", "Accept: */*", "a/b"},
			{"the weight decides", "a/b,c/d", "Accept: a/b;q=0.4, c/d;q=0.5", "c/d"},
			{"none is 1", "a/b,c/d", "Accept: a/b;q=0.9, c/d", "c/d"},
			{"three places count", "a/b,c/d", "Accept: a/b;q=0.998,c/d;q=0.999", "c/d"},
			{"blanks around weights", "a/b,c/d", "Accept: a/b ; q=0.1 , c/d ; Q=0.2", "c/d"},
			{"what is named goes before its kind", "a/b,a/c", "Accept: a/*;q=1, a/b;q=0.1", "a/c"},
			{"and that before all", "a/b,c/d", "Accept: */*, a/*;q=0.1", "c/d"},
			{"0 is no", "a/b,c/d", "Accept: a/b;q=0, */*;q=0.001", "c/d"},
			{"parameters are passed over", "a/b,c/d;charset=utf-8", "Accept: c/d;level=1;charset=latin1", "c/d;charset=utf-8"},
			{"a comma in a quoted parameter", "a/b,c/d", `Accept: x/y;p="a/b,\"a/b", c/d`, "c/d"},
			{"several lines are one", "a/b,c/d", "Accept: x/y\r\nAccept: c/d", "c/d"},
			{"a weight that is none is 1", "a/b,c/d", "Accept: a/b;q=0.5, c/d;q=high", "c/d"},
			{"of two weights of one range the larger", "a/b,c/d", "Accept: a/b;q=0.1, a/b;q=0.9, c/d;q=0.5", "a/b"},
		} {
			request := "GET /?" + row.offers + " HTTP/1.1\r\nHost: a\r\n"
			if row.accept != "" {
				request += row.accept + "\r\n"
			}
			if got, want := s.tell(request+"\r\n"), `200 "`+row.want+`"`; got != want {
				t.Errorf("%s: %s, want %s", row.sentence, got, want)
			}
		}
		for _, accept := range []string{"x/y", "a/b;q=0", "*/*;q=0", "a/*;q=0.000, */*;q=0"} {
			got := s.tell("GET /?a/b HTTP/1.1\r\nHost: a\r\nAccept: "+accept+"\r\n\r\n", "Vary")
			if !strings.HasPrefix(got, `406 Vary=Accept "{\"error\": \"this is a/b`) {
				t.Errorf("%s: %s", accept, got)
			}
		}
	})
}
