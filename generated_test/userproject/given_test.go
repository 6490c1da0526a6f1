package userproject

import (
	"strings"
	"testing"
)

// What hooks give is a parameter of the handlers below them and of no others: that the compiler
// says so is tried here.

const givenRoutes = `imports:
  model: example.com/shop/model
routes:
  - GET /open Open
  - group: /shop
    hooks: {before: [{hook: Authenticate, scheme: bearer, gives: model.User}]}
    routes:
      - GET /me Me
      - {path: /prices, handler: Prices, without: [Authenticate]}
`

const givenModel = `package model

type User struct{ Name string }
`

const givenHandlers = `package api

//go:generate go tool httpgen generate

import (
	"example.com/httpgen/runtime"
	"example.com/shop/model"
)

type Server struct{}

var App = New(Server{})

func (Server) Authenticate(req runtime.Request, token string) (model.User, error) {
	return model.User{Name: token}, nil
}

func (Server) Open(req runtime.Request) (runtime.Response, error) {
	return runtime.Text("open"), nil
}

func (Server) Me(req runtime.Request, user model.User) (runtime.Response, error) {
	return runtime.Text(user.Name), nil
}

func (Server) Prices(req runtime.Request) (runtime.Response, error) {
	return runtime.Text("prices"), nil
}
`

func TestHandlersWithoutAUser(t *testing.T) {
	p := newProject(t)
	p.write("api/routes.yaml", givenRoutes)
	p.write("model/model.go", givenModel)
	p.write("api/handlers.go", givenHandlers)
	p.write("api/api_test.go", "package api\n")
	p.must("go", "generate", "./...")
	p.must("go", "vet", "./...")
	for _, row := range []struct {
		mistake, old, new string // in the handlers, or
		manifest          string // another one
		want              []string
	}{
		{"a route outside of the group wants a user", "Open(req runtime.Request)",
			"Open(req runtime.Request, user model.User)", "",
			[]string{"wrong type for method Open", `have Open("example.com/httpgen/runtime".Request, model.User)`}},
		{"so does one that is without the hook", "Prices(req runtime.Request)",
			"Prices(req runtime.Request, user model.User)", "",
			[]string{"wrong type for method Prices"}},
		{"a handler forgets its user", "Me(req runtime.Request, user model.User) (runtime.Response, error) {\n\treturn runtime.Text(user.Name), nil",
			"Me(req runtime.Request) (runtime.Response, error) {\n\treturn runtime.Text(\"me\"), nil", "",
			[]string{"wrong type for method Me", `want Me("example.com/httpgen/runtime".Request, model.User)`}},
		{"a hook wants a password where a token is read", "Authenticate(req runtime.Request, token string)",
			"Authenticate(req runtime.Request, token, password string)", "",
			[]string{"wrong type for method Authenticate", `want Authenticate("example.com/httpgen/runtime".Request, string) (model.User, error)`}},
		{"the hook is taken away", "", "", strings.ReplaceAll(strings.Replace(givenRoutes,
			"    hooks: {before: [{hook: Authenticate, scheme: bearer, gives: model.User}]}\n", "", 1), ", without: [Authenticate]", ""),
			[]string{"wrong type for method Me", `want Me("example.com/httpgen/runtime".Request) (`}},
	} {
		t.Run(row.mistake, func(t *testing.T) {
			handlers := strings.Replace(givenHandlers, row.old, row.new, 1)
			if handlers == givenHandlers && row.manifest == "" {
				t.Fatal("nothing was changed")
			}
			p.write("api/handlers.go", handlers)
			if row.manifest != "" {
				p.write("api/routes.yaml", strings.Replace(row.manifest, "imports:\n  model: example.com/shop/model\n", "", 1))
				p.must("go", "generate", "./...")
			}
			out, err := p.run("go", "build", "./...")
			if err == nil {
				t.Fatal("it compiles")
			}
			for _, want := range row.want {
				if !strings.Contains(out, want) {
					t.Errorf("the compiler does not say %q:\n%s", want, out)
				}
			}
		})
	}
}
