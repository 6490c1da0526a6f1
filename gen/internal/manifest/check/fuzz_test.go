package check

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// parse is the way of a manifest up to its plan.
func parse(file string, src []byte) (*model.Manifest, diag.List) {
	draft, faults := manifest.Parse(file, src, nil)
	if draft == nil {
		return nil, faults
	}
	Types(draft)
	Names(draft)
	Twins(draft)
	Rivals(draft)
	Unused(draft)
	Levels(draft)
	Ignores(draft)
	return draft.Result()
}

// FuzzParse: no input panics; a manifest comes if and only if there is no error; every
// place is one of the source; every code is registered; and the renderers take it all.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/bad/*.yaml", "testdata/good/*.yaml"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	for _, row := range inputRows {
		if len(row.src) < 1<<12 {
			f.Add([]byte(row.src))
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		m, faults := parse("routes.yaml", src)
		if (m == nil) != faults.HasErrors() {
			t.Errorf("manifest is nil: %v, errors: %v", m == nil, faults.HasErrors())
		}
		checkPlaces(t, src, faults)
		for _, d := range faults {
			if diag.Lookup(d.Code) == nil || d.Message == "" {
				t.Errorf("code %s, message %q", d.Code, d.Message)
			}
		}
		var out bytes.Buffer
		diag.Text(&out, "routes.yaml", src, faults, diag.Options{Color: true, ASCII: true})
		diag.SARIF(&out, diag.Found{File: "routes.yaml", List: faults})
		if m != nil {
			checkModel(t, m)
		}
	})
}

// checkModel wants what stages behind this one take for granted.
func checkModel(t *testing.T, m *model.Manifest) {
	t.Helper()
	names := map[string]bool{}
	for _, r := range m.Routes {
		switch {
		case r.Pattern == nil, r.Name == "", r.Handler == "", len(r.Methods) == 0, names[r.Name]:
			t.Errorf("line %d: an unfinished route: %+v", r.Line, r)
		case len(r.Params) != len(r.Pattern.Params()):
			t.Errorf("line %d: %d parameters", r.Line, len(r.Params))
		case (r.Body.Kind == model.JSONBody || r.Body.Kind == model.NDJSONBody) && r.Body.Type == nil, r.Returns.Kind == model.ReturnsJSON && r.Returns.Type == nil:
			t.Errorf("line %d: a type is missing", r.Line)
		}
		names[r.Name] = true
		for _, c := range r.Body.Contents {
			if c.Ident == "" || c.Type == "" || c.Body.Kind == model.JSONBody && c.Body.Type == nil {
				t.Errorf("line %d: an unfinished content type: %+v", r.Line, c)
			}
		}
		for _, in := range []*model.Input{r.Query, r.Headers, r.Cookies} {
			if in != nil && in.Ident == "" {
				t.Errorf("line %d: parameters without a name", r.Line)
			} else if in != nil {
				checkFields(t, in.Fields)
			}
		}
	}
	for _, d := range m.Types {
		if (d.Form == types.Alias || d.Form == types.Words) && d.Type == nil || d.Form == types.Union && len(d.Members) == 0 {
			t.Errorf("type %s is unfinished", d.Name)
		}
		checkFields(t, d.Fields)
	}
	for _, c := range m.Converters {
		if c.Type == nil || c.Parse == nil || c.Format == nil {
			t.Errorf("converter %s is unfinished", c.Name)
		}
	}
}

// checkFields wants each field to have its type, with all that is named in it, and its names in Go.
func checkFields(t *testing.T, fields []*types.Field) {
	t.Helper()
	taken := map[string]bool{}
	for _, f := range fields {
		leaf := f.Type.Leaf()
		switch {
		case f.Go == "" || taken[f.Go], leaf.Kind == types.Named && leaf.Decl == nil,
			leaf.Kind == types.Enum && f.GoType == "", leaf.Kind == types.Invalid:
			t.Errorf("field %q is unfinished: %+v", f.Name, f)
		}
		for _, w := range leaf.Words {
			if w.Const == "" {
				t.Errorf("the word %q of field %q has no constant", w.Text, f.Name)
			}
		}
		taken[f.Go] = true
	}
}

// routesManifest has n routes of the usual kinds.
func routesManifest(n int) []byte {
	var b strings.Builder
	b.WriteString("package: big\nroutes:\n")
	for i := range n {
		switch i % 4 {
		case 0:
			fmt.Fprintf(&b, "  - GET /res%d/<int:id>/items%d/<name> Get%d\n", i/20, i, i)
		case 1:
			fmt.Fprintf(&b, "  - path: /res%d/<uuid:id>/<any(a,b):kind>/x%d\n    methods: [POST, PUT]\n    handler: Put%d\n    body: map[string]string\n    returns: \"[]string\"\n", i/20, i, i)
		case 2:
			fmt.Fprintf(&b, "  - group: /group%d\n    name: Group%d\n    routes:\n      - GET /list List%d\n", i, i, i)
		case 3:
			fmt.Fprintf(&b, "  - DELETE /del%d/<int:id>.json Delete%d\n", i, i)
		}
	}
	return []byte(b.String())
}

// TestChecksInTime wants time to grow with the manifest, good or bad, and not faster.
// The bound is a multiple of what is needed, for machines under load.
func TestChecksInTime(t *testing.T) {
	for name, src := range map[string][]byte{
		"5,000 routes":                   routesManifest(5000),
		"5,000 equal routes":             []byte("routes:\n" + strings.Repeat("  - GET /<a>/x Same\n", 5000)),
		"20,000 routes without handler":  []byte("routes:\n" + strings.Repeat("  - GET /x\n", 20000)),
		"one line of 10,000 routes":      []byte("routes: [" + strings.Repeat("GET /é/x Same, ", 10000) + "]"),
		"an open bracket far up":         []byte("routes: [\n" + strings.Repeat("  - GET /x X\n", 10000)),
		"an open quote far up":           []byte("out: \"x\n" + strings.Repeat("#  - GET /x X\n", 10000)),
		"a mistake at the very end":      append(bytes.Repeat([]byte("#\n"), 100000), "a: b: c"...),
		"one path of 256 KiB":            []byte("routes: [GET /" + strings.Repeat("<a>-", 1<<16) + " X]"),
		"one type of 256 KiB":            []byte("routes: [{path: /, handler: X, returns: '" + strings.Repeat("[]", 1<<17) + "int'}]"),
		"ten thousand keys":              []byte("routes: [{" + strings.Repeat("nope: 1, ", 10000) + "}]"),
		"ten thousand types":             many("types:\n", "  T%[1]d: {a: \"T%[2]d?\", b: 'enum(x, y)'}\n", 10000),
		"ten thousand types in a row":    many("types:\n", "  T%[1]d: T%[2]d\n", 10000),
		"three hundred records in a row": many("types:\n  T0: {a: int}\n", "  T%[1]d1: {fields: {f%[1]d: int}, extends: [T%[2]d1, T0]}\n", 300),
		"two thousand records in a row":  many("types:\n", "  T%[1]d: {a: T%[2]d}\n", 2000),
		"a union of a thousand":          unionManifest(1000),
		"ten thousand parameters":        many("routes:\n  - path: /x\n    handler: X\n    query:\n", "      p%[1]d: int(min=%[2]d) = x\n", 10000),
		"brackets in brackets":           []byte("routes: " + strings.Repeat("[{a: ", 2000) + strings.Repeat("}]", 2000)),
	} {
		start := time.Now()
		parse("routes.yaml", src)
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s: %s", name, d)
		} else {
			t.Logf("%s: %s", name, d)
		}
	}
}

// many is a manifest with n lines, which are told their number and the next.
func many(head, line string, n int) []byte {
	b := []byte(head)
	for i := range n {
		b = fmt.Appendf(b, line, i+1, i+2)
	}
	return b
}

// unionManifest has a union of n records that nothing tells apart.
func unionManifest(n int) []byte {
	b := many("types:\n", "  T%[1]d: {a%[1]d: 'int?', b%[2]d: 'string?'}\n", n)
	b = append(b, "  U: {oneof: {of: ["...)
	for i := range n {
		b = fmt.Appendf(b, "T%d, ", i+1)
	}
	return append(b, "]}}\n"...)
}

func BenchmarkParse1000Routes(b *testing.B) {
	src := routesManifest(1000)
	for b.Loop() {
		if m, faults := parse("routes.yaml", src); m == nil {
			b.Fatal(found(faults))
		}
	}
}
