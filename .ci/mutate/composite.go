package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// All mutants of a package become one package here. A function begins with a switch that
// has its body again for each of its mutants:
//
//	func f(b []byte) (n int) {
//		switch mutantNumber {
//		case 17: return func() (n int) { … }()
//		}
//		…
//	}
//
// A variable gets its value once more, from an init function, if a mutant of it or of
// another one is made; those that depend on it then follow. Constants are what the
// compiler must know: their mutants are compiled one by one. (A function that calls
// recover itself would not do so inside of another: there is none so far.)

// numberFile tells the package which mutant is made: that of the environment. The mutants
// of variables are listed in it, behind one that there is not.
const numberFile = `package %s

import (
	"os"
	"strconv"
)

var mutantNumber = func() int {
	n, _ := strconv.Atoi(os.Getenv("MUTANT"))
	return n
}()

func init() {
	switch mutantNumber {
	case -1%s:
%s	}
}
`

// A composite is a file with the mutants in it.
type composite struct {
	strings.Builder
	from []placed // where mutants stand, in order
}

// composites are the files of a package, by path.
type composites map[string]*composite

type placed struct {
	start, end int
	mutant     *mutant
}

// at is the mutant that a place belongs to, or nil.
func (c *composite) at(place int) *mutant {
	if c == nil {
		return nil
	}
	for _, p := range c.from {
		if p.start <= place && place < p.end {
			return p.mutant
		}
	}
	return nil
}

// compile writes the package with its mutants and builds the test binary of it. Mutants
// that the compiler refuses are marked.
func (p *pkg) compile(dir string) error {
	for {
		texts, files := p.compose()
		refused, err := p.refuse(texts, files)
		if err != nil {
			return err
		}
		if !refused {
			return p.build(dir, "all", texts)
		}
	}
}

// compose returns the text of each file.
func (p *pkg) compose() (texts map[string]string, files composites) {
	texts, files = map[string]string{}, composites{}
	for _, s := range p.files {
		c := &composite{}
		last := 0
		for _, u := range p.units {
			if u.file == s && u.kind == aFunction {
				open := s.at(u.body.Pos()) + 1
				c.Write(s.text[last:open])
				c.bodies(u)
				last = open
			}
		}
		c.Write(s.text[last:])
		for _, u := range p.units {
			if u.file == s && u.kind == aVariable {
				fmt.Fprintf(c, "\nfunc mutantInit%d() {", u.number)
				c.bodies(u)
				fmt.Fprintf(c, "%s = %s\n}\n", u.name, s.of(u.body))
			}
		}
		texts[s.path], files[s.path] = c.String(), c
	}
	numbers, calls := p.inits()
	texts[path.Join(p.dir, "mutant_number.go")] = fmt.Sprintf(numberFile, p.name, numbers, calls)
	return texts, files
}

// inits are the mutants of variables, and the calls that give values anew, in the order in
// which Go gives them.
func (p *pkg) inits() (numbers, calls string) {
	for _, i := range p.info.InitOrder {
		for _, u := range p.units {
			if u.kind != aVariable || i.Rhs.Pos() != u.body.Pos() {
				continue
			}
			calls += fmt.Sprintf("\t\tmutantInit%d()\n", u.number)
			for _, m := range u.mutants {
				numbers += fmt.Sprintf(", %d", m.number)
			}
		}
	}
	return numbers, calls
}

// bodies writes the switch of a unit.
func (c *composite) bodies(u *unit) {
	result := ""
	if u.results != nil {
		result = u.file.of(u.results)
	}
	c.WriteString("\nswitch mutantNumber {\n")
	for _, m := range u.mutants {
		if m.fate == notCompiled {
			continue
		}
		start, end := u.file.at(u.body.Pos()), u.file.at(u.body.End())
		text := string(u.file.text[start:m.start]) + m.text + string(u.file.text[m.end:end])
		from := c.Len()
		switch {
		case u.kind == aVariable:
			fmt.Fprintf(c, "case %d:\n%s = %s\nreturn\n", m.number, u.name, text)
		case u.results == nil:
			fmt.Fprintf(c, "case %d:\nfunc() %s()\nreturn\n", m.number, text)
		default:
			fmt.Fprintf(c, "case %d:\nreturn func() %s %s()\n", m.number, result, text)
		}
		c.from = append(c.from, placed{from, c.Len(), m})
	}
	c.WriteString("}\n")
}

// refuse marks the mutants that do not compile.
func (p *pkg) refuse(texts map[string]string, files composites) (refused bool, err error) {
	fset := token.NewFileSet()
	var syntax []*ast.File
	for name, text := range texts {
		f, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
		if err != nil {
			return false, err
		}
		syntax = append(syntax, f)
	}
	p.check(fset, syntax, func(fault error) {
		var e types.Error
		if !errors.As(fault, &e) {
			err = fault
			return
		}
		at := fset.Position(e.Pos)
		if m := files[at.Filename].at(at.Offset); m != nil {
			m.fate, refused = notCompiled, true
			return
		}
		err = fault
	})
	return refused, err
}

// build compiles the tests with these texts in place of the files.
func (p *pkg) build(dir, name string, texts map[string]string) error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	var overlay struct{ Replace map[string]string }
	overlay.Replace = map[string]string{}
	for file, text := range texts {
		to := filepath.Join(dir, name+"-"+path.Base(file))
		if err := os.WriteFile(to, []byte(text), 0o600); err != nil {
			return err
		}
		overlay.Replace[filepath.Join(root, file)] = to
	}
	file := filepath.Join(dir, name+".json")
	b, err := json.Marshal(overlay)
	if err == nil {
		err = os.WriteFile(file, b, 0o600)
	}
	if err != nil {
		return err
	}
	out, err := exec.Command("go", "test", "-c", "-vet=off", "-overlay", file,
		"-o", filepath.Join(dir, name+".test"), "./"+p.testDir()).CombinedOutput()
	if err != nil {
		return fmt.Errorf("go test -c: %w\n%s", err, out)
	}
	return nil
}
