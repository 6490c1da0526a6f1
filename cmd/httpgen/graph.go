package main

import (
	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func graphCommand() *cobra.Command {
	var (
		format string
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "graph [flags] [routes.yaml]",
		Short: "Draw the tree of routes",
		Long: `Graph draws the tree of segments that a dispatcher decides by: from left to right
the path, from top to bottom the order of precedence. The first route from the top
that matches answers.`,
		Example: "  httpgen graph > routes.svg\n  httpgen graph --format dot | dot -Tpng > " +
			"routes.png",
		Args: between(0, 1, "at most one manifest"),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case format != "svg" && format != "dot":
				return &usageError{"the format is svg or dot, not " + format}
			case asJSON && cmd.Flags().Changed("format"):
				return &usageError{"--json and --format exclude each other"}
			}
			file, err := manifestOf(args, 0)
			if err != nil {
				return err
			}
			graph, err := gen.DrawRoutes(file)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), graph.Tree())
			}
			if format == "dot" {
				return graph.DOT(cmd.OutOrStdout())
			}
			return graph.SVG(cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&format, "format", "svg", "svg or dot (Graphviz)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "the tree as JSON")
	addColor(cmd)
	return cmd
}
