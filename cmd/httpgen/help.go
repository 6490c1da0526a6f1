package main

// Help lives here, and what a command line says that names no command.

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// helpCommand is the library's, but that a name of no command is an error.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Help about any command",
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return noCommand(cmd.Root(), args[len(args)-max(len(rest), 1):])
			}
			found.InitDefaultHelpFlag() // else its help would not show it
			return found.Help()
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string,
			cobra.ShellCompDirective) {
			var names []string
			if found, rest, err := cmd.Root().Find(args); err == nil && len(rest) == 0 {
				for _, sub := range found.Commands() {
					if sub.IsAvailableCommand() {
						names = append(names, sub.Name()+"\t"+sub.Short)
					}
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// noCommand refuses what is no command's name.
func noCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	text := fmt.Sprintf("unknown command %q", args[0])
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		text += fmt.Sprintf("; did you mean %q?", near[0])
	} else if ext := filepath.Ext(args[0]); ext == ".yaml" || ext == ".yml" {
		text += fmt.Sprintf("; did you mean \"httpgen generate %s\"?", args[0])
	}
	return &usageError{text}
}

// addCompletion adds the library's commands for shells. It takes any argument for help;
// here they are errors, as everywhere.
func addCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() != "completion" {
			continue
		}
		var shells []string
		for _, shell := range cmd.Commands() {
			shells = append(shells, shell.Name())
			shell.Args = between(0, 0, "completion takes the name of a shell alone")
		}
		usage := "one of " + strings.Join(shells, ", ")
		cmd.Args = between(0, 0, usage)
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
}
