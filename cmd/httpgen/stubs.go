package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func stubsCommand() *cobra.Command {
	var (
		o      gen.StubOptions
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "stubs [flags] [routes.yaml]",
		Short: "Print or append the handler methods that are missing",
		Long: `Stubs prints the methods that the manifest's interface asks for and that a type does
not have: all of them at once, where the compiler names one. With -w they are appended
to a file, and nothing that stands in it is changed.

The type's methods are looked for in the output folder, or in that of --dir. Without
--type it is the type that has most of them. Methods of an embedded
UnimplementedHandlers count as missing. A separate group of the manifest has handlers
of its own: --group names it.

A stub answers 501; a hook that runs before lets nobody pass until it is written.`,
		Example: "  httpgen stubs\n  httpgen stubs --type Shop -w api/handlers.go",
		Args:    between(0, 1, "at most one manifest"),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := manifestOf(args, 0)
			if err != nil {
				return err
			}
			o.Manifest = file
			stubs, err := gen.FindStubs(o)
			switch {
			case err != nil:
				return err
			case asJSON:
				if err := printJSON(cmd.OutOrStdout(), stubs); err != nil {
					return err
				}
			case o.File == "":
				if _, err := cmd.OutOrStdout().Write(stubs.Text()); err != nil {
					return err
				}
			}
			if o.File != "" {
				if err := stubs.Write(); err != nil {
					return err
				}
			}
			return sayStubs(cmd, stubs, o.File)
		},
	}
	cmd.Flags().StringVar(&o.Dir, "dir", "",
		"look for the handlers in `DIR`; by default the output folder")
	cmd.Flags().StringVar(&o.Type, "type", "", "`NAME` of the handlers' type")
	cmd.Flags().StringVar(&o.Group, "group", "",
		"`NAME` of a separate group, whose handlers are meant")
	cmd.Flags().StringVarP(&o.File, "write", "w", "", "append to `FILE`, which need not be there")
	cmd.Flags().BoolVar(&asJSON, "json", false, "the names of the missing methods as JSON")
	addColor(cmd)
	return cmd
}

func sayStubs(cmd *cobra.Command, s *gen.Stubs, file string) error {
	talk := cmd.ErrOrStderr()
	methods := "1 method"
	if n := len(s.Methods); n > 1 {
		methods = fmt.Sprintf("%d methods", n)
	}
	switch n := len(s.Methods); {
	case n == 0:
		say(talk, "%s has every method", s.Type)
	case file == "":
		say(talk, "%s lacks %s: %s", s.Type, methods, strings.Join(s.Methods, ", "))
	default:
		say(talk, "%s of %s written to %s: %s", methods, s.Type, file,
			strings.Join(s.Methods, ", "))
	}
	return nil
}
