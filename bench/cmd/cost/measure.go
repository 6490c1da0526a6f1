package main

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

	"example.com/httpgen/bench/raw"
)

// One measurement lives here.

func measure(ctx context.Context, tool string, routes int) (raw.Sample, error) {
	dir := filepath.Join("generated", "cost")
	if err := os.RemoveAll(dir); err != nil {
		return raw.Sample{}, err
	}
	defer os.RemoveAll(dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return raw.Sample{}, err
	}
	file := filepath.Join(dir, "routes.yaml")
	if err := os.WriteFile(file, manifest(routes), 0o644); err != nil {
		return raw.Sample{}, err
	}
	start := time.Now()
	if _, err := command(ctx, tool, "generate", "-o", dir, file); err != nil {
		return raw.Sample{}, err
	}
	generated := time.Since(start)
	if err := os.WriteFile(filepath.Join(dir, "nonce.go"), nonce(), 0o644); err != nil {
		return raw.Sample{}, err
	}
	start = time.Now()
	cpu, err := command(ctx, "go", "build", "./"+dir)
	if err != nil {
		return raw.Sample{}, err
	}
	built := time.Since(start)
	source, text, err := sizes(ctx, dir)
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

// nonce makes each package new to the compiler's cache.
func nonce() []byte {
	return fmt.Appendf(nil, "package cost\n\nconst httpgenNonce = %d\n", time.Now().UnixNano())
}

// sizes gives the bytes of Go text and of machine code of the package.
func sizes(ctx context.Context, dir string) (source, text int64, err error) {
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
