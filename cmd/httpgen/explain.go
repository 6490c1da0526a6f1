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
		Short: "Explain a diagnostic, with a bad and a good example, or a converter",
		Long: `Explain prints the page of a diagnostic: what it means, a manifest that has the
fault, and the same without it. A warning may be named as in "lint". The name of a
converter tells what it takes and its Go type. Without an argument it lists all codes.`,
		Example: "  httpgen explain HG0203\n  httpgen explain unused-import\n  httpgen explain uuid",
		Args:    between(0, 1, "at most one code or converter"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listCodes(cmd.OutOrStdout(), asJSON)
			}
			if c := converterNamed(args[0]); c != nil {
				return explainConverter(cmd.OutOrStdout(), *c, asJSON)
			}
			page, ok := gen.Explain(args[0])
			if !ok {
				page, ok = gen.Explain(strings.ToUpper(args[0]))
			}
			switch {
			case !ok:
				return &usageError{fmt.Sprintf("there is no code and no converter %q: httpgen explain "+
					"lists the codes",
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

func converterNamed(name string) *gen.Converter {
	for _, c := range gen.Converters() {
		if c.Name == name {
			return &c
		}
	}
	return nil
}

func explainConverter(w io.Writer, c gen.Converter, asJSON bool) error {
	if asJSON {
		return printJSON(w, c)
	}
	text := fmt.Sprintf("%s\n\n  written  <%s:name>\n  Go type  %s\n  takes    %s\n", c.Name,
		strings.ReplaceAll(c.Written, ", ", ":name>, <"), c.GoType, c.Takes)
	if c.Beyond != "" {
		text += "  beyond   " + c.Beyond + "; else the next route is tried\n"
	}
	_, err := io.WriteString(w, text)
	return err
}

// completeCodes offers codes and converters to the shell.
func completeCodes(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var list []string
	for _, c := range gen.Codes() {
		if len(args) == 0 {
			list = append(list, c.ID+"\t"+c.Title)
			if c.Name != "" {
				list = append(list, c.Name+"\t"+c.Title)
			}
		}
	}
	for _, c := range gen.Converters() {
		if len(args) == 0 {
			list = append(list, c.Name+"\tconverter: "+c.GoType)
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}
