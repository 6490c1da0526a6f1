// Package formdata takes bodies of multipart/form-data apart (RFC 2046 §5.1, RFC 7578): bytes in,
// the header fields and the bytes of each part out, as they come. It never leaves out a part, and
// holds no more of a body than one window of it. What the fields mean is not its business.
package formdata

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

const (
	// MaxParts is how many parts a body may have.
	MaxParts = 1000
	// MaxHeader is how many bytes the header of a part may have.
	MaxHeader = 8 << 10
	// MaxBoundary is how many bytes a boundary may have. RFC 2046 says 70, and clients send more.
	MaxBoundary = 200
	// maxPadding is how many blanks may follow a delimiter on its line.
	maxPadding = 256
	// window is the memory of a Reader; a header fits in, and a delimiter behind it.
	window = 32 << 10
)

// The errors of a Reader, beside those of what it reads from.
var (
	ErrBoundary     = errors.New("there is no delimiter in the body")
	ErrTooManyParts = fmt.Errorf("more than %d parts", MaxParts)
	ErrLargeHeader  = fmt.Errorf("the header of a part is larger than %d bytes", MaxHeader)
	ErrHeader       = errors.New("the header of a part cannot be read")
	// ErrEnds is the error of a body that is cut off, in the part that Part tells.
	ErrEnds = errors.New("the body ends inside of a part")
)

// A Reader reads the parts of a body, one after the other. It is for one goroutine at a time.
//
// Invariant: in buf, pos ≤ pos+known ≤ end; the first known bytes are the part's.
type Reader struct {
	from  io.Reader
	dash  []byte // "--" boundary
	delim []byte // the line end before it, and dash

	buf      []byte
	pos, end int
	whole    bool  // from has ended
	err      error // of from, or of the body: it stays

	begun bool // the preamble is passed
	part  int  // that has begun, from 1
	known int  // bytes of the part at pos
	fresh bool // nothing of the part was looked at: a delimiter needs no line end before it
	hit   int  // behind known comes a delimiter of so many bytes; 0: that is not known
	last  bool // that, or the one that was passed, is the last
	open  bool // a part is being read
}

// NewReader reads a body whose parts are told apart by a boundary of 1 to MaxBoundary bytes.
func NewReader(from io.Reader, boundary string) *Reader {
	return &Reader{
		from: from, buf: make([]byte, window),
		dash: []byte("--" + boundary), delim: []byte("\r\n--" + boundary),
	}
}

// Part is the number of the part that has begun, or that has to follow, from 1.
func (r *Reader) Part() int { return r.part }

// Next passes over the rest of a part, and reads the header of the one behind it. It returns
// io.EOF behind the last.
func (r *Reader) Next() (Header, error) {
	switch {
	case r.err != nil:
		return nil, r.err
	case !r.begun:
		r.begun = true
		if err := r.preamble(); err != nil {
			return nil, r.fail(err)
		}
	default:
		for r.open {
			if _, err := r.data(); err != nil && err != io.EOF {
				return nil, err
			}
			r.take(r.known)
		}
	}
	if r.last {
		return nil, io.EOF
	}
	if r.part++; r.part > MaxParts {
		return nil, r.fail(ErrTooManyParts)
	}
	h, err := r.header()
	if err != nil {
		return nil, r.fail(err)
	}
	r.open, r.fresh = true, true
	return h, nil
}

// Read reads bytes of the present part; at its end it returns io.EOF.
func (r *Reader) Read(p []byte) (int, error) {
	b, err := r.data()
	if err != nil {
		return 0, err
	}
	n := copy(p, b)
	r.take(n)
	return n, nil
}

// Empty says whether nothing of the present part is left.
func (r *Reader) Empty() (bool, error) {
	switch _, err := r.data(); err {
	case nil:
		return false, nil
	case io.EOF:
		return true, nil
	default:
		return false, err
	}
}

func (r *Reader) fail(err error) error {
	r.err = err
	return err
}

// take goes on behind n of the known bytes.
func (r *Reader) take(n int) {
	r.pos += n
	r.known -= n
}

// data is what of the present part is here, at least a byte, or io.EOF.
func (r *Reader) data() ([]byte, error) {
	for r.known == 0 {
		switch {
		case r.err != nil:
			return nil, r.err
		case !r.open:
			return nil, io.EOF
		case r.hit > 0:
			r.pos += r.hit
			r.hit, r.open = 0, false
			return nil, io.EOF
		}
		if r.look(); r.known > 0 || r.hit > 0 || r.err != nil {
			continue
		}
		if err := r.fill(); err != nil {
			return nil, r.fail(err)
		}
	}
	return r.buf[r.pos : r.pos+r.known], nil
}

// look finds out how many of the bytes that are here are the part's.
//
//	delimiter = line-end "--" boundary
func (r *Reader) look() {
	w := r.buf[r.pos:r.end]
	if r.fresh {
		line, n := r.line(w)
		if r.fresh = line == undecided; r.fresh {
			return
		}
		if line != text {
			r.meet(line, 0, n)
			return
		}
	}
	before := len(r.delim) - len(r.dash)
	from := 0
	for {
		i := bytes.Index(w[from:], r.delim)
		if i < 0 {
			r.known = max(from, len(w)-len(r.delim)+1)
			return
		}
		i += from
		switch line, n := r.line(w[i+before:]); line {
		case undecided:
			r.known = i
			return
		case text:
			from = i + before
		default:
			r.meet(line, i, before+n)
			return
		}
	}
}

// meet notes a delimiter of n bytes behind the known ones. Of half a one, at the end of the body,
// it is not known what it would have become: the part before it may be cut off as well.
func (r *Reader) meet(line line, known, n int) {
	if line == broken {
		r.part++
		r.err = ErrEnds
		return
	}
	r.known, r.hit, r.last = known, n, line == closing
}

// fill reads more of the body. Where that has ended it is cut off: ErrEnds, or ErrBoundary.
func (r *Reader) fill() error {
	switch {
	case r.whole && r.part == 0:
		return ErrBoundary
	case r.whole:
		return ErrEnds
	}
	if r.pos > 0 {
		r.end = copy(r.buf, r.buf[r.pos:r.end])
		r.pos = 0
	}
	for range 100 {
		n, err := r.from.Read(r.buf[r.end:])
		r.end += n
		if err == io.EOF {
			r.whole = true
			return nil
		}
		if err != nil {
			return err
		}
		if n > 0 {
			return nil
		}
	}
	return io.ErrNoProgress
}
