package server

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"net"

	"github.com/valyala/fasthttp"
)

// FasthttpBare is fasthttp without a router: its handler compares the path by hand
// and takes integers from the bytes. That is the least that fasthttp can cost; it
// knows only the requests that are measured in memory.
func FasthttpBare() Server { return fasthttpBare{} }

type fasthttpBare struct{}

func (fasthttpBare) Name() string { return "fasthttp-bare" }

func (fasthttpBare) Serve(l net.Listener, o Options) error {
	if o.TLS != nil {
		l = tls.NewListener(l, o.TLS)
	}
	return (&fasthttp.Server{Handler: bareHandler, NoDefaultServerHeader: true}).Serve(l)
}

func bareHandler(ctx *fasthttp.RequestCtx) {
	path := ctx.Path()
	if rest, ok := bytes.CutPrefix(path, []byte("/teams/")); ok {
		if _, _, ok := bareInts(rest, "/members/"); ok {
			fastText(ctx, Member)
			return
		}
	} else if string(path) == "/kept/shoes" {
		h := &ctx.Request.Header
		Keep(Kept{string(path), string(h.UserAgent()), string(h.Peek("Accept"))})
		fastText(ctx, Member)
		return
	} else if rest, ok := bytes.CutPrefix(path, []byte("/users/")); ok {
		if user, number, ok := bareInts(rest, "/orders/"); ok {
			bareOrder(ctx, NewOrder(int64(user), int64(number)))
			return
		}
	}
	ctx.NotFound()
}

func bareInts(path []byte, between string) (id, number int, ok bool) {
	first, second, _ := bytes.Cut(path, []byte(between))
	id, err1 := fasthttp.ParseUint(first)
	number, err2 := fasthttp.ParseUint(second)
	return id, number, err1 == nil && err2 == nil
}

func bareOrder(ctx *fasthttp.RequestCtx, order Order) {
	body, err := json.Marshal(order)
	if err != nil {
		ctx.Error(err.Error(), fasthttp.StatusInternalServerError)
		return
	}
	ctx.SetContentType(JSONType)
	ctx.SetBody(body)
}
