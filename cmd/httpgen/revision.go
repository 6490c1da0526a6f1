package main

// Manifests of the past are read here: from a file, or from git.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// oldManifest reads what OLD names: a file, REV:PATH, or REV for the path of file. The
// name is for messages.
func oldManifest(old, file string) (name string, text []byte, err error) {
	if old == "-" {
		if file == "-" {
			return "", nil, &usageError{"standard input cannot be both manifests"}
		}
		text, err = io.ReadAll(os.Stdin)
		return "<stdin>", text, err
	}
	if file := manifestIn(old); file != old { // a folder may have the name of a branch
		if text, err = os.ReadFile(file); err == nil {
			return file, text, nil
		}
	} else if text, err = os.ReadFile(old); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return old, text, err
	}
	if strings.HasPrefix(old, "-") || old == "" {
		return "", nil, &usageError{fmt.Sprintf("%q is neither a file nor a revision", old)}
	}
	rev, path, named := strings.Cut(old, ":")
	if named {
		text, err = show(".", rev+":"+path)
		if err != nil && !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "./") {
			// git's paths start at the top
			if here, fault := show(".", rev+":./"+path); fault == nil {
				text, err = here, nil
			}
		}
	} else {
		dir, base := filepath.Split(file)
		old = rev + ":" + filepath.ToSlash(file)
		text, err = show(filepath.Clean(dir), rev+":./"+base)
	}
	return old, text, err
}

// show reads a file of a revision, from a folder of the repository.
func show(dir, object string) ([]byte, error) {
	cmd := exec.Command("git", "show", "--no-textconv", object)
	cmd.Dir = dir
	text, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		said := strings.TrimPrefix(strings.TrimSpace(string(exit.Stderr)), "fatal: ")
		return nil, fmt.Errorf("%s is no file, and git says: %s", object, said)
	}
	return text, err
}
