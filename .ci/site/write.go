package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"os"
	"path/filepath"
)

var (
	//go:embed page.html
	layout string
	//go:embed site.css
	css []byte
	//go:embed site.js
	script []byte
)

// A section is a part of the navigation.
type section struct {
	Name  string
	Pages []entry
	Open  bool
}

// An entry is a page in it.
type entry struct {
	Title, URL string
	Here       bool
}

// write writes the site, and nothing else is left in the folder.
func write(out string, pages []*page) error {
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	files := map[string][]byte{"site.css": css, "site.js": script}
	t, err := template.New("page").Parse(layout)
	if err != nil {
		return err
	}
	var parts []part
	for i, p := range pages {
		data := struct {
			Title, Root string
			Body        template.HTML
			Sections    []section
			Next        *entry
		}{Title: p.title, Root: relative(p.url, ""), Body: template.HTML(p.body),
			Sections: navigation(pages, p)}
		if i+1 < len(pages) && pages[i+1].section == p.section {
			data.Next = &entry{Title: pages[i+1].title, URL: relative(p.url, pages[i+1].url)}
		}
		var b bytes.Buffer
		if err := t.Execute(&b, data); err != nil {
			return err
		}
		files[p.url], parts = b.Bytes(), append(parts, p.parts...)
	}
	index, err := json.Marshal(parts)
	if err != nil {
		return err
	}
	// A script, since a page that is opened from a folder may not read a file.
	files["index.js"] = append(append([]byte("window.siteIndex = "), index...), ";\n"...)
	for name, text := range files {
		file := filepath.Join(out, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(file, text, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// navigation is that of a page.
func navigation(pages []*page, here *page) (list []section) {
	for _, p := range pages {
		if len(list) == 0 || list[len(list)-1].Name != p.section {
			list = append(list, section{Name: p.section, Open: p.section == here.section})
		}
		s := &list[len(list)-1]
		s.Pages = append(s.Pages, entry{p.title, relative(here.url, p.url), p == here})
	}
	return list
}
