package gen

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestIncludedFiles holds each rule of `include`.
func TestIncludedFiles(t *testing.T) {
	for _, row := range includeRows {
		t.Run(row.name, func(t *testing.T) {
			report, err := Check(folderOf(t, row.files))
			if err != nil {
				t.Fatal(err)
			}
			var said strings.Builder
			if err := report.Write(&said, Concise, Style{}); err != nil {
				t.Fatal(err)
			}
			if said.String() != row.want {
				t.Errorf("said is\n%s\nwant\n%s", &said, row.want)
			}
		})
	}
}

// folderOf writes files into a new folder, which becomes the working directory, and returns the
// one that is called routes.yaml.
func folderOf(t *testing.T, files string) (manifest string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, f := range txtar.Parse([]byte(files)).Files {
		if err := os.MkdirAll(filepath.Dir(f.Name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f.Name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
		if filepath.Base(f.Name) == ManifestName {
			manifest = f.Name
		}
	}
	return manifest
}

// TestIncludedFilesInFormats holds every format: places name their own file, and the source
// lines are those of it.
func TestIncludedFilesInFormats(t *testing.T) {
	report, err := Check(folderOf(t, `
-- api/routes.yaml --
include: [a.yaml]
routes:
  - GET /x/<id> X
-- api/a.yaml --

routes:
  - GET /x/<no> Y
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		format Format
		want   string
	}{
		{Text, `error[HG0203]: two routes answer GET /x/new
 --> api/a.yaml:3:9
3 |   - GET /x/<no> Y
  |         ^^^^^^^ the same pattern but for the name
 ::: api/routes.yaml:3:9
3 |   - GET /x/<id> X
  |         ------- also matches
`},
		{GitHub, `::error file=api/a.yaml,line=3,col=9,endColumn=16,title=HG0203::`},
		{GitHub, `see api/routes.yaml:3:9`},
		{JSON, `"primary": {
          "file": "api/a.yaml",
          "line": 3,`},
		{JSON, `"others": [
          {
            "file": "api/routes.yaml",
            "line": 3,`},
		{SARIF, `"uri": "api/a.yaml"`},
		{SARIF, `"uri": "api/routes.yaml"`},
	} {
		var said strings.Builder
		if err := report.Write(&said, row.format, Style{}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(said.String(), row.want) {
			t.Errorf("%s is\n%s\nwant in it\n%s", row.format, &said, row.want)
		}
	}
}

// TestIncludedTwiceByALink follows links, of files and of folders.
func TestIncludedTwiceByALink(t *testing.T) {
	file := folderOf(t, `
-- go.mod --
module example.com/shop
-- api/routes.yaml --
include: [orders.yaml, link.yaml, ../teams/orders.yaml, again.yaml]
routes: [GET /x X]
-- api/orders.yaml --
routes: [GET /orders Orders]
`)
	for link, to := range map[string]string{"api/link.yaml": "orders.yaml", "teams": "api", "api/again.yaml": "routes.yaml"} {
		if err := os.Symlink(to, link); err != nil {
			t.Skip(err)
		}
	}
	report, err := Check(file)
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	if err := report.Write(&said, Concise, Style{}); err != nil {
		t.Fatal(err)
	}
	const want = `api/routes.yaml:1:24: error HG0041: "link.yaml" is included twice (keep one of them); see api/routes.yaml:1:11
api/routes.yaml:1:35: error HG0041: "../teams/orders.yaml" is included twice (keep one of them); see api/routes.yaml:1:11
api/routes.yaml:1:57: error HG0040: the manifest includes itself (take it out)
`
	if said.String() != want {
		t.Errorf("said is\n%s\nwant\n%s", &said, want)
	}
}

// TestIncludedFilesAreBounded as one manifest is: what grows with the package is all of them.
func TestIncludedFilesAreBounded(t *testing.T) {
	file := folderOf(t, "\n-- routes.yaml --\ninclude: [a.yaml, b.yaml]\n")
	for _, name := range []string{"a.yaml", "b.yaml"} {
		text := "routes: [GET /" + name + " X]\n" + strings.Repeat("# filler\n", 3<<20/9)
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	report, err := Check(file)
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	if err := report.Write(&said, Concise, Style{}); err != nil {
		t.Fatal(err)
	}
	const want = "routes.yaml:1:19: error HG0002: the manifest and its files have more than 4 MiB together"
	if !strings.HasPrefix(said.String(), want) {
		t.Errorf("said is\n%s\nwant\n%s", &said, want)
	}
}

// TestIncludedThroughALink counts .. from where a link leads.
func TestIncludedThroughALink(t *testing.T) {
	folderOf(t, `
-- go.mod --
module example.com/shop
-- teams/api/routes.yaml --
include: [../orders.yaml]
routes: [GET /x X]
-- teams/orders.yaml --
routes: [GET /orders Orders]
`)
	if err := os.Symlink("teams/api", "link"); err != nil {
		t.Skip(err)
	}
	routes, err := Routes("link/routes.yaml")
	if err != nil || len(routes) != 2 || !strings.HasSuffix(filepath.ToSlash(routes[1].File), "teams/orders.yaml") {
		t.Errorf("%v, %v", routes, err)
	}
}

// TestIncludedPackagesOfOneName compiles three files that call packages as they like: generated
// code has one name for each package.
func TestIncludedPackagesOfOneName(t *testing.T) {
	pkg, err := Compile(Options{Manifest: folderOf(t, `
-- go.mod --
module example.com/shop
-- api/routes.yaml --
include: [a.yaml, b.yaml]
imports: {model: example.com/shop/model}
routes: [{path: /x, handler: X, returns: model.X}]
-- api/a.yaml --
imports: {model: example.com/orders/model, m: example.com/shop/model, model2: example.com/two}
converters: {no: {type: model.No, parse: model.ParseNo, format: model.FormatNo}}
types: {Order: {x: m.X, y: "[]model.Y", two: model2.Two}}
routes: [{path: "/a/<no:n>", handler: A, body: "map[string]m.X", returns: "*model.A"}]
-- api/b.yaml --
imports: {model: example.com/more/model}
routes:
  - group: /b
    errors: {"*model.Error": Failed}
    routes: [{path: /b, handler: B, returns: "events(model.Event)"}]
`)})
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, f := range pkg.Files {
		all += string(f.Content)
	}
	for _, want := range []string{
		`"example.com/shop/model"`, `model3 "example.com/orders/model"`,
		`model2 "example.com/two"`, `model4 "example.com/more/model"`,
		"X(req runtime.Request) (model.X, error)",
		"A(req runtime.Request, n model3.No, body map[string]model.X) (*model3.A, error)",
		"model3.ParseNo(", "model3.FormatNo(", "Y []model3.Y", "Two model2.Two",
		"(iter.Seq2[model4.Event, error], error)", "*model4.Error",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not generated", want)
		}
	}
}

// TestFilesOfAReport wants them known to who watches them, whatever is wrong with them.
func TestFilesOfAReport(t *testing.T) {
	file := folderOf(t, `
-- api/routes.yaml --
include: [a.yaml, sub/none.yaml]
routes: [GET /x X]
-- api/a.yaml --
routes: [
`)
	report, err := Check(file)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(report.FilesIn(), " ")
	if want := "api/routes.yaml api/a.yaml api/sub/none.yaml"; filepath.ToSlash(got) != want {
		t.Errorf("the files are %s, want %s", got, want)
	}
	if list := Included(file); len(list) != 1 || filepath.ToSlash(list[0]) != "api/a.yaml" {
		t.Errorf("those that can be read are %q", list)
	}
}
