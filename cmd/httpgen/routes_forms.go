package main

// Other forms of the table of routes live here.

import (
	"fmt"
	"io"
	"strings"

	"example.com/httpgen/gen"
)

func printTree(w io.Writer, file string) error {
	graph, err := gen.DrawRoutes(file)
	if err != nil {
		return err
	}
	return graph.Text(w)
}

// routesMarkdown writes a table for documents: what people who call the routes want to
// know, so without places.
func routesMarkdown(w io.Writer, routes []gen.Route) error {
	var b strings.Builder
	b.WriteString("| Method | Path | Name | |\n|---|---|---|---|\n")
	for _, r := range routes {
		summary := strings.Join(strings.Fields(r.Summary), " ")
		if r.Deprecated {
			summary = strings.TrimSpace("**Deprecated.** " + summary)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", strings.Join(r.Methods, ", "), code(r.Pattern), fullName(r), cell(summary))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// cell is text in a cell of a table, where < would start HTML and | the next cell.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;").Replace(text)
}

// code is text as it is; a backquote in it needs a longer fence (CommonMark §6.1).
func code(text string) string {
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + strings.ReplaceAll(text, "|", `\|`) + " " + fence
	}
	return fence + strings.ReplaceAll(text, "|", `\|`) + fence
}
