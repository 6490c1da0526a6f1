package gen

// What Write would change, as text, lives here.

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/diff"
)

// A Difference is a file that Write would change, with a unified diff from what is there
// to what would be.
type Difference struct {
	Change
	Diff string `json:"diff"`
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
		list = append(list, Difference{c, string(diff.Diff(before, old, after, texts[c.Path]))})
	}
	return list, nil
}
