package server

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"net"
	"strconv"

	"github.com/fasthttp/router"
	"github.com/valyala/fasthttp"
)

// fasthttp with fasthttp/router.
type fasthttpServer struct{}

func (fasthttpServer) Name() string { return "fasthttp" }

func (fasthttpServer) Serve(l net.Listener, o Options) error {
	if o.TLS != nil {
		l = tls.NewListener(l, o.TLS)
	}
	r := router.New()
	r.GET("/plaintext", func(ctx *fasthttp.RequestCtx) { fastText(ctx, Plaintext) })
	r.GET("/users/{id}/orders/{number}", fastOrder)
	r.GET("/teams/{id}/members/{number}", func(ctx *fasthttp.RequestCtx) {
		_, ok1 := fastInt(ctx, "id")
		_, ok2 := fastInt(ctx, "number")
		if !ok1 || !ok2 {
			ctx.NotFound()
			return
		}
		fastText(ctx, Member)
	})
	r.GET("/kept/shoes", func(ctx *fasthttp.RequestCtx) {
		h := &ctx.Request.Header
		Keep(Kept{string(ctx.Path()), string(h.UserAgent()), string(h.Peek("Accept"))})
		fastText(ctx, Member)
	})
	lent := func(ctx *fasthttp.RequestCtx) { fastText(ctx, strconv.Itoa(len(ctx.PostBody()))) }
	r.POST("/upload", lent)
	r.POST("/lent", lent)
	r.POST("/text",
		func(ctx *fasthttp.RequestCtx) { fastText(ctx, strconv.Itoa(len(string(ctx.PostBody())))) })
	r.ServeFilesCustom("/files/{filepath:*}", &fasthttp.FS{Root: o.Files, AcceptByteRange: true})
	r.GET("/events", func(ctx *fasthttp.RequestCtx) { fastEvents(ctx, o.Feed) })
	return (&fasthttp.Server{Handler: r.Handler, NoDefaultServerHeader: true}).Serve(l)
}

func fastText(ctx *fasthttp.RequestCtx, text string) {
	ctx.SetContentType(TextType)
	ctx.SetBodyString(text)
}

func fastInt(ctx *fasthttp.RequestCtx, name string) (int64, bool) {
	text, _ := ctx.UserValue(name).(string)
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

func fastOrder(ctx *fasthttp.RequestCtx) {
	user, ok1 := fastInt(ctx, "id")
	number, ok2 := fastInt(ctx, "number")
	if !ok1 || !ok2 {
		ctx.NotFound()
		return
	}
	body, err := json.Marshal(NewOrder(user, number))
	if err != nil {
		ctx.Error(err.Error(), fasthttp.StatusInternalServerError)
		return
	}
	ctx.SetContentType(JSONType)
	ctx.SetBody(body)
}

func fastEvents(ctx *fasthttp.RequestCtx, feed *Feed) {
	ctx.SetContentType(EventType)
	ctx.Response.Header.Set("Cache-Control", "no-cache")
	ctx.SetBodyStreamWriter(func(w *bufio.Writer) {
		events, end := feed.Subscribe()
		defer end()
		for e := range events {
			w.WriteString("data: ")
			w.Write(e.Bytes)
			w.WriteString("\n\n")
			if w.Flush() != nil { // the only sign that the client is gone
				return
			}
		}
	})
}
