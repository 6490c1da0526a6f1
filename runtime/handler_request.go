package runtime

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"

	"example.com/httpgen/runtime/internal/http1"
)

// A request of our own connection as handlers of net/http see it lives here.

// request makes the http.Request. It is copied out of the buffer in one piece.
func (w *connWriter) request() *http.Request {
	c := w.c
	h, head := &c.f.http, string(c.f.head)
	r := new(http.Request).WithContext(w.context())
	r.Method = w.x.methodName()
	r.RequestURI = head[h.Target.Start:h.Target.End]
	r.URL = requestURL(r, h, head)
	r.Proto, r.ProtoMajor, r.ProtoMinor = "HTTP/1.1", 1, int(h.Minor)
	if h.Minor == 0 {
		r.Proto = "HTTP/1.0"
	}
	r.Header = requestFields(h, head)
	r.Host = c.host()
	r.Close = !h.KeepAlive
	r.RemoteAddr = c.remoteAddr().String()
	r.TLS = c.tlsState
	r.ContentLength = c.contentLength()
	if h.Chunked {
		r.TransferEncoding = []string{"chunked"}
	}
	r.Body = http.NoBody
	if r.ContentLength != 0 {
		w.body = &handlerBody{req: w.x.Request(), limit: w.x.bodyLimit()}
		r.Body = w.body
	}
	return r
}

// requestURL is the target as net/http reads it.
func requestURL(r *http.Request, h *http1.Head, head string) *url.URL {
	path, query := head[h.Path.Start:h.Path.End], head[h.Query.Start:h.Query.End]
	if h.Plain {
		return &url.URL{Path: path, RawQuery: query,
			ForceQuery: query == "" && strings.HasSuffix(r.RequestURI, "?")}
	}
	if u, err := url.ParseRequestURI(r.RequestURI); err == nil {
		return u
	}
	u := &url.URL{Path: path, RawQuery: query} // what url refuses and RFC 3986 does not
	if decoded, err := url.PathUnescape(path); err == nil && decoded != path {
		u.Path, u.RawPath = decoded, path
	}
	return u
}

// requestFields are the fields but Host, and but what a client of HTTP/1.0 has no use for:
// Upgrade is to be ignored there (RFC 9110 §7.8).
func requestFields(h *http1.Head, head string) http.Header {
	fields := make(http.Header, len(h.Fields))
	values := make([]string, len(h.Fields)) // one piece of memory for those that come once
	for i := range h.Fields {
		f := &h.Fields[i]
		if f.Known == http1.Host {
			continue
		}
		name := textproto.CanonicalMIMEHeaderKey(head[f.Name.Start:f.Name.End])
		if h.Minor == 0 && name == "Upgrade" {
			continue
		}
		value := head[f.Value.Start:f.Value.End]
		if known := fields[name]; known != nil {
			fields[name] = append(known, value)
			continue
		}
		values[i] = value
		fields[name] = values[i : i+1 : i+1]
	}
	return fields
}

// context is that of the request, which nobody watches the client for before it is asked.
func (w *connWriter) context() context.Context {
	lazy := newRequestContext(w.x)
	if more := w.x.kept.more.Load(); more != nil {
		if own := more.ctx.Load(); own != nil {
			lazy.ctx = *own
		}
	}
	w.ctx = lazy
	return &handlerContext{lazy, w.c.s.app, w.c.nc}
}

// handlerContext has the values that handlers of net/http find in theirs.
type handlerContext struct {
	*requestContext
	app *App
	nc  net.Conn
}

// Value implements context.Context.
func (c *handlerContext) Value(key any) any {
	switch key {
	case http.ServerContextKey:
		return c.app.standIn()
	case http.LocalAddrContextKey:
		return c.nc.LocalAddr()
	}
	return c.requestContext.Value(key)
}

// standIn is a server for who asks for the one that has accepted the request: some do, to find
// out whether there is any.
func (a *App) standIn() *http.Server {
	s := &a.server.inPlace
	s.once.Do(func() { s.server = &http.Server{Handler: a} })
	return s.server
}

// handlerBody is the body of a request of ours, with its limit and its timeouts.
type handlerBody struct {
	req   Request
	limit int64
	ended atomic.Bool // its end was read

	mu     sync.Mutex
	r      io.Reader // nil before the first Read
	closed bool
}

// Read implements io.Reader. Past the limit the error is an *http.MaxBytesError.
func (b *handlerBody) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0, http.ErrBodyReadAfterClose
	}
	if b.r == nil {
		held, ok := b.req.held()
		if !ok {
			return 0, http.ErrBodyReadAfterClose
		}
		b.r = b.req.BodyReader()
		b.req.leave(held)
	}
	n, err := b.r.Read(p)
	var carried *HTTPError
	switch {
	case err == io.EOF:
		b.ended.Store(true)
	case err == nil:
	case errors.As(err, &carried) && carried.Status == http.StatusRequestEntityTooLarge:
		err = &http.MaxBytesError{Limit: b.limit}
	case errors.Is(err, errBodyOver):
		err = http.ErrBodyReadAfterClose
	case errors.Is(err, http1.Truncated):
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// Close implements io.Closer. What is left is read by the server, or the connection ends.
func (b *handlerBody) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	return nil
}
