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
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"

	"example.com/httpgen/bench/build"
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
	tools, cleanup, err := build.Tools(ctx, []string{"example.com/httpgen/cmd/httpgen"},
		[]string{"example.com/httpgen/runtime"})
	if err != nil {
		return err
	}
	defer cleanup()
	w, err := raw.Create(*output)
	if err != nil {
		return err
	}
	raw.Header(w)
	if err := measureAll(ctx, w, filepath.Join(tools, "httpgen"), sizes, *count); err != nil {
		return err
	}
	return w.Close()
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
