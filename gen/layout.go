package gen

// The layout of a manifest, for the command that writes it, lives here.

import (
	"bytes"
	"fmt"
	"path/filepath"

	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/manifest/layout"
)

// A Formatted manifest is its text in the one layout.
type Formatted struct {
	File    string
	Text    []byte
	Changed bool // Text is not what the file holds; its line ends are, unless they are mixed
}

// Layout lays a manifest out; nothing is written. A manifest that is not sound YAML has
// no layout: the error is a *FaultsError then. Other faults are no hindrance. Any other
// error says what would be lost.
func Layout(file string) (*Formatted, error) {
	src, err := manifest.Read(file)
	if err != nil {
		return nil, err
	}
	text, faults, err := layout.Format(src)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w; it is left as it is", file, err)
	case text == nil:
		return nil, &FaultsError{Report: &Report{File: manifest.NameOf(file), source: src,
			list: faults}}
	}
	text = inFormOf(src, text)
	return &Formatted{File: file, Text: text, Changed: !bytes.Equal(src, text)}, nil
}

// Write replaces the file as one step, if its text differs. Where the name is a link, the
// file that it leads to is replaced.
func (f *Formatted) Write() error {
	if !f.Changed {
		return nil
	}
	if _, err := readFile(f.File); err != nil {
		return fmt.Errorf("%s: %w", f.File, err)
	}
	return writeTree(filepath.Dir(f.File), []File{{filepath.Base(f.File), f.Text}})
}
