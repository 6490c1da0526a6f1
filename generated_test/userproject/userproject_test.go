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
		{"a hook has another signature", "Authenticate(req runtime.Request) (*runtime.Response, error)", "Authenticate(req runtime.Request) (runtime.Response, error)",
			[]string{"wrong type for method Authenticate", `want Authenticate("example.com/httpgen/runtime".Request) (*"example.com/httpgen/runtime".Response, error)`}},
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

// TestConverterWithoutTheRightFunction changes the functions that the manifest names for
// its own converter, one after the other.
func TestConverterWithoutTheRightFunction(t *testing.T) {
	p := newProject(t)
	p.must("go", "generate", "./...")
	for _, row := range []struct {
		mistake, old, new string
		want              []string
	}{
		{"there is no parse function", "func ParseSKU(", "func parseSKU(",
			[]string{"undefined: model.ParseSKU"}},
		{"there is no format function", "func FormatSKU(", "func formatSKU(",
			[]string{"undefined: model.FormatSKU"}},
		{"parse takes bytes", "func ParseSKU(s string)", "func ParseSKU(s []byte)",
			[]string{"as []byte value in argument to model.ParseSKU"}},
		{"parse returns a string", "func ParseSKU(s string) (SKU, error) {", "func ParseSKU(s string) (string, error) {\n\tif s != \"\" {\n\t\treturn s, nil\n\t}\n\t_, err := parse(s)\n\treturn \"\", err\n}\n\nfunc parse(s string) (SKU, error) {",
			[]string{"dispatch_gen.go", "(value of type string) as model.SKU value in"}}, // Go 1.27: "cannot use 1st function result"
		{"parse returns no error", "func ParseSKU(s string) (SKU, error) {", "func ParseSKU(s string) SKU { v, _ := parse(s); return v }\n\nfunc parse(s string) (SKU, error) {",
			[]string{"assignment mismatch: 2 variables but model.ParseSKU returns 1 value"}},
		{"format takes a string", "func FormatSKU(s SKU) string { return string(s) }", "func FormatSKU(s string) string { return s }",
			[]string{"as string value in argument to model.FormatSKU"}},
		{"format returns an error too", "func FormatSKU(s SKU) string { return string(s) }", "func FormatSKU(s SKU) (string, error) { return string(s), nil }",
			[]string{"cannot use model.FormatSKU(id)", "as string value in argument to"}},
	} {
		t.Run(row.mistake, func(t *testing.T) {
			p := project{t, p.dir}
			right := p.read("model/model.go")
			defer p.write("model/model.go", right)
			p.change("model/model.go", row.old, row.new)
			p.wantBuildError(row.want)
		})
	}
}

// TestStubsNameAllThatIsMissing takes away every handler and the hook: the compiler names
// one of them, and stubs lists all, and writes them.
func TestStubsNameAllThatIsMissing(t *testing.T) {
	p := newProject(t)
	p.must("go", "generate", "./...")
	missing := []string{
		"Authenticate(req runtime.Request) (*runtime.Response, error)",
		"GetItem(req runtime.Request, id model.SKU) (result runtime.Response, _ error)",
		"Browse(req runtime.Request, shelf Shelf, page int) (result runtime.Response, _ error)",
		"AddItem(req runtime.Request, body model.Item) (result model.Item, _ error)",
	}
	p.write("api/handlers.go", "package api\n\ntype Server struct{}\n\nvar _ Handlers = (*Server)(nil)\n")
	out, err := p.run("go", "build", "./...")
	if err == nil {
		t.Fatal("it compiles")
	}
	if n := strings.Count(out, "missing method"); n != 1 {
		t.Errorf("the compiler names %d missing methods, want 1:\n%s", n, out)
	}
	stubs := p.must("go", "tool", "httpgen", "stubs", "api/routes.yaml")
	for _, method := range missing {
		if !strings.Contains(stubs, method+" {") {
			t.Errorf("stubs does not list %s:\n%s", method, stubs)
		}
	}
	p.must("go", "tool", "httpgen", "stubs", "--write", "api/handlers.go", "api/routes.yaml")
	p.must("go", "build", "./...")
}

// TestRuntimeOfAnotherVersion is the build error where generated code and runtime are too
// far apart: its text says what to run.
func TestRuntimeOfAnotherVersion(t *testing.T) {
	p := newProject(t)
	p.must("go", "generate", "./...")
	text := p.read("api/routes_gen.go")
	i := strings.Index(text, "GeneratedVersion")
	if i < 0 {
		t.Fatalf("no version guard in\n%s", text)
	}
	p.write("api/routes_gen.go", text[:i]+"GeneratedVersion0"+strings.TrimLeft(text[i+len("GeneratedVersion"):], "0123456789"))
	p.wantBuildError([]string{"undefined: runtime.GeneratedVersion0_IfUndefinedRunHttpgenGenerate"})
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

// TestCheckoutOfWindows makes of every file what git and editors of Windows do: nothing is
// stale then, neither for the command nor for the freshness test, and a change still is.
func TestCheckoutOfWindows(t *testing.T) {
	p := newProject(t)
	p.change("api/routes.yaml", "imports:", "freshness_test: true\nimports:")
	p.must("go", "tool", "httpgen", "vendor", "internal/runtime")
	p.must("go", "generate", "./...")
	p.must("sh", "-c", `for f in api/*.go api/routes.yaml internal/runtime/VENDORED internal/runtime/*.go; do
		{ printf '\357\273\277'; sed 's/$/\r/' "$f"; } >"$f.new" && mv "$f.new" "$f" || exit
	done`)
	p.must("go", "test", "./api")
	p.must("go", "tool", "httpgen", "generate", "--check", "api/routes.yaml")
	p.must("go", "tool", "httpgen", "diff", "api/routes.yaml")
	p.must("go", "tool", "httpgen", "vendor", "internal/runtime")
	p.change("api/routes.yaml", "shelves", "racks")
	if out, err := p.run("go", "test", "./api"); err == nil || !strings.Contains(out, "has changed since") {
		t.Errorf("the freshness test of a changed manifest: %v\n%s", err, out)
	}
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
