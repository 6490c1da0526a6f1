//go:build linux

package interop

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Running programs lives here.

// asked is set by .ci/interop; missing lists the programs that it could not have.
var (
	asked   = os.Getenv("HTTPGEN_INTEROP") != ""
	missing = strings.Fields(os.Getenv("HTTPGEN_INTEROP_MISSING"))
)

// testdata is where the configurations are, whatever the current directory.
var testdata string

// TestMain makes a folder with a public folder in it the current directory, because the
// service's static files are relative to that.
func TestMain(m *testing.M) {
	var err error
	if testdata, err = filepath.Abs("testdata"); err != nil {
		panic(err)
	}
	dir, err := os.MkdirTemp("", "interop")
	if err != nil {
		panic(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "public"), 0o755); err != nil {
		panic(err)
	}
	// Servers that give up their rights have to be let in.
	if err := os.Chmod(dir, 0o755); err != nil {
		panic(err)
	}
	if err := os.Chdir(dir); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// needs passes the test over where nobody asked for it, or where a program could not be
// installed, which .ci/interop has said. A program that is merely not there is a fault.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	if !asked {
		t.Skip("make interop runs this")
	}
	for _, p := range programs {
		if slices.Contains(missing, p) {
			t.Skipf("%s is not here, and apt has none", p)
		}
		if _, err := exec.LookPath(p); err != nil {
			t.Fatal(err)
		}
	}
}

// patience is how long a program may take before it is taken to hang.
const patience = 45 * time.Second

// run runs a program to its end in a folder and returns what it wrote to stdout. Whether
// it succeeds is the row's: ok is what is wanted.
func run(t *testing.T, dir string, ok bool, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = environ(dir)
	cmd.WaitDelay = time.Second
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if ctx.Err() != nil {
		t.Fatalf("%s does not end", name)
	}
	if (err == nil) != ok {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, &out, &errs)
	}
	return out.String()
}

// environ is the environment without proxies (an empty one is one to zsync), and with a
// home where no one has settings.
func environ(home string) []string {
	env := slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(strings.ToLower(v), "=")
		return strings.HasSuffix(name, "_proxy") || name == "home"
	})
	return append(env, "LC_ALL=C", "HOME="+home, "XDG_DATA_HOME="+home, "XDG_CONFIG_HOME="+home)
}

// write makes a file below public and returns its path there.
func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	file := filepath.Join("public", name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
	// Not of this second: a file that may still change within its second has weak validators.
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(file, old, old); err != nil {
		t.Fatal(err)
	}
	return file
}

// same holds a file that a program made to its content.
func same(t *testing.T, file string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(file)
	switch {
	case err != nil:
		t.Error(err)
	case !bytes.Equal(got, want):
		t.Errorf("%s has %d bytes that are not the %d that are served",
			filepath.Base(file), len(got), len(want))
	}
}

// text is n bytes of numbered lines: compressible, and no two pieces are alike.
func text(n int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "line %d of a text that is served\n", i*i)
	}
	return b.Bytes()[:n]
}
