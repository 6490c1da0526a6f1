package gen

// The project that `httpgen init` writes lives here: its files are templates in starter,
// and the package of its manifest is generated at once, so that it runs.

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"go/version"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"unicode"

	"example.com/httpgen/gen/internal/emit"
)

//go:embed all:starter
var starter embed.FS

// A Project says what Init writes, and how the project comes by the runtime: exactly one
// of Version, Replace and Runtime is set.
type Project struct {
	Dir    string // need not be there
	Module string // module path; "": example.com and the folder's name

	Version string // of httpgen, as it is published
	Replace string // folder of httpgen's sources
	Runtime fs.FS  // files of the runtime, to be copied into the project
}

// vendorFolder is where a project keeps its copy of the runtime.
const vendorFolder = "internal/runtime"

// Init writes a project that runs: manifest, handlers, main, a test, the generated
// package. It returns the names of its files, sorted, relative to Dir. Nothing is
// written if one of them, or a go.mod, is there already: the error names all of them.
// The project is compiled before it is reported: what init writes runs, or the error says
// what is missing.
func (p Project) Init() ([]string, error) {
	files, err := p.files()
	if err != nil {
		return nil, err
	}
	if err := checkFolder(p.Dir); err != nil {
		return nil, err
	}
	if err := p.checkFree(files); err != nil {
		return nil, err
	}
	if err := writeTree(p.Dir, files); err != nil {
		return nil, err
	}
	if p.Runtime != nil {
		if _, err := Vendor(p.Runtime, filepath.Join(p.Dir, filepath.FromSlash(vendorFolder)),
			p.Version); err != nil {
			return nil, err
		}
	}
	pkg, err := Compile(Options{Manifest: filepath.Join(p.Dir, ManifestName)})
	if err != nil {
		return nil, err
	}
	if _, err := pkg.Write(); err != nil {
		return nil, err
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Name
	}
	slices.Sort(names)
	return names, nil
}

// checkFree wants nothing to be where files will go, and no link on the way there. The
// folder itself may be one.
// A manifest or a go.mod that is there already belongs to somebody: all of them are named at
// once.
func (p Project) checkFree(files []File) error {
	var faults []error
	for _, f := range append(files, File{Name: path.Join(vendorFolder, vendorSums)}) {
		file := filepath.Join(p.Dir, filepath.FromSlash(f.Name))
		if exists(file) {
			faults = append(faults, fmt.Errorf("%s is there already", file))
		} else if err := noLinks(p.Dir, file); err != nil {
			faults = append(faults, err)
		}
	}
	if faults == nil {
		return nil
	}
	return errors.Join(
		append(faults,
			errors.New("init writes nothing where something is: choose another folder"))...)
}

// start is what the templates are told.
// Templates decide nothing: what depends on how a project is set up is a word here.
type start struct {
	Module, Title, Go string
	Httpgen           string // module path
	Runtime           string // of the manifest; "": the default
	RuntimePath       string // of the handlers' import
	Generate          string // the command of go:generate
	Version           string // of httpgen that go.mod requires; "": none
	Indirect          []requirement
	Replace           string
}

// files are the files of the project but for generated ones, by name with slashes.
func (p Project) files() (files []File, err error) {
	s, err := p.start()
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(starter, "starter", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		t, err := template.ParseFS(starter, name)
		if err != nil {
			return &InternalError{Stage: "init", Err: err}
		}
		var b bytes.Buffer
		if err := t.Execute(&b, s); err != nil {
			return &InternalError{Stage: "init", Err: err}
		}
		name = strings.TrimSuffix(strings.TrimPrefix(name, "starter/"), ".tmpl")
		if name == "gitattributes" {
			name = ".gitattributes" // embedded without the dot, so that git does not obey it here
		}
		files = append(files, File{name, b.Bytes()})
		return nil
	})
	if err != nil {
		return nil, err
	}
	schema, err := Schema()
	if err != nil {
		return nil, err
	}
	files = append(files, File{"routes.schema.json", schema})
	if p.Replace != "" {
		sums, err := sumsIn(filepath.Join(p.Replace, "go.sum"))
		if err != nil {
			return nil, err
		}
		files = append(files, File{"go.sum", sums})
	}
	return files, nil
}

// What go mod tidy leaves out of a project that uses httpgen: modules that only our tests
// need, and such as only the tests of those need, which are not even in its go.sum.
var (
	onlyOurTests = []string{
		"github.com/google/go-cmp", "github.com/santhosh-tekuri/jsonschema/v6", "golang.org/x/text",
		"golang.org/x/tools",
	}
	onlyTheirTests = []string{"github.com/dlclark/regexp2"}
)

// sumsIn are the checksums of httpgen's go.sum that a project needs.
//
// A sum too many does no harm to a build, but `go mod tidy` would take it out: the project is to be
// tidy as it comes.
func sumsIn(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for line := range bytes.Lines(plain(text)) {
		module, _, _ := strings.Cut(string(line), " ")
		if !slices.Contains(onlyTheirTests, module) {
			b.Write(line)
		}
	}
	return b.Bytes(), nil
}

// start decides how the project finds httpgen: as a tool of its go.mod from sources beside
// it, as one of a version, or not at all, where the runtime is copied.
func (p Project) start() (*start, error) {
	module, err := p.module()
	if err != nil {
		return nil, err
	}
	goVersion := strings.TrimPrefix(version.Lang(runtime.Version()), "go")
	s := &start{
		Module: module, Title: title(path.Base(module)), Go: cmp.Or(goVersion, "1.26"),
		Httpgen: emit.ModulePath(), RuntimePath: emit.RuntimePath(),
		Generate: "go tool httpgen generate",
	}
	switch {
	case p.Runtime != nil:
		s.Runtime = path.Join(module, vendorFolder)
		s.RuntimePath, s.Generate = s.Runtime, "httpgen generate"
		return s, nil
	case p.Replace == "":
		s.Version = p.Version
		return s, nil
	}
	if s.Replace, err = sourcesIn(p.Replace); err != nil {
		return nil, err
	}
	s.Version = "v0.0.0"
	s.Indirect, err = requirementsIn(filepath.Join(p.Replace, "go.mod"))
	s.Indirect = slices.DeleteFunc(s.Indirect,
		func(r requirement) bool { return slices.Contains(onlyOurTests, r.Path) })
	slices.SortFunc(s.Indirect, func(a, b requirement) int { return cmp.Compare(a.Path, b.Path) })
	return s, err
}

// sourcesIn is the absolute path of a folder that holds httpgen's own module, as a
// replace line spells it.
func sourcesIn(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	module, err := modulePathIn(filepath.Join(abs, "go.mod"))
	switch {
	case err != nil:
		return "", fmt.Errorf("no sources of httpgen: %w", err)
	case module != emit.ModulePath():
		return "", fmt.Errorf("%s holds the module %s, not %s", dir, module, emit.ModulePath())
	}
	abs = filepath.ToSlash(abs)
	odd := func(r rune) bool {
		return strings.ContainsRune(" \"'`(),[]{}", r) ||
			!unicode.IsPrint(r)
	}
	if strings.ContainsFunc(abs, odd) {
		return strconv.Quote(abs), nil
	}
	return abs, nil
}

// HoldsSources tells whether a folder holds httpgen's own module.
func HoldsSources(dir string) bool {
	_, err := sourcesIn(dir)
	return err == nil
}

// modulePath is a cautious form of golang.org/ref/mod#go-mod-file-ident.
var modulePath = regexp.MustCompile(
	`^[A-Za-z0-9][-._~A-Za-z0-9]*(/[A-Za-z0-9_~-][-._~A-Za-z0-9]*)*$`)

// module is the module path of the project.
func (p Project) module() (string, error) {
	if p.Module != "" {
		if !modulePath.MatchString(p.Module) || strings.HasSuffix(p.Module, ".") {
			return "", fmt.Errorf("%q is no module path", p.Module)
		}
		return p.Module, nil
	}
	abs, err := filepath.Abs(p.Dir)
	if err != nil {
		return "", err
	}
	base := strings.ToLower(filepath.Base(abs))
	if !modulePath.MatchString(base) || strings.HasSuffix(base, ".") {
		return "", fmt.Errorf("the folder's name %q makes no module path: name one", base)
	}
	return "example.com/" + base, nil
}

// title is a word with its first letter in upper case, as a sentence starts.
func title(word string) string { return strings.ToUpper(word[:1]) + word[1:] }
