package runtime

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"example.com/httpgen/runtime/internal/formdata"
	"example.com/httpgen/runtime/wire"
)

// The parts of a form live here, as generated code asks for them: it knows which names are fields
// and which are files, whatever a part says of itself.

const (
	// maxField is how large the text of one field is at most, in bytes.
	maxField = 1 << 20
	// maxFields is how large those of all fields are together, in bytes: they are in memory,
	// however large a body may be for its files.
	maxFields = 8 << 20
	// charsetField is where browsers write the charset of the page, if it has such a field.
	charsetField = "_charset_"
)

// A PartReader reads the parts of a form for generated code.
type PartReader struct {
	in  *formdata.Reader
	req Request
	err error // of the form; it stays

	disposition
	contentType string
	media       string // of contentType: "text/plain"
	coding      string // of the bytes, "" if it is none that changes them
	unread      bool   // nobody has asked for its bytes yet

	texts  int64        // bytes of fields so far
	memory int64        // bytes of files in memory so far
	counts map[uint]int // of files of lists

	streams bool      // files are left to the handler
	behind  bool      // the first file has been: only files may follow
	ended   bool      // there are no more parts
	upload  *FilePart // that the handler is to have next
}

// Next goes on to the next part; it is false behind the last one, where the form cannot be read,
// and at a file that is left to the handler.
func (r *PartReader) Next(in *wire.Params) bool {
	if r.err != nil || r.ended || r.upload != nil {
		return false
	}
	if r.unread && r.name == charsetField {
		if page, err := io.ReadAll(io.LimitReader(r.in, 40)); err == nil {
			in.Page(string(page))
		}
	}
	header, err := r.in.Next()
	switch {
	case err == io.EOF:
		r.ended = true
		return false
	case err != nil:
		_ = r.fail(err)
		return false
	}
	if r.err = r.begin(header); r.err != nil {
		return false
	}
	in.Part(r.name)
	return true
}

// fail keeps an error of the form.
func (r *PartReader) fail(err error) error {
	part := r.in.Part()
	switch err {
	case formdata.ErrBoundary:
		err = badForm("the boundary of Content-Type is not in the body", nil)
	case formdata.ErrEnds:
		err = badForm(fmt.Sprintf("the body ends inside part %d", part), nil)
	case formdata.ErrHeader:
		err = badForm(fmt.Sprintf("part %d: its header cannot be read", part), nil)
	case formdata.ErrLargeHeader:
		err = largeForm(fmt.Sprintf("part %d: its header is larger than %d bytes",
			part, formdata.MaxHeader))
	case formdata.ErrTooManyParts:
		err = largeForm(err.Error())
	}
	r.err = err
	return err
}

func largeForm(message string) error {
	return &HTTPError{Status: http.StatusRequestEntityTooLarge, Message: message}
}

// begin reads what a part says of itself.
func (r *PartReader) begin(header formdata.Header) error {
	part := r.in.Part()
	field, n := header.Get("Content-Disposition")
	r.disposition = disposition{}
	if n > 0 {
		var ok bool
		if r.disposition, ok = parseDisposition(field); !ok || n > 1 {
			return badForm(fmt.Sprintf("part %d: Content-Disposition cannot be read", part), nil)
		}
	}
	if !r.form || !r.named {
		return badForm(fmt.Sprintf("part %d has no name", part), nil)
	}
	r.contentType, _ = header.Get("Content-Type")
	media, _, _ := strings.Cut(r.contentType, ";")
	r.media = strings.ToLower(strings.TrimRight(media, " \t"))
	r.coding, r.unread = "", true
	for _, f := range header {
		if !strings.EqualFold(f.Name, "Content-Transfer-Encoding") {
			continue
		}
		switch strings.ToLower(f.Value) {
		case "7bit", "8bit", "binary":
		default:
			r.coding = f.Value
		}
	}
	return nil
}

// isCoded adds the fault of a part whose bytes are not those that are meant (RFC 7578 §4.7).
func (r *PartReader) isCoded(in *wire.Params) bool {
	if r.coding == "" {
		return false
	}
	in.Fault(wire.RuleType, "Content-Transfer-Encoding "+plain(r.coding)+" is not read")
	return true
}

// plain is a text of a header as a message shows it.
func plain(text string) string { return strings.ToValidUTF8(shortened(text), "\uFFFD") }

// Text reads the present part as the text of a field. It is false where there is none to be had.
func (r *PartReader) Text(in *wire.Params) bool {
	if in.InList() {
		in.Unknown()
		return false
	}
	return r.Texts(in)
}

// Texts reads the present part as a text of a list.
func (r *PartReader) Texts(in *wire.Params) bool {
	if r.behind {
		message := plain(in.Name) + " came behind the first file: send fields first"
		r.err = badForm(message, nil)
		return false
	}
	r.unread = false
	if r.isCoded(in) {
		return false
	}
	text, err := io.ReadAll(io.LimitReader(r.in, maxField+1))
	if err != nil {
		_ = r.fail(err)
		return false
	}
	if r.texts += int64(len(text)); len(text) > maxField {
		r.err = largeForm(fmt.Sprintf("%s has more than %d bytes", plain(in.Name), maxField))
		return false
	}
	if r.texts > maxFields {
		r.err = largeForm(fmt.Sprintf("the fields have more than %d bytes", maxFields))
		return false
	}
	charset := ""
	if r.contentType != "" {
		_, params, _ := mime.ParseMediaType(r.contentType)
		charset = params["charset"]
	}
	switch strings.ToLower(charset) {
	case "", "utf-8", "utf8", "us-ascii":
		in.PartText(string(text))
	case "iso-8859-1":
		in.PartText(fromLatin1(text))
	default:
		in.Fault(wire.RuleType, "charset "+plain(charset)+" is not read, send UTF-8")
		return false
	}
	return true
}

// fromLatin1 is a text of ISO-8859-1.
func fromLatin1[S []byte | string](text S) string {
	b := make([]byte, 0, 2*len(text))
	for i := range len(text) {
		b = utf8.AppendRune(b, rune(text[i]))
	}
	return string(b)
}
