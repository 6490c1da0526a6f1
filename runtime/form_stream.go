package runtime

import (
	"errors"
	"io"
	"iter"

	"example.com/httpgen/runtime/wire"
)

// Forms whose files are read as they come live here.

// Parts are the fields of a form of multipart/form-data, and its files as they come.
type Parts[T any] struct {
	// Fields are all fields; the files in it are absent.
	Fields T

	reader *PartReader
	in     wire.Params
	read   func(*PartReader, *wire.Params) T
	begun  bool // the first file was handed out
}

// Files yields the files in the order in which they come, once. A file can be read until the next
// one is asked for; what is not read of it is passed over. Names that nobody declared are left
// out. Ending early passes over the rest, of which nothing is known then.
//
// An error is the last thing that is yielded, an *HTTPError to be returned as it is: 400 for a
// field behind the first file, for a file that is required and did not come, or more than once,
// and for a body that is cut off; 413 for more than 1000 parts, and the errors of
// Request.BodyReader. After one no answer below 400 is sent, whatever the handler returns: an
// upload that was cut short is never acknowledged. It is for the goroutines of the handler, one at a time.
func (p *Parts[T]) Files() iter.Seq2[*FilePart, error] {
	return func(yield func(*FilePart, error) bool) {
		for {
			f, err := p.next()
			if err == io.EOF || !yield(f, err) || err != nil {
				return
			}
		}
	}
}

// next is the next file; io.EOF behind the last one.
func (p *Parts[T]) next() (*FilePart, error) {
	r := p.reader
	if p.begun {
		r.upload, r.behind = nil, true
		p.in.Faults = wire.Faults{}
		p.read(r, &p.in)
	}
	p.begun = true
	switch {
	case r.err != nil:
		r.req.spoilBody(r.err)
		return nil, r.err
	case r.upload != nil:
		return r.upload, nil
	}
	return nil, io.EOF
}

// A FilePart is a file of a form that is read as it comes.
type FilePart struct {
	// Field is the name of its field.
	Field string
	// Name and ContentType are those of a [FormFile].
	Name, ContentType string

	from *PartReader
}

var errPartOver = errors.New("runtime: a file of a form was read after the next one was asked for")

// Read implements io.Reader. Its errors are those of Parts.Files: a file that is cut off never
// ends in io.EOF.
func (f *FilePart) Read(p []byte) (int, error) {
	r := f.from
	switch {
	case r.err != nil:
		return 0, r.err
	case r.upload != f:
		return 0, errPartOver
	case len(p) == 0:
		return 0, nil
	}
	n, err := r.in.Read(p)
	if err != nil && err != io.EOF {
		err = r.fail(err)
		r.req.spoilBody(err)
	}
	return n, err
}
