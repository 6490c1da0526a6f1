package main

// The frame around every command lives here: the root command, how errors are said,
// and which exit code they get.

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

// Exit codes.
const (
	exitOK       = 0
	exitFaults   = 1
	exitUsage    = 2
	exitStale    = 3
	exitBreaking = 4
	exitNoRoute  = 5
	exitInternal = 70 // EX_SOFTWARE of sysexits.h
)

// run is the whole program but for the process: it returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	return execute(rootCommand(), args, stdout, stderr)
}

// execute runs a tree of commands. A panic, too, ends in words and an exit code.
func execute(root *cobra.Command, args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if v := recover(); v != nil {
			say(stderr, "internal error: %v\n\n%s\n%s", v, debug.Stack(), ourBug)
			code = exitInternal
		}
	}()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	defer whileWaiting(root, stderr)()
	cmd, err := root.ExecuteC()
	if err == nil {
		return exitOK
	}
	return report(cmd, err)
}

const ourBug = "This is a bug in httpgen, not in your manifest. Please report it with the " +
	"manifest and the lines above."

// rootCommand builds the tree of commands anew, so that tests share nothing.
func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "httpgen",
		Short: "Generate a typed HTTP server from a route manifest",
		Long: `httpgen reads a route manifest (routes.yaml) and writes a Go package: a compiled
dispatcher with typed path parameters, one Go interface to implement, and typed
URL builders.

Without a manifest's name, routes.yaml is looked for here, then in the folders
above, up to the one of go.mod. The name of a folder means its routes.yaml, and
"-" is standard input.

Every --json writes one document, {"version": 1, "data": …}.

Exit codes: 0 ok, 1 faults in the manifest or a file that cannot be read or
written, 2 usage, 3 generated files out of date, 4 a breaking change, 5 no route
answers (match), 70 a bug in httpgen.`,
		Args:          noCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors: true,

		SuggestionsMinimumDistance: 2,
		SilenceUsage:               true,
	}
	root.SetFlagErrorFunc(
		func(_ *cobra.Command, err error) error { return &usageError{err.Error()} })
	root.AddCommand(
		generateCommand(), checkCommand(), diffCommand(), watchCommand(),
		routesCommand(), matchCommand(), graphCommand(), statsCommand(), breakingCommand(),
		openapiCommand(), explainCommand(),
		initCommand(), emitCommand(), stubsCommand(), fmtCommand(), vendorCommand(), schemaCommand(),
		versionCommand(), manCommand(),
	)
	root.Version = versionText()
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetHelpCommand(helpCommand())
	addCompletion(root)
	return root
}

// usageError is a command line that makes no sense.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

// staleError is the finding that generated files are not what the manifest makes.
type staleError struct {
	manifest string
	out      string // of -o, or ""
	command  string // "": generate
}

func (e *staleError) Error() string {
	command := "httpgen " + cmp.Or(e.command, "generate") + " "
	if e.out != "" {
		command += "-o " + e.out + " "
	}
	return "generated files are out of date: run " + command + e.manifest
}

// report says an error on standard error and chooses the exit code.
func report(cmd *cobra.Command, err error) int {
	stderr := cmd.ErrOrStderr()
	var (
		usage    *usageError
		stale    *staleError
		document *staleDocument
		layout   *layoutError
		breaking *breakingError
		noRoute  *noRouteError
		several  severalError
		faults   *gen.FaultsError
		internal *gen.InternalError
	)
	switch {
	case errors.As(err, &several):
		return reportAll(cmd, several)
	case errors.As(err, &faults):
		reportFaults(cmd, faults)
		return exitFaults
	case errors.As(err, &usage):
		say(stderr, "%v\nRun '%s --help' for usage.", err, cmd.CommandPath())
		return exitUsage
	case errors.As(err, &stale), errors.As(err, &layout), errors.As(err, &document):
		say(stderr, "%v", err)
		return exitStale
	case errors.As(err, &breaking):
		say(stderr, "%v", err)
		return exitBreaking
	case errors.As(err, &noRoute):
		return exitNoRoute
	case errors.As(err, &internal):
		fmt.Fprintf(stderr, "%s\n\n%s\n", printableLines(err.Error()), ourBug)
		return exitInternal
	}
	say(stderr, "%v", err)
	return exitFaults
}

// reportFaults writes the faults of a manifest, unless that has been done.
func reportFaults(cmd *cobra.Command, faults *gen.FaultsError) {
	if faults.Said {
		return
	}
	stderr := cmd.ErrOrStderr()
	style := styleFor(cmd, stderr)
	if err := faults.Write(stderr, style.format, style.Style); err != nil {
		say(stderr, "%v", err)
	}
}

// between is an argument rule: so many arguments at least and at most.
func between(least, most int, usage string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return &usageError{"too few arguments: " + usage}
		case len(args) > most:
			return &usageError{fmt.Sprintf("unexpected argument %q: %s", args[most], usage)}
		}
		return nil
	}
}
