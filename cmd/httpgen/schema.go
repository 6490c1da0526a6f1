package main

import (
	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of manifests",
		Long: `Schema prints a JSON Schema (draft-07) of manifests, made from the decoder's own
table of keys. Editors that know YAML complete and check with it; a first line such as

  # yaml-language-server: $schema=./routes.schema.json

names it.`,
		Example: "  httpgen schema > routes.schema.json",
		Args:    between(0, 0, "schema takes none"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			text, err := gen.Schema()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
}
