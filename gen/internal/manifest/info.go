package manifest

import (
	"net/url"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// What an OpenAPI document says of the service is decoded here.

var infoKeys = []Key{
	{Name: "docs", In: AtTop, Shape: Word,
		Doc: "Path of a page that shows the OpenAPI document and tries requests; the document is " +
			"beside it, at /openapi.json below it."},
	{Name: "info", In: AtTop, Shape: Object, Of: AtInfo,
		Doc: "What an OpenAPI document says of the service."},
	{Name: "title", In: AtInfo, Shape: Word,
		Doc: "Name of the service; by default that of the package."},
	{Name: "version", In: AtInfo, Shape: Word, Default: "0.0.0",
		Doc: "Version of the API that the document describes."},
	{Name: "servers", In: AtInfo, Shape: WordList, Default: "/",
		Doc: "URLs at which the service is."},
	{Name: "tags", In: AtRoute, Shape: WordList,
		Doc: "Tags in an OpenAPI document; by default the named group."},
}

// info reads
//
//	info: {title: Bookstore, version: 1.4.0, servers: [https://shop.example.com]}
func (d *decoder) info(top fields) {
	n, ok := top.get("info")
	if !ok || isEmpty(n) {
		return
	}
	f := d.object(n, AtInfo)
	to := &d.Manifest.Info
	to.Title, to.Version = choice(f, "title"), choice(f, "version")
	to.Description = choice(f, "description")
	servers, ok := f.get("servers")
	if !ok {
		return
	}
	for _, n := range d.wordNodes("servers", servers) {
		u, err := url.Parse(n.Value)
		if err != nil || u.RawQuery != "" || u.Fragment != "" ||
			u.Scheme == "" && !strings.HasPrefix(n.Value, "/") {
			d.Report(diag.BadServer, d.Source.span(n),
				"write https://shop.example.com/v1, or /v1 on the server that has the document",
				"%s is no URL of a server", diag.Quoted(n.Value))
			continue
		}
		to.Servers = append(to.Servers, n.Value)
	}
}

// docs reads where the page about the service is:
//
//	docs: /docs
//
// It is answered before all routes: one that has its path would never be.
func (d *decoder) docs(top fields) {
	n, ok := top.get("docs")
	if !ok || !d.plainPrefix(n, diag.BadDocs, "the path of the page") {
		return
	}
	at, path := d.Source.span(n), n.Value
	if strings.HasSuffix(path, "/") {
		d.Report(diag.BadDocs, at, "write /docs, or another path without a slash at its end",
			"the document stands below %s, which needs a name for that", diag.Quoted(path))
		return
	}
	for _, e := range d.Entries {
		if p := e.Route.Path; p == path || p == path+"/openapi.json" {
			d.Report(diag.BadDocs, at, "choose another path",
				"%s is a route's, and the page would hide it", p).Also(e.Route.Span, "the route")
		}
	}
	d.Manifest.Docs = path
}

// told reads what is said about a route.
func (d *decoder) told(r *model.Route, f fields) {
	r.Summary, r.Description = choice(f, "summary"), choice(f, "description")
	r.Deprecated = choice(f, "deprecated") == "true"
	r.Tags = d.wordList(f, "tags")
}

// wordNodes are the scalars of a list, or the one that stands in its place.
func (d *decoder) wordNodes(what string, n *yaml.Node) (list []*yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		return []*yaml.Node{n}
	}
	for _, item := range n.Content {
		if d.isKind(item, yaml.ScalarNode, "an item of "+what, "") {
			list = append(list, item)
		}
	}
	return list
}

// wordList are the texts of a key's list, or of the one word in its place.
func (d *decoder) wordList(f fields, key string) (list []string) {
	if n, ok := f.get(key); ok {
		for _, n := range d.wordNodes(key, n) {
			list = append(list, n.Value)
		}
	}
	return list
}
