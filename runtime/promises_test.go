package runtime

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The page of promises is kept true here: each test that it names exists, with the row or
// subtest behind the slash, and nothing that it should tell is missing.

const promisesPage = "../docs/promises.md"

// A declaredTest is a test function, and the texts of its file, rows and subtests among
// them.
type declaredTest struct{ texts []string }

// declaredTests are the tests of the module by name.
func declaredTests(t *testing.T) map[string][]declaredTest {
	t.Helper()
	all := make(map[string][]declaredTest)
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "bench" || d.Name() == "testdata" || len(d.Name()) > 2 && d.Name()[0] == '.'):
			return fs.SkipDir
		case !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		test := declaredTest{literals(file)}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil {
				all[f.Name.Name] = append(all[f.Name.Name], test)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func literals(file *ast.File) (texts []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts
}

// has says whether one of the texts is what, or begins with it as a word.
func (d declaredTest) has(what string) bool {
	for _, text := range d.texts {
		if rest, ok := strings.CutPrefix(text, what); ok && (rest == "" || rest[0] == ' ' || rest[0] == ',') {
			return true
		}
	}
	return false
}

var namedTest = regexp.MustCompile("`((?:Test|Fuzz)[A-Z]\\w*)(?:/([^`]+))?`")

func TestPromises(t *testing.T) {
	page, err := os.ReadFile(promisesPage)
	if err != nil {
		t.Fatal(err)
	}
	tests := declaredTests(t)
	for _, m := range namedTest.FindAllStringSubmatch(string(page), -1) {
		name, row := m[1], m[2]
		found := row == "" && len(tests[name]) > 0
		for _, test := range tests[name] {
			found = found || test.has(row)
		}
		if !found {
			t.Errorf("there is no %s", strings.Trim(m[0], "`"))
		}
	}
}

func TestPromisesAreWhole(t *testing.T) {
	b, err := os.ReadFile(promisesPage)
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	for rule := 1; rule <= 28; rule++ {
		if !strings.Contains(page, fmt.Sprintf("\n| %d | ", rule)) {
			t.Errorf("rule %d has no line", rule)
		}
	}
	for _, r := range whole {
		if name, _, _ := strings.Cut(r.rule, " "); strings.Trim(name, "0123456789.") != "" && !strings.Contains(page, "`TestConformance/"+name+"`") {
			t.Errorf("the fault %s has no line", name)
		}
	}
	for _, rows := range [][]struct{ sentence, in string }{stricter, milder} {
		for _, row := range rows {
			if !strings.Contains(page, "\n- "+row.sentence+"\n") {
				t.Errorf("the difference %q has no line", row.sentence)
			}
		}
	}
}
