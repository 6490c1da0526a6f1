package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func statsCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "stats [flags] [routes.yaml]",
		Short: "Print sizes of the manifest and its package",
		Long: `Stats prints how many routes there are, how large the generated package is, how much
matching does for each byte of a path at worst, and about how much time of one core
the Go compiler needs.`,
		Args: between(0, 1, "at most one manifest"),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := manifestOf(args, 0)
			if err != nil {
				return err
			}
			f, err := gen.Measure(file)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), f)
			}
			return printFigures(cmd.OutOrStdout(), f)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	addColor(cmd)
	return cmd
}

// printFigures writes figures for people, a line each.
func printFigures(w io.Writer, f *gen.Figures) error {
	_, err := fmt.Fprintf(w, `routes            %d
patterns          %d
handlers          %d
groups            %d
own converters    %d
generated         %d files, %d lines, %d KB
dispatcher        %d functions
largest function  %s, %d lines
steps a byte      %d at most, by %s
compile time      about %.1f s of one core
`, f.Routes, f.Patterns, f.Handlers, f.Groups, f.Converters, f.Files, f.Lines, (f.Bytes+500)/1000,
		f.Functions, f.LargestFunction, f.LargestLines, f.StepsPerByte, f.WorstPath,
		f.Build.Seconds())
	return err
}
