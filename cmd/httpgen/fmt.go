package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func fmtCommand() *cobra.Command {
	var f formatting
	cmd := &cobra.Command{
		Use:   "fmt [flags] [routes.yaml…]",
		Short: "Lay a manifest out",
		Long: `Fmt brings the keys of a manifest into one order, routes last, sets short forms in
columns, and takes white space away that says nothing. Comments stay with what they
stand above or behind, one space from it. Values, quotation marks and the order of routes are not
touched. Files that a manifest includes are laid out with it. A file that is not sound YAML is
left alone. Of "-", standard input, the text is
printed.`,
		Example: "  httpgen fmt\n  httpgen fmt --check api/routes.yaml",
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case f.check && f.stdout:
				return &usageError{"--check and --stdout exclude each other"}
			case f.json && !f.check:
				return &usageError{"--json goes with --check"}
			}
			files, err := manifestsOf(args)
			if err != nil {
				return err
			}
			if !f.stdout {
				files = withIncluded(files)
			}
			return f.run(cmd.OutOrStdout(), files)
		},
	}
	cmd.Flags().BoolVar(&f.check, "check", false,
		"write nothing; name files that would change and exit with 3 if there are any")
	cmd.Flags().BoolVar(&f.stdout, "stdout", false, "print the text instead")
	cmd.Flags().BoolVar(&f.json, "json", false,
		"with --check: every file as JSON, and whether it would change")
	addColor(cmd)
	return cmd
}

// withIncluded adds the files that manifests include, each once. Of standard input one text is
// printed, and none of others.
func withIncluded(files []string) (all []string) {
	for _, file := range files {
		list := []string{file}
		if file != "-" {
			list = append(list, gen.Included(file)...)
		}
		for _, file := range list {
			if !slices.Contains(all, file) {
				all = append(all, file)
			}
		}
	}
	return all
}

// A formatting is one run of the command.
type formatting struct{ check, stdout, json bool }

// A fileLayout is one file in JSON.
type fileLayout struct {
	File    string `json:"file"`
	Changes bool   `json:"changes"` // fmt would change it
}

// run lays files out, each by itself: one that cannot be does not keep the others from it.
func (f *formatting) run(w io.Writer, files []string) error {
	var errs, odd []error
	list := []fileLayout{}
	for _, file := range files {
		text, err := gen.Layout(file)
		if err == nil {
			list = append(list, fileLayout{file, text.Changed})
			err = f.one(w, text)
		}
		switch {
		case err != nil:
			errs = append(errs, err)
		case f.check && text.Changed:
			odd = append(odd, &layoutError{file})
		}
	}
	if f.json {
		if err := printJSON(w, list); err != nil {
			return err
		}
	}
	return together(append(errs, odd...))
}

// one writes or names a file that changes, or prints its text.
func (f *formatting) one(w io.Writer, text *gen.Formatted) error {
	if f.stdout || text.File == "-" && !f.check {
		_, err := w.Write(text.Text)
		return err
	}
	if !text.Changed || f.json {
		return nil
	}
	if !f.check {
		if err := text.Write(); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, gen.Printable(text.File))
	return err
}

// layoutError is the finding that a manifest is not laid out.
type layoutError struct{ file string }

func (e *layoutError) Error() string { return "run httpgen fmt " + e.file }
