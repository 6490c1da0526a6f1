package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

func emitCommand() *cobra.Command {
	var e emission
	cmd := &cobra.Command{
		Use:   "emit [flags] TARGET [routes.yaml]",
		Short: "Print the configuration of a proxy for the manifest's URL space",
		Long: `Emit prints configuration that lets exactly the paths of the manifest through to the
service, with what its routes need of a proxy: room for bodies, time, streams that are
passed on as they come. TARGET is one of ` + strings.Join(gen.EmitTargets(), ", ") + `
(HTTPRoute of the Kubernetes Gateway API). Methods, ranges of numbers and files are
left to the service.

Where an engine does not see a path as it came, a report says for each pattern whether
it is exact, over-exposed or lost, with a path that shows it: as comments in the output
and on standard error, or with --json as a document. --strict refuses what is not exact.

-o writes the file into a folder; --check tells whether the one there is up to date.

--probe prints requests that tell an edge from the service, one JSON object a line, with
what the service answers; behind a TARGET also what the report says of each. --against
and --backend ask an edge and the service behind it, and print what they answer
otherwise. All methods are safe ones.`,
		Example: "  httpgen emit nginx --upstream 10.0.0.7:8000 > /etc/nginx/conf.d/shop.conf\n" +
			"  httpgen emit gateway --workload -o deploy api/routes.yaml\n" +
			"  httpgen emit --probe --against http://edge:80 --backend http://10.0.0.7:8000",
		Args: between(0, 2, "a target and at most one manifest"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := e.arguments(args); err != nil {
				return err
			}
			if e.probe {
				return e.probes(cmd)
			}
			return e.emit(cmd)
		},
		ValidArgs: gen.EmitTargets(),
	}
	e.addFlags(cmd)
	addColor(cmd)
	return cmd
}

// An emission is one run of the command.
type emission struct {
	gen.EmitOptions
	dir                        string
	strict, check, json, probe bool
	against, backend           string
}

func (e *emission) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&e.dir, "out", "o", "", "write the file into `DIR`")
	f.StringVar(&e.Upstream, "upstream", "",
		"`HOST:PORT` of the service; by default the manifest's edge.upstream, or 127.0.0.1:8000")
	f.StringVar(&e.Listen, "listen", "",
		"`HOST:PORT` of the edge; by default the manifest's edge.listen, or :80")
	f.BoolVar(&e.strict, "strict", false,
		"write nothing where a pattern is not exact, and exit with 1")
	f.BoolVar(&e.check, "check", false,
		"write nothing; tell whether the file in the folder of -o is up to date, exit with 3 if not")
	f.BoolVar(&e.json, "json", false, "the report, and without -o the text, as JSON")
	f.BoolVar(&e.Workload, "workload", false,
		"of gateway: with Service, Deployment and PodDisruptionBudget")
	f.BoolVar(&e.probe, "probe", false, "print requests that tell an edge from the service")
	f.StringVar(&e.against, "against", "", "with --probe: ask the edge at `URL`, http://host:port")
	f.StringVar(&e.backend, "backend", "", "with --against: `URL` of the service behind it")
}

// arguments finds out what is meant, and refuses what makes no sense.
func (e *emission) arguments(args []string) error {
	if len(args) > 0 && slices.Contains(gen.EmitTargets(), args[0]) {
		e.Target, args = args[0], args[1:]
	}
	targets := "one of " + strings.Join(gen.EmitTargets(), ", ")
	switch {
	case e.Target == "" && !e.probe && len(args) > 0:
		return &usageError{fmt.Sprintf("unknown target %q: %s", args[0], targets)}
	case e.Target == "" && !e.probe:
		return &usageError{"too few arguments: a target, " + targets}
	case len(args) > 1:
		return &usageError{fmt.Sprintf("unexpected argument %q: a target and at most one manifest",
			args[1])}
	case e.check && e.dir == "":
		return &usageError{"--check goes with -o"}
	case e.Workload && e.Target != "gateway":
		return &usageError{"--workload goes with gateway"}
	case e.probe && (e.dir != "" || e.strict || e.check || e.json):
		return &usageError{"--probe prints lines of JSON, and goes with none of -o, --strict, " +
			"--check and --json"}
	case (e.against != "") != (e.backend != "") || e.against != "" && !e.probe:
		return &usageError{"--probe, --against and --backend go together"}
	}
	var err error
	e.Manifest, err = manifestOf(args, 0)
	return err
}

// emit writes or checks the configuration.
func (e *emission) emit(cmd *cobra.Command) error {
	made, err := gen.Emit(e.EmitOptions)
	if err != nil {
		return err
	}
	warn(cmd, made.Report)
	if err := e.report(cmd, made); err != nil {
		return err
	}
	switch {
	case e.check:
		return e.compare(cmd.OutOrStdout(), made)
	case e.dir != "":
		if err := made.Write(e.dir); err != nil {
			return err
		}
		say(cmd.ErrOrStderr(), "%s written", filepath.ToSlash(filepath.Join(e.dir, made.Name)))
		return nil
	case e.json:
		return nil
	}
	_, err = cmd.OutOrStdout().Write(made.Text)
	return err
}

// An emitted is a document of --json.
type emitted struct {
	Target string          `json:"target"`
	File   string          `json:"file"`
	Text   string          `json:"text,omitempty"` // where it is not written to a folder
	Report *gen.EdgeReport `json:"report"`
}

// report tells what is not exact; under --strict that is an error.
func (e *emission) report(cmd *cobra.Command, made *gen.Emission) error {
	switch {
	case e.json:
		doc := emitted{Target: made.Target, File: made.Name, Report: made.Edge}
		if e.dir == "" {
			doc.Text = string(made.Text)
		}
		if err := printJSON(cmd.OutOrStdout(), doc); err != nil {
			return err
		}
	case !e.check:
		for _, line := range made.Edge.Lines() {
			say(cmd.ErrOrStderr(), "%s", line)
		}
	}
	if n := len(made.Edge.Inexact()); e.strict && n > 0 {
		return fmt.Errorf("--strict: %s cannot be exact; nothing is written", made.Target)
	}
	return nil
}

// compare tells whether the file in the folder is up to date.
func (e *emission) compare(w io.Writer, made *gen.Emission) error {
	change, err := made.Compare(e.dir)
	if err != nil || change.State == gen.Fresh {
		return err
	}
	if !e.json {
		fmt.Fprintf(w, "%s: %s\n", gen.Printable(filepath.ToSlash(change.Path)),
			stateWords[change.State])
	}
	return &staleError{manifest: e.Manifest, out: e.dir, command: "emit " + e.Target}
}

// differError is the finding that an edge and the service do not answer alike, which was said.
type differError struct{ count int }

func (e *differError) Error() string {
	return fmt.Sprintf("the edge answers %d requests otherwise than the service", e.count)
}

// probes prints requests, or what two servers answer to them otherwise.
func (e *emission) probes(cmd *cobra.Command) error {
	list, report, err := gen.Probes(e.EmitOptions)
	if err != nil {
		return err
	}
	warn(cmd, report)
	out := json.NewEncoder(cmd.OutOrStdout())
	out.SetEscapeHTML(false)
	if e.against == "" {
		for _, p := range list {
			if err := out.Encode(p); err != nil {
				return err
			}
		}
		return nil
	}
	differ := 0
	err = gen.AskBoth(cmd.Context(), e.against, e.backend, list, func(d gen.Disagreement) error {
		differ++
		return out.Encode(d)
	})
	say(cmd.ErrOrStderr(), "%d requests, %d answered otherwise", len(list), differ)
	if err == nil && differ > 0 {
		err = &differError{differ}
	}
	return err
}
