package userproject

import (
	"strings"
	"testing"
)

// TestProject generates, builds and tests the project, and generates again.
func TestProject(t *testing.T) {
	p := newProject(t)
	p.must("go", "generate", "./...")
	p.must("go", "vet", "./...")
	p.must("go", "test", "./...")

	before := p.read("go.mod") + p.read("go.sum")
	p.must("go", "mod", "tidy")
	if after := p.read("go.mod") + p.read("go.sum"); after != before {
		t.Errorf("go mod tidy changes go.mod or go.sum after generating:\n%s\nbefore:\n%s", after, before)
	}
	for _, linter := range []string{"staticcheck", "honnef.co"} {
		if strings.Contains(before, linter) {
			t.Errorf("the user's go.mod or go.sum holds %s, which is our tool alone", linter)
		}
	}
	p.must("go", "tool", "httpgen", "generate", "--check", "api/routes.yaml")
}

// TestMistakes makes one mistake after the other in the user's code. Each has to fail
// to compile, at the place of the mistake or of the assertion that needs it, and the
// compiler's words have to name it.
func TestMistakes(t *testing.T) {
	p := newProject(t)
	p.must("go", "generate", "./...")
	for _, row := range []struct {
		mistake, old, new string
		want              []string // in the compiler's output
	}{
		{"a handler is missing", "func (Server) GetItem(", "func (Server) gone(",
			[]string{"missing method GetItem"}},
		{"a handler of a group is missing", "func (Server) AddItem(", "func (Server) gone(",
			[]string{"missing method AddItem"}},
		{"a hook is missing", "func (Server) Authenticate(", "func (Server) gone(",
			[]string{"missing method Authenticate"}},
		{"a parameter has another type than the path says", "page int) (", "page string) (",
			[]string{"wrong type for method Browse", `have Browse("example.com/httpgen/runtime".Request, Shelf, string)`, `want Browse("example.com/httpgen/runtime".Request, Shelf, int)`}},
		{"a parameter of an own converter has another type", "id model.SKU) (", "id string) (",
			[]string{"wrong type for method GetItem", `have GetItem("example.com/httpgen/runtime".Request, string)`, "model.SKU"}},
		{"a result has another type than `returns` says", "body model.Item) (model.Item, error)", "body model.Item) (*model.Item, error)",
			[]string{"wrong type for method AddItem", "(*model.Item, error)", "(model.Item, error)"}},
		{"a link is built with an argument of the wrong type", "BrowseURL(ShelfOld, page+1)", `BrowseURL(ShelfOld, "2")`,
			[]string{`cannot use "2"`, "as int value in argument to BrowseURL"}},
		{"a link is built with too few arguments", "BrowseURL(ShelfOld, page+1)", "BrowseURL(ShelfOld)",
			[]string{"not enough arguments in call to BrowseURL"}},
		{"a link to a route that is not there", "BrowseURL(", "BrowsURL(",
			[]string{"undefined: BrowsURL"}},
		{"a word that the any(...) does not have", "ShelfOld", "ShelfUsed",
			[]string{"undefined: ShelfUsed"}},
	} {
		t.Run(row.mistake, func(t *testing.T) {
			p := project{t, p.dir}
			right := p.read("api/handlers.go")
			defer p.write("api/handlers.go", right)
			p.change("api/handlers.go", row.old, row.new)
			p.wantBuildError(row.want)
		})
	}
}

// TestConverterWithoutItsFunction takes a function away that the manifest names.
func TestConverterWithoutItsFunction(t *testing.T) {
	p := newProject(t)
	p.must("go", "generate", "./...")
	p.change("model/model.go", "func ParseSKU(", "func parseSKU(")
	p.wantBuildError([]string{"undefined: model.ParseSKU"})
}

// TestGenerateNeedsNoGeneratedCode generates into a package that does not compile yet,
// and again after the generated code was taken away.
func TestGenerateNeedsNoGeneratedCode(t *testing.T) {
	p := newProject(t)
	if out, err := p.run("go", "build", "./..."); err == nil {
		t.Fatalf("the project builds before anything is generated:\n%s", out)
	}
	p.must("go", "generate", "./...")
	p.must("sh", "-c", "rm api/*_gen.go")
	p.must("go", "generate", "./...")
	p.must("go", "build", "./...")
}

// TestRouteIsTakenAway shows what a change of the manifest does to links and handlers.
func TestRouteIsTakenAway(t *testing.T) {
	p := newProject(t)
	p.must("go", "generate", "./...")
	p.change("api/routes.yaml", "  - GET /shelves/<any(new,old):shelf>/<int:page> Browse\n", "")
	p.must("go", "generate", "./...")
	p.wantBuildError([]string{"undefined: BrowseURL", "undefined: Shelf"})
}

// wantBuildError wants the build to fail in the user's own file, with these words.
func (p project) wantBuildError(words []string) {
	p.t.Helper()
	out, err := p.run("go", "build", "./...")
	if err == nil {
		p.t.Fatal("it compiles")
	}
	for _, word := range words {
		if !strings.Contains(out, word) {
			p.t.Errorf("the compiler does not say %q:\n%s", word, out)
		}
	}
}
