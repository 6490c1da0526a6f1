package userproject

// The project, and how to do things in it, live here.

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// files are the project: a shop with a handler package of two routes, one of which
// belongs to a group, and a link from one to the other.
var files = map[string]string{
	"api/routes.yaml": `imports:
  model: example.com/shop/model
converters:
  sku: {type: model.SKU, parse: model.ParseSKU, format: model.FormatSKU}
hooks:
  before: [Authenticate]
routes:
  - GET /items/<sku:id> GetItem
  - GET /shelves/<any(new,old):shelf>/<int:page> Browse
  - group: /admin
    name: Admin
    routes:
      - path: /items
        methods: [POST]
        handler: AddItem
        body: model.Item
        returns: model.Item
        status: 201
`,
	"model/model.go": `package model

import "errors"

type SKU string

func ParseSKU(s string) (SKU, error) {
	if len(s) != 4 {
		return "", errors.New("four characters")
	}
	return SKU(s), nil
}

func FormatSKU(s SKU) string { return string(s) }

type Item struct {
	SKU  SKU
	Name string
}
`,
	"api/handlers.go": `package api

//go:generate go tool httpgen generate

import (
	"example.com/httpgen/runtime"
	"example.com/shop/model"
)

type Server struct{}

var _ Handlers = Server{}

func (Server) Authenticate(req runtime.Request) (*runtime.Response, error) {
	return nil, nil
}

func (Server) GetItem(req runtime.Request, id model.SKU) (runtime.Response, error) {
	return runtime.Text("item " + string(id)), nil
}

func (Server) Browse(req runtime.Request, shelf Shelf, page int) (runtime.Response, error) {
	return runtime.Redirect(303, BrowseURL(ShelfOld, page+1)), nil
}

func (Server) AddItem(req runtime.Request, body model.Item) (model.Item, error) {
	return body, nil
}
`,
	"api/api_test.go": `package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestServer(t *testing.T) {
	server := httptest.NewServer(New(Server{}))
	defer server.Close()
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, row := range []struct{ method, path, body, status, want string }{
		{"GET", "/items/ab12", "", "200 OK", "item ab12"},
		{"GET", "/items/ab123", "", "404 Not Found", ` + "`{\"error\": \"Not Found\"}`" + `},
		{"GET", "/shelves/new/1", "", "303 See Other", "/shelves/old/2"},
		{"POST", "/admin/items", ` + "`{\"SKU\": \"ab12\", \"Name\": \"cup\"}`" + `, "201 Created", "cup"},
	} {
		req, err := http.NewRequest(row.method, server.URL+row.path, strings.NewReader(row.body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		answer := string(body) + resp.Header.Get("Location")
		if resp.Status != row.status || !strings.Contains(answer, row.want) {
			t.Errorf("%s %s: %s %s, want %s %s", row.method, row.path, resp.Status, answer, row.status, row.want)
		}
	}
}
`,
}

// A project is the user's module in a folder of its own.
type project struct {
	t   *testing.T
	dir string
}

// tidied are go.mod and go.sum as go mod tidy leaves them, which it does for all projects
// in the same way: the first one asks it.
var tidied = map[string]string{}

// newProject writes the files and makes the module as the README tells.
func newProject(t *testing.T) project {
	t.Helper()
	p := project{t, t.TempDir()}
	for name, text := range files {
		p.write(name, text)
	}
	if len(tidied) > 0 {
		for name, text := range tidied {
			p.write(name, text)
		}
		return p
	}
	checkout, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	p.must("go", "mod", "init", "example.com/shop")
	p.must("go", "mod", "edit",
		"-require=example.com/httpgen@v0.0.0",
		"-replace=example.com/httpgen="+checkout,
		"-tool=example.com/httpgen/cmd/httpgen")
	p.must("go", "mod", "tidy")
	tidied["go.mod"], tidied["go.sum"] = p.read("go.mod"), p.read("go.sum")
	return p
}

// write makes a file of the project.
func (p project) write(name, text string) {
	p.t.Helper()
	path := filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		p.t.Fatal(err)
	}
}

// read returns a file of the project.
func (p project) read(name string) string {
	p.t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(name)))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text)
}

// change replaces text that stands in a file exactly once.
func (p project) change(name, old, new string) {
	p.t.Helper()
	text := p.read(name)
	if strings.Count(text, old) != 1 {
		p.t.Fatalf("%s: %q stands there %d times, want once", name, old, strings.Count(text, old))
	}
	p.write(name, strings.Replace(text, old, new, 1))
}

// run runs a command in the project and returns all that it says.
func (p project) run(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// must runs a command that has to succeed.
func (p project) must(name string, args ...string) string {
	p.t.Helper()
	out, err := p.run(name, args...)
	if err != nil {
		p.t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return out
}
