package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	goruntime "runtime"
	"strings"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
	"example.com/httpgen/runtime"
)

func initCommand() *cobra.Command {
	var (
		project gen.Project
		vendor  bool
	)
	cmd := &cobra.Command{
		Use:   "init [flags] [DIR]",
		Short: "Write a project that runs",
		Long: `Init writes a small project into a new or empty folder: a manifest, its generated
package, handlers, a main program and a test. It never overwrites anything.

The project needs the runtime. If this httpgen was built from sources that are still
on this machine, the project's go.mod refers to them with a "replace" line; --replace
names another checkout. With --vendor the runtime is copied into the project, whose
go.mod then requires nothing at all; httpgen itself is run from outside.`,
		Example: "  httpgen init shop && cd shop && go run .\n  httpgen init --vendor --module " +
			"example.org/shop shop",
		Args: between(0, 1, "at most one folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			project.Dir = "."
			if len(args) > 0 {
				project.Dir = args[0]
			}
			if vendor && project.Replace != "" {
				return &usageError{"--vendor and --replace exclude each other"}
			}
			if err := supply(&project, vendor); err != nil {
				return err
			}
			files, err := project.Init()
			if err != nil {
				return err
			}
			for _, name := range files {
				fmt.Fprintln(cmd.OutOrStdout(),
					gen.Printable(filepath.ToSlash(filepath.Join(project.Dir, name))))
			}
			if project.Version != "" && project.Runtime == nil {
				if err := tidy(cmd.Context(), project.Dir); err != nil {
					return err
				}
			}
			next := "go run ."
			if project.Dir != "." {
				next = "cd " + project.Dir + " && " + next
			}
			say(cmd.ErrOrStderr(), "the project is ready: %s", next)
			return nil
		},
	}
	cmd.Flags().StringVar(&project.Module, "module", "",
		"module `PATH`; by default example.com/ and the folder's name")
	cmd.Flags().StringVar(&project.Replace, "replace", "", "take httpgen from its sources in `DIR`")
	cmd.Flags().BoolVar(&vendor, "vendor", false, "copy the runtime into the project")
	return cmd
}

// tidy adds what a version of httpgen requires and its sums, which only the module proxy of
// whoever runs this knows.
func tidy(ctx context.Context, dir string) error {
	cmd := exec.CommandContext(ctx, "go", "mod", "tidy")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("the project is written, and go.mod lacks what httpgen requires: go mod "+
			"tidy in %s: %w\n%s", dir, err, out)
	}
	return nil
}

// supply decides how a project comes by the runtime.
func supply(p *gen.Project, vendor bool) error {
	version := readBuild().Version
	switch {
	case vendor:
		p.Runtime, p.Version = runtime.Source, version
	case p.Replace != "":
	case checkout() != "":
		p.Replace = checkout()
	case strings.HasPrefix(version, "v") && !strings.Contains(version, "+dirty"):
		p.Version = version
	default:
		return &usageError{"where the sources of httpgen are is not known: name them with " +
			"--replace DIR, or copy the runtime with --vendor"}
	}
	return nil
}

// checkout is the folder that this program was built from, or "": a program that was
// built with -trimpath, or elsewhere, does not know it.
func checkout() string {
	_, file, _, ok := goruntime.Caller(0)
	if !ok || !filepath.IsAbs(file) {
		return ""
	}
	dir := filepath.Join(filepath.Dir(file), "..", "..")
	if !gen.HoldsSources(dir) {
		return ""
	}
	return dir
}
