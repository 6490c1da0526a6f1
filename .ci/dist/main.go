// Command dist makes what a release consists of, from the last commit:
//
//	go run . -version v0.1.0 -o dist
//
//	dist/httpgen_v0.1.0_linux_amd64.tar.gz   the command, its manual pages, LICENSE, CHANGELOG.md
//	dist/httpgen_v0.1.0_windows_amd64.zip    the same
//	dist/httpgen_v0.1.0.cdx.json             what the command is made of: CycloneDX 1.6
//	dist/goproxy/                            the module, for GOPROXY=file://… or any server of files
//	dist/SHA256SUMS                          of all of them
//
// The same commit and the same Go make the same bytes: no file has a time but the commit's, no
// binary a path of this machine. Binaries are built from the module as it lies in goproxy, so that
// they know their version as those that people install do.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// path is the module that is released.
const path = "example.com/httpgen"

// platforms are those that a release has an archive for.
const platforms = "linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64 " +
	"freebsd/amd64 freebsd/arm64"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

// A release is one that is being made.
type release struct {
	ctx     context.Context
	version string
	when    time.Time // of the commit
	root    string    // of the repository
	out     string
	work    string // for what is gone afterwards
	source  string // the commit's files
}

func run(ctx context.Context) error {
	version := flag.String("version", "", "of the release (default: a pseudo-version of the commit)")
	out := flag.String("o", "dist", "folder, which must be empty or missing")
	list := flag.String("platforms", platforms, "GOOS/GOARCH, separated by blanks")
	flag.Parse()
	r := &release{ctx: ctx, version: *version}
	if err := r.begin(*out); err != nil {
		return err
	}
	defer os.RemoveAll(r.work)
	if err := r.proxy(); err != nil {
		return err
	}
	var first string
	for _, platform := range strings.Fields(*list) {
		binary, err := r.build(platform)
		if err != nil {
			return fmt.Errorf("%s: %w", platform, err)
		}
		if err := r.archive(platform, binary); err != nil {
			return fmt.Errorf("%s: %w", platform, err)
		}
		if first == "" {
			first = binary
		}
	}
	if err := r.bill(first); err != nil {
		return err
	}
	return r.sums()
}

// begin finds the commit, and makes the folders.
func (r *release) begin(out string) (err error) {
	if r.root, err = r.git(".", "rev-parse", "--show-toplevel"); err != nil {
		return err
	}
	seconds, err := r.git(r.root, "log", "-1", "--format=%ct")
	if err != nil {
		return err
	}
	var unix int64
	if _, err := fmt.Sscan(seconds, &unix); err != nil {
		return err
	}
	r.when = time.Unix(unix, 0).UTC()
	if r.version == "" {
		revision, err := r.git(r.root, "rev-parse", "HEAD")
		if err != nil {
			return err
		}
		r.version = module.PseudoVersion("v0", "", r.when, revision[:12])
	}
	if !semver.IsValid(r.version) || semver.Canonical(r.version) != r.version {
		return fmt.Errorf("%q is no version such as v0.1.0", r.version)
	}
	if r.out, err = filepath.Abs(out); err != nil {
		return err
	}
	if left, _ := os.ReadDir(r.out); len(left) > 0 {
		return fmt.Errorf("%s is not empty", out)
	}
	if err := os.MkdirAll(r.out, 0o777); err != nil {
		return err
	}
	r.work, err = os.MkdirTemp("", "httpgen-dist-")
	return err
}

// git runs git and returns what it prints.
func (r *release) git(dir string, args ...string) (string, error) {
	return r.output(dir, nil, "git", args...)
}

// output runs a command and returns what it prints, without the line end.
func (r *release) output(dir string, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(r.ctx, name, args...)
	cmd.Dir, cmd.Env, cmd.Stderr = dir, append(os.Environ(), env...), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return strings.TrimSuffix(string(out), "\n"), nil
}
