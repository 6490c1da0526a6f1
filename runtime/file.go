package runtime

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"time"
)

// Files as answers live here: File, FileFS, and what static directories share with them.

// File returns a 200 with the content of a file, sent without loading it into memory,
// with a Content-Type by its extension (another may be set), a strong ETag and
// Last-Modified. For GET and HEAD the conditions of RFC 9110 §13 and ranges (§14) are
// answered with 206, 304, 412 and 416; a response with another status is sent whole.
//
// What is no regular file, a directory included, is an error 404 for the error handlers.
// The path is that of the machine and goes where it says: a part of it that a client
// chose is better served with FileFS(os.Root.FS(), …), from which no ".." and no
// symbolic link leads out.
func File(path string) Response { return fileResponse(&fileSource{name: path}) }

// FileFS returns a 200 with a file of fsys, such as an embed.FS, by a name as io/fs has
// it (no leading slash, no ".."); see File. A file without a modification time gets an
// ETag from its content. Ranges need a file that can seek.
func FileFS(fsys fs.FS, name string) Response {
	return fileResponse(&fileSource{fsys: fsys, name: name})
}

func fileResponse(source *fileSource) Response {
	return Response{head: makeHead(http.StatusOK, kindSource, typeNone), more: &responseMore{source: source}}
}

// fileSource is a file that a response will open.
type fileSource struct {
	fsys fs.FS // nil: the machine's
	name string
}

// servedFile is a regular file that is open to be sent.
type servedFile struct {
	file      fs.File
	size      int64
	modified  time.Time // zero: not known
	mediaType string
	etag      string
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
	var file fs.File
	var err error
	if source.fsys == nil {
		file, err = os.OpenFile(source.name, openFlags, 0)
	} else {
		file, err = source.fsys.Open(source.name)
	}
	if err != nil {
		return resp, missing(err)
	}
	var cacheOwner any
	if fixed, ok := source.fsys.(embed.FS); ok {
		cacheOwner = fixed
	}
	served, err := a.inspect(file, source.name, cacheOwner)
	if err != nil {
		_ = file.Close() // only read from
		return resp, missing(err)
	}
	return a.fileAnswer(x, resp, served), nil
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
	for _, shortage := range [...]error{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.EIO} {
		if errors.Is(err, shortage) {
			return true
		}
	}
	return false
}

var errNotRegular = errors.New("not a regular file")

// inspect finds out what the answer says of a file. cacheOwner is what the ETag of a
// file that never changes is kept under, or nil. The caller closes the file.
func (a *App) inspect(file fs.File, name string, cacheOwner any) (*servedFile, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	return a.describeFile(file, info, name, cacheOwner)
}

// describeFile is inspect of a regular file whose state is known.
func (a *App) describeFile(file fs.File, info fs.FileInfo, name string, cacheOwner any) (_ *servedFile, err error) {
	f := &servedFile{file: file, size: info.Size(), modified: info.ModTime(), mediaType: mediaTypeOf(name)}
	if f.modified.IsZero() || f.modified.Equal(time.Unix(0, 0)) {
		f.modified = time.Time{}
		f.etag, err = a.contentTag(f, name, cacheOwner)
		return f, err
	}
	// Time in nanoseconds and size: a change within one tick of the file system's clock
	// that keeps the size goes unseen, as with every server that does not read the file.
	f.etag = `"` + strconv.FormatInt(f.modified.UnixNano(), 36) + "-" + strconv.FormatInt(f.size, 36) + `"`
	return f, nil
}

// taggedName is the key of an ETag that is kept.
type taggedName struct {
	owner any
	name  string
}

// contentTag is the ETag of a file without a time: a digest of its content. It is "" for
// a file that cannot be read twice.
func (a *App) contentTag(f *servedFile, name string, owner any) (string, error) {
	key := taggedName{owner, name}
	if owner != nil {
		if tag, ok := a.etags.Load(key); ok {
			return tag.(string), nil
		}
	}
	seeker, ok := f.file.(io.Seeker)
	if !ok {
		return "", nil
	}
	digest := sha256.New()
	if _, err := io.Copy(digest, f.file); err != nil {
		return "", err
	}
	if _, err := seeker.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	tag := `"` + hex.EncodeToString(digest.Sum(nil)[:16]) + `"`
	if owner != nil {
		a.etags.Store(key, tag)
	}
	return tag, nil
}

// fileAnswer is the response of an open file: its fields, and of its content what the
// request asks for. The file is closed if nothing of it is sent.
func (a *App) fileAnswer(x *Exchange, resp Response, f *servedFile) Response {
	resp.more = resp.copyMore(4)
	more := resp.more
	more.source = nil
	_, canSeek := f.file.(io.Seeker)
	if !more.has("ETag") && f.etag != "" {
		more.fields = append(more.fields, headerField{"ETag", f.etag})
	}
	if !more.has("Last-Modified") && !f.modified.IsZero() {
		more.fields = append(more.fields, headerField{"Last-Modified", f.modified.UTC().Format(http.TimeFormat)})
	}
	if resp.mediaType() == "" {
		resp = resp.withMediaType(f.mediaType)
		more = resp.more
	}
	resp.head = resp.head&^(0xff<<16) | kindFile<<16
	more.file = &fileBody{file: f.file, segments: []fileSegment{{"", 0, f.size}}, length: f.size}
	if resp.Status() != http.StatusOK || x.Method != GET {
		return resp
	}
	if canSeek {
		more.fields = append(more.fields, headerField{"Accept-Ranges", "bytes"})
	}
	return a.askedOf(x, resp, f, canSeek)
}

// askedOf answers the conditions and ranges of a GET or HEAD request, in the order of
// RFC 9110 §13.2.2.
func (a *App) askedOf(x *Exchange, resp Response, f *servedFile, canSeek bool) Response {
	c := readConditions(x)
	etag := resp.Header("ETag")
	switch c.status(etag, f.modified) {
	case http.StatusNotModified:
		_ = f.file.Close() // only read from
		return resp.withoutFile(http.StatusNotModified)
	case http.StatusPreconditionFailed:
		_ = f.file.Close()
		return a.defaultAnswer(&HTTPError{Status: http.StatusPreconditionFailed})
	}
	if x.Head || !canSeek || c.rangeSpec == "" || !c.rangeHolds(etag, f.modified) {
		return resp
	}
	ranges, outcome := parseRanges(c.rangeSpec, f.size)
	switch outcome {
	case rangesUnsatisfiable:
		_ = f.file.Close()
		return a.defaultAnswer(&HTTPError{Status: http.StatusRequestedRangeNotSatisfiable}).
			WithHeader("Content-Range", "bytes */"+strconv.FormatInt(f.size, 10)).
			WithHeader("Accept-Ranges", "bytes")
	case rangesGood:
		return resp.withRanges(ranges, f.size)
	}
	return resp
}

// withoutFile keeps the fields alone.
func (r Response) withoutFile(status int) Response {
	r.more.file = nil // fileAnswer's own copy
	r.more.remove("Content-Type")
	r.head = makeHead(status, kindFixed, typeNone)
	return r
}

// write is the producer of a file's answer.
func (b *fileBody) write(x *Exchange, w bodyWriter) error {
	w = x.counted(w)
	for _, s := range b.segments {
		if s.before != "" {
			if _, err := w.WriteString(s.before); err != nil {
				return err
			}
		}
		if seeker, ok := b.file.(io.Seeker); ok && (s.offset > 0 || len(b.segments) > 1) {
			if _, err := seeker.Seek(s.offset, io.SeekStart); err != nil {
				return err
			}
		}
		if err := w.sendFile(b.file, s.length); err != nil {
			return err
		}
	}
	if b.tail == "" {
		return nil
	}
	_, err := w.WriteString(b.tail)
	return err
}

// Close closes the file.
func (b *fileBody) Close() error { return b.file.Close() }
