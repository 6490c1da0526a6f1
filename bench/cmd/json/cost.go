package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"example.com/httpgen/bench/raw"
)

// What generated codecs cost before a program runs is measured here: lines and processor time of
// the compiler, per type. Each generator gets the five types of package codec many times.

const (
	copies    = 20
	costTypes = copies * 5
)

// A generator writes the codecs of types that stand in a file of package codec.
type generator struct {
	name, from string
	command    []string
	files      []string    // that have types, codecs and what checks values
	parts      [][2]string // of from that are repeated: how each begins, and what stands behind
}

var generators = []generator{
	{"httpgen", "httpgen/routes.yaml", []string{"httpgen", "generate", "routes.yaml"},
		[]string{"contracts_gen.go"}, [][2]string{{"  State:", "routes:\n"}}},
	{"ogen", "ogen/openapi.yaml", []string{"ogen", "--config", "../../../codec/ogen/config.yaml",
		"--package", "ogen", "--target", ".", "openapi.yaml"},
		[]string{"oas_json_gen.go", "oas_schemas_gen.go", "oas_validators_gen.go"},
		[][2]string{{"    State:", "\x00"}, {"  /orders:", "components:\n"}}},
	{"easyjson", "easy/easy.go", []string{"easyjson", "-all", "easy.go"},
		[]string{"easy.go", "easy_easyjson.go"}, [][2]string{{"// A State", "\x00"}}},
}

// measureCost takes one sample of each generator.
func measureCost(ctx context.Context) (samples []raw.Sample, err error) {
	for _, g := range generators {
		dir := filepath.Join("generated", "json", g.name)
		lines, cpu, err := g.measure(ctx, dir)
		os.RemoveAll(dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g.name, err)
		}
		samples = append(samples, raw.Sample{Name: "JSON/cost/per/type/" + g.name, N: costTypes,
			Values: []raw.Value{
				{Figure: float64(lines) / costTypes, Unit: "lines/type"},
				{Figure: cpu.Seconds() * 1000 / costTypes, Unit: "compile-cpu-ms/type"},
			}})
	}
	return samples, nil
}

func (g generator) measure(ctx context.Context, dir string) (
	lines int, cpu time.Duration, err error,
) {
	if err := os.RemoveAll(dir); err != nil {
		return 0, 0, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, 0, err
	}
	text, err := os.ReadFile(filepath.Join("codec", g.from))
	if err != nil {
		return 0, 0, err
	}
	file := filepath.Join(dir, filepath.Base(g.from))
	if err := os.WriteFile(file, []byte(g.multiply(string(text))), 0o644); err != nil {
		return 0, 0, err
	}
	if err := execute(ctx, dir, "go", append([]string{"tool"}, g.command...)...); err != nil {
		return 0, 0, err
	}
	if lines, err = g.keep(dir); err != nil {
		return 0, 0, err
	}
	nonce := fmt.Sprintf("package %s\n\nconst nonce = %d\n", filepath.Base(filepath.Dir(g.from)),
		time.Now().UnixNano())
	if err := os.WriteFile(filepath.Join(dir, "nonce.go"), []byte(nonce), 0o644); err != nil {
		return 0, 0, err
	}
	cpu, err = compile(ctx, dir)
	return lines, cpu, err
}

var typeName = regexp.MustCompile(
	`\b(State|Line|Customer|Order|Page|orders|pages|putOrder|putPage)\b`)

// multiply repeats the parts of a file that have types or need them, with other names.
func (g generator) multiply(text string) string {
	for _, part := range g.parts {
		begin := strings.Index(text, part[0])
		end := begin + strings.Index(text[begin:]+part[1], part[1])
		var b strings.Builder
		b.WriteString(text[:end])
		for i := 1; i < copies; i++ {
			b.WriteString(typeName.ReplaceAllString(text[begin:end], fmt.Sprintf("${1}%d", i)))
		}
		text = b.String() + text[end:]
	}
	return text
}

// keep removes all Go files but those that are measured, and counts lines.
func (g generator) keep(dir string) (lines int, err error) {
	all, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return 0, err
	}
	for _, name := range all {
		if !strings.Contains(strings.Join(g.files, " "), filepath.Base(name)) {
			if err := os.Remove(name); err != nil {
				return 0, err
			}
		}
	}
	for _, name := range g.files {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return 0, err
		}
		lines += strings.Count(string(text), "\n")
	}
	return lines, nil
}

// compile builds a package and returns what the compiler used.
func compile(ctx context.Context, dir string) (time.Duration, error) {
	graph := filepath.Join(dir, "graph.json")
	path := "./" + filepath.ToSlash(dir)
	if err := execute(ctx, ".", "go", "build", "-debug-actiongraph="+graph, path); err != nil {
		return 0, err
	}
	text, err := os.ReadFile(graph)
	if err != nil {
		return 0, err
	}
	var actions []struct {
		Mode, Package   string
		CmdUser, CmdSys time.Duration
	}
	if err := json.Unmarshal(text, &actions); err != nil {
		return 0, err
	}
	for _, a := range actions {
		if a.Mode == "build" && strings.HasSuffix(a.Package, filepath.ToSlash(dir)) {
			return a.CmdUser + a.CmdSys, nil
		}
	}
	return 0, fmt.Errorf("%s: the package was not built", graph)
}

// execute runs a program; its output is in the error if it fails.
func execute(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w: %.2000s", name, strings.Join(args, " "), err, text)
	}
	return nil
}
