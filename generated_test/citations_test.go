package generated_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unseen are documents that do not come with the sources: a comment that cites one sends its
// reader nowhere. (They are spelt so that this file does not cite them.)
var unseen = regexp.MustCompile(`\b(DESI` + `GN|FIE` + `LD|HOU` + `SE|WOR` + `LD) §|\b(DESI` + `GN|HT` + `TP|WI` + `RE|FIE` + `LD|HOU` + `SE|WOR` + `LD)\.md\b`)

// TestTextsCiteWhatReadersHave looks at all that people read here: sources, manifests, pages.
func TestTextsCiteWhatReadersHave(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "out"):
			return fs.SkipDir
		case entry.IsDir() || !slices.Contains([]string{".go", ".s", ".yaml", ".md", ".txt"}, filepath.Ext(name)):
			return nil
		}
		files++
		text, err := os.ReadFile(name)
		for i, line := range strings.Split(string(text), "\n") {
			if found := unseen.FindString(line); found != "" {
				t.Errorf("%s:%d cites %s, which readers do not have: write what it says", name, i+1, found)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 700 {
		t.Errorf("%d files were looked at, which are not all", files)
	}
}

var goFile = regexp.MustCompile("`([a-z0-9_/*]+\\.go)`")

// TestArchitectureNamesFilesThatExist holds the way through the code to the files there are.
func TestArchitectureNamesFilesThatExist(t *testing.T) {
	text, err := os.ReadFile("../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, dir := range []string{"gen", "runtime", "cmd", "examples", "generated_test"} {
		_ = filepath.WalkDir(filepath.Join("..", dir), func(name string, _ fs.DirEntry, err error) error {
			files = append(files, filepath.ToSlash(name))
			return err
		})
	}
	named := goFile.FindAllSubmatch(text, -1)
	for _, m := range named {
		form := strings.ReplaceAll(regexp.QuoteMeta(string(m[1])), `\*`, "[a-z0-9_]*")
		like := regexp.MustCompile("/" + form + "$")
		if !strings.HasPrefix(string(m[1]), "_") && !slices.ContainsFunc(files, like.MatchString) {
			t.Errorf("docs/architecture.md names %s, which is nowhere", m[1])
		}
	}
	if len(named) < 40 {
		t.Errorf("%d names of files were found, which are not all", len(named))
	}
}
