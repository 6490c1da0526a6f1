package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func explainCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "explain [flags] [CODE]",
		Short: "Explain a diagnostic, with a bad and a good example",
		Long: `Explain prints the page of a diagnostic: what it means, a manifest that has the
fault, and the same without it. A warning may be named as in "lint". Without an
argument it lists all codes.`,
		Example: "  httpgen explain HG0203\n  httpgen explain unused-import",
		Args:    between(0, 1, "at most one code"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listCodes(cmd.OutOrStdout(), asJSON)
			}
			page, ok := gen.Explain(args[0])
			if !ok {
				page, ok = gen.Explain(strings.ToUpper(args[0]))
			}
			switch {
			case !ok:
				return &usageError{fmt.Sprintf("there is no code %q: httpgen explain lists all",
					args[0])}
			case asJSON:
				return printJSON(cmd.OutOrStdout(), page)
			}
			_, err := io.WriteString(cmd.OutOrStdout(), page.Text)
			return err
		},
		ValidArgsFunction: completeCodes,
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

func listCodes(w io.Writer, asJSON bool) error {
	if asJSON {
		return printJSON(w, gen.Codes())
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range gen.Codes() {
		title := c.Title
		if c.Name != "" {
			title += " (" + c.Name + ")"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", c.ID, c.Severity, title)
	}
	return table.Flush()
}

// completeCodes offers codes to the shell.
func completeCodes(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var list []string
	for _, c := range gen.Codes() {
		if len(args) == 0 {
			list = append(list, c.ID+"\t"+c.Title)
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}
