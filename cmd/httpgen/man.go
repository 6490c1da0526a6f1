package main

// Manual pages, and the same as Markdown, are written here. The library's own writer would
// bring three modules into go.mod of everybody who has httpgen as a tool.

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// manCommand is for those who make packages of httpgen; it does not show in the help.
func manCommand() *cobra.Command {
	var markdown bool
	cmd := &cobra.Command{
		Use:    "docs [--markdown] DIR",
		Short:  "Write manual pages, or the same as Markdown, into a folder",
		Hidden: true,
		Args:   between(1, 1, "one folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o777); err != nil {
				return err
			}
			page, separator, ext := manPage, "-", ".1"
			if markdown {
				page, separator, ext = markdownPage, "_", ".md"
			}
			for _, c := range withSubcommands(cmd.Root()) {
				c.InitDefaultHelpFlag()
				name := strings.ReplaceAll(c.CommandPath(), " ", separator) + ext
				err := os.WriteFile(filepath.Join(args[0], name), []byte(page(c)), 0o666)
				if err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&markdown, "markdown", false, "as Markdown")
	return cmd
}

// withSubcommands are a command and all below it that help shows.
func withSubcommands(c *cobra.Command) []*cobra.Command {
	list := []*cobra.Command{c}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			list = append(list, withSubcommands(sub)...)
		}
	}
	return list
}

// related are the commands above and right below one.
func related(c *cobra.Command) (list []*cobra.Command) {
	if c.HasParent() {
		list = append(list, c.Parent())
	}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			list = append(list, sub)
		}
	}
	return list
}

// manPage is a page in the macros of man(7). It has no date: that of a version is not known,
// and today's would make another page of the same input.
func manPage(c *cobra.Command) string {
	var b strings.Builder
	name := func(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }
	// -man wants the name of all pages of one command in capitals, as its sources have it
	fmt.Fprintf(&b, ".TH %q %q \"\" %q %q\n", strings.ToUpper(name(c)), "1",
		roffWord("httpgen "+readBuild().Version), "httpgen")
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(name(c)), roff(c.Short))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n", roff(c.UseLine()))
	fmt.Fprintf(&b, ".SH DESCRIPTION\n%s", roffText(longOf(c)))
	if flags := c.Flags().FlagUsages(); flags != "" {
		fmt.Fprintf(&b, ".SH OPTIONS\n.nf\n%s.fi\n", roffLines(flags))
	}
	if c.Example != "" {
		fmt.Fprintf(&b, ".SH EXAMPLES\n.nf\n%s.fi\n", roffLines(c.Example))
	}
	var also []string
	for _, other := range related(c) {
		also = append(also, fmt.Sprintf(".BR %s (1)", roff(name(other))))
	}
	if also != nil {
		fmt.Fprintf(&b, ".SH SEE ALSO\n%s\n", strings.Join(also, " ,\n"))
	}
	return b.String()
}

// longOf is what a command's help says of it.
func longOf(c *cobra.Command) string {
	if c.Long != "" {
		return c.Long
	}
	return c.Short
}

// roff escapes text within a line: a hyphen would become a dash, a backslash is a request.
func roff(text string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
}

// roffWord is for an argument in quotes of Go, which doubles backslashes.
func roffWord(text string) string { return strings.ReplaceAll(text, `\`, "") }

// roffLines are lines that stay as they are. What starts with a dot or a quote is a request
// otherwise.
func roffLines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = roff(strings.TrimRight(line, "\n"))
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			line = `\&` + line
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// roffText is text whose empty lines end paragraphs.
func roffText(text string) string {
	return strings.ReplaceAll(roffLines(text), "\n\n", "\n.PP\n")
}

// markdownPage is a page for a site.
func markdownPage(c *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n```\n%s\n```\n\n%s\n", c.CommandPath(), c.Short, c.UseLine(),
		longOf(c))
	if flags := c.Flags().FlagUsages(); flags != "" {
		fmt.Fprintf(&b, "\n## Options\n\n```\n%s```\n", flags)
	}
	if c.Example != "" {
		fmt.Fprintf(&b, "\n## Examples\n\n```\n%s\n```\n", c.Example)
	}
	if list := related(c); list != nil {
		b.WriteString("\n## See also\n\n")
		for _, other := range list {
			fmt.Fprintf(&b, "- [%s](%s.md): %s\n", other.CommandPath(),
				strings.ReplaceAll(other.CommandPath(), " ", "_"), other.Short)
		}
	}
	return b.String()
}
