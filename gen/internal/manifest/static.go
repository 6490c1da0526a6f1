package manifest

import (
	"fmt"
	"io/fs"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// The directories of static files are decoded here.

// static reads the directories of files, from all files of the manifest:
//
//	static:
//	  - {prefix: /assets, dir: ./public, charset: utf-8}
//	  - {prefix: /app, dir: ./app, fallback: index.html}
//
// A prefix is kept without its slash at the end, so that /assets and /assets/ are found to be
// one.
func (d *decoder) static(all []fields) {
	var items []*yaml.Node
	for _, file := range all {
		if n, ok := file.get("static"); ok {
			items = append(items, n.Content...)
		}
	}
	seen := map[string]diag.Span{}
	for _, item := range items {
		f := d.object(item, AtStatic)
		prefix, ok1 := f.get("prefix")
		dir, ok2 := f.get("dir")
		if !ok1 || !ok2 || !d.plainPrefix(prefix, diag.BadStaticPrefix, "a static prefix") {
			continue
		}
		s := &model.Static{Prefix: prefix.Value, Dir: dir.Value, Span: d.Source.span(prefix)}
		d.staticFiles(s, f)
		if len(s.Prefix) > 1 {
			s.Prefix = strings.TrimSuffix(s.Prefix, "/")
		}
		if first, twice := seen[s.Prefix]; twice {
			d.Report(diag.DuplicateStatic, s.Span, "keep one of them",
				"two directories are served under %s", diag.Quoted(s.Prefix)).
				Also(first, "first here")
			continue
		}
		seen[s.Prefix] = s.Span
		d.Manifest.Static = append(d.Manifest.Static, s)
	}
}

// staticFiles reads what is said of the files of a directory.
// A name of a file is as io/fs has it; a backslash would be a separator on Windows alone.
func (d *decoder) staticFiles(s *model.Static, f fields) {
	if n, ok := f.get("fallback"); ok {
		if s.Fallback = n.Value; !fs.ValidPath(s.Fallback) || s.Fallback == "." ||
			strings.ContainsAny(s.Fallback, "\\\x00") {
			d.Report(diag.BadStaticFile, d.Source.span(n),
				"write the name of a file in the directory, such as index.html",
				"%s is no name of a file in a directory", diag.Quoted(s.Fallback))
		}
	}
	if n, ok := f.get("charset"); ok {
		if s.Charset = n.Value; strings.ContainsFunc(s.Charset,
			func(r rune) bool { return !isToken(r) }) {
			d.Report(diag.BadStaticFile, d.Source.span(n), "write one such as utf-8",
				"%s is no name of a charset", diag.Quoted(s.Charset))
		}
	}
}

// plainPrefix wants decoded text that a path can begin with; a segment that no request can
// have would hide all files below it.
//
// It is decoded text: `<` would look like a parameter and be none, and a backslash is a slash to
// some clients.
func (d *decoder) plainPrefix(n *yaml.Node, code, what string) bool {
	bad := func(off, length int, help, why string) bool {
		d.Report(code, d.Source.within(n, off, length), help, "%s", why)
		return false
	}
	prefix := n.Value
	if !strings.HasPrefix(prefix, "/") {
		return bad(0, len(prefix), "write /"+cutText(prefix), what+" starts with /")
	}
	if i := strings.IndexAny(prefix, "<?#\\\x00"); i >= 0 {
		return bad(i, 1, "a prefix is plain text, without parameters",
			fmt.Sprintf("%s cannot hold %q", what, prefix[i]))
	}
	off := 1
	trimmed := strings.TrimSuffix(prefix[1:], "/")
	for seg := range strings.SplitSeq(trimmed, "/") {
		if seg == "." || seg == ".." || seg == "" && trimmed != "" {
			return bad(off, max(len(seg), 1), "take it out",
				fmt.Sprintf("%s cannot have the segment %q", what, seg))
		}
		off += len(seg) + 1
	}
	return true
}
