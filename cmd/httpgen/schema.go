package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func schemaCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "schema [flags]",
		Short: "Print the JSON Schema of manifests, or of what a command writes",
		Long: `Schema prints a JSON Schema (draft-07) of manifests, made from the decoder's own
table of keys. Editors that know YAML complete and check with it; a first line such as

  # yaml-language-server: $schema=./routes.schema.json

names it. With --output it is the schema of what a command writes with --json.`,
		Example: "  httpgen schema > routes.schema.json\n  httpgen schema --output routes",
		Args:    between(0, 0, "schema takes none"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if data, ok := outputs()[output]; ok {
				e := json.NewEncoder(cmd.OutOrStdout())
				e.SetIndent("", "  ")
				return e.Encode(outputSchema(output, data))
			} else if output != "" {
				return &usageError{fmt.Sprintf("nothing is written as %q: one of %s", output,
					strings.Join(outputNames(), ", "))}
			}
			text, err := gen.Schema()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
	cmd.Flags().StringVar(&output, "output", "", "of what `COMMAND` --json writes: "+
		strings.Join(outputNames(), ", "))
	completeFlag(cmd, "output", among(outputNames()...))
	return cmd
}
