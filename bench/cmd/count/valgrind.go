package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/cpu"

	"example.com/httpgen/bench/count"
)

// What counts lives here.

// A condition is what counts depend on.
type condition struct{ key, value string }

// conditions are those of this machine, or why it has no valgrind.
func conditions(ctx context.Context) ([]condition, error) {
	version, err := exec.CommandContext(ctx, "valgrind", "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("no valgrind to count with: %w", err)
	}
	return []condition{{"go", runtime.Version()}, {"arch", runtime.GOARCH},
		{"avx2", strconv.FormatBool(cpu.X86.HasAVX2)},
		{"valgrind", strings.TrimPrefix(strings.TrimSpace(string(version)), "valgrind-")}}, nil
}

// warm is how many times a case runs in both runs: pools are full then, and code that runs once
// has run.
const warm = 2_000

// perOperation counts a case.
func perOperation(ctx context.Context, c count.Case) (float64, error) {
	less, err := counted(ctx, c.Name, warm)
	if err != nil {
		return 0, err
	}
	more, err := counted(ctx, c.Name, warm+c.Times)
	if err != nil {
		return 0, err
	}
	if more <= less {
		return 0, fmt.Errorf("%s: %d instructions for %d times, %d for %d", c.Name, less, warm, more,
			warm+c.Times)
	}
	return float64(more-less) / float64(c.Times), nil
}

// runLimit bounds one run: they take seconds.
const runLimit = 3 * time.Minute

var instructions = regexp.MustCompile(`Collected : (\d+)`)

// counted runs a case in a process of its own, and gives all instructions of it. One thread runs
// Go, nothing is collected and nothing interrupted, so that two counts of the same program hardly
// differ.
func counted(ctx context.Context, name string, n int) (int64, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, runLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
		self, "-case", name, "-n", strconv.Itoa(n))
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "GOGC=off", "GODEBUG=asyncpreemptoff=1")
	text, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%s: %w: %.2000s", name, err, text)
	}
	found := instructions.FindSubmatch(text)
	if found == nil {
		return 0, fmt.Errorf("%s: valgrind does not say how many: %.2000s", name, text)
	}
	return strconv.ParseInt(string(found[1]), 10, 64)
}
