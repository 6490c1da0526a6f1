package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"example.com/httpgen/bench/build"
	"example.com/httpgen/bench/contracts/ogen"
	"example.com/httpgen/bench/raw"
)

// What documents cost to generate and to compile is measured here.

// A generator makes a package of a document.
type generator struct {
	name     string
	document func(operations int) []byte
	file     string // of the document
	program  string // of package build's tools
	args     []string
}

var generators = []generator{
	{"httpgen", manifest, "routes.yaml", "httpgen", []string{"generate", "-o", ".", "routes.yaml"}},
	{"ogen", openapi, "openapi.yaml", "ogen", []string{"--target", ".", "--package", "cost",
		"--config", "ogen.yaml", "openapi.yaml"}},
}

// Documents of both sizes are ours; only the small one is also the rival's.
const (
	small = 100
	large = 1000
)

// costAll runs the rounds, behind one that fills the compiler's cache with what the packages need.
func costAll(ctx context.Context, w io.Writer, rounds int) error {
	if rounds == 0 {
		return nil
	}
	tools, cleanup, err := build.Tools(ctx, []string{"example.com/httpgen/cmd/httpgen", ogen.Program},
		[]string{"example.com/httpgen/runtime"})
	if err != nil {
		return err
	}
	defer cleanup()
	for _, g := range generators {
		if _, err := g.measure(ctx, tools, len(operations)); err != nil {
			return fmt.Errorf("%s: %w", g.name, err)
		}
	}
	for range rounds {
		for i, g := range generators {
			sizes := []int{small}
			if i == 0 {
				sizes = append(sizes, large)
			}
			for _, n := range sizes {
				sample, err := g.measure(ctx, tools, n)
				if err != nil {
					return fmt.Errorf("%s, %d operations: %w", g.name, n, err)
				}
				raw.WriteSample(w, sample)
			}
		}
	}
	return nil
}

func (g generator) measure(ctx context.Context, tools string, n int) (raw.Sample, error) {
	dir := filepath.Join("generated", "cost-"+g.name)
	if err := build.Empty(dir); err != nil {
		return raw.Sample{}, err
	}
	defer os.RemoveAll(dir)
	files := map[string][]byte{g.file: g.document(n), "ogen.yaml": []byte(ogen.Config)}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return raw.Sample{}, err
		}
	}
	start := time.Now()
	args := append([]string{"-C", dir, filepath.Join(tools, g.program)}, g.args...)
	if _, err := build.Command(ctx, "env", args...); err != nil {
		return raw.Sample{}, err
	}
	generated := time.Since(start)
	elapsed, cpu, err := build.Compile(ctx, dir, "cost")
	if err != nil {
		return raw.Sample{}, err
	}
	lines, err := build.Lines(dir)
	if err != nil {
		return raw.Sample{}, err
	}
	_, text, err := build.Sizes(ctx, dir)
	per := func(total float64) float64 { return total / float64(n) }
	return raw.Sample{Name: fmt.Sprintf("Contract/document-%d/%s", n, g.name), N: 1,
		Values: []raw.Value{
			{Figure: generated.Seconds(), Unit: "generate-s"},
			{Figure: elapsed.Seconds(), Unit: "compile-s"},
			{Figure: cpu.Seconds(), Unit: "compile-cpu-s"},
			{Figure: per(float64(lines)), Unit: "lines/operation"},
			{Figure: per(float64(text)), Unit: "text-B/operation"},
		}}, err
}
