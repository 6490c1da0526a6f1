package generated_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTargetsAreWritten holds the Go in the comments of package emit, which says what a chain
// of calls spells, to the golden packages: each line of it stands in one of them. … is any text.
func TestTargetsAreWritten(t *testing.T) {
	golden := spaces.ReplaceAllString(goldenText(t)+largeText(t), " ")
	files, err := filepath.Glob("../gen/internal/emit/*.go")
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for _, file := range files {
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range tree.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Doc == nil {
				continue
			}
			for _, c := range f.Doc.List {
				target, isCode := strings.CutPrefix(c.Text, "//\t")
				target = spaces.ReplaceAllString(strings.TrimSpace(target), " ")
				if !isCode || strings.Trim(target, "…") == "" {
					continue
				}
				looked++
				expr := strings.ReplaceAll(regexp.QuoteMeta(target), "…", ".*")
				if !regexp.MustCompile(expr).MatchString(golden) {
					t.Errorf("%s: no golden package has %s", set.Position(c.Pos()), target)
				}
			}
		}
	}
	if looked < 200 {
		t.Errorf("%d lines seen", looked)
	}
}

// spaces are those of one line: gofmt aligns with them.
var spaces = regexp.MustCompile(`[ \t]+`)

// largeText is what is generated of a manifest of more routes than any golden package has: a
// tree in several functions, with switches over hashes and paths of many segments.
func largeText(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("package: large\nimports: {model: example.com/model}\nconverters:\n")
	b.WriteString("  isbn: {type: model.ISBN, parse: model.ParseISBN, format: model.FormatISBN}\n")
	b.WriteString("  sku: {type: model.SKU, parse: model.ParseSKU, format: model.FormatSKU}\n")
	b.WriteString("routes:\n  - GET /goods/<isbn:id> GetBook\n  - GET /goods/<isbn:id>/cover/<n> Cover\n")
	b.WriteString("  - GET /goods/<sku:id>/parts Parts\n")
	for i := range 300 {
		fmt.Fprintf(&b, "  - GET /repos/<owner>/<repo>/%x%d/<id> R%d\n", i*7919%4096, i, i)
		fmt.Fprintf(&b, "  - GET /teams/<org>/<team>/%x%d/<id> T%d\n", i*7919%4096, i, i)
	}
	b.WriteString("  - GET /repos/<path:all> All\n")
	for i, word := range strings.Fields("daily weekly monthly yearly hourly") {
		fmt.Fprintf(&b, "  - GET /reports/%s-<name> Report%d\n", word, i)
	}
	for i, word := range strings.Fields("raw edit blame log tree") {
		fmt.Fprintf(&b, "  - GET /files/<path:p>/%s File%d\n", word, i)
	}
	for i, words := range strings.Fields("de,at fr,be it,ch es,pt en,us") {
		fmt.Fprintf(&b, "  - GET /in/<any(%s):lang%d>/home Home%d\n", words, i, i)
	}
	fmt.Fprintf(&b, "  - GET /deep%s Deep\n", strings.Repeat("/<int:a>", 40))
	file := filepath.Join(t.TempDir(), "routes.yaml")
	if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, f := range compile(t, file).Files {
		all = append(all, f.Content...)
	}
	return string(all)
}

// goldenText is all that is generated in this repository.
func goldenText(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, pattern := range []string{"cases/*/*_gen*.go", "../examples/*/*_gen*.go", "../bench/service/*_gen.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(text)
		}
	}
	return b.String()
}
