package main

import (
	"bytes"
	"path"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// render makes HTML of a page. Links to other pages lead to where those are on the site; a link to
// a file that the site has not is text.
func (p *page) render(urls map[string]string) error {
	md := goldmark.New(
		goldmark.WithExtensions(extension.GFM),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithASTTransformers(
			util.Prioritized(&links{p, urls}, 100))))
	reader := text.NewReader(p.text)
	doc := md.Parser().Parse(reader, parser.WithContext(parser.NewContext()))
	p.read(doc)
	var b bytes.Buffer
	if err := md.Renderer().Render(&b, p.text, doc); err != nil {
		return err
	}
	// Wide tables and blocks are scrolled by themselves, also by the keyboard.
	p.body = strings.NewReplacer("<table>", `<div class="wide" tabindex="0" role="region" `+
		`aria-label="table"><table>`, "</table>", "</table></div>",
		"<pre>", `<pre tabindex="0">`).Replace(b.String())
	return nil
}

// links points the links of a page to where their pages are on the site.
type links struct {
	page *page
	urls map[string]string
}

// Transform implements parser.ASTTransformer.
func (l *links) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	var lost []*ast.Link
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		link, ok := n.(*ast.Link)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		to, fragment, _ := strings.Cut(string(link.Destination), "#")
		if to == "" || strings.Contains(to, "://") {
			return ast.WalkContinue, nil
		}
		url, ok := l.urls[path.Join(path.Dir(l.page.source), to)]
		if !ok {
			lost = append(lost, link)
			return ast.WalkContinue, nil
		}
		url = relative(l.page.url, url)
		if fragment != "" {
			url += "#" + fragment
		}
		link.Destination = []byte(url)
		return ast.WalkContinue, nil
	})
	for _, link := range lost {
		parent := link.Parent()
		for child := link.FirstChild(); child != nil; {
			next := child.NextSibling()
			parent.InsertBefore(parent, link, child)
			child = next
		}
		parent.RemoveChild(parent, link)
	}
}

// relative is how a page names another one.
func relative(from, to string) string { return strings.Repeat("../", strings.Count(from, "/")) + to }

// read finds a page's title, and its parts.
func (p *page) read(doc ast.Node) {
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			title := p.plain(h)
			if p.title == "" {
				p.title = title
			}
			id, _ := h.AttributeString("id")
			anchor, _ := id.([]byte)
			p.parts = append(p.parts, part{URL: p.url + "#" + string(anchor), Title: title, Page: p.title})
			continue
		}
		if last := len(p.parts) - 1; last >= 0 {
			p.parts[last].Text += p.plain(n) + " "
		}
	}
}

// plain is the text of a node.
func (p *page) plain(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				b.Write(n.Segment.Value(p.text))
				if n.SoftLineBreak() {
					b.WriteByte(' ')
				}
			}
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			if entering {
				for i := range n.Lines().Len() {
					line := n.Lines().At(i)
					b.Write(line.Value(p.text))
				}
			}
		default:
			if !entering && n.Type() == ast.TypeBlock {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(b.String()), " ")
}
