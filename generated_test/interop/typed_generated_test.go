//go:build linux

package interop

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Clients that other generators make of a document live here. They take minutes to install, to
// generate and to compile, so that `make clients` runs them.

// generating passes the test over where nobody asked for it.
func generating(t *testing.T) {
	t.Helper()
	if os.Getenv("HTTPGEN_CLIENTS") == "" {
		t.Skip("make clients runs this")
	}
}

// longPatience is how long a generator may take, the first time with what it needs.
const longPatience = 10 * time.Minute

// prepare runs a program that makes a client.
func prepare(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), longPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.WaitDelay = time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
}

// What a bundle of modules needs in front that were written for require.
const banner = `import {createRequire} from "node:module"; ` +
	`const require = createRequire(import.meta.url);`

func TestGeneratedClientsOfNpm(t *testing.T) {
	generating(t)
	dir := packages(t, "HTTPGEN_INTEROP_NPM_GENERATORS", "ts")
	bin := filepath.Join(dir, "node_modules", ".bin")
	all := []string{someItem, someField, created, ordered, uploaded}
	for _, row := range []struct {
		client, generator string
		args              []string
		want              []string
	}{
		{"hey", "openapi-ts", []string{"-f", "hey.config.mjs"}, all},
		{"orval", "orval", []string{"--config", "orval.config.mjs"}, append(all, all...)},
		{"kubb", "kubb", []string{"generate", "--config", "kubb.config.mjs"},
			[]string{"getItem - missing rgb tag", someField, uploaded, created}},
		{"sta", "swagger-typescript-api", []string{"generate", "-p", "openapi.yaml", "-o", "sta", "-n",
			"fetch.ts"}, []string{"getItem - missing rgb", someField, created, ordered,
			"createUpload - l more"}},
	} {
		t.Run(row.client, func(t *testing.T) {
			prepare(t, dir, filepath.Join(bin, row.generator), row.args...)
			prepare(t, dir, filepath.Join(bin, "esbuild"), row.client+".mjs", "--bundle",
				"--platform=node", "--format=esm", "--outfile=out/"+row.client+".mjs",
				"--log-level=error", "--banner:js="+banner)
			server, url := serveSent(t)
			run(t, dir, true, "node", "out/"+row.client+".mjs", url)
			came(t, server, row.want)
		})
	}
}

// They are a module of their own, whose tools are the generators.
func TestGeneratedClientsOfGo(t *testing.T) {
	generating(t)
	needs(t)
	dir := goClients(t)
	sent := filepath.Join(testdata, "..", "..", "cases", "sent")
	for _, row := range []struct {
		client string
		tool   []string
		want   []string
	}{
		{"oapi", []string{"oapi-codegen", "-generate", "types,client", "-package", "api", "-o",
			"oapi/api/api.go", filepath.Join(sent, "openapi.yaml")},
			// The form leaves out what is a time.
			[]string{someItem, "getFields - X-Missing", "createItem -", "createOrder - at day"}},
		{"ogen", []string{"ogen", "--target", "ogen/api", "--package", "api", "--config",
			"ogen.yaml", filepath.Join(sent, "openapi.yaml")},
			// Times are cut to seconds, and so none is sent.
			[]string{"getItem - at missing", "getFields - X-At X-Missing", "createItem - at",
				"createOrder - at", uploaded}},
		{"swagger", []string{"swagger", "generate", "client", "-q", "-t", "swagger/api", "-f",
			filepath.Join(sent, "swagger.yaml")},
			[]string{"getItem - missing rgb", someField, "createItem -", ordered,
				"createUpload - more"}},
	} {
		t.Run(row.client, func(t *testing.T) {
			if err := os.MkdirAll(filepath.Join(dir, row.client, "api"), 0o755); err != nil {
				t.Fatal(err)
			}
			prepare(t, dir, "go", append([]string{"tool"}, row.tool...)...)
			prepare(t, dir, "go", "build", "-o", "bin/", "./"+row.client)
			server, url := serveSent(t)
			run(t, dir, true, filepath.Join(dir, "bin", row.client), url)
			came(t, server, row.want)
		})
	}
}
