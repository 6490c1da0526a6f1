package main

import (
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
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
			root := cmd.Root()
			root.DisableAutoGenTag = true // the same input gives the same pages
			if markdown {
				return doc.GenMarkdownTree(root, args[0])
			}
			// The date of a page is the version's, which is not known; none would be today.
			date := time.Unix(0, 0).UTC()
			return doc.GenManTree(root, &doc.GenManHeader{
				Title: "HTTPGEN", Section: "1", Source: "httpgen " + readBuild().Version,
				Manual: "httpgen", Date: &date,
			}, args[0])
		},
	}
	cmd.Flags().BoolVar(&markdown, "markdown", false, "as Markdown")
	return cmd
}
