package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func routesCommand() *cobra.Command {
	var asJSON, tree, markdown bool
	cmd := &cobra.Command{
		Use:   "routes [flags] [routes.yaml]",
		Short: "Print the table of routes",
		Long: `Routes prints the routes of a manifest in its order: methods, pattern, name, place;
then its mounts, which have a key "mount" in the list of --json.
With --tree it prints them as the tree of their segments, in order of precedence.`,
		Args: between(0, 1, "at most one manifest"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if asJSON && tree || asJSON && markdown || tree && markdown {
				return &usageError{"--json, --markdown and --tree exclude each other"}
			}
			file, err := manifestOf(args, 0)
			if err != nil {
				return err
			}
			if tree {
				graph, err := gen.DrawRoutes(file)
				if err != nil {
					return err
				}
				return graph.Text(cmd.OutOrStdout())
			}
			routes, mounts, err := gen.RoutesAndMounts(file)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), rows(routes, mounts))
			}
			if markdown {
				return gen.RoutesMarkdown(cmd.OutOrStdout(), routes)
			}
			table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, r := range routes {
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", strings.Join(r.Methods, ","),
					gen.Printable(r.Pattern), r.FullName(), place(r))
			}
			for _, m := range mounts {
				fmt.Fprintf(table, "mount\t%s\t%s\t%s\n", gen.Printable(m.Prefix), m.Handler,
					placeOf(m))
			}
			return table.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	cmd.Flags().BoolVar(&tree, "tree", false, "as a tree of segments")
	cmd.Flags().BoolVar(&markdown, "markdown", false, "as a table in Markdown")
	addColor(cmd)
	return cmd
}

// rows are those of the table: routes, and mounts as {"mount": …}, as match tells them.
func rows(routes []gen.Route, mounts []gen.Mount) []any {
	all := make([]any, 0, len(routes)+len(mounts))
	for _, r := range routes {
		all = append(all, r)
	}
	for _, m := range mounts {
		all = append(all, struct {
			Mount gen.Mount `json:"mount"`
		}{m})
	}
	return all
}

func place(r gen.Route) string { return fmt.Sprintf("%s:%d", gen.Printable(r.File), r.Line) }

func placeOf(m gen.Mount) string { return fmt.Sprintf("%s:%d", gen.Printable(m.File), m.Line) }
