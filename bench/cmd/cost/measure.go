package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"example.com/httpgen/bench/build"
	"example.com/httpgen/bench/raw"
)

// One measurement lives here.

func measure(ctx context.Context, tool string, routes int) (raw.Sample, error) {
	dir := filepath.Join("generated", "cost")
	if err := build.Empty(dir); err != nil {
		return raw.Sample{}, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "routes.yaml")
	if err := os.WriteFile(file, manifest(routes), 0o644); err != nil {
		return raw.Sample{}, err
	}
	start := time.Now()
	if _, err := build.Command(ctx, tool, "generate", "-o", dir, file); err != nil {
		return raw.Sample{}, err
	}
	generated := time.Since(start)
	built, cpu, err := build.Compile(ctx, dir, "cost")
	if err != nil {
		return raw.Sample{}, err
	}
	source, text, err := build.Sizes(ctx, dir)
	per := func(total int64) float64 { return float64(total) / float64(routes) }
	return raw.Sample{Name: fmt.Sprintf("Cost/routes-%d/httpgen", routes), N: 1,
		Values: []raw.Value{
			{Figure: generated.Seconds(), Unit: "generate-s"},
			{Figure: built.Seconds(), Unit: "compile-s"},
			{Figure: cpu.Seconds(), Unit: "compile-cpu-s"},
			{Figure: per(source), Unit: "source-B/route"},
			{Figure: per(text), Unit: "text-B/route"},
		}}, err
}
