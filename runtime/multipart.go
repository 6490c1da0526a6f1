package runtime

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
)

// Bodies of multipart/form-data live here (RFC 7578).

const (
	maxParts      = 1000
	maxPartFields = 10_000 // of the headers of all parts
)

// DecodeMultipart reads a body of multipart/form-data; see Request.Multipart. The body is
// read before it is taken apart, so that hooks may look at it too, and no file of it goes
// to the disk, from where somebody would have to remove it: the limit of the body bounds
// the memory.
func DecodeMultipart(req Request) (*multipart.Form, error) {
	form, err := DecodeOptionalMultipart(req)
	if form == nil && err == nil {
		err = bodyEmpty()
	}
	return form, err
}

// DecodeOptionalMultipart is DecodeMultipart for a form that may be missing: it is nil then.
func DecodeOptionalMultipart(req Request) (*multipart.Form, error) {
	b, err := req.Body()
	if err != nil || len(b) == 0 {
		return nil, err
	}
	boundary, err := formBoundary(req)
	if err != nil {
		return nil, err
	}
	return readForm(b, boundary)
}

// formBoundary is what stands between the parts of a form (RFC 2046 §5.1.1).
func formBoundary(req Request) (string, error) {
	if err := wantIdentity(req); err != nil {
		return "", err
	}
	contentType := req.Header("Content-Type")
	mediaType, params, err := mime.ParseMediaType(contentType)
	if mediaType == "" { // it cannot be read, but it may have been meant
		mediaType, _, _ = strings.Cut(contentType, ";")
	}
	if !strings.EqualFold(strings.Trim(mediaType, " \t"), "multipart/form-data") {
		return "", &HTTPError{
			Status:  http.StatusUnsupportedMediaType,
			Message: "this needs a body of multipart/form-data", Err: accepted("multipart/form-data"),
		}
	}
	if err != nil {
		return "", badForm("Content-Type cannot be read (quote the boundary)", err)
	}
	if params["boundary"] == "" {
		const message = "multipart/form-data without a boundary (let the client set Content-Type)"
		return "", badForm(message, nil)
	}
	return params["boundary"], nil
}

func badForm(message string, cause error) error {
	return &HTTPError{Status: http.StatusBadRequest, Message: message, Err: short(cause)}
}

// A formReader takes a form apart. The parts' ends are found by a multipart.Reader, what
// the parts are is found out here: that package leaves out what it cannot read, decodes
// what others do not, and takes a body that is cut off in a header for a whole one.
//
// Its FileHeader can be made by its ReadForm alone. So the reader is itself a form to
// read, of the files, one after another and called by their numbers.
type formReader struct {
	in       *multipart.Reader
	body     []byte
	boundary string
	values   map[string][]string
	files    []formFile
	parts    int // that have begun
	fields   int // of their headers
	text     string
	file     io.Reader // whose bytes come behind text, or nil
	ended    bool
	err      error // of the form
}

// A formFile is what there is to know of a file but its bytes.
type formFile struct {
	name, filename string
	header         textproto.MIMEHeader
}

// readForm reads a whole form.
func readForm(body []byte, boundary string) (*multipart.Form, error) {
	r := &formReader{
		in:   multipart.NewReader(bytes.NewReader(body), boundary),
		body: body, boundary: boundary, values: make(map[string][]string),
	}
	files, err := multipart.NewReader(r, boundary).ReadForm(math.MaxInt64)
	switch {
	case r.err != nil:
		return nil, r.err
	case errors.Is(err, multipart.ErrMessageTooLarge):
		return nil, tooLarge(err)
	case err != nil:
		return nil, badForm("malformed multipart/form-data", err)
	}
	form := &multipart.Form{Value: r.values, File: make(map[string][]*multipart.FileHeader)}
	for i, f := range r.files {
		h := files.File[strconv.Itoa(i)][0]
		h.Filename, h.Header = baseName(f.filename), f.header
		form.File[f.name] = append(form.File[f.name], h)
	}
	return form, nil
}

// Read reads the form of the files.
func (r *formReader) Read(b []byte) (int, error) {
	for {
		if r.text != "" {
			n := copy(b, r.text)
			r.text = r.text[n:]
			return n, nil
		}
		switch {
		case r.err != nil:
			return 0, r.err
		case r.ended:
			return 0, io.EOF
		case r.file == nil:
			r.err = r.next()
			continue
		}
		n, err := r.file.Read(b)
		switch {
		case err == io.EOF:
			r.file, r.text = nil, "\r\n"
		case err != nil:
			r.err = r.cutOff(err)
		}
		if n > 0 {
			return n, nil
		}
	}
}

// next goes on to the next part, and reads it if it is no file.
func (r *formReader) next() error {
	part, err := r.in.NextRawPart()
	if err == io.EOF && r.isWhole() {
		r.ended, r.text = true, "--"+r.boundary+"--\r\n"
		return nil
	}
	if r.parts++; err != nil {
		return r.unreadable(err)
	}
	if r.parts > maxParts {
		return r.tooMany(maxParts, "parts")
	}
	for _, lines := range part.Header {
		if r.fields += len(lines); r.fields > maxPartFields {
			return r.tooMany(maxPartFields, "fields of parts")
		}
	}
	d, err := r.disposition(part.Header)
	if err != nil {
		return err
	}
	if d.filename != "" {
		r.text = "--" + r.boundary + "\r\nContent-Disposition: form-data; filename=f; name=" +
			strconv.Itoa(len(r.files)) + "\r\n\r\n"
		r.file = part
		r.files = append(r.files, formFile{d.name, d.filename, part.Header})
		return nil
	}
	value, err := io.ReadAll(part)
	if err != nil {
		return r.cutOff(err)
	}
	r.values[d.name] = append(r.values[d.name], string(value))
	return nil
}

// disposition says what the part is called that has begun.
func (r *formReader) disposition(header textproto.MIMEHeader) (d disposition, err error) {
	lines := header["Content-Disposition"]
	if len(lines) > 0 {
		var ok bool
		if d, ok = parseDisposition(lines[0]); !ok || len(lines) > 1 {
			return d, badForm(fmt.Sprintf("part %d: Content-Disposition cannot be read",
				r.parts), nil)
		}
	}
	if !d.form || !d.named {
		return d, badForm(fmt.Sprintf("part %d has no name", r.parts), nil)
	}
	for _, coding := range header["Content-Transfer-Encoding"] { // RFC 7578 §4.7
		switch strings.ToLower(strings.Trim(coding, " \t")) {
		case "7bit", "8bit", "binary":
		default:
			what := shortened(d.name) + ": Content-Transfer-Encoding " + shortened(coding)
			return d, badForm(what+" is not read", nil)
		}
	}
	return d, nil
}

// isWhole says whether there is a last delimiter: the package takes a body that is cut
// off in a header for one that has ended.
//
//	close-delimiter = "--" boundary "--" *( SP / HTAB ) ( CRLF / LF / end )
func (r *formReader) isWhole() bool {
	last := []byte("--" + r.boundary + "--")
	for rest := r.body; ; {
		i := bytes.Index(rest, last)
		if i < 0 {
			return false
		}
		begins := i == 0 && len(rest) == len(r.body) || i > 0 && rest[i-1] == '\n'
		rest = rest[i+len(last):]
		after := bytes.TrimPrefix(bytes.TrimLeft(rest, " \t"), []byte("\r"))
		if begins && (len(after) == 0 || after[0] == '\n') {
			return true
		}
	}
}

// unreadable is the error of a part that does not begin as one does.
func (r *formReader) unreadable(err error) error {
	var malformed textproto.ProtocolError
	switch {
	case !bytes.Contains(r.body, []byte("--"+r.boundary)):
		return badForm("the boundary of Content-Type is not in the body", err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.As(err, &malformed) && !r.isWhole(): // half a line of a header
		return r.cutOff(err)
	case errors.Is(err, multipart.ErrMessageTooLarge):
		return tooLarge(err)
	case errors.As(err, &malformed):
		return badForm(fmt.Sprintf("part %d: its header cannot be read", r.parts), err)
	}
	return badForm(fmt.Sprintf("part %d cannot be read", r.parts), err)
}

func (r *formReader) cutOff(err error) error {
	return badForm(fmt.Sprintf("the body ends inside part %d", r.parts), err)
}

func (r *formReader) tooMany(limit int, what string) error {
	message := fmt.Sprintf("more than %d %s", limit, what)
	return &HTTPError{Status: http.StatusRequestEntityTooLarge, Message: message}
}
