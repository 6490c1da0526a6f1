package runtime

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"syscall"
	"time"

	"example.com/httpgen/runtime/internal/files"
)

// Files as answers live here: File, FileFS, and what static directories share with them.
// How they are opened is in file_open.go, what is answered of them in file_answer.go.

// File returns a 200 with the content of a file, sent without loading it into memory,
// with a Content-Type by its extension, X-Content-Type-Options: nosniff, a strong ETag and
// Last-Modified; each may be set instead. For GET and HEAD the conditions of RFC 9110 §13
// and ranges (§14) are answered by the validators that are sent, a handler's own
// included: with 206 or 304, or an error 412 or 416 for the error handlers. A response
// with another status is sent whole.
//
// The ETag is made of size, modification time, inode and change time. A modification time
// in the first two seconds of 1970 or before, as reproducible builds have it, is none. A
// file without any time has an ETag of its content if it is embedded in the program or of
// at most 1 MiB, else none.
//
// HTML, XML and SVG are sent without a charset, because they declare their own; other
// texts are utf-8.
//
// What is no regular file, a directory included, is an error 404 for the error handlers.
// The path is that of the machine and goes where it says: a part of it that a client
// chose is better served with FileFS.
func File(path string) Response { return fileResponse(&fileSource{name: path}) }

// FileFS returns a 200 with a file of fsys, such as an embed.FS, by a name as io/fs has
// it (no leading slash, no ".."); see File. Ranges need a file that can seek.
//
// Symbolic links that lead out of fsys are not followed, and what is no regular file is
// not opened: os.DirFS, fs.Sub of it and os.Root.FS are read as an os.Root; other file
// systems are asked for their links if they implement fs.ReadLinkFS.
func FileFS(fsys fs.FS, name string) Response {
	r := fileResponse(&fileSource{fsys: fsys, name: name})
	if fsys == nil {
		return r.withError(errors.New("FileFS: there is no file system"))
	}
	return r
}

func fileResponse(source *fileSource) Response {
	return Response{
		head: makeHead(http.StatusOK, kindSource, typeNone),
		more: &responseMore{source: source},
	}
}

// fileSource is a file that a response will open.
type fileSource struct {
	fsys fs.FS // nil: the machine's
	name string
}

// servedFile is a regular file that is open to be sent.
type servedFile struct {
	file      fs.File
	size      int64 // in bytes
	modified  time.Time
	mediaType string
	etag      string // "": none
	coding    string // of a precompressed form, or ""
}

// fileBody is what is sent of a file: pieces of it, each with text before it.
type fileBody struct {
	file     fs.File
	segments []fileSegment
	tail     string // text after the last segment
	length   int64  // of all in bytes
}

type fileSegment struct {
	before         string
	offset, length int64
}

// open turns a response's file into what the request asks of it, and returns what keeps
// a response from being sent.
func (a *App) open(x *Exchange, resp Response) (Response, error) {
	if err := resp.err(); err != nil {
		return resp, err
	}
	if resp.kind() != kindSource {
		return resp, nil
	}
	source := resp.more.source
	file, info, err := source.open()
	if err != nil {
		return resp, missing(err)
	}
	served, err := a.describe(file, info, source.name, "")
	if err != nil {
		_ = file.Close() // only read from
		return resp, missing(err)
	}
	return a.fileAnswer(x, resp, served)
}

// openLate is open where no error handler is asked any more: what the request asks of the
// file is then refused by the default answer.
func (a *App) openLate(x *Exchange, resp Response) (Response, error) {
	resp, err := a.open(x, resp)
	if e, ok := err.(*HTTPError); ok {
		switch e.Status {
		case files.PreconditionFailed, files.Unsatisfiable:
			return withContentRange(a.defaultAnswer(e), e), nil
		}
	}
	return resp, err
}

// missing makes a 404 of an error of opening, unless the machine is at its limits.
func missing(err error) error {
	if isShortage(err) {
		return err
	}
	return &HTTPError{Status: http.StatusNotFound, Err: err}
}

// isShortage tells a machine at its limits from a file that cannot be had.
func isShortage(err error) bool {
	for _, shortage := range [...]error{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM,
		syscall.EIO} {
		if errors.Is(err, shortage) {
			return true
		}
	}
	return false
}

// describe finds out what the answer says of a regular file. The caller closes the file.
func (a *App) describe(
	file fs.File, info fs.FileInfo, name, charset string,
) (_ *servedFile, err error) {
	f := &servedFile{
		file: file, size: info.Size(), modified: info.ModTime(),
		mediaType: files.MediaType(name, charset),
	}
	state := files.State{Size: f.size, Modified: f.modified}
	state.Inode, state.Changed = inodeOf(info)
	if f.etag = state.Tag(); f.etag == "" {
		f.etag, err = a.contentTag(f, info)
	}
	return f, err
}

// digestUpTo is the largest file, in bytes, that is read for its ETag for each request.
const digestUpTo = 1 << 20

// contentTag is the ETag of a file without a time: a digest of its content, made once for
// an embedded one. It is "" for a file that cannot be read twice, or not in no time.
func (a *App) contentTag(f *servedFile, info fs.FileInfo) (string, error) {
	embedded := isEmbedded(info)
	if embedded {
		if tag, ok := a.etags.Load(info); ok {
			return tag.(string), nil
		}
	}
	seeker, ok := f.file.(io.Seeker)
	if !ok || f.size > digestUpTo && !embedded {
		return "", nil
	}
	tag, err := files.ContentTag(f.file)
	if err != nil {
		return "", err
	}
	if _, err := seeker.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	if embedded {
		a.etags.Store(info, tag)
	}
	return tag, nil
}
