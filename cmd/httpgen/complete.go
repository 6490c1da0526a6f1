package main

// What a shell offers to complete a command line with is found here.

import (
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

// A completion says what may stand in a place.
type completion = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective)

// completeFlag offers values of a flag.
func completeFlag(cmd *cobra.Command, flag string, values completion) {
	if err := cmd.RegisterFlagCompletionFunc(flag, values); err != nil {
		panic(err) // a flag that there is not: a bug of ours
	}
}

// among offers fixed words.
func among(words ...string) completion {
	return cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
}

// manifests offers files of YAML, and folders, from the nth argument on.
func manifests(n int) completion {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) < n {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
	}
}

// routesFrom are the routes of the manifest that args name from place i on, or that is found
// from here. A manifest with faults has none to offer: a shell is no place to tell them.
func routesFrom(args []string, i int) []gen.Route {
	file, err := manifestOf(args, i)
	if err != nil || file == "-" {
		return nil
	}
	routes, _, err := gen.RoutesAndMounts(file)
	if err != nil {
		return nil
	}
	return routes
}

// routeNames offers the names of routes.
func routeNames(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var list []string
	for _, r := range routesFrom(args, 2) {
		list = append(list, r.FullName()+"\t"+strings.Join(r.Methods, ",")+" "+r.Pattern)
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// requests offers methods, then the paths of routes up to their first parameter, then manifests.
func requests(cmd *cobra.Command, args []string, typed string) (
	list []string, d cobra.ShellCompDirective,
) {
	routes := routesFrom(args, 2)
	switch len(args) {
	case 0:
		seen := map[string]bool{}
		for _, r := range routes {
			for _, m := range r.Methods {
				if m == "*" {
					m = http.MethodGet
				}
				if !seen[m] {
					list = append(list, m)
				}
				seen[m] = true
			}
		}
		return list, cobra.ShellCompDirectiveNoFileComp
	case 1:
		for _, r := range routes {
			start, _, more := strings.Cut(r.Pattern, "<")
			if more {
				start += "\t" + r.Pattern
			}
			list = append(list, start)
		}
		return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	return manifests(2)(cmd, args, typed)
}
