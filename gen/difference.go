package gen

// What Write would change, as text, lives here.

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// A Difference is a file that Write would change, with a unified diff from what is there
// to what would be.
// What a checkout did to line ends is no difference.
type Difference struct {
	Change
	Diff string `json:"diff"`
}

// maxHunk bounds the lines of Difference.Hunk.
const maxHunk = 24

// Hunk is the first hunk of the diff, without the names of the files, at most some 24
// lines. It is "" for a file that is missing or no longer generated: that is not a matter
// of lines.
func (d Difference) Hunk() string {
	if d.State != Stale && d.State != Edited {
		return ""
	}
	lines := strings.SplitAfter(d.Diff, "\n")
	isHead := func(line string) bool { return strings.HasPrefix(line, "@@ ") }
	start := slices.IndexFunc(lines, isHead)
	if start < 0 {
		return ""
	}
	lines = lines[start:]
	if end := slices.IndexFunc(lines[1:], isHead); end >= 0 {
		lines = lines[:1+end]
	}
	if more := len(lines) - maxHunk; more > 0 {
		lines = append(lines[:maxHunk:maxHunk], fmt.Sprintf("… %d more lines\n", more))
	}
	return strings.Join(lines, "")
}

// Differences tells what Write would change, sorted by path: nothing if the folder is up
// to date. A file that is missing, or one that is no longer generated, stands against an
// empty one. Its errors are those of Compare.
func (p *Package) Differences() ([]Difference, error) {
	changes, err := p.Compare()
	if err != nil {
		return nil, err
	}
	texts := make(map[string][]byte, len(p.Files))
	for _, f := range p.Files {
		texts[filepath.Join(p.Dir, f.Name)] = f.Content
	}
	list := []Difference{}
	for _, c := range changes {
		if c.State == Fresh {
			continue
		}
		old, err := os.ReadFile(c.Path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		before, after := "a/"+filepath.ToSlash(c.Path), "b/"+filepath.ToSlash(c.Path)
		switch c.State {
		case Missing:
			before = "/dev/null"
		case Orphaned:
			after = "/dev/null"
		}
		list = append(list,
			Difference{c, string(diff.Diff(before, plain(old), after, texts[c.Path]))})
	}
	return list, nil
}
