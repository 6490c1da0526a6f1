package runtime

import (
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// Static directories live here (HTTP.md §7).

// staticDir is files under a path prefix.
type staticDir struct {
	prefix string // without a slash at the end; "" is the root
	files  fileTree
}

// A fileTree is where static files are looked for.
type fileTree interface {
	// begin opens the tree for one request.
	begin() (openTree, error)
	// cacheOwner is what ETags of files without a time are kept under, or nil.
	cacheOwner() any
}

type openTree interface {
	open(name string) (fs.File, error)
	stat(name string) (fs.FileInfo, error)
	Close() error
}

// staticFS is a file system of StaticFS. Its files, where they have no time, are taken
// never to change.
type staticFS struct{ fsys fs.FS }

func (s *staticFS) begin() (openTree, error)              { return s, nil }
func (s *staticFS) open(name string) (fs.File, error)     { return s.fsys.Open(name) }
func (s *staticFS) stat(name string) (fs.FileInfo, error) { return fs.Stat(s.fsys, name) }
func (s *staticFS) Close() error                          { return nil }
func (s *staticFS) cacheOwner() any                       { return s }

func newStaticDir(prefix string, files fileTree) staticDir {
	if !strings.HasPrefix(prefix, "/") {
		panic(fmt.Sprintf("runtime: the static prefix %q does not start with /", prefix))
	}
	return staticDir{strings.TrimRight(prefix, "/"), files}
}

// closeStatic gives the descriptors of directories back.
func (a *App) closeStatic() {
	for _, d := range a.static {
		if dir, ok := d.files.(*staticOS); ok {
			dir.close()
		}
	}
}

// staticFile answers a GET or HEAD request with a file, if there is one.
func (a *App) staticFile(x *Exchange, canonical string) (Response, bool) {
	for i := range a.static {
		d := &a.static[i]
		rest, found := strings.CutPrefix(canonical, d.prefix)
		if !found || rest != "" && rest[0] != '/' {
			continue
		}
		name, ok := staticName(rest)
		if !ok {
			continue
		}
		resp, ok, err := a.staticAnswer(x, d, name)
		if err != nil {
			return x.fail(err), false
		}
		if ok {
			return resp, true
		}
	}
	return Response{}, false
}

// staticName turns what follows the prefix in a canonical path into the name of a file,
// as io/fs has it: "" and "/" are the directory itself, a slash at the end asks for its
// index. What is hidden or means something else to some file system is refused: an
// encoded slash (NUL in a canonical path), a backslash, an empty segment, a segment that
// starts with a dot, but for .well-known (RFC 8615).
func staticName(rest string) (name string, ok bool) {
	if strings.ContainsAny(rest, "\\\x00") {
		return "", false
	}
	name = strings.TrimPrefix(rest, "/")
	if strings.HasSuffix(rest, "/") {
		name += "index.html"
	}
	if name == "" {
		return ".", true
	}
	for segment := range strings.SplitSeq(name, "/") {
		if segment == "" || segment[0] == '.' && segment != ".well-known" {
			return "", false
		}
	}
	return name, true
}

// staticAnswer answers with a file of one directory. ok is false if there is none.
func (a *App) staticAnswer(x *Exchange, d *staticDir, name string) (resp Response, ok bool, err error) {
	tree, err := d.files.begin()
	if err != nil {
		return Response{}, false, shortage(err)
	}
	defer tree.Close()
	file, err := tree.open(name)
	if err != nil {
		return Response{}, false, shortage(err)
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		_ = file.Close() // only read from
		if err == nil && info.IsDir() {
			resp, ok = a.indexRedirect(x, tree, name)
		}
		return resp, ok, shortage(err)
	}
	resp = Response{head: makeHead(http.StatusOK, kindFixed, typeNone), more: &responseMore{}}
	served, resp, err := a.encoded(x, d, tree, file, info, name, resp)
	if err != nil {
		_ = file.Close()
		return Response{}, false, shortage(err)
	}
	return a.fileAnswer(x, resp, served), true, nil
}

// shortage keeps an error that says the machine is at its limits; with any other there
// is no file.
func shortage(err error) error {
	if err != nil && isShortage(err) {
		return err
	}
	return nil
}

// indexRedirect sends a client that asked for a directory without its slash to the path
// with it, if that has an index: links in it are relative to it.
func (a *App) indexRedirect(x *Exchange, tree openTree, dir string) (Response, bool) {
	info, err := tree.stat(path.Join(dir, "index.html"))
	if err != nil || !info.Mode().IsRegular() {
		return Response{}, false
	}
	return x.redirectTo(x.path + "/")
}

// redirectTo answers 308 with another path of this server, the query kept. A path that
// starts with "//" or "/\" is another host to a browser, and never the place to go.
func (x *Exchange) redirectTo(path string) (Response, bool) {
	if len(path) > 1 && (path[1] == '/' || path[1] == '\\') {
		return Response{}, false
	}
	if x.query != "" {
		path += "?" + x.query
	}
	return Redirect(http.StatusPermanentRedirect, cloned(path)), true
}

// encodings are the precompressed forms that are looked for, the better one first.
var encodings = [...]struct{ coding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// encoded chooses between a file and its precompressed siblings (name.br, name.gz) by
// what the client accepts (RFC 9110 §12.5.3). If it takes a sibling it closes file.
func (a *App) encoded(x *Exchange, d *staticDir, tree openTree, file fs.File, info fs.FileInfo, name string, resp Response) (*servedFile, Response, error) {
	owner := d.files.cacheOwner()
	accepted := x.listHeader("Accept-Encoding")
	best, bestQ := -1, qualityOf(accepted, "identity")
	vary := false
	for i, e := range encodings {
		info, err := tree.stat(name + e.suffix)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		vary = true
		q := qualityOf(accepted, e.coding)
		if q > 0 && (q > bestQ || best < 0 && q >= bestQ) {
			best, bestQ = i, q
		}
	}
	if vary {
		resp = resp.WithHeader("Vary", "Accept-Encoding")
	}
	if best >= 0 {
		coding := encodings[best].coding
		served, err := a.sibling(tree, name, encodings[best].suffix, coding, owner)
		if err == nil {
			_ = file.Close() // only read from
			return served, resp.WithHeader("Content-Encoding", coding), nil
		}
		if isShortage(err) {
			return nil, resp, err
		}
	}
	served, err := a.describeFile(file, info, name, owner)
	return served, resp, err
}

// sibling opens a precompressed form of a file. One that cannot be read is none.
func (a *App) sibling(tree openTree, name, suffix, coding string, owner any) (*servedFile, error) {
	file, err := tree.open(name + suffix)
	if err != nil {
		return nil, err
	}
	served, err := a.inspect(file, name+suffix, owner)
	if err != nil {
		_ = file.Close() // only read from
		return nil, err
	}
	served.mediaType = mediaTypeOf(name)
	if served.etag != "" {
		served.etag = strings.TrimSuffix(served.etag, `"`) + "-" + coding + `"`
	}
	return served, nil
}

// qualityOf is the weight in thousandths that a field Accept-Encoding gives a coding; 0
// is not acceptable. A coding that is not named has the weight of "*", or none;
// identity, if neither is named, has less than any other that is acceptable.
func qualityOf(field, coding string) int {
	any, named := -1, -1
	for one := range strings.SplitSeq(field, ",") {
		name, params, _ := strings.Cut(one, ";")
		name = strings.ToLower(strings.Trim(name, " \t"))
		switch {
		case name == "*":
			any = quality(params)
		case name == coding, name == "x-gzip" && coding == "gzip":
			named = quality(params)
		}
	}
	switch {
	case named >= 0:
		return named
	case coding == "identity":
		return min(max(any, 0), 1) // acceptable at "*;q=0" too: something has to be sent
	case any >= 0:
		return any
	}
	return 0
}

// quality reads weight = OWS ";" OWS "q=" qvalue in thousandths. What is malformed is 0.
func quality(params string) int {
	params = strings.Trim(params, " \t")
	if params == "" {
		return 1000
	}
	if len(params) < 3 || params[0]|0x20 != 'q' || params[1] != '=' {
		return 0
	}
	whole, fraction, _ := strings.Cut(params[2:], ".")
	if len(whole) != 1 || len(fraction) > 3 || whole != "0" && whole != "1" {
		return 0
	}
	q, ok := parseDigits(whole + fraction + "000"[len(fraction):])
	if !ok || q > 1000 {
		return 0
	}
	return int(q)
}
