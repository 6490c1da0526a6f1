package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestInclude makes a project outside of this checkout of two teams' files, whose packages have
// one name, and generates it by go generate.
func TestInclude(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "shop")
	httpgen(t, "init", dir)
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	manifest, err := os.ReadFile(filepath.Join(dir, "routes.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	write("routes.yaml", "include: [orders/orders.yaml, stock/stock.yaml]\nfreshness_test: true\n"+
		string(manifest))
	write("orders/orders.yaml", `imports: {model: example.com/shop/orders/model}
routes: [{path: /orders, handler: ListOrders, returns: "[]model.Item"}]
`)
	write("orders/model/model.go", "package model\n\ntype Item struct{ Order int }\n")
	write("stock/stock.yaml", `imports: {model: example.com/shop/stock/model}
types: {Stocked: {items: "[]model.Item"}}
routes:
  - {path: /stock, handler: ListStock, returns: Stocked}
  - {path: /items, handler: ListItems, returns: "[]model.Item"}
`)
	write("stock/model/model.go", "package model\n\ntype Item struct{ Shelf int }\n")
	inFolder(t, dir, "go", "generate", "./...")
	stubs := filepath.Join(dir, "api", "teams.go")
	httpgen(t, "stubs", "-w", stubs, filepath.Join(dir, "routes.yaml"))
	text, err := os.ReadFile(stubs)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"[]model.Item, error)", "(result Stocked, _ error)", "[]model2.Item, error)"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the stubs lack %s:\n%s", want, text)
		}
	}
	inFolder(t, dir, "go", "build", "./...")
	inFolder(t, dir, "go", "test", "./api")

	write("stock/stock.yaml", `routes: [{path: /stock, handler: ListStock, returns: text}]
`)
	var stdout, stderr bytes.Buffer
	if code := run([]string{"generate", "--check", dir}, &stdout, &stderr); code != exitStale {
		t.Errorf("with a file changed, generate --check ends with %d\n%s%s", code, &stdout, &stderr)
	}
	if said, ok := fails(dir, "go", "test", "./api"); !ok ||
		!strings.Contains(said, "../stock/stock.yaml has changed since this package was generated") {
		t.Errorf("the freshness test says %s", said)
	}
}

// fails runs a command there that is to fail, and returns what it says.
func fails(dir, name string, args ...string) (said string, failed bool) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "GOPROXY=off")
	out, err := cmd.CombinedOutput()
	return string(out), err != nil
}
