package gen

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"example.com/httpgen/gen/internal/emit"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/plan"
)

// patience is how long one manifest may keep the generator busy: far more than any takes.
const patience = 10 * time.Second

// FuzzCompile holds the promise of the stages: no text makes one panic or hang, and what
// was checked without a fault becomes files that gofmt reads and that the compiler takes.
func FuzzCompile(f *testing.F) {
	for _, src := range manifestsOf(f) {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		began := time.Now()
		m, _, faults := checked("routes.yaml", src)
		if m == nil {
			if !faults.HasErrors() {
				t.Fatal("no manifest, and no fault that says why")
			}
			return
		}
		if err := compiles(m); err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
		if took := time.Since(began); took > patience {
			t.Fatalf("took %v", took)
		}
	})
}

// FuzzCommands asks of any manifest what the commands ask: its faults in every format, its
// routes, its graph, its layout, the answer to a request, what it breaks of another.
// Nothing panics or hangs.
func FuzzCommands(f *testing.F) {
	for _, src := range manifestsOf(f) {
		f.Add(src, "GET", "/books/42")
	}
	f.Add([]byte("routes: [GET /a/<path:p>/b A, 'POST /<a>-<b> B']\ntrailing_slash: redirect\nbad_param: 400\n"), "HEAD", "/a//%2e/%zz/")
	f.Add([]byte("routes: [\xff"), "OPTIONS", "*")
	f.Add([]byte("include: [same.yaml, none.yaml]\nroutes: [GET /a A]\n"), "GET", "/a")
	old, err := os.ReadFile(exampleManifest)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, src []byte, method, path string) {
		began := time.Now()
		file := filepath.Join(t.TempDir(), "routes.yaml")
		if err := os.WriteFile(file, src, 0o666); err != nil {
			t.Fatal(err)
		}
		// whoever includes it, has each of its faults again, in another file
		same := filepath.Join(filepath.Dir(file), "same.yaml")
		if err := os.WriteFile(same, src, 0o666); err != nil {
			t.Fatal(err)
		}
		report, err := Check(file)
		if err != nil {
			return // too large
		}
		for _, format := range []Format{Text, Concise, JSON, SARIF, GitHub} {
			if err := report.Write(io.Discard, format, Style{Color: true, ASCII: true}); err != nil {
				t.Error(err)
			}
		}
		var broken *InternalError
		for _, ask := range []func() error{
			func() error { _, err := Layout(file); return err },
			func() error { _, err := Routes(file); return err },
			func() error { _, err := DrawRoutes(file); return err },
			func() error { _, err := Match(file, method, path); return err },
			func() error { _, err := Breaking("old.yaml", old, FilesOf(exampleManifest), file); return err },
		} {
			if err := ask(); errors.As(err, &broken) {
				t.Error(err)
			}
		}
		if took := time.Since(began); took > patience {
			t.Fatalf("took %v", took)
		}
	})
}

// compiles says why the generated code of a checked manifest would not compile, whatever
// its user's code.
func compiles(m *model.Manifest) error {
	if m.Package == "" {
		m.Package = "p"
	}
	p := plan.Build(m)
	p.Sources = []plan.Source{{Path: "routes.yaml"}}
	files, err := emit.Files(p)
	if err != nil {
		return err
	}
	formatted, err := formatAll(files)
	if err != nil || m.Runtime != "" {
		return err
	}
	if err := typeCheck(m, formatted); !errors.Is(err, errNoUser) {
		return err
	}
	return nil
}

// manifestsOf are the manifests of this repository, good ones and bad ones.
func manifestsOf(t testing.TB) (list [][]byte) {
	t.Helper()
	files := []string{exampleManifest}
	for _, pattern := range []string{"../generated_test/cases/*/routes.yaml", "internal/manifest/*/testdata/*/*.yaml"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("no manifests to begin with: %v", err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, src)
	}
	return list
}
