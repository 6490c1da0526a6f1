package server

import (
	"context"
	"io"
	"net"
	"net/http"
	"strconv"

	"github.com/cloudwego/hertz/pkg/app"
	hertz "github.com/cloudwego/hertz/pkg/app/server"
	"github.com/cloudwego/hertz/pkg/common/config"
	"github.com/cloudwego/hertz/pkg/common/hlog"
	"github.com/cloudwego/hertz/pkg/network/standard"
	"github.com/cloudwego/hertz/pkg/protocol/sse"
)

// hertz on its default transport, netpoll; on its standard one under TLS, which
// netpoll does not have.
type hertzServer struct{}

func (hertzServer) Name() string { return "hertz" }

func (hertzServer) Serve(l net.Listener, o Options) error {
	hlog.SetOutput(io.Discard)
	options := []config.Option{
		hertz.WithListener(l), hertz.WithDisablePrintRoute(true),
		{F: func(o *config.Options) { o.NoDefaultServerHeader = true }},
	}
	if o.TLS != nil {
		options = append(options, hertz.WithTLS(o.TLS),
			hertz.WithTransport(standard.NewTransporter))
	}
	h := hertz.New(options...) // New, not Default: without the recovery middleware
	h.GET("/plaintext", func(_ context.Context, c *app.RequestContext) { hertzText(c, Plaintext) })
	h.GET("/users/:id/orders/:number", hertzOrder)
	h.GET("/teams/:id/members/:number", func(_ context.Context, c *app.RequestContext) {
		if _, _, ok := hertzInts(c); !ok {
			c.NotFound()
			return
		}
		hertzText(c, Member)
	})
	h.GET("/kept/shoes", func(_ context.Context, c *app.RequestContext) {
		Keep(Kept{string(c.Path()), string(c.UserAgent()), string(c.GetHeader("Accept"))})
		hertzText(c, Member)
	})
	upload := func(_ context.Context, c *app.RequestContext) {
		body, err := c.Body()
		if err != nil {
			c.AbortWithStatus(http.StatusBadRequest)
			return
		}
		hertzText(c, strconv.Itoa(len(body)))
	}
	for _, path := range uploads {
		h.POST(path, upload)
	}
	h.StaticFS("/files", &app.FS{Root: o.Files, AcceptByteRange: true,
		PathRewrite: app.NewPathSlashesStripper(1)})
	h.GET("/events", func(_ context.Context, c *app.RequestContext) { hertzEvents(c, o.Feed) })
	return h.Run()
}

func hertzText(c *app.RequestContext, text string) {
	c.SetContentType(TextType)
	c.SetBodyString(text)
}

func hertzInts(c *app.RequestContext) (id, number int64, ok bool) {
	id, err1 := strconv.ParseInt(c.Param("id"), 10, 64)
	number, err2 := strconv.ParseInt(c.Param("number"), 10, 64)
	return id, number, err1 == nil && err2 == nil
}

func hertzOrder(_ context.Context, c *app.RequestContext) {
	user, number, ok := hertzInts(c)
	if !ok {
		c.NotFound()
		return
	}
	c.JSON(http.StatusOK, NewOrder(user, number))
}

func hertzEvents(c *app.RequestContext, feed *Feed) {
	events, end := feed.Subscribe()
	defer end()
	w := sse.NewWriter(c)
	for e := range events {
		if w.WriteEvent("", "", e.Bytes) != nil {
			return
		}
	}
	w.Close()
}
