package runtime

import (
	"crypto/rand"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/httpgen/runtime/internal/clock"
	"example.com/httpgen/runtime/internal/files"
)

// What is answered of an open file lives here: its fields, and of its content what the
// request asks for. The rules are in internal/files.

// fileAnswer is the response of an open file: its fields, and of its content what the
// request asks for. The file is closed if nothing of it is sent.
func (a *App) fileAnswer(x *Exchange, resp Response, f *servedFile) (Response, error) {
	if resp.mediaType() == "" {
		resp = resp.withMediaType(f.mediaType)
	}
	resp.more = resp.copyMore(5)
	more := resp.more
	more.source = nil
	if !more.has("ETag") && f.etag != "" {
		more.add("ETag", f.etag)
	}
	if !more.has("X-Content-Type-Options") {
		more.add("X-Content-Type-Options", "nosniff")
	}
	modified, date := more.lastModified(x, f.modified)
	resp.head = resp.head&^(0xff<<16) | kindFile<<16
	more.file = &fileBody{file: f.file, segments: []fileSegment{{"", 0, f.size}}, length: f.size}
	if resp.Status() != http.StatusOK || x.Method != GET {
		return resp, nil
	}
	_, canSeek := f.file.(io.Seeker)
	if canSeek && f.coding == "" { // pieces are had of the file as it is
		more.add("Accept-Ranges", "bytes")
	}
	return resp.asked(x, &files.File{
		Validators: files.Validators{ETag: resp.Header("ETag"), Modified: modified},
		Size:       f.size, Seek: canSeek,
	}, date)
}

// lastModified adds the field Last-Modified, or holds a handler's own to the Date, and
// returns what it says, zero for nothing, and the Date.
func (m *responseMore) lastModified(x *Exchange, modified time.Time) (said, date time.Time) {
	own := slices.IndexFunc(m.fields, func(f headerField) bool {
		return strings.EqualFold(f.name, "Last-Modified")
	})
	if own >= 0 {
		modified, _ = files.ParseDate(m.fields[own].value) // else zero: no date
	}
	date = x.date(modified)
	said = files.LastModified(modified, date)
	switch {
	case said.IsZero():
	case own < 0:
		m.add("Last-Modified", files.FormatDate(said))
	case said.Before(modified):
		m.fields[own].value = files.FormatDate(said)
	}
	return said, date
}

// asked answers the conditions and ranges of a GET or HEAD request. r is fileAnswer's own
// copy.
func (r Response) asked(x *Exchange, f *files.File, date time.Time) (Response, error) {
	q := files.Question{
		IfMatch:           x.listHeader("If-Match"),
		IfNoneMatch:       x.listHeader("If-None-Match"),
		IfModifiedSince:   x.listHeader("If-Modified-Since"),
		IfUnmodifiedSince: x.listHeader("If-Unmodified-Since"),
		IfRange:           x.listHeader("If-Range"),
		Range:             x.listHeader("Range"),
		Head:              x.Head, Now: date,
	}
	switch d := files.Decide(&q, f); d.Status {
	case files.Partial:
		return r.withRanges(d.Ranges, f.Size), nil
	case files.NotModified:
		_ = r.more.file.Close() // only read from
		return r.withoutFile(files.NotModified), nil
	case files.PreconditionFailed:
		_ = r.more.file.Close()
		return r, &HTTPError{Status: files.PreconditionFailed}
	case files.Unsatisfiable:
		_ = r.more.file.Close()
		return r, &HTTPError{Status: files.Unsatisfiable, Err: unsatisfiable(f.Size)}
	}
	return r, nil
}

// listHeader returns the values of all fields of a name as one list (RFC 9110 §5.2).
func (x *Exchange) listHeader(name string) string {
	first, ok := x.origin.header(name)
	if !ok {
		return ""
	}
	var all []string
	x.fields(func(n, value string) bool {
		if strings.EqualFold(n, name) {
			all = append(all, value)
		}
		return true
	})
	if len(all) < 2 {
		return first
	}
	return strings.Join(all, ", ")
}

// date returns the Date of the answer, or a time that is as good beside a modification
// time: that of our own connections has to be read out of its text.
func (x *Exchange) date(modified time.Time) time.Time {
	now := time.Now()
	c, ours := x.origin.(*conn)
	if !ours || now.Sub(modified) > time.Minute {
		return now
	}
	if date, ok := files.ParseDate(clock.DateIn(c.s.clock.DateField())); ok {
		return date
	}
	return now
}

// unsatisfiable is the cause of a 416: the size of the file in bytes.
type unsatisfiable int64

func (size unsatisfiable) Error() string {
	return "the ranges lie outside of a file of " + strconv.FormatInt(int64(size), 10) + " bytes"
}

// withContentRange tells the size of the file in the answer of a 416, whoever made it
// (RFC 9110 §15.5.17).
func withContentRange(r Response, e *HTTPError) Response {
	if size, ok := e.Err.(unsatisfiable); ok {
		return r.WithHeader("Content-Range", files.NoContentRange(int64(size))).
			WithHeader("Accept-Ranges", "bytes")
	}
	return r
}

// withoutFile keeps the fields that a 304 has (RFC 9110 §15.4.5).
func (r Response) withoutFile(status int) Response {
	r.more.file = nil
	for _, name := range [...]string{"Content-Type", "Content-Encoding", "Accept-Ranges"} {
		r.more.remove(name)
	}
	r.head = makeHead(status, kindFixed, typeNone)
	return r
}

// withRanges makes a file's whole answer one of ranges: of one range as it is, of several
// as multipart/byteranges (RFC 9110 §14.6).
func (r Response) withRanges(ranges []files.Range, size int64) Response {
	r = r.WithStatus(http.StatusPartialContent)
	body := r.more.file
	body.segments = nil
	if len(ranges) == 1 {
		body.segments = []fileSegment{{"", ranges[0].Offset, ranges[0].Length}}
		body.length = ranges[0].Length
		return r.WithHeader("Content-Range", ranges[0].ContentRange(size))
	}
	boundary := rand.Text()
	multipart := files.MakeMultipart(ranges, size, r.mediaType(), boundary)
	for i, one := range ranges {
		body.segments = append(body.segments, fileSegment{multipart.Heads[i], one.Offset,
			one.Length})
	}
	body.tail, body.length = multipart.Tail, multipart.Length
	return r.withMediaType("multipart/byteranges; boundary=" + boundary)
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
