package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// command runs one and returns what it prints.
func command(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// TestReleaseIsTheSameTwiceAndEnough makes a release twice, and a project with nothing but its
// archive and its module tree.
func TestReleaseIsTheSameTwiceAndEnough(t *testing.T) {
	tool := filepath.Join(t.TempDir(), "dist")
	command(t, ".", nil, "go", "build", "-o", tool, ".")
	here := runtime.GOOS + "/" + runtime.GOARCH
	outs := [2]string{filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")}
	var sums [2][]byte
	for i, out := range outs {
		command(t, ".", nil, tool, "-version", "v0.1.0-test", "-o", out, "-platforms", here)
		var err error
		if sums[i], err = os.ReadFile(filepath.Join(out, "SHA256SUMS")); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(sums[0], sums[1]) {
		t.Errorf("two releases of one commit differ:\n%s\n%s", sums[0], sums[1])
	}
	command(t, outs[0], nil, "sha256sum", "-c", "SHA256SUMS")

	work := t.TempDir()
	command(t, work, nil, "tar", "-xzf", filepath.Join(outs[0],
		"httpgen_v0.1.0-test_"+strings.ReplaceAll(here, "/", "_")+".tar.gz"), "--strip-components=1")
	upstream := strings.TrimSpace(command(t, work, nil, "go", "env", "GOPROXY"))
	env := []string{"GOPROXY=file://" + filepath.Join(outs[0], "goproxy") + "," + upstream,
		"GONOSUMDB=" + path, "GOMODCACHE=" + t.TempDir(), "GOFLAGS=-modcacherw", "GOWORK=off"}
	if got := command(t, work, env, "./httpgen", "--version"); !strings.Contains(got, " v0.1.0-test ") {
		t.Errorf("the command says that it is %s", got)
	}
	command(t, work, env, "./httpgen", "init", "shop")
	shop := filepath.Join(work, "shop")
	command(t, shop, env, "go", "mod", "tidy", "-diff")
	command(t, shop, env, "go", "vet", "./...")
	command(t, shop, env, "go", "test", "./...")
	command(t, shop, env, "go", "tool", "httpgen", "generate", "--check")
	if text, err := os.ReadFile(filepath.Join(work, "httpgen")); err != nil {
		t.Error(err)
	} else if bytes.Contains(text, []byte(work)) || bytes.Contains(text, []byte(os.TempDir()+"/httpgen-dist-")) {
		t.Error("the command has a path of this machine in it")
	}
}
