package runtime

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"example.com/httpgen/runtime/internal/files"
)

// Which answers are compressed is decided here (RFC 9110 §8.4, §12.5.3), and bodies that are here
// as a whole are. Codings are in compress_coding.go, bodies that are written piece by piece in
// compress_stream.go.

// A Compress is one `compress` of the manifest, for generated code.
type Compress struct {
	Codings []string // the one liked best first
	MinSize int64    // in bytes; 0: the default
	Types   []string // "text/html", "text/*"; nil: the default
}

// Compressing is all that the manifest says of it.
type Compressing struct {
	Default *Compress // nil: off
	Others  []CompressOf
}

// CompressOf says for which routes a policy takes the place of Default.
type CompressOf struct {
	Compress *Compress // nil: off
	Routes   []int     // places in the manifest, from 1
}

// defaultMinSize is below what a packet holds beside its head: less gains nothing.
const defaultMinSize = 1 << 10

// compressedTypes are those of texts. Server-sent events are not among them: each open stream
// would hold the state of its compression, which is 0.8 MB for gzip.
var compressedTypes = []string{"text/*", "application/json", "application/problem+json",
	"application/x-ndjson", "application/ld+json", "application/geo+json", "application/xml",
	"application/rss+xml", "application/atom+xml", "application/xhtml+xml",
	"application/javascript", "application/manifest+json", "application/wasm",
	"application/vnd.api+json", "image/svg+xml", "font/ttf", "font/otf"}

// compressing is a Compressing ready for use.
type compressing struct {
	routes []*compressPolicy // by Route.Index; nil is off
	top    *compressPolicy
}

type compressPolicy struct {
	names  []string
	coders []*coder
	min    int
	exact  map[string]bool
	majors []string // "text/"
	all    bool
}

// newCompressing is nil where everything is off. It panics where a coding is not known.
func (a *App) newCompressing() *compressing {
	for _, name := range a.service.Decode {
		a.coder(name)
	}
	said := a.service.Compress
	if said == nil {
		return nil
	}
	c := &compressing{top: a.newCompressPolicy(said.Default),
		routes: make([]*compressPolicy, len(a.service.Table.Routes))}
	for i := range c.routes {
		c.routes[i] = c.top
	}
	for _, other := range said.Others {
		p := a.newCompressPolicy(other.Compress)
		for _, number := range other.Routes {
			c.routes[number-1] = p
		}
	}
	return c
}

func (a *App) newCompressPolicy(said *Compress) *compressPolicy {
	if said == nil {
		return nil
	}
	p := &compressPolicy{names: said.Codings, min: int(said.MinSize), exact: map[string]bool{}}
	if p.min == 0 {
		p.min = defaultMinSize
	}
	for _, name := range said.Codings {
		p.coders = append(p.coders, a.coder(name))
	}
	types := said.Types
	if types == nil {
		types = compressedTypes
	}
	for _, t := range types {
		major, isAll := strings.CutSuffix(t, "*")
		switch {
		case t == "*/*":
			p.all = true
		case isAll:
			p.majors = append(p.majors, major)
		default:
			p.exact[t] = true
		}
	}
	return p
}

// takes says whether bodies of a content type are compressed. Events are only where they are
// named.
func (p *compressPolicy) takes(mediaType string) bool {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	mediaType = strings.ToLower(strings.TrimRight(mediaType, " \t"))
	if p.exact[mediaType] {
		return true
	}
	if mediaType == "" || isEvents(mediaType) {
		return false
	}
	for _, major := range p.majors {
		if strings.HasPrefix(mediaType, major) {
			return true
		}
	}
	return p.all
}

// applies says whether an answer would be compressed for a client that takes that: then it says
// that it depends on that.
func (p *compressPolicy) applies(r *Response) bool {
	switch r.kind() {
	case kindFixed:
		if len(r.body) < p.min {
			return false
		}
	case kindStream, kindPieces:
	default: // a file has precompressed siblings, a handler of net/http its own way
		return false
	}
	if bodiless(r.Status()) || r.Status() == http.StatusPartialContent || !p.takes(r.mediaType()) {
		return false
	}
	if r.more == nil {
		return true
	}
	for _, f := range r.more.fields {
		switch {
		case strings.EqualFold(f.name, "Content-Encoding"), strings.EqualFold(f.name, "Content-Range"):
			return false
		case strings.EqualFold(f.name, "Cache-Control") && isListed(f.value, "no-transform"):
			return false
		}
	}
	return true
}

// compressed is an answer in the coding that the client likes best, or as it is.
func (a *App) compressed(x *Exchange, resp Response) Response {
	p := a.compress.top
	if route := x.currentRoute(); route != nil {
		p = a.compress.routes[route.index]
	}
	if p == nil {
		return resp
	}
	notModified := resp.Status() == http.StatusNotModified
	if !notModified && !p.applies(&resp) {
		return resp
	}
	if !resp.varies("Accept-Encoding") {
		more := resp.copyMore(3) // and Content-Encoding, and an ETag
		more.add("Vary", "Accept-Encoding")
		resp.more = more
	}
	if _, _, ranged := x.origin.line("Range", 0); ranged {
		return resp // who joins pieces is not to be given pieces of two forms
	}
	best := files.BestCoding(x.acceptEncoding(), p.names)
	if best < 0 {
		return resp
	}
	if notModified {
		return resp.weakened()
	}
	return a.coded(x, resp, p.coders[best])
}

// acceptEncoding is the field as one list; it borrows.
func (x *Exchange) acceptEncoding() string {
	line, more, _ := x.origin.line("Accept-Encoding", 0)
	if more {
		return x.listHeader("Accept-Encoding")
	}
	return line
}

// coded is an answer in a coding. What becomes no smaller stays as it is.
func (a *App) coded(x *Exchange, resp Response, c *coder) Response {
	if resp.kind() == kindFixed {
		body, err := c.whole(resp.body)
		if err != nil {
			a.logError(x, "an answer could not be compressed", err)
			return resp
		}
		if len(body) >= len(resp.body) {
			return resp
		}
		resp.body = body
	}
	resp = resp.weakened()
	more := resp.copyMore(1)
	more.add("Content-Encoding", c.name)
	if resp.kind() != kindFixed {
		more.coder = c
	}
	resp.more = more
	return resp
}

// weakened has a weak validator in the place of a strong one: the bytes are no longer those that
// it was made of (RFC 9110 §8.8.1).
func (r Response) weakened() Response {
	if r.more == nil {
		return r
	}
	for i, f := range r.more.fields {
		if strings.EqualFold(f.name, "ETag") && strings.HasPrefix(f.value, `"`) {
			r.more = r.copyMore(0)
			r.more.fields[i].value = "W/" + f.value
			return r
		}
	}
	return r
}

// compressBuffers hold compressed bodies until their size is known.
var compressBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// whole compresses a body. Compressions are other people's: a panic is an error.
func (c *coder) whole(body string) (_ string, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("compression %s: %w", c.name, recovered(v))
		}
	}()
	out := compressBuffers.Get().(*bytes.Buffer)
	out.Reset()
	w := c.writer(out)
	if _, err = w.Write(lend(body)); err == nil {
		err = w.Close()
	}
	if err != nil {
		return "", err
	}
	c.writers.Put(w)
	coded := out.String()
	if out.Cap() <= maxKeptBuffer {
		compressBuffers.Put(out)
	}
	return coded, nil
}
