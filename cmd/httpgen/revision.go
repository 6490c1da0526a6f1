package main

// Manifests of the past are read here: from a file, or from git.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"example.com/httpgen/gen"
)

// An oldText is a manifest of the past, and where the files are that it includes.
type oldText struct {
	name  string // in messages
	text  []byte
	files gen.Files
}

// oldManifest reads what OLD names: a file, REV:PATH, or REV for the path of file.
func oldManifest(old, file string) (*oldText, error) {
	if old == "-" {
		if file == "-" {
			return nil, &usageError{"standard input cannot be both manifests"}
		}
		text, err := io.ReadAll(os.Stdin)
		return &oldText{"<stdin>", text, gen.FilesOf("-")}, err
	}
	if file := manifestIn(old); file != old { // a folder may have the name of a branch
		if text, err := os.ReadFile(file); err == nil {
			return &oldText{file, text, gen.FilesOf(file)}, nil
		}
	} else if text, err := os.ReadFile(old); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return &oldText{old, text, gen.FilesOf(old)}, err
	}
	if strings.HasPrefix(old, "-") || old == "" {
		return nil, &usageError{fmt.Sprintf("%q is neither a file nor a revision", old)}
	}
	return revision(old, file)
}

// revision reads a manifest from git.
func revision(old, file string) (*oldText, error) {
	rev, name, named := strings.Cut(old, ":")
	if !named {
		dir, base := filepath.Split(file)
		at := inGit{dir: filepath.Clean(dir), rev: rev, folder: "./",
			shown: rev + ":" + filepath.ToSlash(dir)}
		text, err := at.Read(base)
		return &oldText{rev + ":" + filepath.ToSlash(file), text, at}, err
	}
	at := inGit{dir: ".", rev: rev, shown: rev + ":" + folderOf(name), folder: folderOf(name)}
	text, err := show(at.dir, old)
	if err != nil && !strings.HasPrefix(name, "/") &&
		!strings.HasPrefix(name, "./") {
		// git's paths start at the top
		if here, fault := show(at.dir, rev+":./"+name); fault == nil {
			text, err, at.folder = here, nil, "./"+at.folder
		}
	}
	return &oldText{old, text, at}, err
}

// folderOf is a path up to its last part: "" or with a slash at its end.
func folderOf(file string) string { return file[:strings.LastIndexByte(file, '/')+1] }

// inGit are files beside a manifest of a revision.
type inGit struct {
	dir    string // where git is asked
	rev    string
	folder string // of the manifest, as git has it
	shown  string // the same in messages
}

// Read reads a file of the revision.
func (g inGit) Read(name string) ([]byte, error) {
	folder := g.folder
	if !strings.HasPrefix(folder, "./") { // from the top, where git knows no ..
		return show(g.dir, g.rev+":"+path.Join(folder, name))
	}
	return show(g.dir, g.rev+":"+folder+name)
}

// Same compares names: a revision has no links that lead to files.
func (g inGit) Same(a, b string) bool { return a == b }

// Name is what git calls the file.
func (g inGit) Name(name string) string { return g.shown + name }

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
