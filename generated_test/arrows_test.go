package generated_test

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "example.com/httpgen"

// arrows is the policy of imports. Each line is a package of this module and what it
// may import: ./name is ours, STD the standard library, !name takes one away from it,
// and ... stands for a package and all below it. A line that is indented deeper goes on with the
// one above. A package that no line names is a fault, so that a new room has to be given its
// place here.
const arrows = `
	./runtime/internal/http1  < STD !net !net/http !net/url !net/netip !net/textproto !time !os !sync !context
	./runtime/internal/files  < STD !net !net/http !net/url !net/netip !os !sync !context !io/fs
	./runtime/internal/clock  < STD !net !net/http !net/url !net/netip !os !context
	./runtime/internal/formdata < STD !net !net/http !net/url !net/netip !net/textproto !mime/multipart !time !os !sync !context
	./runtime/internal/peer   < STD ./runtime/internal/http1 !net/http !net/url !time !os !sync !context
	./runtime/internal/listen < STD !net/http
	./runtime/match           < STD !net !net/http !net/url !net/netip !os !io !sync !context
	./runtime/wire            < STD ./runtime/match !net/http !os !context
	./runtime/internal/seam   < STD
	./runtime/runtimetest     < STD ./runtime ./runtime/internal/seam
	./runtime                 < STD ./runtime/match ./runtime/wire ./runtime/internal/...

	./gen/internal/nearest    < STD
	./gen/internal/pattern    < STD ./gen/internal/nearest
	./gen/internal/relation   < STD ./gen/internal/pattern
	./gen/internal/diag       < STD
	./gen/internal/casing     < STD
	./gen/internal/types      < STD ./gen/internal/diag ./gen/internal/nearest
	./gen/internal/model      < STD ./gen/internal/diag ./gen/internal/pattern ./gen/internal/types

	./gen/internal/manifest        < STD ./gen/internal/model ./gen/internal/pattern ./gen/internal/types ./gen/internal/diag
		./gen/internal/casing ./gen/internal/nearest gopkg.in/yaml.v3
	./gen/internal/manifest/check  < STD ./gen/internal/manifest ./gen/internal/relation
		./gen/internal/model ./gen/internal/pattern ./gen/internal/types ./gen/internal/diag ./gen/internal/casing ./gen/internal/nearest
	./gen/internal/manifest/layout < STD ./gen/internal/manifest ./gen/internal/diag gopkg.in/yaml.v3

	./gen/internal/plan       < STD ./gen/internal/model ./gen/internal/pattern ./gen/internal/types
	./gen/internal/emit       < STD ./gen/internal/plan ./gen/internal/model ./gen/internal/pattern ./gen/internal/types github.com/dave/jennifer/jen
	./gen/internal/openapi    < STD ./gen/internal/model ./gen/internal/pattern ./gen/internal/types
		./gen/internal/diag ./gen/internal/casing ./gen/internal/manifest gopkg.in/yaml.v3
	./gen/internal/page       < STD ./gen/internal/openapi
	./gen/internal/edge       < STD ./gen/internal/model ./gen/internal/pattern !os
	./gen                     < STD ./gen/internal/... github.com/rogpeppe/go-internal/diff

	./cmd/httpgen             < STD ./gen ./runtime github.com/spf13/cobra github.com/spf13/cobra/doc github.com/fsnotify/fsnotify
	./generated_test/...      < STD ./runtime ./runtime/match ./runtime/wire ./generated_test/...
	./examples/...            < STD ./runtime ./runtime/match ./runtime/wire ./examples/...
`

// goPackage is what `go list -json` tells of a package.
type goPackage struct {
	ImportPath string
	Standard   bool
	Imports    []string
}

// TestArrows holds every package of the module to the policy of imports.
func TestArrows(t *testing.T) {
	policy := parseArrows(t)
	for _, p := range goList(t, module+"/...") {
		name := local(p.ImportPath)
		i := slices.IndexFunc(policy, func(a arrow) bool { return covers(a.from, name) })
		if i < 0 {
			t.Errorf("%s has no place in the policy of imports", name)
			continue
		}
		for _, imported := range p.Imports {
			if to := local(imported); !policy[i].allows(to) {
				t.Errorf("%s must not import %s", name, to)
			}
		}
	}
}

// TestRuntimeDependsOnNothing looks at all that ends up in a program with the runtime.
func TestRuntimeDependsOnNothing(t *testing.T) {
	own := 0
	for _, p := range goList(t, "-deps", module+"/runtime/...") {
		switch {
		case strings.HasPrefix(p.ImportPath, module+"/runtime"):
			own++
		case !p.Standard:
			t.Errorf("runtime depends on %s", p.ImportPath)
		}
	}
	if own < 2 {
		t.Errorf("%d packages of the runtime found, want runtime and http1", own)
	}
}

// TestRuntimeIsSpeltOnce wants the import path of the runtime in one place of the generator,
// from which all others have it: a fork changes one line.
func TestRuntimeIsSpeltOnce(t *testing.T) {
	var places []string
	err := filepath.WalkDir("../gen", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		text, err := os.ReadFile(file)
		for range strings.Count(string(text), module+"/runtime") {
			places = append(places, file)
		}
		return err
	})
	if err != nil || len(places) != 1 {
		t.Errorf("%s/runtime is spelt in %q, want one place (%v)", module, places, err)
	}
}

// TestRulesOfThePolicy shows that the policy can fail.
func TestRulesOfThePolicy(t *testing.T) {
	for _, row := range []struct {
		rule, imported string
		want           bool
	}{
		{"a < STD", "strings", true},
		{"a < STD", "github.com/x/y", false},
		{"a < STD !net", "net", false},
		{"a < STD !net", "net/url", true},
		{"a < ./gen", "./gen", true},
		{"a < ./gen", "./gen/internal/plan", false},
		{"a < ./gen/...", "./gen/internal/plan", true},
		{"a < ./gen/...", "./generated_test", false},
		{"a < STD ./gen", "./runtime", false},
		{"a < STD ./gen", "runtime", true},
	} {
		if got := parseArrow(t, row.rule).allows(row.imported); got != row.want {
			t.Errorf("%s: allows(%s) = %v, want %v", row.rule, row.imported, got, row.want)
		}
	}
}

// An arrow is one line of the policy.
type arrow struct {
	from    string
	allowed []string
	std     bool
	not     []string // of the standard library
}

func parseArrows(t *testing.T) (policy []arrow) {
	for line := range strings.Lines(strings.ReplaceAll(arrows, "\n\t\t", " ")) {
		if strings.TrimSpace(line) != "" {
			policy = append(policy, parseArrow(t, line))
		}
	}
	return policy
}

func parseArrow(t *testing.T, line string) arrow {
	t.Helper()
	from, to, ok := strings.Cut(line, "<")
	if !ok {
		t.Fatalf("policy of imports: no < in %q", line)
	}
	a := arrow{from: strings.TrimSpace(from)}
	for name := range strings.FieldsSeq(to) {
		switch not, negative := strings.CutPrefix(name, "!"); {
		case name == "STD":
			a.std = true
		case negative:
			a.not = append(a.not, not)
		default:
			a.allowed = append(a.allowed, name)
		}
	}
	return a
}

func (a arrow) allows(imported string) bool {
	if slices.ContainsFunc(a.allowed, func(pattern string) bool { return covers(pattern, imported) }) {
		return true
	}
	return a.std && isStandard(imported) && !slices.Contains(a.not, imported)
}

// isStandard tells the standard library by its first element, which has no dot.
func isStandard(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return !strings.Contains(first, ".")
}

// local writes the packages of this module as the policy does.
func local(importPath string) string {
	if name, ours := strings.CutPrefix(importPath, module+"/"); ours {
		return "./" + name
	}
	return importPath
}

// covers tells whether pattern, which may end in /..., stands for name.
func covers(pattern, name string) bool {
	if root, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == root || strings.HasPrefix(name, root+"/")
	}
	return pattern == name
}

// goList asks the go command about packages.
func goList(t *testing.T, args ...string) (list []goPackage) {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Standard,Imports"}, args...)...)
	out, err := cmd.Output()
	if err != nil {
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
			t.Fatalf("go list: %v\n%s", err, exit.Stderr)
		}
		t.Fatalf("go list: %v", err)
	}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		switch err := dec.Decode(&p); {
		case err == io.EOF:
			return list
		case err != nil:
			t.Fatal(err)
		}
		list = append(list, p)
	}
}
