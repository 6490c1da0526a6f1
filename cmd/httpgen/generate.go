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
	var g generation
	cmd := &cobra.Command{
		Use:   "generate [flags] [routes.yaml…]",
		Short: "Write the package of a manifest",
		Long: `Generate writes the Go package of a manifest: into the folder of -o, else into
the manifest's "out" (relative to the manifest), else beside the manifest.

Files are replaced as one step, only where they differ, and not at all if a
manifest has a fault. Files that were generated from this manifest and no longer
are get removed; files that httpgen did not write are never touched, nor are those
of another manifest. Line ends and a byte order mark that a checkout changed are no
difference.`,
		Example: "  httpgen generate\n  httpgen generate -o internal/api api/routes.yaml\n  " +
			"httpgen generate --check api/routes.yaml shop/routes.yaml",
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case g.json && !g.check:
				return &usageError{"--json goes with --check"}
			case g.check && g.stdout:
				return &usageError{"--check and --stdout exclude each other"}
			case len(args) > 1 && (g.out != "" || g.stdout):
				return &usageError{fmt.Sprintf(
					"unexpected argument %q: -o and --stdout take one manifest", args[1])}
			}
			files, err := manifestsOf(args)
			if err != nil {
				return err
			}
			return g.run(cmd, files)
		},
	}
	g.addFlags(cmd)
	addColor(cmd)
	return cmd
}

// A generation is one run of the command.
type generation struct {
	out                 string
	check, stdout, json bool
}

// addFlags gives the command its flags.
func (g *generation) addFlags(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&g.out, "out", "o", "", "write into `DIR`")
	cmd.Flags().BoolVar(&g.check, "check", false,
		"write nothing; name missing, stale, edited and orphaned files and exit with 3 if "+
			"there are any")
	cmd.Flags().BoolVar(&g.stdout, "stdout", false,
		`print the files instead, each behind a line "-- NAME --"`)
	cmd.Flags().BoolVar(&g.json, "json", false, "with --check: the state of every file as JSON")
}

// run compiles all manifests before it writes the package of the first: nothing is written
// if something is wrong.
func (g *generation) run(cmd *cobra.Command, files []string) error {
	var (
		packages []*gen.Package
		errs     []error
	)
	for _, file := range files {
		pkg, err := gen.Compile(gen.Options{Manifest: file, Out: g.out})
		if err != nil {
			errs = append(errs, err)
			continue
		}
		warn(cmd, pkg.Report)
		packages = append(packages, pkg)
	}
	switch {
	case errs != nil:
		return together(errs)
	case g.stdout:
		return printFiles(cmd.OutOrStdout(), packages[0].Files)
	case g.check:
		return g.compare(cmd.OutOrStdout(), packages, files)
	}
	for _, pkg := range packages {
		if err := write(cmd.ErrOrStderr(), pkg); err != nil {
			errs = append(errs, err)
		}
	}
	return together(errs)
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

// compare names what is not as the manifests make it.
func (g *generation) compare(w io.Writer, packages []*gen.Package, files []string) error {
	states := []fileState{}
	var errs []error
	for i, pkg := range packages {
		changes, err := pkg.Compare()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		differences, err := pkg.Differences()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		states = append(states, statesOf(changes, differences)...)
		if len(differences) > 0 {
			errs = append(errs, &staleError{manifest: files[i], out: g.out})
		}
		if !g.json {
			if err := printStates(w, differences); err != nil {
				return err
			}
		}
	}
	if g.json {
		if err := printJSON(w, states); err != nil {
			return err
		}
	}
	return together(errs)
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
		fmt.Fprintf(&text, "%s: %s\n", gen.Printable(d.Path), stateWords[d.State])
		for line := range strings.Lines(printableLines(d.Hunk())) {
			text.WriteString("    " + line)
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// stateWords are the states as people call them.
var stateWords = map[gen.State]string{
	gen.Missing: "missing", gen.Stale: "stale", gen.Edited: "edited by hand",
	gen.Orphaned: "orphaned",
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
			say(w, "%s had been edited by hand: what stood there is replaced",
				filepath.ToSlash(c.Path))
			written++
		default:
			written++
		}
	}
	say(w, "package %s in %s: %d written, %d removed, %d unchanged",
		pkg.Name, filepath.ToSlash(pkg.Dir), written, removed, fresh)
	return nil
}
