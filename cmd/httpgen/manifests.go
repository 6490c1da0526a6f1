package main

// Which manifests a command line means is found out here.

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

// manifestOf is the manifest that args name at place i, or the one found from here. A
// folder stands for its routes.yaml, "-" for standard input.
func manifestOf(args []string, i int) (string, error) {
	if len(args) <= i {
		return gen.Find(".")
	}
	return manifestIn(args[i]), nil
}

// manifestsOf are all manifests that args name, or the one found from here.
func manifestsOf(args []string) ([]string, error) {
	files := make([]string, max(len(args), 1))
	for i := range files {
		var err error
		if files[i], err = manifestOf(args, i); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// manifestIn is the manifest of a folder, or the name itself where it is none.
func manifestIn(name string) string {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return filepath.Join(name, gen.ManifestName)
	}
	return name
}

// A severalError is what went wrong with several manifests.
type severalError []error

func (e severalError) Error() string { return errors.Join(e...).Error() }

// together is one error of several, nil of none.
func together(errs []error) error {
	switch len(errs) {
	case 0:
		return nil
	case 1:
		return errs[0]
	}
	return severalError(errs)
}

// reportAll says each error, and chooses the gravest exit code.
func reportAll(cmd *cobra.Command, errs severalError) (code int) {
	for _, err := range errs {
		code = max(code, report(cmd, err))
	}
	return code
}
