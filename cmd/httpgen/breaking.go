package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

// breakingError is the finding that a change of a manifest breaks clients.
type breakingError struct{ changes int }

func (e *breakingError) Error() string {
	if e.changes == 1 {
		return "1 breaking change"
	}
	return fmt.Sprintf("%d breaking changes", e.changes)
}

func breakingCommand() *cobra.Command {
	var asJSON, markdown bool
	cmd := &cobra.Command{
		Use:   "breaking [flags] OLD [routes.yaml]",
		Short: "Name what a change of the manifest breaks for clients",
		Long: `Breaking compares a manifest with an older one and names what its clients will
notice: routes and methods that are gone, parameters that take less, URLs that
another route now answers, other bodies and results, lower limits, other answers of
errors. A parameter that takes more breaks nothing. It exits with 4 if there is
something. Where it can, it names a request that shows the change.

OLD is a file, or what git knows: REV for this manifest at that revision, REV:PATH
for another path. A route is the same route if its name or its pattern stays. What an
own converter takes is not known: what depends on it is told without a URL.

OLD may be an OpenAPI document (3.0 or 3.1). Then the new one is a document, too, or
that of the manifest: what documents say is compared.`,
		Example: "  httpgen breaking HEAD~1\n  httpgen breaking --markdown " +
			"v1.4.0:api/routes.yaml api/routes.yaml\n  httpgen breaking v1.4.0:openapi.yaml " +
			"openapi.yaml",
		Args: between(1, 2, "an old manifest and at most one new one"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if asJSON && markdown {
				return &usageError{"--json and --markdown exclude each other"}
			}
			file, err := manifestOf(args, 1)
			if err != nil {
				return err
			}
			old, err := oldManifest(args[0], file)
			if err != nil {
				return err
			}
			name := old.name
			list, err := breaks(old, file)
			if err != nil {
				return err
			}
			if err := printBreaks(cmd.OutOrStdout(), name, list, asJSON, markdown); err != nil {
				return err
			}
			if len(list) > 0 {
				return &breakingError{len(list)}
			}
			say(cmd.ErrOrStderr(), "nothing in %s breaks what %s promised", file, name)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	cmd.Flags().BoolVar(&markdown, "markdown", false, "as an entry of a changelog")
	addColor(cmd)
	return cmd
}

// breaks compares manifests, or documents where the old one is a document.
func breaks(old *oldText, file string) ([]gen.Break, error) {
	if gen.IsDocument(old.text) {
		return gen.BreakingDocument(old.name, old.text, file)
	}
	return gen.Breaking(old.name, old.text, old.files, file)
}

func printBreaks(w io.Writer, old string, list []gen.Break, asJSON, markdown bool) error {
	switch {
	case asJSON:
		return printJSON(w, list)
	case markdown:
		return gen.BreakingMarkdown(w, list)
	}
	for _, b := range list {
		line := fmt.Sprintf("%s: %s: %s", old, b.Kind, b.Text())
		if b.Route != "" {
			line = fmt.Sprintf("%s:%d: %s: %s %s (%s): %s", b.OldFile, b.OldLine, b.Kind,
				b.Method, b.Pattern, b.Route, b.Text())
		}
		if _, err := fmt.Fprintln(w, gen.Printable(line)); err != nil {
			return err
		}
	}
	return nil
}
