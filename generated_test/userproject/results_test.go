package userproject

import (
	"strings"
	"testing"
)

// Results that the manifest declares are the only ones that compile: that is tried here, in the
// package of the handlers and from another one, as most people write handlers.

const resultRoutes = `imports:
  model: example.com/shop/model
types:
  Missing: {message: string}
converters:
  sku: {type: model.SKU, parse: model.ParseSKU, format: model.FormatSKU}
routes:
  - path: /items/<sku:id>
    handler: GetItem
    returns: {200: {body: model.Item, headers: {ETag: string}}, 404: Missing, 204: none}
  - {path: /shelves, handler: Shelves, returns: {200: text, 404: Missing}}
  - {path: /feed, handler: Feed, returns: events(Missing)}
`

const resultHandlers = `package shop

import (
	"iter"

	"example.com/httpgen/runtime"
	"example.com/shop/api"
	"example.com/shop/model"
)

type Server struct{}

var App = api.New(Server{})

func (Server) GetItem(req runtime.Request, id model.SKU) (api.GetItemResult, error) {
	if id == "none" {
		return api.GetItem404{Body: api.Missing{Message: "no such item"}}, nil
	}
	return api.GetItem200{Body: model.Item{SKU: id}, ETag: "1"}, nil
}

func (Server) Shelves(req runtime.Request) (api.ShelvesResult, error) {
	return api.Shelves200{Body: "new, old"}, nil
}

func (Server) Feed(req runtime.Request) (iter.Seq2[api.Missing, error], error) {
	return func(yield func(api.Missing, error) bool) { yield(api.Missing{Message: "x"}, nil) }, nil
}
`

func newResultProject(t *testing.T) project {
	p := newProject(t)
	p.write("api/routes.yaml", resultRoutes)
	p.write("api/handlers.go", "package api\n\n//go:generate go tool httpgen generate\n")
	p.write("api/api_test.go", "package api\n")
	p.write("shop/shop.go", resultHandlers)
	p.must("go", "generate", "./...")
	return p
}

func TestResultsThatAreNotDeclared(t *testing.T) {
	p := newResultProject(t)
	p.must("go", "vet", "./...")
	const right = `return api.GetItem200{Body: model.Item{SKU: id}, ETag: "1"}, nil`
	for _, row := range []struct {
		mistake, instead string
		more             string // behind the file
		want             []string
	}{
		{"a status that is not declared", `return api.GetItem500{}, nil`, "",
			[]string{"undefined: api.GetItem500"}},
		{"a body of another type", `return api.GetItem200{Body: "x"}, nil`, "",
			[]string{`cannot use "x"`, "model.Item"}},
		{"a body where there is none", `return api.GetItem204{Body: model.Item{}}, nil`, "",
			[]string{"unknown field Body in struct literal"}},
		{"a header field that is not declared", `return api.GetItem404{ETag: "1"}, nil`, "",
			[]string{"unknown field ETag in struct literal"}},
		{"a header field of another type", `return api.GetItem200{ETag: 1}, nil`, "",
			[]string{"cannot use 1", "as string value in struct literal"}},
		{"the body without its status", `return model.Item{}, nil`, "",
			[]string{"model.Item does not implement api.GetItemResult", "missing method"}},
		{"a response", `return runtime.JSON(1), nil`, "",
			[]string{"Response does not implement api.GetItemResult"}},
		{"another handler's result", `return api.Shelves200{Body: "x"}, nil`, "",
			[]string{"api.Shelves200 does not implement api.GetItemResult"}},
		{"a type of the handlers' package with the same method", `return mine{}, nil`,
			"type mine struct{}\n\nfunc (mine) answerGetItem(runtime.Request) (runtime.Response, error) { return runtime.Text(\"\"), nil }\n",
			[]string{"mine does not implement api.GetItemResult", "unexported method"}},
	} {
		t.Run(row.mistake, func(t *testing.T) {
			p := project{t, p.dir}
			defer p.write("shop/shop.go", resultHandlers)
			p.write("shop/shop.go", strings.Replace(resultHandlers, right, row.instead, 1)+"\n"+row.more)
			p.wantBuildError(row.want)
		})
	}
}

// Stubs spell the results, and compile.
func TestStubsOfResults(t *testing.T) {
	p := newResultProject(t)
	p.write("shop/shop.go", "package shop\n\nimport \"example.com/shop/api\"\n\ntype Server struct{}\n\nvar App = api.New(&Server{})\n")
	p.must("go", "tool", "httpgen", "stubs", "--dir", "shop", "--write", "shop/shop.go", "api/routes.yaml")
	stubs := p.read("shop/shop.go")
	for _, signature := range []string{
		"GetItem(req runtime.Request, id model.SKU) (result api.GetItemResult, _ error)",
		"Shelves(req runtime.Request) (result api.ShelvesResult, _ error)",
		"Feed(req runtime.Request) (result iter.Seq2[api.Missing, error], _ error)",
	} {
		if !strings.Contains(stubs, signature+" {") {
			t.Errorf("there is no %s in\n%s", signature, stubs)
		}
	}
	p.must("go", "vet", "./...")
}
