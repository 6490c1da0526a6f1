package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
	"example.com/httpgen/runtime"
)

func vendorCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "vendor [flags] DIR",
		Short: "Copy the runtime into your module",
		Long: `Vendor copies the runtime, of the version of this httpgen, into a folder of the
module around it, and prints the line that makes a manifest's package use the copy:

  runtime: example.org/shop/internal/runtime

The service then requires no module at all. Run vendor again after an update of
httpgen; a file of the copy that was edited is never overwritten.`,
		Example: "  httpgen vendor internal/runtime",
		Args:    between(1, 1, "one folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			v, err := gen.Vendor(runtime.Source, args[0], readBuild().Version)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), v)
			}
			say(cmd.ErrOrStderr(), "%d files copied to %s, %d removed; the manifest's line for it:",
				v.Files, v.Dir, v.Removed)
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "runtime: %s\n", v.ImportPath)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}
