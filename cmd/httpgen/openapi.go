package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func openapiCommand() *cobra.Command {
	var d document
	cmd := &cobra.Command{
		Use:   "openapi [flags] [routes.yaml]",
		Short: "Write an OpenAPI document of a manifest",
		Long: `Openapi prints the OpenAPI document of a manifest, or writes it to the file of -o:
paths, parameters, bodies, results, errors, security and types. Go types that the
manifest names are loaded with the go command, with their comments; they need not
compile. What OpenAPI cannot say stands in members that begin with x-, and is told on
standard error.

With --check it writes nothing, and exits with 3 if the file of -o is not what the
manifest makes. With --json it prints {"version": 1, "data": …}, where data has the
document and the warnings.`,
		Example: "  httpgen openapi > openapi.yaml\n  httpgen openapi --version 3.0 -o " +
			"openapi.json\n  httpgen openapi --check -o openapi.yaml",
		Args: between(0, 1, "at most one manifest"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := d.usage(); err != nil {
				return err
			}
			file, err := manifestOf(args, 0)
			if err != nil {
				return err
			}
			return d.run(cmd, file)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&d.version, "version", "3.1", "of OpenAPI: 3.1 or 3.0")
	flags.StringVar(&d.format, "format", "", "yaml or json; by default that of the name of -o, "+
		"else yaml")
	flags.StringVarP(&d.out, "out", "o", "", "write to `FILE`")
	flags.BoolVar(&d.check, "check", false,
		"write nothing; exit with 3 if the file of -o is out of date")
	flags.BoolVar(&d.json, "json", false, "print the document and the warnings as JSON")
	cmd.ValidArgsFunction = manifests(0)
	completeFlag(cmd, "version", among("3.1", "3.0"))
	completeFlag(cmd, "format", among("yaml", "json"))
	addColor(cmd)
	return cmd
}

// A document is one run of the command.
type document struct {
	version, format, out string
	check, json          bool
}

// described is what is written with --json.
type described struct {
	Document any                   `json:"document"`
	Warnings []gen.DocumentWarning `json:"warnings"`
}

// usage tells flags that make no sense.
func (d *document) usage() error {
	switch {
	case d.version != "3.1" && d.version != "3.0":
		return &usageError{fmt.Sprintf("--version is 3.1 or 3.0, not %q", d.version)}
	case d.format != "" && d.format != "yaml" && d.format != "json":
		return &usageError{fmt.Sprintf("--format is yaml or json, not %q", d.format)}
	case d.check && d.out == "":
		return &usageError{"--check needs the file: -o FILE"}
	case d.json && (d.out != "" || d.format != ""):
		return &usageError{"--json prints, and goes with neither -o nor --format"}
	}
	if d.format == "" && strings.EqualFold(filepath.Ext(d.out), ".json") {
		d.format = "json"
	}
	return nil
}

// run makes the document and does with it what the flags say.
func (d *document) run(cmd *cobra.Command, file string) error {
	doc, err := gen.OpenAPI(gen.OpenAPIOptions{Manifest: file, Version: d.version})
	if err != nil {
		return err
	}
	warn(cmd, doc.Report)
	if d.json {
		return printJSON(cmd.OutOrStdout(),
			described{json.RawMessage(doc.JSON()), append([]gen.DocumentWarning{}, doc.Warnings...)})
	}
	for _, w := range doc.Warnings {
		say(cmd.ErrOrStderr(), "warning: %s", w)
	}
	text := doc.JSON()
	if d.format != "json" {
		text = doc.YAML()
	}
	switch {
	case d.check:
		return d.compare(text, file)
	case d.out == "":
		_, err := cmd.OutOrStdout().Write(text)
		return err
	}
	changed, err := gen.WriteDocument(d.out, text)
	if err == nil {
		say(cmd.ErrOrStderr(), "%s: %s", filepath.ToSlash(d.out),
			map[bool]string{true: "written", false: "unchanged"}[changed])
	}
	return err
}

// compare wants the file to have the text.
func (d *document) compare(text []byte, file string) error {
	fresh, err := gen.DocumentIsFresh(d.out, text)
	if err != nil || fresh {
		return err
	}
	flags := ""
	if d.version != "3.1" {
		flags = "--version " + d.version + " "
	}
	return &staleDocument{d.out, flags, file}
}

// A staleDocument is the finding that a document is not what the manifest makes.
type staleDocument struct{ out, flags, manifest string }

func (e *staleDocument) Error() string {
	return fmt.Sprintf("%s is out of date: run httpgen openapi %s-o %s %s", e.out, e.flags, e.out,
		e.manifest)
}
