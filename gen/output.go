package gen

// Where the output goes, and what the package is called there, lives here; and where
// a manifest is looked for that nobody named.

import (
	"fmt"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"unicode"

	"example.com/httpgen/gen/internal/model"
)

// ManifestName is the name under which a manifest is looked for.
const ManifestName = "routes.yaml"

// Find looks for a manifest in dir, then in its parents up to the folder that holds
// go.mod, and not above it. The result is relative to the working directory if dir is.
// go.mod ends the search, since a manifest above it would generate into another module.
func Find(dir string) (string, error) {
	for at := dir; ; at = filepath.Join(at, "..") {
		file := filepath.Join(at, ManifestName)
		if exists(file) {
			return file, nil
		}
		abs, err := filepath.Abs(at)
		if err != nil {
			return "", err
		}
		if exists(filepath.Join(at, "go.mod")) || abs == filepath.Dir(abs) {
			return "", fmt.Errorf("no %s here or in the folders above, up to go.mod: name "+
				"a manifest%s", ManifestName, hintBelow(dir))
		}
	}
}

// mostLooked bounds how many folders are looked into for a hint.
const mostLooked = 2000

// hintBelow names manifests in folders below, or nothing.
func hintBelow(dir string) string {
	var found []string
	looked := 0
	_ = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch name := e.Name(); {
		case err != nil && e.IsDir():
			return fs.SkipDir // what cannot be read is no hint
		case e.IsDir():
			if looked++; looked > mostLooked || len(found) > 2 {
				return fs.SkipAll
			}
			if path != dir && (strings.HasPrefix(name, ".") || name == "node_modules" ||
				name == "vendor" || name == "testdata") {
				return fs.SkipDir
			}
		case name == ManifestName:
			found = append(found, filepath.ToSlash(path))
		}
		return nil
	})
	if found == nil {
		return ""
	}
	more := ""
	if len(found) > 2 {
		found, more = found[:2], " and others"
	}
	return ", such as " + strings.Join(found, ", ") + more
}

// outputFolder decides the output folder, and the package name where the manifest has none.
func outputFolder(m *model.Manifest, o Options) (string, error) {
	dir := o.Out
	switch {
	case dir != "":
	case filepath.IsAbs(m.Out):
		dir = m.Out
	default:
		dir = filepath.Join(filepath.Dir(o.Manifest), m.Out)
	}
	dir = filepath.Clean(dir)
	if m.Package != "" {
		return dir, nil
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	m.Package = packageName(filepath.Base(abs))
	if m.Package == "" {
		return "", fmt.Errorf("%s: the output folder %s gives no package name: write `package:` "+
			"in the manifest", o.Manifest, abs)
	}
	return dir, nil
}

// packageName makes a package name of a folder's: characters that no identifier has
// are left out (my-shop: myshop), and what is no identifier even then (001, func) gets
// an underscore in front. "" if nothing is left.
// Go files of the folder are not asked: the folder may be empty, and what they say is what is
// to be generated beside them.
func packageName(folder string) string {
	name := strings.Map(func(r rune) rune {
		if r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, folder)
	switch {
	case strings.Trim(name, "_") == "":
		return ""
	case !token.IsIdentifier(name):
		return "_" + name
	}
	return name
}

// pathFrom is the way from a folder to a file, with slashes, as generated code spells it:
// the way that the system goes, so links of folders are followed. Where there is no
// relative one (two volumes of Windows), it is the absolute one.
func pathFrom(dir, file string) string {
	real := filepath.Join(realPath(filepath.Dir(file)), filepath.Base(file))
	if rel, err := filepath.Rel(realPath(dir), real); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(real)
}
