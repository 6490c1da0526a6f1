// Command cost measures what a manifest costs before a program runs: the time to
// generate, the time to compile, and the size of the code, by number of routes.
//
//	go run ./cmd/cost -count 3 -routes 10,100,1000,10000 -o out/cost.txt
//
// It is run in the folder of this module and works in generated/cost, which it removes.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"example.com/httpgen/bench/raw"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "cost:", err)
		os.Exit(1)
	}
}

// maxRoutes bounds a run; 10,000 routes compile for most of a minute.
const maxRoutes = 20_000

func run(ctx context.Context) error {
	count := flag.Int("count", 3, "rounds")
	list := flag.String("routes", "10,100,1000,10000", "numbers of routes, comma separated")
	output := flag.String("o", "", "file for the samples (default: standard output)")
	flag.Parse()
	if *count < 1 || *count > 100 {
		return fmt.Errorf("-count must be 1 to 100")
	}
	var sizes []int
	for _, text := range strings.Split(*list, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxRoutes {
			return fmt.Errorf("-routes %q: want numbers from 1 to %d", text, maxRoutes)
		}
		sizes = append(sizes, n)
	}
	tool, cleanup, err := buildTool(ctx)
	if err != nil {
		return err
	}
	defer cleanup()
	w, err := raw.Create(*output)
	if err != nil {
		return err
	}
	raw.Header(w)
	if err := measureAll(ctx, w, tool, sizes, *count); err != nil {
		return err
	}
	return w.Close()
}

// buildTool compiles httpgen once, and the runtime with it, so that neither is in
// what is measured.
func buildTool(ctx context.Context) (path string, cleanup func(), err error) {
	dir, err := os.MkdirTemp("", "cost-")
	if err != nil {
		return "", nil, err
	}
	cleanup = func() { os.RemoveAll(dir) }
	path = filepath.Join(dir, "httpgen")
	for _, args := range [][]string{{"build", "-o", path, "example.com/httpgen/cmd/httpgen"},
		{"build", "example.com/httpgen/runtime"}} {
		if _, err := command(ctx, "go", args...); err != nil {
			cleanup()
			return "", nil, err
		}
	}
	return path, cleanup, nil
}

func measureAll(ctx context.Context, w io.Writer, tool string, sizes []int, count int) error {
	for range count {
		for _, n := range sizes {
			sample, err := measure(ctx, tool, n)
			if err != nil {
				return fmt.Errorf("%d routes: %w", n, err)
			}
			raw.WriteSample(w, sample)
		}
	}
	return nil
}

// commandLimit bounds each command.
const commandLimit = 5 * time.Minute

// command runs a program and gives the processor time it used; its output is in the
// error if it fails.
func command(ctx context.Context, name string, args ...string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, commandLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	text, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w: %.2000s", name, strings.Join(args, " "), err, text)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}
