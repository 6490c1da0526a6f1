package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

// noRouteError is the finding that no route answers, or another one than expected, which has
// been said.
type noRouteError struct{}

func (*noRouteError) Error() string { return "no route answers" }

func matchCommand() *cobra.Command {
	var (
		asJSON        bool
		expect, table string
	)
	cmd := &cobra.Command{
		Use:   "match [flags] METHOD PATH [routes.yaml]\n  httpgen match [flags] --table FILE [routes.yaml]",
		Short: "Tell which route answers a request",
		Long: `Match tells which route answers a method and a path, with the values of its
parameters, or what the server answers where none does; it exits with 5 then. The path
is a raw one, as it stands in a request: %2F stays inside its segment. Static
directories are not asked, and own converters are taken to accept their values.

For every other route that comes near it tells why it does not answer: another route is
first in precedence, it takes other methods, a converter refuses its value. Where no
pattern matches, it names those that nearly do.

With --expect it also exits with 5 where another route answers than the named one; a
status ("404") expects that none does. With --table it asks what stands in a file, a
line each: METHOD PATH, and what is expected, if anything. Empty lines and lines that
start with # are passed over; "-" is standard input.`,
		Example: "  httpgen match GET /books/9780134190440\n  httpgen match --json POST /books " +
			"api/routes.yaml\n  httpgen match --expect GetBook GET /books/1\n" +
			"  httpgen match --table routes.txt",
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case table != "" && expect != "":
				return &usageError{"--table and --expect exclude each other"}
			case table != "":
				return between(0, 1, "at most one manifest beside --table")(cmd, args)
			}
			return between(2, 3, "a method, a path and at most one manifest")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if table != "" {
				return matchTable(cmd, table, args, asJSON)
			}
			method, path := args[0], args[1]
			if err := checkRequest(method, path); err != nil {
				return err
			}
			file, err := manifestOf(args, 2)
			if err != nil {
				return err
			}
			answer, err := gen.Match(file, method, path)
			if err != nil {
				return err
			}
			if asJSON {
				err = printJSON(cmd.OutOrStdout(), answer)
			} else {
				err = printAnswer(cmd.OutOrStdout(), answer)
			}
			switch {
			case err != nil:
			case expect != "" && answer.Name() != expect:
				say(cmd.ErrOrStderr(), "%s %s is answered by %s, not by %s", method, path,
					answer.Name(), expect)
				err = &noRouteError{}
			case expect == "" && answer.Route == nil && answer.Mount == nil && answer.Probe == "":
				err = &noRouteError{}
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	cmd.Flags().StringVar(&expect, "expect", "", "the `NAME` of the route, or a status")
	cmd.Flags().StringVar(&table, "table", "", "ask what stands in `FILE`, one request a line")
	completeFlag(cmd, "expect", routeNames)
	cmd.ValidArgsFunction = requests
	addColor(cmd)
	return cmd
}

// checkRequest refuses what is not a request line for any server.
func checkRequest(method, path string) error {
	switch {
	case strings.HasPrefix(method, "/"):
		return &usageError{"the method comes before the path: httpgen match GET " + method}
	case method == "" ||
		strings.ContainsFunc(method, func(r rune) bool {
			return r <= ' ' || r >= 0x7f ||
				strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
		}):
		return &usageError{fmt.Sprintf("%q is no method", method)}
	case path == "*" && method == http.MethodOptions:
		return nil
	case !strings.HasPrefix(path, "/"):
		return &usageError{fmt.Sprintf("the path %q does not start with /", path)}
	}
	return nil
}

func printAnswer(w io.Writer, a *gen.Answer) error {
	var text strings.Builder
	if r := a.Route; r != nil {
		fmt.Fprintf(&text, "%s  %s %s  %s\n", r.FullName(), strings.Join(r.Methods, ","),
			gen.Printable(r.Pattern), place(*r))
		for _, v := range a.Values {
			fmt.Fprintf(&text, "  %s = %q\n", v.Name, v.Value)
		}
		for _, name := range a.Assumed {
			fmt.Fprintf(&text, "  if the converter %s accepts its value\n", name)
		}
	} else if m := a.Mount; m != nil {
		fmt.Fprintf(&text, "%s  mount %s  %s\n", m.Handler, gen.Printable(m.Prefix), placeOf(*m))
	} else {
		fmt.Fprintf(&text, "%d %s: %s\n", a.Status, http.StatusText(a.Status),
			gen.Printable(a.Reason))
		if len(a.Allow) > 0 {
			fmt.Fprintf(&text, "  Allow: %s\n", strings.Join(a.Allow, ", "))
		}
		if a.Location != "" {
			fmt.Fprintf(&text, "  Location: %s\n", gen.Printable(a.Location))
		}
	}
	writeCandidates(&text, a)
	_, err := io.WriteString(w, text.String())
	return err
}

// writeCandidates tells about the routes that come near and do not answer.
func writeCandidates(text *strings.Builder, a *gen.Answer) {
	if len(a.Candidates) == 0 {
		return
	}
	text.WriteString("other candidates:\n")
	for _, c := range a.Candidates {
		fmt.Fprintf(text, "  %s  %s %s  %s\n    %s\n", c.Route.FullName(),
			strings.Join(c.Route.Methods, ","),
			gen.Printable(c.Route.Pattern), place(c.Route), gen.Printable(c.Why))
	}
	if a.More > 0 {
		fmt.Fprintf(text, "  and %d more\n", a.More)
	}
}
