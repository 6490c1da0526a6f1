package generated_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// unseen are documents that do not come with the sources: a comment that cites one sends its
// reader nowhere. (They are spelt so that this file does not cite them.)
var unseen = regexp.MustCompile(`\b(DESI` + `GN|FIE` + `LD|HOU` + `SE|WOR` + `LD) §|\b(DESI` + `GN|HT` + `TP|WI` + `RE|FIE` + `LD|HOU` + `SE|WOR` + `LD)\.md\b`)

// TestCommentsCiteWhatReadersHave looks at the sources of the generator, of the command, of
// the tests and of the examples.
func TestCommentsCiteWhatReadersHave(t *testing.T) {
	files := 0
	for _, dir := range []string{"gen", "cmd", "generated_test", "examples"} {
		err := filepath.WalkDir(filepath.Join("..", dir), func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(name) != ".go" {
				return err
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
	}
	if files < 100 {
		t.Errorf("%d files were looked at, which are not all", files)
	}
}
