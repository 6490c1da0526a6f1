package runtime

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

type (
	user struct{ name string }
	plan int
)

// givenService gives a user to the route /given, by a token, and has who comes later find it.
func givenService() Service {
	show := func(req Request) string {
		u, ok := Given[user](req)
		p, paid := Given[plan](req)
		return fmt.Sprintf("%s,%d", u.name, p) + map[bool]string{true: "", false: "?"}[ok && paid]
	}
	s := handwritten(
		handlerLeaf("GET", "/given", func(req Request) (Response, error) {
			token, err := BearerToken(req)
			if err != nil {
				return Response{}, err
			}
			Give(req, user{"first of " + token})
			Give(req, plan(7))
			Give(req, user{token})
			if token == "wrong" {
				return Response{}, Denied(errors.New("wrong"))
			}
			return Text(show(req)), nil
		}),
		handlerLeaf("GET", "/none", func(req Request) (Response, error) {
			_, err := GivenEarlier[user](req)
			if err == nil || !strings.Contains(err.Error(), "runtime.user") {
				return Text("something was given"), nil
			}
			return Text(show(req)), nil
		}),
	)
	s.After = func(req Request, resp *Response, route *Route) error {
		*resp = resp.WithHeader("X-After", show(req))
		return nil
	}
	s.Error = func(req Request, f *Failure) (Response, bool, error) {
		return Text("error for " + show(req)).WithStatus(f.HTTP.Status), true, nil
	}
	return s
}

// What one request was given the next one on its connection has not.
func TestGiven(t *testing.T) {
	onEachServer(t, givenService, nil, func(t *testing.T, s *hosted) {
		c := s.dial()
		for _, row := range [][3]string{
			{"/given", "ann", "200 ann,7 ann,7"},
			{"/none", "", "200 ,0? ,0?"},
			{"/given", "bob", "200 bob,7 bob,7"},
			{"/given", "", "401 error for ,0? ,0?"},
			{"/given", "wrong", "401 error for wrong,7 wrong,7"},
			{"/nowhere", "", "404 error for ,0? ,0?"},
			{"/none", "", "200 ,0? ,0?"},
		} {
			fields := ""
			if row[1] != "" {
				fields = "Authorization: Bearer " + row[1] + "\r\n"
			}
			c.write("GET " + row[0] + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n")
			a, err := c.read("GET")
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(a.StatusCode, " ", a.body, " ", a.Header.Get("X-After")); got != row[2] {
				t.Errorf("%s of %q: %s, want %s", row[0], row[1], got, row[2])
			}
		}
	})
}

// Goroutines of a hook may look while later hooks give.
func TestGivenIsReadWhileMoreIsGiven(t *testing.T) {
	s := handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				for range 100 {
					if u, ok := Given[user](req); ok && u.name != "ann" {
						t.Errorf("found %q", u.name)
					}
					time.Sleep(time.Microsecond)
				}
			})
		}
		for i := range 10 {
			Give(req, user{"ann"})
			Give(req, plan(i))
		}
		all.Wait()
		return NoContent(), nil
	}))
	h := serveTest(t, s)
	c := h.client("tcp")
	for range 20 {
		c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("nothing else is found", http.StatusNoContent, "")
	}
}

// Memory of values is used again, without them, and large ones' is not.
func TestValuesAreForgotten(t *testing.T) {
	type large [maxGift + 1]byte
	x := NewProbe()
	req := x.Request()
	Give(req, user{"ann"})
	Give(req, large{1})
	Give(req, plan(7))
	x.kept.forget()
	names := ""
	for _, g := range x.kept.given.places {
		switch self := g.(type) {
		case *given[user]:
			names += "user"
			if self.value != (user{}) {
				t.Errorf("%v was not forgotten", self.value)
			}
		case *given[plan]:
			names += " plan"
			if self.value != 0 {
				t.Errorf("%v was not forgotten", self.value)
			}
		case *given[large]:
			t.Error("a large one is kept")
		}
	}
	if names != "user plan" {
		t.Errorf("kept: %s", names)
	}
	x.generation += 2 // retired
	if _, ok := found[user](x, x.generation); ok {
		t.Error("a user is found")
	}
	if n := testing.AllocsPerRun(100, func() {
		Give(req, user{"bob"})
		Give(req, plan(8))
		x.kept.forget()
	}); n != 0 {
		t.Errorf("%v allocations for values of types that were given before", n)
	}
}

// There are places for four values, and room for more.
func TestManyValues(t *testing.T) {
	req := NewProbe().Request()
	Give(req, 1)
	Give(req, "two")
	Give(req, 3.5)
	Give(req, plan(4))
	Give(req, user{"ann"})
	Give(req, 6)
	Give(req, user{"bob"})
	one, _ := found[int](req.x, req.generation)
	two, _ := found[string](req.x, req.generation)
	five, _ := found[user](req.x, req.generation)
	if _, ok := found[bool](req.x, req.generation); one != 6 || two != "two" || five.name != "bob" || ok {
		t.Error(one, two, five, ok)
	}
}

// What was given is known where the time of a handler is up.
func TestErrorHandlersOfATimeoutKnowWhatWasGiven(t *testing.T) {
	s := handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		Give(req, user{"ann"})
		<-req.Context().Done()
		return NoContent(), nil
	}))
	s.Error = func(req Request, f *Failure) (Response, bool, error) {
		u, _ := Given[user](req)
		return Text("too late for " + u.name).WithStatus(f.HTTP.Status), true, nil
	}
	inFakeTime(t, s, []Option{Timeout(5 * time.Second)}, func(h *house) {
		c := h.open()
		c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("the user is known", http.StatusServiceUnavailable, "too late for ann")
	})
}

func TestDenied(t *testing.T) {
	busy := &HTTPError{Status: 503}
	for _, row := range []struct {
		err    error
		status int // 0: as it is
	}{
		{errors.New("wrong"), 401},
		{busy, 0}, {fmt.Errorf("asking: %w", busy), 0}, {NotImplemented("Admin"), 0},
	} {
		err := Denied(row.err)
		e, ok := err.(*HTTPError)
		switch {
		case row.status == 0 && err != row.err:
			t.Errorf("%v became %v", row.err, err)
		case row.status != 0 && (!ok || e.Status != row.status || !errors.Is(err, row.err)):
			t.Errorf("%v became %v", row.err, err)
		case row.status != 0 && strings.Contains(err.Error(), "wrong"):
			t.Errorf("%v tells what the hook has said", err)
		}
	}
}
