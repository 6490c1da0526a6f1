package runtime

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"
)

// Goroutines that outlive their handlers are tested here, one fault each. What they do at
// every moment is the adversary's (adversary_test.go).

// reading asks the body to be read by a goroutine that is still waiting when the handler
// returns.
func TestAReaderThatWaitsIsToldThatItIsLate(t *testing.T) {
	late := make(chan error, 1)
	onEachServer(t, func() Service {
		return handwritten(
			handlerLeaf("POST", "/", func(req Request) (Response, error) {
				body, begun := req.BodyReader(), make(chan struct{})
				go func() {
					close(begun)
					_, err := io.ReadAll(body)
					late <- err
				}()
				<-begun
				time.Sleep(10 * time.Millisecond) // it waits for the client by now
				return Response{}, Errorf(409, "not that")
			}),
			textLeaf("GET", "/next", "next"),
		)
	}, nil, func(t *testing.T, s *hosted) {
		got := s.tell("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nab")
		if got != s.closes(`409 "{\"error\": \"not that\"}" close`) {
			t.Errorf("the answer is %s", got)
		}
		if err := <-late; err != errBodyOver {
			t.Errorf("the reader is told %v", err)
		}
	})
}

// What a reader has not taken is not the next request's, and the other way round.
func TestAReaderThatIsLateTakesNothing(t *testing.T) {
	type read struct {
		text string
		err  error
	}
	late := make(chan read, 1)
	h := serveTest(t, handwritten(
		handlerLeaf("POST", "/", func(req Request) (Response, error) {
			body, begun := req.BodyReader(), make(chan struct{})
			go func() {
				close(begun)
				b, err := io.ReadAll(body)
				late <- read{string(b), err}
			}()
			<-begun
			time.Sleep(10 * time.Millisecond)
			return Text("answered"), nil
		}),
		handlerLeaf("GET", "/next", func(req Request) (Response, error) { return Text(req.Header("X")), nil }),
	))
	for _, kind := range []string{"tcp", "pipe"} {
		c := h.client(kind)
		c.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")
		r := <-late
		if r.text != "ab" || r.err != errBodyOver {
			t.Errorf("%s: the reader has %q, %v", kind, r.text, r.err)
		}
		c.write("cdeGET /next HTTP/1.1\r\nHost: a\r\nX: mine\r\n\r\n")
		c.want("the first is answered when its body is here", 200, "answered")
		c.want("and the next is another request", 200, "mine")
	}
}

func TestAContextAskedForBesideABodyDoesNotWait(t *testing.T) {
	asked := make(chan context.Context)
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		go func() {
			time.Sleep(10 * time.Millisecond) // the body is waited for by now
			asked <- req.Context()
		}()
		b, err := req.Body()
		return Bytes(b, ""), err
	})))
	for _, kind := range []string{"tcp", "brisk", "pipe"} {
		c := h.client(kind)
		c.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")
		ctx := <-asked
		if ctx.Err() != nil {
			t.Errorf("%s: the context has ended: %v", kind, context.Cause(ctx))
		}
		c.write("cde")
		c.want("the body is whole", 200, "abcde")
		if <-ctx.Done(); context.Cause(ctx) != errAnswered {
			t.Errorf("%s: the context ends with %v", kind, context.Cause(ctx))
		}
	}
}

func TestGoroutinesMayUseARequestAllAtOnce(t *testing.T) {
	onEachServer(t, func() Service {
		return handwritten(handlerLeaf("POST", "/<id>", func(req Request) (Response, error) {
			var all sync.WaitGroup
			answers := make([]string, 8)
			for i := range answers {
				all.Go(func() {
					b, err := req.Body()
					req.Set("who", req.Header("X-Who"))
					answers[i] = fmt.Sprint(req.Method(), req.Path(), req.Param("id"), req.RawQuery(), string(b), err, req.Value("who"), req.Context().Err(), req.Route().Pattern)
				})
			}
			all.Wait()
			for _, a := range answers {
				if a != answers[0] {
					return Text(a + " is not " + answers[0]), nil
				}
			}
			return Text(answers[0]), nil
		}))
	}, nil, func(t *testing.T, s *hosted) {
		want := `200 "POST/7 7q=1body <nil> me <nil> /<id>"`
		if got := s.tell("POST /7?q=1 HTTP/1.1\r\nHost: a\r\nX-Who: me\r\nContent-Length: 4\r\n\r\nbody"); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
			t.Errorf("%s, want %s", got, want)
		}
	})
}

// A route that a goroutine of a before hook asks for is the right one or not known yet.
func TestGoroutinesOfBeforeHooksLearnTheRouteInTheEnd(t *testing.T) {
	known := make(chan *Route, 1)
	s := handwritten(textLeaf("GET", "/<id>", "ok"))
	s.Before = func(req Request) (*Response, error) {
		go func() {
			defer func() {
				if recover() != nil {
					known <- nil
				}
			}()
			for {
				if r := req.Route(); r != nil {
					known <- r
					return
				}
			}
		}()
		return nil, nil
	}
	s.After = func(req Request, resp *Response, route *Route) error {
		if r := <-known; r == nil || r != route {
			t.Errorf("the goroutine learned of %v", r)
		}
		return nil
	}
	h := serveTest(t, s)
	c := h.client("tcp")
	c.write("GET /7 HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("it is answered", 200, "ok")
}

func TestWritersOfAStreamFailAfterIt(t *testing.T) {
	onEachServer(t, func() Service {
		return handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
			return Stream("text/plain", func(w *StreamWriter) error {
				var all sync.WaitGroup
				for i := range 8 {
					all.Go(func() { fmt.Fprintf(w, "%d%d%d\n", i, i, i); _ = w.Flush() })
				}
				all.Wait()
				return nil
			}), nil
		}))
	}, nil, func(t *testing.T, s *hosted) {
		got := s.tell("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		for i := range 8 {
			if !strings.Contains(got, fmt.Sprintf(`%d%d%d\n`, i, i, i)) {
				t.Fatalf("a line of goroutine %d is not whole: %s", i, got)
			}
		}
	})
}

func TestExchangesAreHeld(t *testing.T) {
	x := new(Exchange)
	x.own()
	mine, other := x.Request(), make(chan bool)
	if held, ok := x.hold(mine.generation); held == goroutineIsKnown || !ok {
		t.Errorf("the owner holds: %v, %v", held, ok)
	} else if held {
		x.letGo()
	}
	go func() {
		held, ok := x.hold(mine.generation)
		other <- held && ok
		<-other
		x.letGo()
	}()
	if !<-other {
		t.Error("another goroutine does not hold")
	}
	if x.retire() {
		t.Fatal("the exchange is retired, and nobody holds it")
	}
	if !x.isOver(mine.generation) {
		t.Error("the request is not over")
	}
	go func() { other <- true }()
	x.waitForHolders()
	if held, ok := x.hold(mine.generation); held || ok {
		t.Error("a request that is over can be held")
	}
	if g := x.Request().generation; g == mine.generation || x.isOver(g) {
		t.Error("the next request is over, too")
	}
	if n := x.state.Load() & holders; n != 0 {
		t.Errorf("%d still hold", n)
	}
}

// The numbers of requests begin anew and still fit the handles.
func TestGenerationsWrap(t *testing.T) {
	x := new(Exchange)
	x.generation = generation(1<<(65-holdBits)) - 2
	x.state.Store(x.generation.number() << holdBits)
	for range 3 {
		g := x.Request().generation
		if x.isOver(g) || !x.retire() || !x.isOver(g) {
			t.Fatalf("generation %x, state %x", g, x.state.Load())
		}
	}
}

// What methods of a Request ask first, which is written for the machine where it is common.
func TestKeepIsAsHold(t *testing.T) {
	x := new(Exchange)
	x.own()
	keeps := func(req Request) (told string) {
		defer func() {
			if v := recover(); v != nil {
				told, _, _ = strings.Cut(fmt.Sprint(v), ";")
			}
		}()
		of, held := req.enter()
		if of != req.x {
			t.Error("another exchange is entered")
		}
		req.leave(held)
		return fmt.Sprintf("held: %v", held)
	}
	const late = "runtime: a Request was used after its answer was complete"
	for _, begin := range []generation{0, 2, 1<<24 - 2, 1<<(65-holdBits) - 2, 1<<40 + 6} {
		x.generation = begin
		x.state.Store(begin.number() << holdBits)
		req, early := x.Request(), x.EarlyRequest()
		x.state.Add(3) // others hold it, too
		for _, now := range []Request{req, early} {
			if told := keeps(now); told != fmt.Sprintf("held: %v", !goroutineIsKnown) {
				t.Errorf("%x, the owner: %s", begin, told)
			}
			other := make(chan string)
			go func() { other <- keeps(now) }()
			if told := <-other; told != "held: true" {
				t.Errorf("%x, another goroutine: %s", begin, told)
			}
		}
		x.state.Add(^uint64(2))
		if n := x.state.Load() & holders; n != 0 || !x.retire() {
			t.Errorf("%x: %d still hold", begin, n)
		}
		for _, over := range []Request{req, early, {x, begin - 2}, {x, begin + 8}} {
			other := make(chan string)
			go func() { other <- keeps(over) }()
			if told, others := keeps(over), <-other; told != late || others != late {
				t.Errorf("%x of %x: %s, %s", over.generation, begin, told, others)
			}
		}
	}
	if told := keeps(Request{}); told != "runtime: the zero Request has nothing to say" {
		t.Error(told)
	}
}
