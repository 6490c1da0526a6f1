package gen

// Breaking changes as an entry of a changelog are written here.

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// BreakingMarkdown writes breaking changes as an entry of a changelog. Texts of the manifests
// are shown as they are, whatever Markdown would make of them.
func BreakingMarkdown(w io.Writer, list []Break) error {
	if len(list) == 0 {
		return nil
	}
	var text strings.Builder
	text.WriteString("### Breaking changes\n\n")
	for _, b := range list {
		fmt.Fprintf(&text, "- **%s**", strings.ReplaceAll(string(b.Kind), "-", " "))
		if b.Route != "" {
			fmt.Fprintf(&text, " %s (%s)", codeSpan(b.Method+" "+b.Pattern), b.Route)
		}
		fmt.Fprintf(&text, ": %s\n", markdownText(b.Message))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// codeSpan is text as a code span, in more backticks than stand in a row in it (CommonMark
// §6.1).
func codeSpan(text string) string {
	text = visible(text)
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}

// markdownText is text in which nothing is markup.
func markdownText(text string) string {
	var b strings.Builder
	for _, r := range visible(text) {
		if strings.ContainsRune("\\`*[]<>&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// visible is text with control characters as escapes: a line break would end the entry.
func visible(text string) string {
	if !strings.ContainsFunc(text, unicode.IsControl) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) {
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
