package diag

// The pages of `httpgen explain` live here: one for every code, in pages/CODE.md. A page
// is a heading, prose, and two manifests in fences: one that has the fault and one
// without any. A test of package gen runs both.

import (
	"embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

//go:embed pages/*.md
var pages embed.FS

// A Page explains a code.
type Page struct {
	Code
	Text string // Markdown, as a person reads it
	Bad  string // a manifest for which the code is reported
	Good string // the same without faults
}

// PageOf returns the page of a code, or nil if there is no such code. It panics if a
// code has no page or a page not both examples, which is a bug that a test finds.
func PageOf(id string) *Page {
	code := Lookup(id)
	if code == nil {
		return nil
	}
	text, err := pages.ReadFile("pages/" + id + ".md")
	if err != nil {
		panic(err)
	}
	page := &Page{Code: *code, Text: string(text)}
	examples := map[string]*string{"bad": &page.Bad, "good": &page.Good}
	for _, m := range fence.FindAllStringSubmatch(page.Text, -1) {
		if target := examples[m[1]]; target != nil {
			*target = m[3]
			if m[2] != "" {
				*target = unescape(m[3])
			}
		}
	}
	if page.Bad == "" || page.Good == "" {
		panic(fmt.Sprintf("the page of %s lacks an example", id))
	}
	return page
}

var fence = regexp.MustCompile("(?s)```yaml (bad|good)( escaped)?\n(.*?)```\n")

// repeated is a part of an escaped example that stands for many: ⟨text×1000⟩.
var repeated = regexp.MustCompile(`⟨([^⟨⟩]*?)×([0-9]+)⟩`)

// unescape makes an example of what no page can hold: escapes of Go's strings, and
// repetitions.
func unescape(text string) string {
	text = repeated.ReplaceAllStringFunc(text, func(found string) string {
		m := repeated.FindStringSubmatch(found)
		n, err := strconv.Atoi(m[2])
		if err != nil {
			panic(err)
		}
		return strings.Repeat(unquote(m[1]), n)
	})
	return unquote(text)
}

// unquote reads escapes of Go's strings, in text that has none of its quotation marks.
func unquote(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	quoted := `"` + strings.NewReplacer(`"`, `\"`, "\n", `\n`).Replace(text) + `"`
	plain, err := strconv.Unquote(quoted)
	if err != nil {
		panic(fmt.Sprintf("an example cannot be unescaped: %v", err))
	}
	return plain
}
