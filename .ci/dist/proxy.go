package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/module"
	modzip "golang.org/x/mod/zip"
)

// The module as a tree of files that GOPROXY may be, and the binaries that are built from it.

// proxy writes the tree (go.dev/ref/mod#goproxy-protocol).
func (r *release) proxy() error {
	r.source = filepath.Join(r.work, "source")
	if err := os.Mkdir(r.source, 0o777); err != nil {
		return err
	}
	archive := filepath.Join(r.work, "source.tar")
	if _, err := r.git(r.root, "archive", "-o", archive, "HEAD"); err != nil {
		return err
	}
	if _, err := r.output(r.source, nil, "tar", "-xf", archive); err != nil {
		return err
	}
	dir := filepath.Join(r.out, "goproxy", filepath.FromSlash(path), "@v")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	mod, err := os.ReadFile(filepath.Join(r.source, "go.mod"))
	if err != nil {
		return err
	}
	info, err := json.Marshal(struct {
		Version string
		Time    time.Time
	}{r.version, r.when})
	if err != nil {
		return err
	}
	for name, text := range map[string][]byte{
		"list": []byte(r.version + "\n"), r.version + ".info": info, r.version + ".mod": mod,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o666); err != nil {
			return err
		}
	}
	f, err := os.Create(filepath.Join(dir, r.version+".zip"))
	if err != nil {
		return err
	}
	if err := modzip.CreateFromDir(f, module.Version{Path: path, Version: r.version},
		r.source); err != nil {
		return err
	}
	return f.Close()
}

// build makes the command for a platform, as go install does for everybody.
func (r *release) build(platform string) (binary string, err error) {
	goos, goarch, ok := strings.Cut(platform, "/")
	if !ok {
		return "", fmt.Errorf("want GOOS/GOARCH")
	}
	cache, err := r.output(r.root, nil, "go", "env", "GOMODCACHE", "GOPROXY")
	if err != nil {
		return "", err
	}
	_, upstream, _ := strings.Cut(cache, "\n")
	// A cache of its own for the module: one of this version may lie in the user's, of another
	// commit.
	ours := filepath.Join(r.work, "modcache")
	name := filepath.Join(r.work, goos+"_"+goarch, "httpgen")
	if goos == "windows" {
		name += ".exe"
	}
	module := filepath.Join(r.work, "build")
	if err := os.MkdirAll(module, 0o777); err != nil {
		return "", err
	}
	env := []string{"GOPROXY=file://" + filepath.ToSlash(filepath.Join(r.out, "goproxy")) + "," +
		upstream, "GOMODCACHE=" + ours, "GONOSUMDB=" + path, "GOFLAGS=-modcacherw", "GOOS=" + goos,
		"GOARCH=" + goarch, "CGO_ENABLED=0", "GOWORK=off"}
	if _, err := os.Stat(filepath.Join(module, "go.mod")); err != nil {
		for _, args := range [][]string{{"mod", "init", "dist"},
			{"get", "-tool", path + "/cmd/httpgen@" + r.version}} {
			if _, err := r.output(module, env, "go", args...); err != nil {
				return "", err
			}
		}
	}
	_, err = r.output(module, env, "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags=-s -w -buildid=", "-o", name, path+"/cmd/httpgen")
	return name, err
}
