package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
)

// A package is read here, with the types of everything in it.

// A pkg is the package of a target.
type pkg struct {
	target
	name    string
	files   []*source
	units   []*unit
	exports map[string]string // import path → file with what it exports
	info    *types.Info
}

// A source is one of its files.
type source struct {
	path   string // from the root of the module
	text   []byte
	syntax *ast.File
	start  int  // position of its first byte in the file set
	chosen bool // to be mutated
}

// at is the offset of a position.
func (s *source) at(p token.Pos) int { return int(p) - s.start }

// of is the text of a node.
func (s *source) of(n ast.Node) string { return string(s.text[s.at(n.Pos()):s.at(n.End())]) }

func (t target) has(file string) bool {
	return path.Dir(file) == t.dir && (len(t.files) == 0 ||
		slices.Contains(t.files, path.Base(file)))
}

func load(t target, only string) (*pkg, error) {
	p := &pkg{target: t, exports: map[string]string{}}
	out, err := exec.Command("go", "list", "-export", "-deps",
		"-json=ImportPath,Export,Name,GoFiles,DepOnly,Standard", "./"+t.dir, "os", "strconv").
		Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	fset := token.NewFileSet()
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var listed struct {
			ImportPath, Export, Name string
			GoFiles                  []string
			DepOnly, Standard        bool
		}
		if err := d.Decode(&listed); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		p.exports[listed.ImportPath] = listed.Export
		if listed.DepOnly || listed.Standard {
			continue
		}
		p.name = listed.Name
		for _, name := range listed.GoFiles {
			if err := p.read(fset, path.Join(t.dir, name), only); err != nil {
				return nil, err
			}
		}
	}
	var faults []error
	p.info = p.check(fset, p.syntax(), func(err error) { faults = append(faults, err) })
	if len(faults) > 0 {
		return nil, faults[0]
	}
	return p, nil
}

func (p *pkg) read(fset *token.FileSet, path, only string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	start := fset.Base()
	syntax, err := parser.ParseFile(fset, path, text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	chosen := p.has(path) && strings.Contains(path, only)
	p.files = append(p.files, &source{path, text, syntax, start, chosen})
	return nil
}

func (p *pkg) syntax() (all []*ast.File) {
	for _, s := range p.files {
		all = append(all, s.syntax)
	}
	return all
}

// check tells the types of a form of the package, and what the compiler would refuse.
func (p *pkg) check(fset *token.FileSet, files []*ast.File, fault func(error)) *types.Info {
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{},
		Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{
		Error: fault,
		Importer: importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
			return os.Open(p.exports[path])
		}),
	}
	conf.Check(p.dir, fset, files, info) // its error is the first that fault has got
	return info
}
