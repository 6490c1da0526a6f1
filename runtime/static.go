package runtime

import (
	"fmt"
	"io/fs"
	"strings"

	"example.com/httpgen/runtime/internal/files"
)

// Static directories live here.

// staticDir is files under a path prefix.
type staticDir struct {
	prefix   string // without a slash at the end; "" is the root
	files    fileTree
	charset  string // of texts, or ""
	fallback string // name of the file for pages that are no files, or ""
}

// A StaticOption changes how StaticFS serves its files.
type StaticOption func(*staticDir)

// StaticCharset tells this charset of every text, of HTML, XML and SVG too, which are sent
// without one otherwise, because they can declare their own. It panics if that is no
// charset's name.
func StaticCharset(name string) StaticOption {
	if !files.IsCharset(name) {
		panic(fmt.Sprintf("runtime: %q is no charset", name))
	}
	return func(d *staticDir) { d.charset = name }
}

// StaticFallback names the file, as io/fs has it, that is served with 200 where nothing
// else answers a GET or HEAD request below the prefix that accepts HTML by name: for
// applications that draw their pages in the browser. It comes behind files, routes,
// redirects, 405 and bad_param; where several prefixes have one, the longest answers. A
// path with a segment that starts with a dot is none of its pages. It panics if that is
// no such name.
func StaticFallback(name string) StaticOption {
	if !fs.ValidPath(name) || name == "." {
		panic(fmt.Sprintf("runtime: %q is no name of a file", name))
	}
	return func(d *staticDir) { d.fallback = name }
}

func newStaticDir(prefix string, tree fileTree, opts ...StaticOption) staticDir {
	if !strings.HasPrefix(prefix, "/") {
		panic(fmt.Sprintf("runtime: the static prefix %q does not start with /", prefix))
	}
	d := staticDir{prefix: strings.TrimRight(prefix, "/"), files: tree}
	for _, opt := range opts {
		if opt != nil {
			opt(&d)
		}
	}
	return d
}

// staticOf is a static entry of the manifest.
func staticOf(d StaticDir) staticDir {
	var opts []StaticOption
	if d.Charset != "" {
		opts = append(opts, StaticCharset(d.Charset))
	}
	if d.Fallback != "" {
		opts = append(opts, StaticFallback(d.Fallback))
	}
	return newStaticDir(d.Prefix, &staticOS{path: d.Dir}, opts...)
}

// closeStatic gives the descriptors of directories back.
func (a *App) closeStatic() {
	for _, d := range a.static {
		if dir, ok := d.files.(*staticOS); ok {
			dir.close()
		}
	}
}

// below returns what follows the prefix in a canonical path.
func (d *staticDir) below(canonical string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(canonical, d.prefix)
	return rest, ok && (rest == "" || rest[0] == '/')
}

// staticFile answers a GET or HEAD request with a file, if there is one.
func (a *App) staticFile(x *Exchange, canonical string) (Response, bool) {
	for i := range a.static {
		d := &a.static[i]
		rest, below := d.below(canonical)
		if !below {
			continue
		}
		name, ok := files.Name(rest)
		if !ok {
			continue
		}
		if resp, ok := a.staticAnswer(x, d, name, emptyFile()); ok || x.failure != nil {
			return resp, ok
		}
	}
	return Response{}, false
}

// staticPage answers a GET or HEAD request that nobody else does with a fallback.
func (a *App) staticPage(x *Exchange, canonical string) (Response, bool) {
	var found *staticDir
	for i := range a.static {
		d := &a.static[i]
		rest, below := d.below(canonical)
		if !below || d.fallback == "" || !files.HasPage(rest) {
			continue
		}
		if found == nil || len(d.prefix) > len(found.prefix) {
			found = d
		}
	}
	if found == nil || !files.AcceptsHTML(x.listHeader("Accept")) {
		return Response{}, false
	}
	return a.staticAnswer(x, found, found.fallback, emptyFile().WithHeader("Vary", "Accept"))
}

// hasFile says whether a GET of the path would be answered with a file.
func (a *App) hasFile(canonical string) bool {
	for i := range a.static {
		d := &a.static[i]
		rest, below := d.below(canonical)
		if !below {
			continue
		}
		name, ok := files.Name(rest)
		if !ok {
			continue
		}
		tree, err := d.files.begin()
		if err != nil {
			continue
		}
		is := tree.isFile(name)
		tree.close()
		if is {
			return true
		}
	}
	return false
}

// staticAnswer answers with a file of one directory. ok is false if there is none; what
// goes wrong is left in x.failure.
func (a *App) staticAnswer(
	x *Exchange, d *staticDir, name string, resp Response,
) (_ Response, ok bool) {
	var served *servedFile
	var err error
	if kept, varies := a.kept(x, d, name); kept != nil {
		if usual, ok := kept.usual(x, resp, varies); ok {
			return usual, true
		}
		served, resp = kept.open(resp, varies)
	} else if served, resp, err = a.openStatic(x, d, name, resp); err != nil {
		if isShortage(err) {
			return x.fail(err), false
		}
		return Response{}, false
	}
	if resp, err = a.fileAnswer(x, resp, served); err != nil {
		return x.fail(err), false
	}
	return resp, true
}

// openStatic opens a file of a directory, or the precompressed form of it (name.br,
// name.gz) that the client likes best. With a Range it is the file as it is: clients that
// resume a download accept codings, and would join pieces of two forms.
func (a *App) openStatic(
	x *Exchange, d *staticDir, name string, resp Response,
) (*servedFile, Response, error) {
	tree, err := d.files.begin()
	if err != nil {
		return nil, resp, err
	}
	defer tree.close()
	file, info, err := tree.open(name)
	if err != nil {
		return nil, resp, err
	}
	served, err := a.describe(file, info, name, d.charset)
	if err != nil {
		_ = file.Close()
		return nil, resp, err
	}
	key := fileKey{d, name, ""}
	kept := a.files.get(key)
	if kept == nil || kept.whole || served.size <= keptUpTo {
		kept = a.keep(key, "", served, info)
	}
	there := a.lookFor(kept, tree, name)
	if there != [len(files.Codings)]bool{} {
		resp = resp.WithHeader("Vary", "Accept-Encoding")
		_, ranged := x.origin.header("Range")
		if best := files.ChooseCoding(x.listHeader("Accept-Encoding"), there); best >= 0 &&
			!ranged {
			coding := files.Codings[best]
			coded, err := a.openCoded(d, tree, name, coding.Suffix, coding.Name)
			if err == nil {
				_ = served.file.Close() // only read from
				return coded, resp.WithHeader("Content-Encoding", coding.Name), nil
			}
			if isShortage(err) {
				_ = served.file.Close()
				return nil, resp, err
			}
		}
	}
	return served, resp, nil
}

// openCoded opens a precompressed form of a file. One that cannot be read is none.
func (a *App) openCoded(
	d *staticDir, tree openTree, name, suffix, coding string,
) (*servedFile, error) {
	file, info, err := tree.open(name + suffix)
	if err != nil {
		return nil, err
	}
	served, err := a.describe(file, info, name, d.charset)
	if err != nil {
		_ = file.Close() // only read from
		return nil, err
	}
	served.coding, served.etag = coding, files.CodingTag(served.etag, coding)
	a.keep(fileKey{d, name, coding}, suffix, served, info)
	return served, nil
}
