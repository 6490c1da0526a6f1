// Command generate makes our contestants of the routing benchmarks: for each route
// set a manifest, handlers that do what the rivals' do, and the package that httpgen
// generates of them, under generated/; and ours/sets_gen.go, which enters them.
//
//	go run ./cmd/generate
//
// It is run in the folder of this module.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"text/template"

	"example.com/httpgen/bench/routing"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run() error {
	dir := flag.String("routesets", "",
		"folder of the sets (default: generated_test/routesets here or above)")
	flag.Parse()
	if *dir == "" {
		var err error
		if *dir, err = routing.FindSets(); err != nil {
			return err
		}
	}
	var packages []string
	for _, name := range routing.SetNames {
		for _, typed := range []bool{false, true} {
			set, err := routing.Load(*dir, name, typed)
			if err != nil {
				return err
			}
			if typed && !set.HasInts() {
				continue
			}
			p := newPackage(set)
			if err := p.write(filepath.Join("generated", p.Name)); err != nil {
				return fmt.Errorf("%s: %w", p.Name, err)
			}
			packages = append(packages, p.Name)
		}
	}
	return writeGo(filepath.Join("ours", "sets_gen.go"), registration, packages)
}

// write makes the folder anew and has httpgen generate in it.
func (p *setPackage) write(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	yaml, err := execute(manifest, p)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "routes.yaml"), yaml, 0o644); err != nil {
		return err
	}
	for name, t := range map[string]*template.Template{"handlers.go": handlers,
		"router.go": router} {
		if err := writeGo(filepath.Join(dir, name), t, p); err != nil {
			return err
		}
	}
	cmd := exec.Command("go", "tool", "httpgen", "generate", "-o", dir,
		filepath.Join(dir, "routes.yaml"))
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

func execute(t *template.Template, data any) ([]byte, error) {
	var b bytes.Buffer
	err := t.Execute(&b, data)
	return b.Bytes(), err
}

func writeGo(path string, t *template.Template, data any) error {
	text, err := execute(t, data)
	if err != nil {
		return err
	}
	if text, err = format.Source(text); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}
