package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The archives of a release, and the sums of all that it has.

// A member is a file of an archive.
type member struct {
	name string
	text []byte
	mode fs.FileMode
}

// archive writes what a platform gets.
func (r *release) archive(platform, binary string) error {
	goos, goarch, _ := strings.Cut(platform, "/")
	members, err := r.members(binary)
	if err != nil {
		return err
	}
	base := fmt.Sprintf("httpgen_%s_%s_%s", r.version, goos, goarch)
	write, ext := r.tar, ".tar.gz"
	if goos == "windows" {
		write, ext = r.zip, ".zip"
	}
	f, err := os.Create(filepath.Join(r.out, base+ext))
	if err != nil {
		return err
	}
	defer f.Close()
	if err := write(f, base, members); err != nil {
		return err
	}
	return f.Close()
}

// members are the files of an archive, in order of their names.
func (r *release) members(binary string) ([]member, error) {
	text, err := os.ReadFile(binary)
	if err != nil {
		return nil, err
	}
	list := []member{{filepath.Base(binary), text, 0o755}}
	for _, name := range []string{"LICENSE", "CHANGELOG.md", "docs/reference.md"} {
		text, err := os.ReadFile(filepath.Join(r.source, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		list = append(list, member{filepath.Base(name), text, 0o644})
	}
	pages, err := r.pages()
	if err != nil {
		return nil, err
	}
	list = append(list, pages...)
	slices.SortFunc(list, func(a, b member) int { return strings.Compare(a.name, b.name) })
	return list, nil
}

// pages are the manual pages, which are the same for all platforms: one that runs here writes
// them.
func (r *release) pages() (list []member, err error) {
	dir := filepath.Join(r.work, "man")
	if _, err := os.Stat(dir); err != nil {
		if _, err := r.output(r.source, nil, "go", "run", "./cmd/httpgen", "docs", dir); err != nil {
			return nil, err
		}
	}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		list = append(list, member{"man/" + e.Name(), text, 0o644})
	}
	return list, err
}

func (r *release) tar(w io.Writer, base string, members []member) error {
	z := gzip.NewWriter(w)
	t := tar.NewWriter(z)
	for _, m := range members {
		err := t.WriteHeader(&tar.Header{Name: base + "/" + m.name, Mode: int64(m.mode),
			Size: int64(len(m.text)), ModTime: r.when, Format: tar.FormatUSTAR})
		if err != nil {
			return err
		}
		if _, err := t.Write(m.text); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

func (r *release) zip(w io.Writer, base string, members []member) error {
	z := zip.NewWriter(w)
	for _, m := range members {
		h := &zip.FileHeader{Name: base + "/" + m.name, Method: zip.Deflate, Modified: r.when}
		h.SetMode(m.mode)
		f, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := f.Write(m.text); err != nil {
			return err
		}
	}
	return z.Close()
}

// sums writes SHA256SUMS, as sha256sum -c reads it.
func (r *release) sums() error {
	var b strings.Builder
	err := filepath.WalkDir(r.out, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(text)
		rel, err := filepath.Rel(r.out, name)
		fmt.Fprintf(&b, "%s  %s\n", hex.EncodeToString(sum[:]), filepath.ToSlash(rel))
		return err
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.out, "SHA256SUMS"), []byte(b.String()), 0o666)
}
