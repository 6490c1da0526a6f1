// Package forms has a route for each kind of form that is read into a type of the manifest.
package forms

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"example.com/httpgen/runtime"
)

// ISBN is the type of a converter.
type ISBN string

// ParseISBN refuses what begins with an x.
func ParseISBN(text string) (ISBN, error) {
	if strings.HasPrefix(text, "x") {
		return "", errors.New("no ISBN")
	}
	return ISBN(text), nil
}

// FormatISBN is the other way.
func FormatISBN(v ISBN) string { return string(v) }

// Server implements Handlers.
type Server struct{}

// A list of what came, without what is as it is where nothing did.
type list []string

func (l *list) add(name, format string, args ...any) {
	*l = append(*l, name+"="+fmt.Sprintf(format, args...))
}

func add[T any](l *list, name, format string, o runtime.Optional[T]) {
	if v, ok := o.Get(); ok {
		l.add(name, format, v)
	}
}

func (l list) String() string { return strings.Join(l, " ") }

func tell(v Fields) (l list) {
	add(&l, "x", "%q", v.X)
	add(&l, "n", "%d", v.N)
	if v.Page != 1 {
		l.add("page", "%d", v.Page)
	}
	add(&l, "big", "%d", v.Big)
	add(&l, "fl", "%g", v.Fl)
	if v.B {
		l.add("b", "true")
	}
	add(&l, "d", "%.10s", v.D)
	add(&l, "at", "%s", v.At)
	add(&l, "sort", "%s", v.Sort)
	if v.Word != FieldsWordA {
		l.add("word", "%s", v.Word)
	}
	add(&l, "isbn", "%s", v.ISBN)
	if v.L != nil {
		l.add("l", "%q", v.L)
	}
	add(&l, "ns", "%d", v.Ns)
	if c, ok := v.C.Get(); ok {
		l.add("c", "%d %d", c.R, c.G.Or(-1))
	}
	add(&l, "pin", "%d", v.Pin)
	return l
}

// Form tells the fields.
func (Server) Form(_ runtime.Request, body Fields) (string, error) { return tell(body).String(), nil }

// Need tells the fields.
func (Server) Need(_ runtime.Request, body Need) (string, error) {
	return fmt.Sprintf("%q %d %d %d %q", body.X, body.N, body.C.R, body.C.G.Or(-1), body.Sorts), nil
}

// UploadText tells the fields.
func (s Server) UploadText(req runtime.Request, body Need) (string, error) { return s.Need(req, body) }

// file tells a file.
func (l *list) file(name string, f *runtime.FormFile) {
	r, err := f.Open()
	if err != nil {
		l.add(name, "%v", err)
		return
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil || int64(len(b)) != f.Size {
		l.add(name, "%d bytes of %d: %v", len(b), f.Size, err)
		return
	}
	l.add(name, "%q(%s)%.10q", f.Name, f.ContentType, b)
}

// Upload tells fields and files.
func (Server) Upload(_ runtime.Request, body Upload) (string, error) {
	l := tell(Fields{X: body.X, N: body.N, Page: body.Page, Big: body.Big, Fl: body.Fl, B: body.B, D: body.D, At: body.At,
		Sort: body.Sort, Word: FieldsWordA, ISBN: body.ISBN, L: body.L, Ns: body.Ns, C: body.C, Pin: body.Pin})
	if f, ok := body.F.Get(); ok {
		l.file("f", f)
	}
	for _, f := range body.Fs {
		l.file("fs", f)
	}
	return l.String(), nil
}

// Photo tells a file that has to be there.
func (Server) Photo(_ runtime.Request, body Photo) (string, error) {
	var l list
	l.add("title", "%q", body.Title)
	l.file("photo", body.Photo)
	for _, f := range body.More.Or(nil) {
		l.file("more", f)
	}
	return l.String(), nil
}

// stream tells files as they come. Of a file called "skip" nothing is read.
func (l *list) stream(files func(func(*runtime.FilePart, error) bool)) error {
	for f, err := range files {
		if err != nil {
			return err
		}
		if f.Name == "skip" {
			l.add(f.Field, "skipped")
			continue
		}
		b, err := io.ReadAll(f)
		if err != nil {
			return err
		}
		l.add(f.Field, "%q(%s)%.10q", f.Name, f.ContentType, b)
	}
	return nil
}

// Stream tells fields and files.
func (Server) Stream(_ runtime.Request, body *runtime.Parts[Upload]) (string, error) {
	v := body.Fields
	if v.F.IsSet() || v.Fs != nil {
		return "", errors.New("files among the fields")
	}
	l := tell(Fields{X: v.X, N: v.N, Page: v.Page, Word: FieldsWordA, L: v.L, Ns: v.Ns, C: v.C})
	err := l.stream(body.Files())
	return l.String(), err
}

// Photos tells how long a file is.
func (Server) Photos(_ runtime.Request, body *runtime.Parts[Photo]) (string, error) {
	var n int64
	for f, err := range body.Files() {
		if err != nil {
			return "", err
		}
		more, err := io.Copy(io.Discard, f)
		if n += more; err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%q %d", body.Fields.Title, n), nil
}
