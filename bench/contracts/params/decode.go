// Package params is our contestant: what package httpgen generates for the requests of package
// contracts, as a service has it.
package params

//go:generate go tool httpgen generate -o . routes.yaml

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"

	"example.com/httpgen/bench/contracts"
	"example.com/httpgen/runtime"
)

// Cases decode requests of net/http, and those of connections of our own.
var Cases = []contracts.Case{
	{Name: "Contract/decode-request/httpgen", Decode: ofRequest},
	{Name: "Contract/decode-connection/httpgen", Decode: ofConnection},
}

// handlers keep what they are given.
type handlers struct {
	shop    string
	order   runtime.UUID
	item    int64
	query   GetItemQuery
	headers GetItemHeaders
}

func (h *handlers) GetItem(_ runtime.Request, shop string, order runtime.UUID, item int64,
	query GetItemQuery, headers GetItemHeaders) error {
	h.shop, h.order, h.item, h.query, h.headers = shop, order, item, query, headers
	return nil
}

func (h *handlers) decoded() contracts.Item {
	since, _ := h.query.Since.Get()
	depth, _ := h.headers.XDepth.Get()
	return contracts.Item{Shop: h.shop, Order: h.order, Item: h.item, Q: h.query.Q,
		Page: h.query.Page, Tag: h.query.Tag, Sort: string(h.query.Sort), Since: since,
		Trace: h.headers.XTrace, Depth: depth}
}

// A holder is an application that holds its requests where they are dispatched.
type holder struct {
	handlers
	dispatcher *httpgenDispatcher
	held       chan held
	release    chan struct{}
}

type held struct {
	x    *runtime.Exchange
	path string
}

// newHolder has what New makes, but that a request waits.
func newHolder() (*holder, *runtime.App) {
	h := &holder{held: make(chan held), release: make(chan struct{})}
	h.dispatcher = httpgenVerbatim(&h.handlers)
	return h, runtime.NewApp(runtime.Service{Table: httpgenTable,
		Dispatch: func(x *runtime.Exchange, path string) (runtime.Response, error) {
			h.held <- held{x: x, path: path}
			<-h.release
			return runtime.NoContent(), nil
		}})
}

// decode asks for all requests and then dispatches them, in turn, so many times: what is measured
// is all that generated code does between a request that was read and its answer, matching and
// the handler included.
func (h *holder) decode(ask func(contracts.Request) error, times int,
	measure func(func())) (items []contracts.Item, err error) {
	answered := make(chan error)
	var all []held
	for _, r := range contracts.Requests {
		go func() { answered <- ask(r) }()
		select {
		case one := <-h.held:
			all = append(all, one)
		case err := <-answered:
			return nil, errors.Join(err, errors.New("answered without being asked"))
		}
	}
	items, err = h.measured(all, times, measure)
	close(h.release)
	for range all {
		err = errors.Join(err, <-answered)
	}
	return items, err
}

// measured dispatches requests that are held, in turn, so many times, and then each once more for
// what it is decoded to.
func (h *holder) measured(all []held, times int, measure func(func())) (items []contracts.Item, err error) {
	measure(func() {
		for i := range times {
			one := &all[i%len(all)]
			if _, err = h.dispatcher.dispatch(one.x, one.path); err != nil {
				return
			}
		}
	})
	for _, one := range all {
		if _, failed := h.dispatcher.dispatch(one.x, one.path); failed != nil {
			err = failed
		}
		items = append(items, h.decoded())
	}
	return items, err
}

// ofRequest asks for all requests from inside of each other: then the goroutine that decodes serves
// all of them, as that of a handler does, and need not hold what it looks at.
func ofRequest(times int, measure func(func())) (items []contracts.Item, err error) {
	h := &holder{}
	h.dispatcher = httpgenVerbatim(&h.handlers)
	var app *runtime.App
	var all []held
	app = runtime.NewApp(runtime.Service{Table: httpgenTable,
		Dispatch: func(x *runtime.Exchange, path string) (runtime.Response, error) {
			all = append(all, held{x: x, path: path})
			if len(all) < len(contracts.Requests) {
				app.ServeHTTP(httptest.NewRecorder(), contracts.Requests[len(all)].HTTP())
				return runtime.NoContent(), err
			}
			items, err = h.measured(all, times, measure)
			return runtime.NoContent(), err
		}})
	app.ServeHTTP(httptest.NewRecorder(), contracts.Requests[0].HTTP())
	if len(all) < len(contracts.Requests) {
		err = errors.Join(err, errors.New("answered without being asked"))
	}
	return items, err
}

func ofConnection(times int, measure func(func())) ([]contracts.Item, error) {
	h, app := newHolder()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(ctx, l) }()
	items, err := h.decode(func(r contracts.Request) error {
		return ask(l.Addr().String(), r)
	}, times, measure)
	stop()
	return items, errors.Join(err, <-ended)
}

// ask sends a request and waits for its answer.
func ask(addr string, r contracts.Request) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, r.Text()); err != nil {
		return err
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err == nil && answer.StatusCode != http.StatusNoContent {
		err = errors.New(answer.Status)
	}
	return err
}
