package gen

// The way from files in memory to a folder lives here: compare, then write. What is
// ours is told from what is not by two marks together: a name that ends like a
// generated file's, and the header of this manifest on the first line (owner.go).

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A State says how a file of the output folder compares to what the manifest makes.
//
//	fresh      the text is that of the manifest; nothing is done
//	missing    written
//	stale      ours by its header, and replaced
//	edited     ours, and replaced with a word about it: its checksum does not fit its text
//	orphaned   ours, of a name that is no longer generated: removed
//
// A file that is not ours has no state: Compare returns an error that names it.
type State string

// The states of a file.
const (
	Fresh    State = "fresh"    // as it would be written, but for line ends and a byte order mark
	Missing  State = "missing"  // not there
	Stale    State = "stale"    // there, and different
	Edited   State = "edited"   // there, different, and not as any generator wrote it
	Orphaned State = "orphaned" // written from this manifest once, and no longer
)

// A Change is one file of the output folder and its state.
type Change struct {
	Path  string `json:"path"`
	State State  `json:"state"`
}

// Compare tells the state of every file of the package and of every orphan in its
// folder, sorted by path; it writes nothing. A folder that is not there has every file
// missing. It is an error if the folder is no folder, or if a file that the generator
// did not write from this manifest has the name of one that it would write.
func (p *Package) Compare() ([]Change, error) {
	if err := checkFolder(p.Dir); err != nil {
		return nil, err
	}
	var changes []Change
	var faults []error
	for _, f := range p.Files {
		state, err := p.stateOf(f)
		if err != nil {
			faults = append(faults, err)
		}
		changes = append(changes, Change{Path: filepath.Join(p.Dir, f.Name), State: state})
	}
	orphans, err := p.orphans()
	if err != nil {
		faults = append(faults, err)
	}
	changes = append(changes, orphans...)
	slices.SortFunc(changes, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
	return changes, errors.Join(faults...)
}

// Write brings the folder up to date: it writes what is missing, stale or edited, removes
// orphans and leaves fresh files alone, their times included. It returns what Compare
// had found. Every new text is on disk under a temporary name in the same folder before
// the first file is replaced, so that a full disk or a folder without permission
// changes nothing.
func (p *Package) Write() ([]Change, error) {
	changes, err := p.Compare()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(p.Dir, 0o777); err != nil {
		return nil, fmt.Errorf("output folder: %w", err)
	}
	texts := make(map[string][]byte, len(p.Files))
	for _, f := range p.Files {
		texts[filepath.Join(p.Dir, f.Name)] = f.Content
	}
	var batch staging
	defer batch.discard()
	for _, c := range changes {
		if c.State == Missing || c.State == Stale || c.State == Edited {
			if err := batch.add(c.Path, texts[c.Path]); err != nil {
				return nil, fmt.Errorf("output folder %s: %w", p.Dir, err)
			}
		}
	}
	if err := batch.commit(); err != nil {
		return nil, fmt.Errorf("output folder %s: %w", p.Dir, err)
	}
	for _, c := range changes {
		if c.State == Orphaned {
			if err := os.Remove(c.Path); err != nil {
				return nil, fmt.Errorf("removing a file that is no longer generated: %w", err)
			}
		}
	}
	return changes, nil
}

// checkFolder wants dir to be a folder, or not to be there.
func checkFolder(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("output folder: %w", err)
	case !info.IsDir():
		return fmt.Errorf("output folder %s is a file, not a folder", dir)
	}
	return nil
}

// stateOf compares one file to what is on disk under its name.
// A checkout may have changed line ends and added a byte order mark: both are left out of the
// comparison (plain).
func (p *Package) stateOf(f File) (State, error) {
	path := filepath.Join(p.Dir, f.Name)
	old, err := readFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Missing, nil
	case err != nil:
		return Stale, fmt.Errorf("%s: not a file of httpgen: %w", path, err)
	case bytes.Equal(plain(old), f.Content):
		return Fresh, nil
	case p.origin.wrote(old) && edited(old):
		return Edited, nil
	case p.origin.wrote(old):
		return Stale, nil
	}
	if from, ok := writtenFrom(old); ok {
		return Stale,
			fmt.Errorf("%s was generated from %s, not from %s: give one of the two another "+
				"`out`, or remove the file",
				path, from, p.origin.name)
	}
	return Stale,
		fmt.Errorf("%s was not written by httpgen: move it away, or choose another `out`", path)
}

// orphans are the files of the folder that were written from this manifest and are no
// longer among the package's.
func (p *Package) orphans() ([]Change, error) {
	entries, err := os.ReadDir(p.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var found []Change
	for _, e := range entries {
		if !e.Type().IsRegular() || !generatedName(e.Name()) || p.has(e.Name()) {
			continue
		}
		path := filepath.Join(p.Dir, e.Name())
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if p.origin.wrote(text) {
			found = append(found, Change{Path: path, State: Orphaned})
		}
	}
	return found, err
}

// has says whether the package has a file of this name.
func (p *Package) has(name string) bool {
	return slices.ContainsFunc(p.Files, func(f File) bool { return f.Name == name })
}

// generatedName tells the names that generated files have.
func generatedName(name string) bool {
	return strings.HasSuffix(name, "_gen.go") || strings.HasSuffix(name, "_gen_test.go")
}
