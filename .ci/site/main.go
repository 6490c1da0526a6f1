// Command site makes a static site of docs, of the pages of diagnostics and of the commands' help:
//
//	go run . -o site
//
// It needs no server and no network: pages find each other, styles and the index of the search by
// relative names, and open from a folder.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	root := flag.String("root", "../..", "of the repository")
	out := flag.String("o", "site", "folder to write; what is in it goes")
	flag.Parse()
	if err := run(ctx, *root, *out); err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(1)
	}
}

// A page is a Markdown file on its way to the site.
type page struct {
	source  string // its name in the repository, with slashes
	url     string // from the root of the site
	section string // of the navigation
	text    []byte

	title string
	body  string // HTML
	parts []part // for the search
}

// A part is what stands below one heading.
type part struct {
	URL   string `json:"u"`
	Title string `json:"t"`
	Page  string `json:"p"`
	Text  string `json:"x"`
}

func run(ctx context.Context, root, out string) error {
	pages, err := collect(ctx, root)
	if err != nil {
		return err
	}
	urls := map[string]string{}
	for _, p := range pages {
		urls[p.source] = p.url
	}
	for _, p := range pages {
		if err := p.render(urls); err != nil {
			return fmt.Errorf("%s: %w", p.source, err)
		}
	}
	return write(out, pages)
}

// guides are the guides in the order in which they are read.
var guides = strings.Fields("README tour users queries errors uploads streams files middleware " +
	"openapi tests transport services operation teams moving")

// A collector reads pages, in the order of the navigation.
type collector struct {
	root  string
	pages []*page
}

// collect reads all pages. Guides that the list does not have come behind those that it has.
func collect(ctx context.Context, root string) ([]*page, error) {
	c := &collector{root: root}
	if err := c.folder("Guides", "docs/guide", ""); err != nil {
		return nil, err
	}
	if err := c.folder("Reference", "docs", "reference"); err != nil {
		return nil, err
	}
	if err := c.commands(ctx); err != nil {
		return nil, fmt.Errorf("the commands' help: %w", err)
	}
	return c.pages, c.folder("Diagnostics", "gen/internal/diag/pages", "codes")
}

// add reads a page.
func (c *collector) add(section, file, source, url string) error {
	text, err := os.ReadFile(file)
	c.pages = append(c.pages, &page{source: source, url: url, section: section, text: text})
	return err
}

// folder reads the pages of a folder of the repository, which go to another of the site.
func (c *collector) folder(section, dir, to string) error {
	files, err := filepath.Glob(filepath.Join(c.root, dir, "*.md"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("%s: no pages: %w", dir, err)
	}
	slices.SortStableFunc(files, func(a, b string) int { return rank(a) - rank(b) })
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".md")
		url := path.Join(to, name+".html")
		if name == "README" {
			url = path.Join(to, "index.html")
		}
		if err := c.add(section, file, path.Join(dir, name+".md"), url); err != nil {
			return err
		}
	}
	return nil
}

// commands has the command write its help.
func (c *collector) commands(ctx context.Context) error {
	help, err := os.MkdirTemp("", "httpgen-site-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(help)
	cmd := exec.CommandContext(ctx, "go", "run", "./cmd/httpgen", "docs", "--markdown", help)
	cmd.Dir, cmd.Stderr = c.root, os.Stderr
	if err := cmd.Run(); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(help, "*.md"))
	if err != nil {
		return err
	}
	for _, file := range files {
		name := filepath.Base(file)
		url := "commands/" + strings.TrimSuffix(name, ".md") + ".html"
		if err := c.add("Commands", file, "commands/"+name, url); err != nil {
			return err
		}
	}
	return nil
}

// rank is the place of a guide; all others stay in order of their names.
func rank(file string) int {
	name := strings.TrimSuffix(filepath.Base(file), ".md")
	if filepath.Base(filepath.Dir(file)) != "guide" {
		return 0
	}
	if i := slices.Index(guides, name); i >= 0 {
		return i
	}
	return len(guides)
}
