package generated_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"example.com/httpgen/gen"
)

// resource is a part of a service with contracts: records, queries, header fields, bodies and
// results. Numbers that stand for @ have one width, so that texts are as long as each other.
const (
	resourceTypes = `  Kind@: enum(paper, ebook)
  New@: {title: "string(min=1, max=200)", price: "int64(min=0)", tags: "[]string(max=20)?", kind: Kind@}
  Item@: {id: int64, extra: "map[string]int", created: time, parts: "[]New@", note: "string|null?"}
  Form@: {x: string, n: "int?", l: "[]int"}
`
	resourceRoutes = `  - {path: "/r@", handler: List@, query: {page: int(min=1) = 1, tag: "[]string", sort: Kind@ = paper}, returns: "[]Item@"}
  - {path: "/r@", methods: [POST], handler: Create@, body: New@, returns: Item@, status: 201}
  - {path: "/r@/<int64:id>", handler: Get@, headers: {X-Since: "time?"}, returns: {200: Item@, 404: Missing}}
  - {path: "/r@/<int64:id>/form", methods: [POST], handler: Post@, body: form(Form@), returns: none}
`
	resourceOperations = 4
)

func contractsPackage(t *testing.T, operations int) *gen.Package {
	t.Helper()
	var types, routes strings.Builder
	for r := range operations / resourceOperations {
		number := fmt.Sprintf("%04d", r)
		types.WriteString(strings.ReplaceAll(resourceTypes, "@", number))
		routes.WriteString(strings.ReplaceAll(resourceRoutes, "@", number))
	}
	file := filepath.Join(t.TempDir(), "routes.yaml")
	write(t, file, []byte("package: grown\ntypes:\n  Missing: {what: string}\n"+types.String()+
		"routes:\n"+routes.String()))
	return compile(t, file)
}

// sizesOf counts what the files of a package have, by file: bytes, and statements.
func sizesOf(t *testing.T, pkg *gen.Package) map[string]float64 {
	t.Helper()
	sizes := map[string]float64{}
	for _, f := range pkg.Files {
		sizes[f.Name+" in bytes"] = float64(len(f.Content))
		tree, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Content, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		ast.Inspect(tree, func(node ast.Node) bool {
			if _, ok := node.(ast.Stmt); ok {
				n++
			}
			return true
		})
		sizes[f.Name+" in statements"] = float64(n)
	}
	return sizes
}

// Generated code grows as the manifest does: an operation of a thousand is as large as one of a few
// hundred.
func TestGeneratedSizeIsLinear(t *testing.T) {
	few := sizesOf(t, contractsPackage(t, 252))
	some := sizesOf(t, contractsPackage(t, 500))
	many := sizesOf(t, contractsPackage(t, 1000))
	for what, size := range many {
		first, second := (some[what]-few[what])/248, (size-some[what])/500
		t.Logf("%s: %.1f for each operation of the first 500, %.1f of the second", what, first, second)
		if second > 1.03*first+0.01 {
			t.Errorf("%s: an operation takes %.1f among the second 500, %.1f among the first", what, second, first)
		}
	}
}
