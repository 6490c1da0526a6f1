package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func generateCommand() *cobra.Command {
	var (
		out                   string
		check, stdout, asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "generate [flags] [routes.yaml]",
		Short: "Write the package of a manifest",
		Long: `Generate writes the Go package of a manifest: into the folder of -o, else into
the manifest's "out" (relative to the manifest), else beside the manifest.

Files are replaced as one step, only where they differ, and not at all if the
manifest has a fault. Files that were generated from this manifest and no longer
are get removed; files that httpgen did not write are never touched.`,
		Example: "  httpgen generate\n  httpgen generate -o internal/api api/routes.yaml\n  httpgen generate --check",
		Args:    between(0, 1, "at most one manifest"),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case asJSON && !check:
				return &usageError{"--json goes with --check"}
			case check && stdout:
				return &usageError{"--check and --stdout exclude each other"}
			}
			file, err := manifestOf(args, 0)
			if err != nil {
				return err
			}
			pkg, err := gen.Compile(gen.Options{Manifest: file, Out: out})
			if err != nil {
				return err
			}
			warn(cmd, pkg.Report)
			switch {
			case stdout:
				return printFiles(cmd.OutOrStdout(), pkg.Files)
			case check:
				return compare(cmd.OutOrStdout(), pkg, &staleError{file, out}, asJSON)
			}
			return write(cmd.ErrOrStderr(), pkg)
		},
	}
	cmd.Flags().StringVarP(&out, "out", "o", "", "write into `DIR`")
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; name missing, stale, edited and orphaned files and exit with 3 if there are any")
	cmd.Flags().BoolVar(&stdout, "stdout", false, `print the files instead, each behind a line "-- NAME --"`)
	cmd.Flags().BoolVar(&asJSON, "json", false, "with --check: the state of every file as JSON")
	addColor(cmd)
	return cmd
}

// printFiles writes files in the form of txtar (golang.org/x/tools/txtar).
func printFiles(w io.Writer, files []gen.File) error {
	for _, f := range files {
		if _, err := fmt.Fprintf(w, "-- %s --\n%s", f.Name, f.Content); err != nil {
			return err
		}
	}
	return nil
}

// compare names what is not as the manifest makes it.
func compare(w io.Writer, pkg *gen.Package, stale *staleError, asJSON bool) error {
	changes, err := pkg.Compare()
	if err != nil {
		return err
	}
	differences, err := pkg.Differences()
	if err != nil {
		return err
	}
	if asJSON {
		err = printJSON(w, statesOf(changes, differences))
	} else {
		err = printStates(w, differences)
	}
	if err == nil && len(differences) > 0 {
		err = stale
	}
	return err
}

// A fileState is one file in JSON.
type fileState struct {
	gen.Change
	Hunk string `json:"hunk,omitempty"` // the first of a stale or edited file's
}

func statesOf(changes []gen.Change, differences []gen.Difference) []fileState {
	hunks := map[string]string{}
	for _, d := range differences {
		hunks[d.Path] = d.Hunk()
	}
	states := make([]fileState, len(changes))
	for i, c := range changes {
		states[i] = fileState{c, hunks[c.Path]}
	}
	return states
}

// printStates names each file with what is wrong with it, and shows where it begins to be.
func printStates(w io.Writer, differences []gen.Difference) error {
	var text strings.Builder
	for _, d := range differences {
		fmt.Fprintf(&text, "%s: %s\n", d.Path, stateWords[d.State])
		for line := range strings.Lines(d.Hunk()) {
			text.WriteString("    " + line)
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// stateWords are the states as people call them.
var stateWords = map[gen.State]string{
	gen.Missing: "missing", gen.Stale: "stale", gen.Edited: "edited by hand", gen.Orphaned: "orphaned",
}

// write brings the folder up to date and says what that took.
func write(w io.Writer, pkg *gen.Package) error {
	changes, err := pkg.Write()
	if err != nil {
		return err
	}
	var written, removed, fresh int
	for _, c := range changes {
		switch c.State {
		case gen.Fresh:
			fresh++
		case gen.Orphaned:
			removed++
		case gen.Edited:
			fmt.Fprintf(w, "httpgen: %s had been edited by hand: what stood there is replaced\n", filepath.ToSlash(c.Path))
			written++
		default:
			written++
		}
	}
	fmt.Fprintf(w, "httpgen: package %s in %s: %d written, %d removed, %d unchanged\n",
		pkg.Name, filepath.ToSlash(pkg.Dir), written, removed, fresh)
	return nil
}
