package gen

import (
	"os"
	"path/filepath"
	"testing"

	"example.com/httpgen/gen/internal/model"
)

func TestPackageName(t *testing.T) {
	for _, row := range []struct{ folder, want string }{
		{"bookstore", "bookstore"},
		{"my-shop", "myshop"},
		{"My Shop", "myshop"},
		{"v2", "v2"},
		{"api.internal", "apiinternal"},
		{"bücher", "bücher"},
		{"001", "_001"},
		{"func", "_func"},
		{"--", ""},
		{"_", ""},
		{"/", ""},
	} {
		if got := packageName(row.folder); got != row.want {
			t.Errorf("folder %q: package %q, want %q", row.folder, got, row.want)
		}
	}
}

func TestPlace(t *testing.T) {
	for _, row := range []struct {
		name                      string
		manifest, out, flag, want string
	}{
		{"without anything: beside the manifest", "api/routes.yaml", "", "", "api"},
		{"out is relative to the manifest", "api/routes.yaml", "gen", "", "api/gen"},
		{"out may lead out of its folder", "api/routes.yaml", "../gen", "", "gen"},
		{"-o is relative to the working directory", "api/routes.yaml", "gen", "other", "other"},
		{"in the working directory", "routes.yaml", "", "", "."},
		{"an absolute out", "api/routes.yaml", "/srv/gen", "", "/srv/gen"},
	} {
		m := &model.Manifest{Package: "p", Out: row.out}
		got, err := outputFolder(m, Options{Manifest: row.manifest, Out: row.flag})
		if err != nil || filepath.ToSlash(got) != row.want {
			t.Errorf("%s: %q, %v, want %q", row.name, got, err, row.want)
		}
	}
}

// TestFind looks for a manifest from folders of one tree.
func TestFind(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"go.mod", "routes.yaml", "a/b/x", "own/go.mod", "own/deep/x", "near/routes.yaml", "near/c/x"} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []struct{ from, want string }{
		{".", "routes.yaml"},
		{"a/b", "../../routes.yaml"},
		{"near/c", "../routes.yaml"},
		{"own", ""},
		{"own/deep", ""},
	} {
		t.Chdir(filepath.Join(root, row.from))
		got, err := Find(".")
		if filepath.ToSlash(got) != row.want || (err == nil) != (row.want != "") {
			t.Errorf("from %s: %q, %v, want %q", row.from, got, err, row.want)
		}
	}
}
