package gen

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// stubbed is a manifest with every kind of method, and names that are in the way.
const stubbed = `package: api
imports:
  model: example.com/shop/model
hooks:
  before: [Authenticate]
  after: [Stamp]
errors:
  404: PageMissing
  "*model.Fault": Failed
routes:
  - GET /a/<err>/<result>/<s> Names
  - GET /b/<any(new,old):age> Aged
  - {path: /c, methods: POST, handler: Add, body: "map[string][2]model.Item", returns: "*model.Item"}
  - {path: /d, methods: POST, handler: Form, body: form, returns: none}
  - {path: /d, methods: PUT, handler: Upload, body: stream, returns: none}
  - {path: /d, methods: PATCH, handler: Files, body: multipart, returns: none}
  - {path: /e, handler: Pair, returns: "[2]int"}
  - {path: /f, handler: List, returns: "[]model.Item"}
  - {path: /f, methods: PUT, handler: Value, returns: "model.Box[int]"}
  - path: /g
    handler: Given
    hooks:
      before: [{hook: Visit, gives: model.Item}, {hook: Login, scheme: basic, gives: "*model.Fault"}]
      around: [InTx]
  - group: /admin
    name: Admin
    hooks: {before: [RequireAdmin]}
    routes: ["GET /stats Stats"]
`

const stubbedModel = `package model

type Item struct{}
type Fault struct{}
type Box[T any] struct{}

func (*Fault) Error() string { return "" }
`

const allStubs = "Authenticate Stamp PageMissing Failed Names Aged Add Form Upload Files Pair List Value Visit Login InTx Given RequireAdmin Stats"

// shop is a module outside of this checkout.
func shop(t *testing.T, files map[string]string) string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	tree := []File{
		{"go.mod", []byte("module example.com/shop\n\ngo 1.26\n\nrequire example.com/httpgen v0.0.0\n\nreplace example.com/httpgen => " + root + "\n")},
		{"api/routes.yaml", []byte(stubbed)},
		{"model/model.go", []byte(stubbedModel)},
	}
	for name, text := range files {
		tree = append(tree, File{name, []byte(text)})
	}
	if err := writeTree(dir, tree); err != nil {
		t.Fatal(err)
	}
	pkg, err := Compile(Options{Manifest: filepath.Join(dir, "api/routes.yaml")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pkg.Write(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestReceivers reads receivers, and wants that of the stubs of Shop.
func TestReceivers(t *testing.T) {
	const missing = "Names"
	for _, row := range []struct{ name, declared, want string }{
		{"none", "type Shop struct{}", "(s_ *Shop) Names("}, // a parameter is called s
		{"a value without a name", "type Shop struct{}\nfunc (Shop) Stats() {}", "(Shop) Names("},
		{"one whose name is blank", "type Shop struct{}\nfunc (_ Shop) Stats() {}", "(Shop) Names("},
		{"a pointer without a name", "type Shop struct{}\nfunc (*Shop) Stats() {}", "(*Shop) Names("},
		{"a name of its own", "type Shop struct{}\nfunc (shop Shop) Stats() {}", "(shop Shop) Names("},
		{"that of most", "type Shop struct{}\nfunc (a *Shop) Stats() {}\nfunc (b *Shop) Add() {}\nfunc (b *Shop) Form() {}", "(b *Shop) Names("},
		{"methods of the interface count first", "type Shop struct{}\nfunc (a *Shop) x() {}\nfunc (a *Shop) y() {}\nfunc (b Shop) Form() {}", "(b Shop) Names("},
		{"a pointer beside values", "type Shop struct{}\nfunc (b Shop) Stats() {}\nfunc (b *Shop) Form() {}", "(b *Shop) Names("},
		{"New takes a value", "type Shop struct{ n int }\nfunc main() { x.New(Shop{n: 1}, 2).Run(``) }", "(s_ Shop) Names("},
		{"New takes a pointer", "type Shop struct{}\nvar app = New(&Shop{})", "(s_ *Shop) Names("},
		{"a generic type", "type Shop[A, B any] struct{}", "(s_ *Shop[A, B]) Names("},
		{"a method of one", "type Shop[A any] struct{}\nfunc (x (*(Shop[T]))) Stats() {}", "(x *Shop[T]) Names("},
	} {
		dir := shop(t, map[string]string{"other/shop.go": "package other\n\n" + row.declared + "\n"})
		stubs, err := FindStubs(StubOptions{Manifest: filepath.Join(dir, "api/routes.yaml"), Dir: filepath.Join(dir, "other"), Type: "Shop"})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(stubs.Text()), "func "+row.want) {
			i := strings.Index(string(stubs.Text()), ") "+missing+"(")
			t.Errorf("%s: want func %s in\n%s", row.name, row.want, stubs.Text()[max(i-30, 0):i+20])
		}
	}
}

// TestStubs finds what is missing, appends it, and has the compiler look at it.
func TestStubs(t *testing.T) {
	for _, row := range []struct {
		name     string
		files    map[string]string
		dir      string // of the handlers
		typeName string
		missing  string // methods, or what the error says
		into     string
	}{
		{"no package at all gets every method and the type",
			nil, "api", "", allStubs, "api/server.go"},
		{"handlers elsewhere call the generated types by their package",
			nil, "shop", "Shop", allStubs, "shop/shop.go"},
		{"what is there stays, its imports included",
			map[string]string{"api/shop.go": `package api

import rt "example.com/httpgen/runtime" // ours
import "runtime"

type Shop struct{ n int } // mine

func (s *Shop)   Authenticate(req rt.Request) (*rt.Response, error) { runtime.GC(); return nil, nil }
func (s Shop) Stats(rt.Request) (rt.Response, error) { return rt.Text(""), nil }`},
			"api", "", "Stamp PageMissing Failed Names Aged Add Form Upload Files Pair List Value Visit Login InTx Given RequireAdmin", "api/shop.go"},
		{"another package of the runtime's name in the file",
			map[string]string{"api/shop.go": "package api\n\nimport (\n\t\"runtime\"\n)\n\nvar _ = runtime.GOOS\n"},
			"api", "", allStubs, "api/shop.go"},
		{"methods of embedded types of the package count",
			map[string]string{"api/shop.go": `package api

import "example.com/httpgen/runtime"

type Admin struct{}

func (Admin) RequireAdmin(runtime.Request) (*runtime.Response, error) { return nil, nil }
func (Admin) Stats(runtime.Request) (runtime.Response, error) { return runtime.Text(""), nil }

type Server struct {
	*Admin
}
`},
			"api", "Server", "Authenticate Stamp PageMissing Failed Names Aged Add Form Upload Files Pair List Value Visit Login InTx Given", "api/shop.go"},
		{"those of UnimplementedHandlers do not",
			map[string]string{"api/shop.go": "package api\n\ntype Server struct{ UnimplementedHandlers }\n"},
			"api", "Server", allStubs, "api/shop.go"},
		{"tests and generated files hold no handlers",
			map[string]string{"api/shop_test.go": "package api\n\ntype Fake struct{}\n\nfunc (Fake) Stats() {}\n"},
			"api", "", allStubs, "api/new.go"},
		{"a type without a pointer is no pointer in its stubs, nor has a receiver a name",
			map[string]string{"api/shop.go": `package api

import "example.com/httpgen/runtime"

type Server struct{}

func (Server) Stats(runtime.Request) (runtime.Response, error) { return runtime.Text(""), nil }
func (s *Server) reset() {}

var App = New(Server{})
`},
			"api", "", "Authenticate Stamp PageMissing Failed Names Aged Add Form Upload Files Pair List Value Visit Login InTx Given RequireAdmin", "api/shop.go"},
		{"nor one that has no methods yet, where it is used without",
			map[string]string{"api/shop.go": "package api\r\n\r\ntype Server struct{ UnimplementedHandlers }\r\n\r\nvar _ Handlers = Server{}\r\n"},
			"api", "Server", allStubs, "api/shop.go"},
		{"a generic type has its parameters",
			map[string]string{"api/shop.go": `package api

import "example.com/httpgen/runtime"

type Store[K comparable, V any] struct{}

func (st *Store[Key, Val]) Stats(runtime.Request) (runtime.Response, error) { return runtime.Text(""), nil }

type Server = Store[int, string]
`},
			"api", "Store", "Authenticate Stamp PageMissing Failed Names Aged Add Form Upload Files Pair List Value Visit Login InTx Given RequireAdmin", "api/shop.go"},
		{"a generated file is no place for stubs",
			nil, "api", "", "handlers_gen.go is a generated file", "api/handlers_gen.go"},
		{"a file that does not parse is not written to",
			map[string]string{"api/broken.go": "package api\n\nfunc (s *Server) Stats( {\n"},
			"api", "", "broken.go:3:25: ", "api/broken.go"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			dir := shop(t, row.files)
			into := filepath.Join(dir, row.into)
			before := row.files[row.into]
			stubs, err := FindStubs(StubOptions{Manifest: filepath.Join(dir, "api/routes.yaml"), Dir: filepath.Join(dir, row.dir), Type: row.typeName, File: into})
			if err != nil {
				if !strings.Contains(err.Error(), row.missing) {
					t.Errorf("error %v, want %s", err, row.missing)
				}
				return
			}
			if got := strings.Join(stubs.Methods, " "); got != row.missing {
				t.Errorf("missing: %s\nwant: %s", got, row.missing)
			}
			if err := stubs.Write(); err != nil {
				t.Fatal(err)
			}
			after, err := os.ReadFile(into)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(before) {
				if !strings.Contains(string(after), line) {
					t.Errorf("a line of the file is gone: %q", line)
				}
			}
			compile := "package " + filepath.Base(row.dir) + "\n\nvar _ " + map[bool]string{true: "", false: "api."}[row.dir == "api"] + "Handlers = &" + strings.Replace(stubs.Type, "Store", "Server", 1) + "{}\n"
			if row.dir != "api" {
				compile = strings.Replace(compile, "\n\n", "\n\nimport \"example.com/shop/api\"\n\n", 1)
			}
			if err := writeTree(filepath.Join(dir, row.dir), []File{{"assert.go", []byte(compile)}}); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("go", "vet", "./...")
			cmd.Dir = dir
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s\n%s", err, out, after)
			}
			again, err := FindStubs(StubOptions{Manifest: filepath.Join(dir, "api/routes.yaml"), Dir: filepath.Join(dir, row.dir), Type: stubs.Type})
			if err != nil || len(again.Methods) > 0 || len(again.Text()) > 0 {
				t.Errorf("after that it lacks %v, %v", again.Methods, err)
			}
		})
	}
}
