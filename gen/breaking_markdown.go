package gen

// Breaking changes as an entry of a changelog are written here.

import (
	"fmt"
	"io"
	"strings"
)

// BreakingMarkdown writes breaking changes as an entry of a changelog. Texts of the manifests
// are shown as they are, whatever Markdown would make of them.
//
//	### Breaking changes
//
//	- **route removed** `GET /books/<id>` (GetBook): no route answers GET /books/abc
func BreakingMarkdown(w io.Writer, list []Break) error {
	if len(list) == 0 {
		return nil
	}
	var text strings.Builder
	text.WriteString("### Breaking changes\n\n")
	for _, b := range list {
		fmt.Fprintf(&text, "- **%s**", strings.ReplaceAll(string(b.Kind), "-", " "))
		if b.Route != "" {
			fmt.Fprintf(&text, " %s (%s)", codeSpan(b.Method+" "+b.Pattern), markdownText(b.Route))
		}
		fmt.Fprintf(&text, ": %s\n", markdownText(b.Text()))
	}
	_, err := io.WriteString(w, text.String())
	return err
}
