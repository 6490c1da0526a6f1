package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestOutputsAreAsTheirSchemasSay runs each command with --json and holds what it writes to the
// schema that httpgen schema --output prints.
func TestOutputsAreAsTheirSchemasSay(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	const manifest = "package: api\nroutes:\n  - GET /books/<int:id> GetBook\n  - GET /books/<name> Named\n" +
		"  - group: /admin\n    name: Admin\n    routes: [GET /stats Stats]\n"
	write("go.mod", "module example.org/m\n\ngo 1.26\n")
	write("routes.yaml", manifest)
	write("old.yaml", manifest+"  - GET /gone Gone\n")
	write("bad.yaml", "routes:\n  - GET /x X\n  - GET /x Y\n")
	write("table.txt", "GET /books/1 GetBook\nGET /nothing\n")
	for name, args := range map[string]string{
		"breaking":          "breaking --json old.yaml",
		"check":             "check --json bad.yaml",
		"diff":              "diff --json",
		"explain":           "explain --json",
		"explain-code":      "explain --json HG0203",
		"explain-converter": "explain --json uuid",
		"fmt":               "fmt --json --check",
		"generate":          "generate --json --check",
		"graph":             "graph --json",
		"match":             "match --json GET /books/1",
		"match-table":       "match --json --table table.txt",
		"openapi":           "openapi --json",
		"routes":            "routes --json",
		"stats":             "stats --json",
		"stubs":             "stubs --json",
		"vendor":            "vendor --json internal/httpgen",
		"version":           "version --json",
	} {
		var schema, stdout, stderr bytes.Buffer
		if code := run([]string{"schema", "--output", name}, &schema, &stderr); code != 0 {
			t.Fatalf("%s: %s", name, stderr.String())
		}
		doc, err := jsonschema.UnmarshalJSON(&schema)
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource("schema.json", doc); err != nil {
			t.Fatal(err)
		}
		compiled, err := c.Compile("schema.json")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		run(strings.Fields(args), &stdout, &stderr) // some find something: their code is not 0
		var got any
		if err := json.Unmarshal(stdout.Bytes(), &got); err != nil {
			t.Errorf("%s: %v\n%s%s", args, err, stdout.String(), stderr.String())
			continue
		}
		if err := compiled.Validate(got); err != nil {
			t.Errorf("%s: %v\n%s", args, err, stdout.String())
		}
	}
	if got := len(outputNames()); got != 17 {
		t.Errorf("%d outputs have a schema, 17 are asked here", got)
	}
}
