package manifest

import (
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// The prefixes below which an http.Handler answers are decoded here, and what a route may not say
// whose handler is one.

// mounts reads them from all files of the manifest:
//
//	mounts:
//	  - {prefix: /debug, handler: Debug, strip: true}
//
// A prefix is whole segments of decoded text, and kept without its slash at the end. That of the
// root would leave nothing to redirects, 405 and 404, and may be meant so.
func (d *decoder) mounts(all []fields) {
	var items []*yaml.Node
	for _, file := range all {
		if n, ok := file.get("mounts"); ok {
			items = append(items, n.Content...)
		}
	}
	seen := map[string]diag.Span{}
	for _, item := range items {
		f := d.object(item, AtMount)
		prefix, ok1 := f.get("prefix")
		handler, ok2 := f.get("handler")
		if !ok1 || !ok2 || !d.plainPrefix(prefix, diag.BadMountPrefix, "the prefix of a mount") ||
			!d.exported(handler, handler.Value, 0, "a mount's handler") {
			continue
		}
		m := &model.Mount{Prefix: prefix.Value, Handler: handler.Value,
			Strip: choice(f, "strip") == "true", Span: d.Source.span(prefix),
			HandlerSpan: d.Source.span(handler)}
		if len(m.Prefix) > 1 {
			m.Prefix = strings.TrimSuffix(m.Prefix, "/")
		}
		if first, twice := seen[m.Prefix]; twice {
			d.Report(diag.DuplicateMount, m.Span, "keep one of them",
				"two mounts have the prefix %s", diag.Quoted(m.Prefix)).
				Also(first, "first here")
			continue
		}
		seen[m.Prefix] = m.Span
		d.Manifest.Mounts = append(d.Manifest.Mounts, m)
	}
}

// besideHTTP reports what has nothing to do beside `returns: http`, whose handler reads the body
// of its http.Request and writes the status.
func (d *decoder) besideHTTP(r *model.Route, f fields) {
	if r.Returns.Kind != model.ReturnsHTTP {
		return
	}
	at := d.Source.span(f["returns"].value)
	if n, ok := f.get("body"); ok {
		d.Report(diag.BesideHTTP, d.Source.span(n), "take it out, and read r.Body in the handler",
			"a handler of net/http reads the body of its request itself").Also(at, "its result")
	}
	if n, ok := f.get("decode"); ok {
		d.Report(diag.BesideHTTP, d.Source.span(n), "take it out, and decode r.Body in the handler",
			"a handler of net/http reads the body of its request itself").Also(at, "its result")
	}
	if n, ok := f.get("status"); ok {
		d.Report(diag.BesideHTTP, d.Source.span(n),
			"take it out, and call w.WriteHeader in the handler",
			"a handler of net/http sets the status of its answer itself").Also(at, "its result")
	}
	r.Body, r.Status = model.Body{}, 0
}
