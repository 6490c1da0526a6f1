package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func fmtCommand() *cobra.Command {
	var check, stdout bool
	cmd := &cobra.Command{
		Use:   "fmt [flags] [routes.yaml…]",
		Short: "Lay a manifest out",
		Long: `Fmt brings the keys of a manifest into one order, routes last, sets short forms in
columns, and takes white space away that says nothing. Comments stay with what they
stand above or behind. Values, quotation marks and the order of routes are not
touched. A file that is not sound YAML is left alone.`,
		Example: "  httpgen fmt\n  httpgen fmt --check api/routes.yaml",
		RunE: func(cmd *cobra.Command, args []string) error {
			if check && stdout {
				return &usageError{"--check and --stdout exclude each other"}
			}
			if len(args) == 0 {
				file, err := manifestOf(args, 0)
				if err != nil {
					return err
				}
				args = []string{file}
			}
			odd := 0
			for _, file := range args {
				f, err := gen.Layout(file)
				if err != nil {
					return err
				}
				switch {
				case stdout:
					if _, err := cmd.OutOrStdout().Write(f.Text); err != nil {
						return err
					}
					continue
				case !f.Changed:
					continue
				case !check:
					if err := f.Write(); err != nil {
						return err
					}
				}
				odd++
				fmt.Fprintln(cmd.OutOrStdout(), file)
			}
			if check && odd > 0 {
				return &layoutError{args}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; name files that would change and exit with 3 if there are any")
	cmd.Flags().BoolVar(&stdout, "stdout", false, "print the text instead")
	addColor(cmd)
	return cmd
}

// layoutError is the finding that manifests are not laid out.
type layoutError struct{ files []string }

func (e *layoutError) Error() string {
	if len(e.files) == 1 {
		return "run httpgen fmt " + e.files[0]
	}
	return "run httpgen fmt"
}
