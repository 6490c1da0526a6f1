// Package page draws an OpenAPI document as one page of HTML that needs nothing else: no network,
// and no script to be read. A script of ours (page.js) finds operations and tries requests.
//
// What comes from the document is text, whatever is in it: every piece passes [text].
package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html"
	"net/url"
	"strings"

	"example.com/httpgen/gen/internal/openapi"
)

//go:embed page.css
var style string

//go:embed page.js
var script string

// A drawing is a page in the making.
type drawing struct {
	strings.Builder
	doc *openapi.Map
}

// Draw draws a document for a page at a path, beside which is openapi.json. policy is
// the Content-Security-Policy of the page: its own style and script, and requests to its own origin.
func Draw(doc *openapi.Map, path string) (page, policy string) {
	p := &drawing{doc: doc}
	info := doc.Map("info")
	title := info.Text("title")
	p.add(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>`, text(title), ` `, text(info.Text("version")), `</title>
<style>`, style, `</style>
</head>
<body data-path="`, text((&url.URL{Path: path}).EscapedPath()), `">
<a class="skip" href="#content">Skip to the operations</a>
<header>
<h1>`, text(title), ` <small>`, text(info.Text("version")), `</small></h1>
<p class="links"><a href="`, text(documentFrom(path)), `">OpenAPI document</a><button type="button" id="theme" hidden>Light or dark</button></p>
</header>
`)
	p.contents()
	p.add(`<main id="content" tabindex="-1">
`)
	p.prose(info.Text("description"))
	p.operations()
	p.schemas()
	p.add(`</main>
<script>`, script, `</script>
</body>
</html>
`)
	return p.String(), "default-src 'none'; style-src '" + hash(style) + "'; script-src '" +
		hash(script) + "'; connect-src 'self'; img-src blob:; base-uri 'none'; form-action 'none'; " +
		"frame-ancestors 'none'"
}

// documentFrom is the reference from the page to its document. It is relative, so that it holds
// behind a prefix that a proxy takes away.
func documentFrom(path string) string {
	return "./" + url.PathEscape(path[strings.LastIndexByte(path, '/')+1:]) + "/openapi.json"
}

// hash is how a policy names a style or script (CSP Level 3 §2.3.1, hash-source).
func hash(source string) string {
	sum := sha256.Sum256([]byte(source))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

func (p *drawing) add(pieces ...string) {
	for _, s := range pieces {
		p.WriteString(s)
	}
}

// text is a text of the document as text of the page, in elements and in attributes.
func text(s string) string {
	return oddities.Replace(html.EscapeString(strings.ToValidUTF8(s, "\uFFFD")))
}

// oddities are what a file of Go, or a page, cannot have as it is.
var oddities = strings.NewReplacer("\r", "&#13;", "\ufeff", "&#xfeff;", "\x00", "\uFFFD")

// prose is a description. It is text: lines stay as they are, and nothing in it is a mark.
func (p *drawing) prose(s string) {
	if s = strings.TrimSpace(s); s == "" {
		return
	}
	for paragraph := range strings.SplitSeq(s, "\n\n") {
		if paragraph = strings.TrimSpace(paragraph); paragraph != "" {
			p.add("<p class=\"prose\">", text(paragraph), "</p>\n")
		}
	}
}
