package layout

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/httpgen/gen/internal/manifest"
)

// TestLayout shows a manifest before and behind; "" behind is: as before.
func TestLayout(t *testing.T) {
	for _, row := range []struct{ name, before, after string }{
		{"short forms stand in columns",
			"routes:\n  - GET /a A\n  - GET,POST   /books/<int:id>  GetBook  # both\n  - GET /b/c Long # c\n",
			"routes:\n  - GET      /a              A\n  - GET,POST /books/<int:id> GetBook # both\n  - GET      /b/c            Long # c\n"},
		{"an empty line, a comment and a long form part them",
			"routes:\n  - GET /a A\n\n  - DELETE /bbb B\n  # c\n  - PUT /c C\n  - path: /d\n    handler: D\n  - GET /e E\n",
			""},
		{"a converter's spaces are its own",
			"routes:\n  - GET /<any(a, b):x> A\n  - POST /b B\n",
			"routes:\n  - GET  /<any(a, b):x> A\n  - POST /b             B\n"},
		{"keys have one order, and take their comments along",
			"# The shop.\n\nroutes:\n  - GET /a A\n\n# What it is.\npackage: shop # so\nout: x\n",
			"# The shop.\n\n# What it is.\npackage: shop # so\nout: x\n\nroutes:\n  - GET /a A\n"},
		{"the line for editors stays first",
			"# yaml-language-server: $schema=x.json\nroutes: [GET /a A]\npackage: shop\n",
			"# yaml-language-server: $schema=x.json\npackage: shop\nroutes: [GET /a A]\n"},
		{"keys of a route, whose first one stands behind the dash",
			"routes:\n  - handler: A\n    # why\n    returns: text\n    path: /a # here\n  - path: /b\n    handler: B\n",
			"routes:\n  - path: /a # here\n    handler: A\n    # why\n    returns: text\n  - path: /b\n    handler: B\n"},
		{"a comment above the key that comes first goes above the item",
			"routes:\n  - handler: A\n    # why\n    path: /a\n",
			"routes:\n  # why\n  - path: /a\n    handler: A\n"},
		{"groups, down to their routes",
			"routes:\n  - routes:\n      - GET /a A\n      - POST /a B\n    timeout: 1s\n    group: /g\n",
			"routes:\n  - group: /g\n    timeout: 1s\n    routes:\n      - GET  /a A\n      - POST /a B\n"},
		{"settings and hooks",
			"server:\n  timeout: 1s # t\n  max_body_size: 1KiB\nhooks:\n  after: [B]\n  before:\n    - scope: all\n      hook: A\nroutes: []\n",
			"server:\n  max_body_size: 1KiB\n  timeout: 1s # t\nhooks:\n  before:\n    - hook: A\n      scope: all\n  after: [B]\nroutes: []\n"},
		{"converters and error handlers keep their order, which has a meaning",
			"converters:\n  b: {type: T, parse: P, format: F}\n  a:\n    parse: P\n    type: T\n    format: F\nerrors:\n  500: Z\n  404: A\nroutes: []\n",
			"converters:\n  b: {type: T, parse: P, format: F}\n  a:\n    type: T\n    parse: P\n    format: F\nerrors:\n  500: Z\n  404: A\nroutes: []\n"},
		{"fields and types keep their order, which has a meaning, and their own keys have one",
			"routes:\n  - query:\n      b: int\n      a:\n        default: 1 # d\n        type: int\n    path: /a\n    handler: A\ntypes:\n  Zed:\n    type: string\n    default: int\n  Book:\n    fields:\n      z: int\n      a:\n        go: Z\n        type: int\n    extends: Zed\n  Made:\n    oneof:\n      of: [Zed, Book]\n    description: x\n",
			"types:\n  Zed:\n    type: string\n    default: int\n  Book:\n    extends: Zed\n    fields:\n      z: int\n      a:\n        type: int\n        go: Z\n  Made:\n    description: x\n    oneof:\n      of: [Zed, Book]\nroutes:\n  - path: /a\n    handler: A\n    query:\n      b: int\n      a:\n        type: int\n        default: 1 # d\n"},
		{"white space that says nothing",
			"\n\npackage: shop  \n\n\n\nroutes:\r\n  - GET /a A\t\n\n\n",
			"package: shop\n\nroutes:\n  - GET /a A\n"},
		{"text of several lines is left alone",
			"routes:\n  - summary: |\n      one  \n\n\n      # two\n    path: /a\n    description: \"x  \n\n\n      y\"\n    handler: A\n",
			"routes:\n  - path: /a\n    handler: A\n    summary: |\n      one  \n\n\n      # two\n    description: \"x  \n\n\n      y\"\n"},
		{"one space before a comment",
			"package: shop   # so\nimports:     # these\n  a: x/a\t\t# b   # c\nroutes: [GET /a A,  GET /b B]    # flow\n",
			"package: shop # so\nimports: # these\n  a: x/a # b   # c\nroutes: [GET /a A,  GET /b B] # flow\n"},
		{"but not inside of quotation marks, nor before what is none",
			"routes:\n  - path: \"/a  # b\"    # c\n    handler: 'A''s  #'   # d\n    summary: it's  # e\n    returns: x#  y\n",
			"routes:\n  - path: \"/a  # b\" # c\n    handler: 'A''s  #' # d\n    summary: it's # e\n    returns: x#  y\n"},
		{"and behind the last line of a text of several",
			"routes:\n  - path: \"/a\n      # b\"   # c\n    handler: A\n    summary: one  # not\n",
			"routes:\n  - path: \"/a\n      # b\" # c\n    handler: A\n    summary: one # not\n"},
		{"one behind the head of a block, and none in it",
			"routes:\n  - path: /a\n    handler: A\n    description: >-     # more\n      a  # b\n\n      c  # d\n",
			"routes:\n  - path: /a\n    handler: A\n    description: >- # more\n      a  # b\n\n      c  # d\n"},
		{"a YAML directive stays first",
			"# top\n%YAML 1.2\n---\nroutes: []\npackage: shop\n",
			"# top\n%YAML 1.2\n---\npackage: shop\nroutes: []\n"},
		{"empty lines behind a block are none of it, unless it says so",
			"package: a\nout: |\n  a\n\n\n\nx: |-\n  c\n \ny: >+\n  b\n\n\n",
			"package: a\nout: |\n  a\n\nx: |-\n  c\n\ny: >+\n  b\n\n\n"},
		{"a comment at the end stays there",
			"routes: []\npackage: shop\n# the end\n",
			"package: shop\nroutes: []\n# the end\n"},
		{"flow style stays as it is", "{routes: [GET /a A], package: shop}\n", ""},
		{"unknown keys come last", "routes: []\npakage: x\nout: y\n", "out: y\nroutes: []\npakage: x\n"},
		{"no line end behind a scalar of two lines that does not stay the last",
			"x: y\nout: \"a\n  b\"", "out: \"a\n  b\"\nx: y\n"},
		{"no line end at the end", "routes: []", "routes: []\n"},
		{"very long paths do not push the others away",
			"routes:\n  - GET /" + strings.Repeat("x", 60) + " A\n  - POST /b B\n",
			"routes:\n  - GET  /" + strings.Repeat("x", 60) + " A\n  - POST /b B\n"},
		{"characters are counted, not bytes", "routes:\n  - GET /é E\n  - GET /ee F\n", "routes:\n  - GET /é  E\n  - GET /ee F\n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			want := row.after
			if want == "" {
				want = row.before
			}
			got, faults, err := Format([]byte(row.before))
			if err != nil || len(faults) > 0 {
				t.Fatalf("%v, %v", faults, err)
			}
			if diff := cmp.Diff(want, string(got)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			again, _, err := Format(got)
			if err != nil || string(again) != string(got) {
				t.Errorf("a second time gives, %v:\n%s", err, again)
			}
		})
	}
}

// TestLayoutLeavesAlone has manifests that are laid out: by hand, and by the tool that most
// people have for YAML, so that the two do not undo each other's work.
func TestLayoutLeavesAlone(t *testing.T) {
	for _, file := range []string{"testdata/kept/prettier.yaml", "../../../../routes.example.yaml"} {
		text, err := os.ReadFile(filepath.FromSlash(file))
		if err != nil {
			t.Fatal(err)
		}
		text = []byte(strings.ReplaceAll(string(text), "\r\n", "\n"))
		got, faults, err := Format(text)
		if err != nil || len(faults) > 0 {
			t.Fatalf("%s: %v, %v", file, faults, err)
		}
		if diff := cmp.Diff(string(text), string(got)); diff != "" {
			t.Errorf("%s: -want +got\n%s", file, diff)
		}
	}
}

// TestLayoutOrdersEveryKey holds the order to the table of keys.
func TestLayoutOrdersEveryKey(t *testing.T) {
	for p := range manifest.Places {
		for _, k := range manifest.KeysIn(p) {
			if !slices.Contains(keyOrder[p], k.Name) {
				t.Errorf("the key %s of %s has no place in the order", k.Name, p)
			}
		}
		for _, name := range keyOrder[p] {
			if manifest.KeyOf(p, name) == nil {
				t.Errorf("%s has no key %s", p, name)
			}
		}
	}
}

// TestLayoutRefuses leaves alone what is not sound YAML.
func TestLayoutRefuses(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "a: [b\n", "a: b\n---\nc: d\n", "a: &x b\n", "a: \x00\n", "\tx: y\n"} {
		got, faults, err := Format([]byte(text))
		if got != nil || !faults.HasErrors() || err != nil {
			t.Errorf("%q: %q, %v, %v", text, got, faults, err)
		}
	}
}

// FuzzLayout: what comes out means the same, has the same comments (Layout itself compares
// both), and is not changed a second time.
func FuzzLayout(f *testing.F) {
	files, err := filepath.Glob("../*/testdata/*/*.yaml")
	if err != nil || len(files) < 20 {
		f.Fatalf("%d seeds, %v", len(files), err)
	}
	for _, file := range append(files, "../../../../routes.example.yaml") {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		once, _, err := Format(src)
		if err != nil && !errors.Is(err, Err) {
			t.Fatal(err)
		}
		if once == nil {
			return
		}
		twice, faults, err := Format(once)
		if err != nil || string(twice) != string(once) {
			t.Errorf("%v, %v\nonce:\n%s\ntwice:\n%s", faults, err, once, twice)
		}
	})
}
