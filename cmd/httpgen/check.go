package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func checkCommand() *cobra.Command {
	var (
		format string
		asJSON bool
	)
	formats := []string{string(gen.Text), string(gen.Concise), string(gen.JSON), string(gen.SARIF), string(gen.GitHub)}
	cmd := &cobra.Command{
		Use:   "check [flags] [routes.yaml]",
		Short: "List every fault of a manifest",
		Long: `Check lists every fault and warning of a manifest in one run, sorted by place, and
exits with 1 if there is a fault.

On a terminal the default format is "text": source lines with carets. Elsewhere it
is "concise": one line a fault, file:line:col: severity code: message.`,
		Example: "  httpgen check\n  httpgen check --format github api/routes.yaml",
		Args:    between(0, 1, "at most one manifest"),
		RunE: func(cmd *cobra.Command, args []string) error {
			stdout := cmd.OutOrStdout()
			style := styleFor(cmd, stdout)
			switch {
			case asJSON && format != "" && format != string(gen.JSON):
				return &usageError{"--json and --format " + format + " exclude each other"}
			case asJSON:
				style.format = gen.JSON
			case slices.Contains(formats, format):
				style.format = gen.Format(format)
			case format != "":
				return &usageError{fmt.Sprintf("unknown format %q: one of %s", format, strings.Join(formats, ", "))}
			}
			file, err := manifestOf(args, 0)
			if err != nil {
				return err
			}
			return check(stdout, cmd.ErrOrStderr(), file, style)
		},
	}
	cmd.Flags().StringVar(&format, "format", "", "`FORMAT` of the list: "+strings.Join(formats, ", "))
	cmd.Flags().BoolVar(&asJSON, "json", false, "the same as --format json")
	addColor(cmd)
	return cmd
}

// check writes the report of a manifest to w, which is the answer also where it holds
// no fault, and a word to people.
func check(w, talk io.Writer, file string, s style) error {
	report, err := gen.Check(file)
	if err != nil {
		return err
	}
	if err := report.Write(w, s.format, s.Style); err != nil {
		return err
	}
	if report.Errors() > 0 {
		return &gen.FaultsError{Report: report, Said: true}
	}
	fmt.Fprintf(talk, "httpgen: %s: no faults\n", file)
	return nil
}

// warn says the warnings of a manifest without faults.
func warn(cmd *cobra.Command, report *gen.Report) {
	if report.Len() == 0 {
		return
	}
	style := styleFor(cmd, cmd.ErrOrStderr())
	if err := report.Write(cmd.ErrOrStderr(), style.format, style.Style); err != nil {
		fmt.Fprintf(cmd.ErrOrStderr(), "httpgen: %v\n", err)
	}
}
