package gen

// What is asked of go.mod files lives here. They are read line by line: a module file
// has no nesting but its parentheses.

import (
	"fmt"
	"go/version"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"example.com/httpgen/gen/internal/emit"
)

// ModulePath is the path of httpgen's own module.
func ModulePath() string { return emit.ModulePath() }

// importPathOf is the import path of a folder: the path of the module around it, and
// the way down from there. The folder need not be there yet.
func importPathOf(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	root := moduleRoot(abs)
	if root == "" {
		return "", fmt.Errorf("%s is in no module: run go mod init first", dir)
	}
	module, err := modulePathIn(filepath.Join(root, "go.mod"))
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(root, abs)
	if err != nil {
		return "", err
	}
	return path.Join(module, filepath.ToSlash(rel)), nil
}

var moduleLine = regexp.MustCompile(`(?m)^module[ \t]+(\S+)`)

// modulePathIn is the module path that a go.mod declares.
//
// go.mod may quote it, as it may quote any of its words.
func modulePathIn(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	m := moduleLine.FindSubmatch(text)
	if m == nil {
		return "", fmt.Errorf("%s: no module line", file)
	}
	module := string(m[1])
	if plain, err := strconv.Unquote(module); err == nil {
		module = plain
	}
	return module, nil
}

// oldestGo is the go line that the runtime needs: that of its own module.
const oldestGo = "1.26"

var goLine = regexp.MustCompile(`(?m)^go[ \t]+([^\s/]+)`)

// checkGoLine wants a go.mod whose language has what the runtime is written in. One
// without a go line means go 1.16 (go.dev/ref/mod#go-mod-file-go).
//
// The compiler would say so too, but with a page of errors about files that nobody here wrote.
func checkGoLine(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	has := "1.16"
	if m := goLine.FindSubmatch(text); m != nil {
		has = string(m[1])
	}
	if version.Compare(version.Lang("go"+has), "go"+oldestGo) < 0 {
		return fmt.Errorf("%s says go %s, and the runtime needs go %s: run `go mod edit -go=%[3]s`",
			file, has, oldestGo)
	}
	return nil
}

// A requirement is a module and its version.
type requirement struct{ Path, Version string }

// requirementsIn are the requirements of a go.mod, direct and indirect.
// Comments and the two forms of require are all that has to be told apart.
func requirementsIn(file string) ([]requirement, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var list []requirement
	block := false
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "//")
		words := strings.Fields(line)
		switch {
		case len(words) == 2 && words[0] == "require" && words[1] == "(":
			block = true
		case len(words) == 1 && words[0] == ")":
			block = false
		case len(words) == 3 && words[0] == "require":
			list = append(list, requirement{words[1], words[2]})
		case len(words) == 2 && block:
			list = append(list, requirement{words[0], words[1]})
		}
	}
	return list, nil
}
