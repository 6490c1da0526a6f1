// Command growth measures what a request and a build cost in services that have grown in one
// place: a thousand pages beside /<slug>, a thousand file names with other ends.
//
//	go run ./cmd/growth -routes 10,100,1000 -shapes pages_slug -o out/growth.txt
//
// It is run in the folder of this module and works in generated/growth, which it removes. The
// shapes are those of generated_test/sets, where a test counts the steps of each.
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
	"regexp"
	"strconv"
	"strings"
	"time"

	"example.com/httpgen/bench/raw"
	"example.com/httpgen/generated_test/sets"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "growth:", err)
		os.Exit(1)
	}
}

// maxRoutes bounds a set; 10,000 routes compile for most of a minute.
const maxRoutes = 20_000

func run(ctx context.Context) error {
	count := flag.Int("count", 1, "rounds")
	list := flag.String("routes", "10,100,1000,10000", "numbers of routes, comma separated")
	only := flag.String("shapes", "", "measure only shapes that match this regular expression")
	length := flag.Duration("time", 50*time.Millisecond, "length of one sample")
	output := flag.String("o", "", "file for the samples (default: standard output)")
	flag.Parse()
	if *count < 1 || *count > 100 || *length < time.Millisecond || *length > time.Minute {
		return fmt.Errorf("-count must be 1 to 100 and -time 1ms to 1m")
	}
	pattern, err := regexp.Compile(*only)
	if err != nil {
		return err
	}
	var sizes []int
	for _, text := range strings.Split(*list, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 2 || n > maxRoutes {
			return fmt.Errorf("-routes %q: want numbers from 2 to %d", text, maxRoutes)
		}
		sizes = append(sizes, n)
	}
	w, err := raw.Create(*output)
	if err != nil {
		return err
	}
	raw.Header(w)
	for range *count {
		for _, shape := range sets.Shapes() {
			if !pattern.MatchString(shape.Name) {
				continue
			}
			if err := measureShape(ctx, w, shape, sizes, *length); err != nil {
				return fmt.Errorf("%s: %w", shape.Name, err)
			}
		}
	}
	return w.Close()
}

func measureShape(ctx context.Context, w io.Writer, shape sets.Shape, sizes []int,
	length time.Duration) error {
	for _, n := range sizes {
		sample, err := measure(ctx, shape, n, length)
		if err != nil {
			return fmt.Errorf("%d routes: %w", n, err)
		}
		raw.WriteSample(w, sample)
	}
	return nil
}

// folder is where packages are made, below this module.
var folder = filepath.Join("generated", "growth")

// measure makes the package of a set, compiles it alone, and runs it.
func measure(ctx context.Context, shape sets.Shape, n int, length time.Duration) (raw.Sample, error) {
	defer os.RemoveAll(folder)
	if err := write(shape, n); err != nil {
		return raw.Sample{}, err
	}
	generated, _, err := command(ctx, "go", "tool", "httpgen", "generate", "-o", folder,
		filepath.Join(folder, "routes.yaml"))
	if err != nil {
		return raw.Sample{}, err
	}
	compiled, _, err := command(ctx, "go", "build", "./"+folder)
	if err != nil {
		return raw.Sample{}, err
	}
	program := filepath.Join(folder, "run", "run")
	if _, _, err := command(ctx, "go", "build", "-o", program, "./"+folder+"/run"); err != nil {
		return raw.Sample{}, err
	}
	_, text, err := command(ctx, program, length.String())
	if err != nil {
		return raw.Sample{}, err
	}
	var hit, miss float64
	if _, err := fmt.Sscan(text, &hit, &miss); err != nil {
		return raw.Sample{}, fmt.Errorf("the program said %q: %w", text, err)
	}
	return raw.Sample{Name: fmt.Sprintf("Growth/%s/routes-%d/httpgen", shape.Name, n), N: 1,
		Values: []raw.Value{
			{Figure: hit, Unit: "hit-ns"}, {Figure: miss, Unit: "miss-ns"},
			{Figure: generated.Seconds(), Unit: "generate-cpu-s"},
			{Figure: compiled.Seconds(), Unit: "compile-cpu-s"},
			{Figure: compiled.Seconds() * 1000 / float64(n), Unit: "compile-cpu-ms/route"},
		}}, nil
}

// commandLimit bounds each command.
const commandLimit = 5 * time.Minute

// command runs a program and gives the processor time it used, and what it printed.
func command(ctx context.Context, name string, args ...string) (time.Duration, string, error) {
	ctx, cancel := context.WithTimeout(ctx, commandLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	text, err := cmd.CombinedOutput()
	if err != nil {
		return 0, "", fmt.Errorf("%s %s: %w: %.2000s", name, strings.Join(args, " "), err, text)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), string(text), nil
}
