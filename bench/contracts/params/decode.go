// Package params is our contestant: what package httpgen generates for the request of package
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

// Cases decode the request of net/http, and that of a connection of our own.
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

// app is what New makes, but that a request is dispatched so many times: what is measured is
// all that generated code does between a request that was read and its answer, matching included.
func app(h *handlers, times int, measure func(func())) *runtime.App {
	d := httpgenVerbatim(h)
	return runtime.NewApp(runtime.Service{Table: httpgenTable,
		Dispatch: func(x *runtime.Exchange, path string) (resp runtime.Response, err error) {
			measure(func() {
				for range times {
					if resp, err = d.dispatch(x, path); err != nil {
						return
					}
				}
			})
			return resp, err
		}})
}

func ofRequest(times int, measure func(func())) (contracts.Item, error) {
	var h handlers
	answer := httptest.NewRecorder()
	app(&h, times, measure).ServeHTTP(answer, contracts.NewRequest())
	if answer.Code != http.StatusNoContent {
		return contracts.Item{}, errors.New(answer.Body.String())
	}
	return h.decoded(), nil
}

func ofConnection(times int, measure func(func())) (contracts.Item, error) {
	var h handlers
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return contracts.Item{}, err
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	a := app(&h, times, measure)
	go func() { ended <- a.Serve(ctx, l) }()
	err = ask(l.Addr().String())
	stop()
	return h.decoded(), errors.Join(err, <-ended)
}

// ask sends the request and waits for its answer.
func ask(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, contracts.Text); err != nil {
		return err
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err == nil && answer.StatusCode != http.StatusNoContent {
		err = errors.New(answer.Status)
	}
	return err
}
