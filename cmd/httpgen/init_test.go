package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// httpgen runs the command in this process and wants it to succeed.
func httpgen(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(args, &stdout, &stderr); code != exitOK {
		t.Fatalf("httpgen %s: exit code %d\n%s", strings.Join(args, " "), code, &stderr)
	}
	return stdout.String()
}

// inFolder runs a command there, without a network.
func inFolder(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "GOPROXY=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// TestInit builds and tests the project outside of this checkout, in both ways of coming
// by the runtime.
func TestInit(t *testing.T) {
	for _, row := range []struct {
		name string
		args []string
		want string // in go.mod
		not  string
		tool bool // go tool httpgen works there
	}{
		{"with a replace line", []string{"--replace", "../.."}, "replace example.com/httpgen =>", "no such line", true},
		{"with the sources that the tool was built from", nil, "replace example.com/httpgen =>", "no such line", true},
		{"with a copy of the runtime", []string{"--vendor", "--module", "example.org/notes"}, "module example.org/notes", "require", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "shop")
			httpgen(t, append([]string{"init", dir}, row.args...)...)
			mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
			if err != nil {
				t.Fatal(err)
			}
			if text := string(mod); !strings.Contains(text, row.want) || strings.Contains(text, row.not) {
				t.Errorf("go.mod holds no %q, or %q:\n%s", row.want, row.not, text)
			}
			if said := inFolder(t, dir, "gofmt", "-l", "."); said != "" {
				t.Errorf("not gofmt'd: %s", said)
			}
			tidy := exec.Command("go", "mod", "tidy", "-diff") // with the network: it asks for tests of libraries
			tidy.Dir = dir
			tidy.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
			if out, err := tidy.CombinedOutput(); err != nil {
				t.Errorf("the module is not tidy: %v\n%s", err, out)
			}
			inFolder(t, dir, "go", "build", "./...")
			inFolder(t, dir, "go", "vet", ".", "./api")
			inFolder(t, dir, "go", "test", "./api")
			if row.tool {
				inFolder(t, dir, "go", "tool", "httpgen", "generate", "--check")
			} else if deps := inFolder(t, dir, "go", "list", "-m", "all"); strings.TrimSpace(deps) != "example.org/notes" {
				t.Errorf("the project depends on more than itself:\n%s", deps)
			}
			httpgen(t, "generate", "--check", filepath.Join(dir, "routes.yaml"))
			httpgen(t, "check", filepath.Join(dir, "routes.yaml"))
		})
	}
}

// TestInitAttributes asks git for the line ends of everything that httpgen writes or reads.
func TestInitAttributes(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git here")
	}
	dir := filepath.Join(t.TempDir(), "shop")
	httpgen(t, "init", "--vendor", dir)
	inFolder(t, dir, "git", "init", "-q")
	files := []string{
		"routes.yaml", "routes.schema.json", "api/dispatch_gen.go", "api/freshness_gen_test.go",
		"internal/runtime/VENDORED", "internal/runtime/app.go", "internal/runtime/internal/http1/head.go", "main.go",
	}
	for line := range strings.Lines(inFolder(t, dir, "git", append([]string{"check-attr", "eol", "--"}, files...)...)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": eol: ")
		want := "lf"
		if name == "main.go" {
			want = "unspecified" // people's own
		}
		if value != want {
			t.Errorf("%s has the line ends %s, want %s", name, value, want)
		}
	}
}

// TestVendor holds what Vendor does with a folder that is not empty.
func TestVendor(t *testing.T) {
	dir := t.TempDir()
	into := filepath.Join(dir, "internal", "runtime")
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.org/shop\n\ngo 1.26\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if got, want := httpgen(t, "vendor", into), "runtime: example.org/shop/internal/runtime\n"; got != want {
		t.Errorf("vendor prints %q, want %q", got, want)
	}
	inFolder(t, dir, "go", "list", "-deps", "./...") // TestInit builds a copy
	httpgen(t, "vendor", into)                       // again, over its own copy

	list, err := os.ReadFile(filepath.Join(into, "VENDORED"))
	if err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(into, "gone.go") // of an earlier version, which had it
	list = fmt.Appendf(list, "%x  gone.go\n", sha256.Sum256([]byte("package runtime\n")))
	for name, text := range map[string]string{gone: "package runtime\n", filepath.Join(into, "VENDORED"): string(list)} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	httpgen(t, "vendor", into)
	if _, err := os.Stat(gone); !os.IsNotExist(err) {
		t.Errorf("a file that is no longer part of the runtime is there still: %v", err)
	}

	edited := filepath.Join(into, "app.go")
	if err := os.WriteFile(edited, []byte("package runtime // edited\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	stranger := filepath.Join(into, "VENDORED")
	var stdout, stderr bytes.Buffer
	if code := run([]string{"vendor", into}, &stdout, &stderr); code != exitFaults || !strings.Contains(stderr.String(), "app.go was edited since it was copied") {
		t.Errorf("over an edited file: exit code %d, %s", code, &stderr)
	}
	if err := os.Remove(stranger); err != nil {
		t.Fatal(err)
	}
	stderr.Reset()
	if code := run([]string{"vendor", into}, &stdout, &stderr); code != exitFaults || !strings.Contains(stderr.String(), "was not copied by httpgen") {
		t.Errorf("over files of others: exit code %d, %s", code, &stderr)
	}
	if text, err := os.ReadFile(edited); err != nil || string(text) != "package runtime // edited\n" {
		t.Errorf("the edited file is now %q, %v", text, err)
	}
}
