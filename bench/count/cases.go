// Package count has the hot paths whose instructions are counted: what other work on the machine
// cannot make slower, and so what a small step back cannot hide behind.
package count

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"example.com/httpgen/bench/codec"
	"example.com/httpgen/bench/codec/httpgen"
	"example.com/httpgen/bench/contracts/params"
	"example.com/httpgen/bench/hooks"
	"example.com/httpgen/bench/load"
	"example.com/httpgen/bench/memory"
	"example.com/httpgen/bench/ours"
	"example.com/httpgen/bench/routing"
	"example.com/httpgen/bench/server"
	"example.com/httpgen/bench/service"
)

// The list of what is counted lives here.

// A Case is one hot path.
type Case struct {
	Name string
	// Times is how many times it is run for a count: so many that what else a process does, as
	// starting, which hardly differs, is nothing beside them.
	Times int
	// Prepare does once what is not counted. It returns what is: run does it n times.
	Prepare func() (run func(n int) error, err error)
}

// How often paths of tens, and those of thousands of instructions are run.
const (
	short = 200_000
	long  = 6_000
)

// Cases are all of them.
func Cases() (list []Case) {
	for _, order := range []string{"in-order", "random", "miss", "typed-random"} {
		list = append(list, Case{"route/github/" + order, short, func() (func(int) error, error) {
			return routes(order)
		}})
	}
	list = append(list, serverCases()...)
	for _, c := range params.Cases {
		name := strings.TrimSuffix(strings.TrimPrefix(c.Name, "Contract/"), "/httpgen")
		list = append(list, Case{"contract/" + name, long, func() (func(int) error, error) {
			return func(n int) error {
				_, err := c.Decode(n, func(decode func()) { decode() })
				return err
			}, c.Check()
		}})
	}
	return append(list, Case{"json/decode/order", long, decodeOrder},
		Case{"json/encode/order", long, encodeOrder}, overHTTP("text", "/teams/1729/members/42"),
		overHTTP("json", "/users/1729/orders/42"))
}

// serverCases are whole servers in memory.
func serverCases() (list []Case) {
	for _, name := range []string{"small/route", "small/strings", "small/json", "browser/route",
		"browser/strings", "browser/json"} {
		list = append(list, ofServers("memory/"+name, func() []memory.Case {
			return memory.Cases(ours.Servers())
		}, "Memory/"+name+"/httpgen"))
	}
	list = append(list, ofServers("memory/post/order", memory.Post, "JSON/post/1KB/order/httpgen"))
	for _, way := range []string{"byhand", "given"} {
		list = append(list, ofServers("memory/hooks/"+way, func() []memory.Case {
			request := load.Get("/"+way+"/42", load.SmallFields+"Authorization: Bearer "+
				hooks.Token+"\r\n")
			return []memory.Case{memory.New(way, hooks.Server{}, request, server.TextType,
				server.Member)}
		}, way))
	}
	return list
}

// routes asks our router for the requests of one order.
func routes(order string) (func(int) error, error) {
	dir, err := routing.FindSets()
	if err != nil {
		return nil, err
	}
	cases, _, err := routing.Cases(dir, []string{"bench_github"}, ours.Routers)
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		if c.Order.Name == order {
			router, asked := c.Loaded.Router, c.Order.Sequence
			return func(n int) error {
				for i := range n {
					router.Serve(asked[i%len(asked)])
				}
				return nil
			}, nil
		}
	}
	return nil, fmt.Errorf("no order %s of bench_github (go run ./cmd/generate makes the router)",
		order)
}

// ofServers asks a server over a connection in memory.
func ofServers(name string, start func() []memory.Case, which string) Case {
	return Case{name, long, func() (func(int) error, error) {
		for _, c := range start() {
			if c.Name == which {
				return c.Run, c.Check()
			}
		}
		return nil, fmt.Errorf("no server %s", which)
	}}
}

// again does the same n times.
func again(do func() error) func(int) error {
	return func(n int) error {
		for range n {
			if err := do(); err != nil {
				return err
			}
		}
		return nil
	}
}

func decodeOrder() (func(int) error, error) {
	text := codec.SomeOrder(1 << 10)
	return again(func() error { return new(httpgen.Order).UnmarshalJSON(text) }), nil
}

func encodeOrder() (func(int) error, error) {
	var order httpgen.Order
	if err := order.UnmarshalJSON(codec.SomeOrder(1 << 10)); err != nil {
		return nil, err
	}
	var buf []byte
	return again(func() (err error) {
		buf, err = order.AppendJSON(buf[:0])
		return err
	}), nil
}

// overHTTP is what an App does behind the server of net/http.
func overHTTP(name, path string) Case {
	return Case{"serve-http/" + name, long, func() (func(int) error, error) {
		handler := service.Handler()
		r := httptest.NewRequest(http.MethodGet, path, nil)
		w := &discard{header: http.Header{}}
		return again(func() error {
			clear(w.header)
			w.status = 0
			handler.ServeHTTP(w, r)
			if w.status != http.StatusOK {
				return fmt.Errorf("%s: status %d", path, w.status)
			}
			return nil
		}), nil
	}}
}

// discard is a http.ResponseWriter that keeps nothing of a body.
type discard struct {
	header http.Header
	status int
}

func (w *discard) Header() http.Header               { return w.header }
func (w *discard) WriteHeader(status int)            { w.status = status }
func (w *discard) Write(b []byte) (int, error)       { return len(b), nil }
func (w *discard) WriteString(s string) (int, error) { return len(s), nil }
