package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

// formats are the forms of a list of faults.
var formats = []string{string(gen.Text), string(gen.Concise), string(gen.JSON), string(gen.SARIF),
	string(gen.GitHub)}

func checkCommand() *cobra.Command {
	var (
		format string
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "check [flags] [routes.yaml…]",
		Short: "List every fault of a manifest",
		Long: `Check lists every fault and warning of manifests in one run, sorted by place, and
exits with 1 if there is a fault.

On a terminal the default format is "text": source lines with carets. Elsewhere it
is "concise": one line a fault, file:line:col: severity code: message.`,
		Example: "  httpgen check\n  httpgen check --format github api/routes.yaml",
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
				return &usageError{fmt.Sprintf("unknown format %q: one of %s", format,
					strings.Join(formats, ", "))}
			}
			files, err := manifestsOf(args)
			if err != nil {
				return err
			}
			return check(stdout, cmd.ErrOrStderr(), files, style)
		},
	}
	cmd.Flags().StringVar(&format, "format", "", "`FORMAT` of the list: "+
		strings.Join(formats, ", "))
	cmd.Flags().BoolVar(&asJSON, "json", false, "the same as --format json")
	completeFlag(cmd, "format", among(formats...))
	addColor(cmd)
	return cmd
}

// check writes the reports of manifests to w, which are the answer also where they hold
// no fault, and a word to people about each that holds none.
func check(w, talk io.Writer, files []string, s style) error {
	var (
		reports []*gen.Report
		errs    []error
	)
	for _, file := range files {
		report, err := gen.Check(file)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		reports = append(reports, report)
	}
	if len(reports) > 0 {
		if err := gen.WriteReports(w, s.format, s.Style, reports...); err != nil {
			return err
		}
	}
	for _, report := range reports {
		if report.Errors() > 0 {
			errs = append(errs, &gen.FaultsError{Report: report, Said: true})
		} else {
			say(talk, "%s: no faults", report.File)
		}
	}
	return together(errs)
}

// warn says the warnings of a manifest without faults.
func warn(cmd *cobra.Command, report *gen.Report) {
	if report.Len() == 0 {
		return
	}
	style := styleFor(cmd, cmd.ErrOrStderr())
	if err := report.Write(cmd.ErrOrStderr(), style.format, style.Style); err != nil {
		say(cmd.ErrOrStderr(), "%v", err)
	}
}
