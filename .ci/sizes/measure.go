package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// Files are measured here.

// A file is what was counted in one.
type file struct {
	path      string // from the root, with slashes
	lines     int    // all of them
	text      int    // those that are not blank
	comments  int    // those that hold a comment and no code
	wide      int    // those of more than mostColumns
	functions []function
}

// A function is a declared one; what is written inside another counts as that one's.
type function struct {
	name  string
	lines int // from its first to its last line, without the comment above it
}

// measureTree measures the Go files below root that people write.
func measureTree(root string) (files []file, err error) {
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == ".git" || d.Name() == "bin"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go"):
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		f, written, err := measure(filepath.ToSlash(name), source)
		if err == nil && written {
			files = append(files, f)
		}
		return err
	})
	return files, err
}

// measure counts in one file. It is not written by people if it says that it is generated.
func measure(path string, source []byte) (f file, written bool, err error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, path, source,
		parser.ParseComments|parser.SkipObjectResolution)
	if err != nil || ast.IsGenerated(tree) {
		return file{}, false, err
	}
	line := func(p token.Pos) int { return set.Position(p).Line }
	f.path = path
	commented := map[int]bool{}
	for _, group := range tree.Comments {
		for _, c := range group.List {
			for n := line(c.Pos()); n <= line(c.End()-1); n++ {
				commented[n] = true
			}
		}
	}
	for text := range strings.Lines(string(source)) {
		f.lines++
		if columns(text) > mostColumns {
			f.wide++
		}
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		f.text++
		// A comment behind code begins where the line does not.
		if commented[f.lines] && !startsWithCode(text) {
			f.comments++
		}
	}
	for _, d := range tree.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			f.functions = append(f.functions,
				function{fn.Name.Name, line(fn.End()) - line(fn.Pos()) + 1})
		}
	}
	return f, true, nil
}

// startsWithCode tells code with a comment behind it from a comment. Inner lines of /* */
// are taken for code, unless they begin with a star: gofmt'd code has next to none.
func startsWithCode(line string) bool {
	return !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, "/*") &&
		!strings.HasPrefix(line, "*")
}

// columns is the width of a line, without its end.
func columns(line string) int {
	line = strings.TrimRight(line, "\r\n")
	return utf8.RuneCountInString(line) + (tabWidth-1)*strings.Count(line, "\t")
}
