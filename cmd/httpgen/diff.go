package main

import (
	"io"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func diffCommand() *cobra.Command {
	var (
		out    string
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "diff [flags] [routes.yaml]",
		Short: "Show what generate would change",
		Long: `Diff prints a unified diff from the files that are there to those that generate
would write, and writes nothing. It exits with 3 if there is a difference.`,
		Example: "  httpgen diff\n  httpgen diff -o internal/api api/routes.yaml",
		Args:    between(0, 1, "at most one manifest"),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := manifestOf(args, 0)
			if err != nil {
				return err
			}
			pkg, err := gen.Compile(gen.Options{Manifest: file, Out: out})
			if err != nil {
				return err
			}
			list, err := pkg.Differences()
			if err != nil {
				return err
			}
			if err := printDifferences(cmd.OutOrStdout(), list, asJSON); err != nil ||
				len(list) == 0 {
				return err
			}
			return &staleError{manifest: file, out: out}
		},
	}
	cmd.Flags().StringVarP(&out, "out", "o", "", "compare with `DIR`")
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON: path, state and diff of each file")
	addColor(cmd)
	return cmd
}

func printDifferences(w io.Writer, list []gen.Difference, asJSON bool) error {
	if asJSON {
		return printJSON(w, list)
	}
	for _, d := range list {
		text := d.Diff
		if isTerminal(w) { // elsewhere it has to be the text, for patch
			text = printableLines(text)
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
	}
	return nil
}
