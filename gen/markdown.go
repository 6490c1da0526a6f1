package gen

// Markdown (CommonMark, and the tables of GitHub) is written here. Nothing that a manifest
// says ends a cell, a code span or a line, or becomes markup.

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// RoutesMarkdown writes a table for documents: what people who call the routes want to
// know, so without places. The error is that of w.
//
//	| Method | Path | Name | |
//	|---|---|---|---|
//	| GET | `/books/<isbn:id>` | GetBook | One book |
func RoutesMarkdown(w io.Writer, routes []Route) error {
	var b strings.Builder
	b.WriteString("| Method | Path | Name | |\n|---|---|---|---|\n")
	for _, r := range routes {
		summary := cell(strings.Join(strings.Fields(r.Summary), " "))
		if r.Deprecated {
			summary = strings.TrimSpace("**Deprecated.** " + summary)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n",
			cell(strings.Join(r.Methods, ", ")), codeCell(r.Pattern), cell(r.FullName()), summary)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// cell is text in a cell of a table: a summary may use Markdown of its own, but < would
// start HTML and | the next cell. A backslash is escaped, else one before a | would be
// taken for that of the |.
func cell(text string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "<", "&lt;").Replace(Printable(text))
}

// codeSpan is text as it is; a backquote in it needs a longer fence (CommonMark §6.1).
func codeSpan(text string) string {
	text = Printable(text)
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 || strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") {
		return fence + " " + text + " " + fence // one space at each end is taken off again
	}
	return fence + text + fence
}

// codeCell is a code span in a cell, where a | is escaped although it is code. No code span
// there can hold a backslash before a |: such a text is HTML.
func codeCell(text string) string {
	if !strings.Contains(text, `\|`) {
		return strings.ReplaceAll(codeSpan(text), "|", `\|`)
	}
	var b strings.Builder
	for _, r := range Printable(text) {
		if r < 0x80 && strings.ContainsRune("\\`*_[]<>&|~!", r) {
			fmt.Fprintf(&b, "&#%d;", r)
		} else {
			b.WriteRune(r)
		}
	}
	return "<code>" + b.String() + "</code>"
}

// markdownText is plain text: what would be markup inside of a line is escaped. A _ inside
// of a word is none (CommonMark §6.2).
func markdownText(text string) string {
	runes := []rune(Printable(text))
	inWord := func(i int) bool {
		return i >= 0 && i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsDigit(runes[i]))
	}
	var b strings.Builder
	for i, r := range runes {
		if r < 0x80 && strings.ContainsRune("\\`*_[]<&~", r) &&
			!(r == '_' && inWord(i-1) && inWord(i+1)) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
