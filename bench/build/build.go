// Package build generates and compiles packages, for commands that measure what that costs.
package build

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Tools compiles programs of this module's tools, and packages that generated code needs, so that
// neither is in what is measured. A program is in dir under the last element of its path.
func Tools(ctx context.Context, programs, packages []string) (dir string, cleanup func(),
	err error) {
	if dir, err = os.MkdirTemp("", "build-"); err != nil {
		return "", nil, err
	}
	cleanup = func() { os.RemoveAll(dir) }
	for _, p := range programs {
		if err == nil {
			_, err = Command(ctx, "go", "build", "-o", filepath.Join(dir, filepath.Base(p)), p)
		}
	}
	for _, p := range packages {
		if err == nil {
			_, err = Command(ctx, "go", "build", p)
		}
	}
	if err != nil {
		cleanup()
		return "", nil, err
	}
	return dir, cleanup, nil
}

// Empty makes a folder anew.
func Empty(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.MkdirAll(dir, 0o755)
}

// commandLimit bounds each command.
const commandLimit = 5 * time.Minute

// Command runs a program and gives the processor time it used; its output is in the
// error if it fails.
func Command(ctx context.Context, name string, args ...string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, commandLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	text, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w: %.2000s", name, strings.Join(args, " "), err, text)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

// Compile compiles the package in dir, which is new to the compiler's cache, and says how long
// that took and what processor time.
func Compile(ctx context.Context, dir, name string) (elapsed, cpu time.Duration, err error) {
	nonce := fmt.Appendf(nil, "package %s\n\nconst httpgenNonce = %d\n", name, time.Now().UnixNano())
	file := filepath.Join(dir, "nonce.go")
	if err := os.WriteFile(file, nonce, 0o644); err != nil {
		return 0, 0, err
	}
	start := time.Now()
	cpu, err = Command(ctx, "go", "build", "./"+dir)
	return time.Since(start), cpu, err
}

// Sizes gives the bytes of Go text and of machine code of the package.
func Sizes(ctx context.Context, dir string) (source, text int64, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return 0, 0, err
	}
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil {
			return 0, 0, err
		}
		source += info.Size()
	}
	archive, err := exec.CommandContext(ctx, "go", "list", "-export", "-f", "{{.Export}}", "./"+
		dir).Output()
	if err != nil {
		return 0, 0, err
	}
	symbols, err := exec.CommandContext(ctx, "go", "tool", "nm", "-size",
		strings.TrimSpace(string(archive))).Output()
	if err != nil {
		return 0, 0, err
	}
	text, err = textSize(symbols)
	return source, text, err
}

// textSize adds up the code symbols that "go tool nm -size" lists: address, size, kind, name.
func textSize(symbols []byte) (total int64, err error) {
	for lines := bufio.NewScanner(bytes.NewReader(symbols)); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || fields[2] != "T" && fields[2] != "t" {
			continue
		}
		size, err := strconv.ParseInt(fields[1], 10, 64)
		if err != nil {
			return 0, fmt.Errorf("nm: %q: %w", lines.Text(), err)
		}
		total += size
	}
	return total, nil
}

// Lines counts the lines of Go that a generator wrote to dir.
func Lines(dir string) (n int, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*_gen.go"))
	if err != nil {
		return 0, err
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return 0, err
		}
		n += bytes.Count(text, []byte("\n"))
	}
	return n, nil
}
