package runtime

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"os"
	"sync/atomic"
)

// The files of forms live here: small ones in memory, the others in one temporary file for each
// request.

const (
	// maxFileInMemory is how large a file is at most that stays in memory, in bytes.
	maxFileInMemory = 64 << 10
	// maxFilesInMemory is how much memory the files of one request take together, in bytes.
	maxFilesInMemory = 1 << 20
)

// A FormFile is a file of a form of multipart/form-data that is here as a whole: up to 64 KiB in
// memory, and no more than 1 MiB with the others of its request, else in a temporary file that is
// gone when the request is answered.
type FormFile struct {
	// Name is what the client calls it, without the folders in front: the text behind the last
	// slash or backslash. It may be "", and is UTF-8. Nothing else is known of it: it is no name
	// for a file of the server's.
	Name string
	// ContentType is what the client says that it is, which nobody has checked;
	// application/octet-stream if it says nothing.
	ContentType string
	// Size is its length in bytes.
	Size int64

	text  []byte
	files *formFiles // nil: it is in memory
	at    int64      // where it begins in files
}

// Open returns a reader of the file, which is to be closed; each has a place of its own. It may
// be used by one goroutine at a time and until the request is answered: a large file is gone then,
// and Open and Read return an error that is fs.ErrClosed.
func (f *FormFile) Open() (multipart.File, error) {
	if f.files == nil {
		return openFile{io.NewSectionReader(bytes.NewReader(f.text), 0, f.Size)}, nil
	}
	if f.files.gone.Load() {
		return nil, &fs.PathError{Op: "open", Path: "form file", Err: fs.ErrClosed}
	}
	return openFile{io.NewSectionReader(f.files.file, f.at, f.Size)}, nil
}

type openFile struct{ *io.SectionReader }

// Close implements io.Closer.
func (openFile) Close() error { return nil }

// formFiles are the large files of a request, one behind the other in a file without a name
// where the system allows that: nothing is left even of a process that is killed.
type formFiles struct {
	file *os.File
	path string // "": it has no name any more
	size int64
	err  error // of writing
	gone atomic.Bool
}

func newFormFiles() (*formFiles, error) {
	f, err := os.CreateTemp("", "httpgen-form-*")
	if err != nil {
		return nil, fmt.Errorf("runtime: no temporary file for a form: %w", err)
	}
	s := &formFiles{file: f, path: f.Name()}
	if os.Remove(s.path) == nil {
		s.path = ""
	}
	return s, nil
}

// Write implements io.Writer.
func (s *formFiles) Write(p []byte) (int, error) {
	n, err := s.file.WriteAt(p, s.size)
	s.size += int64(n)
	if err != nil {
		s.err = fmt.Errorf("runtime: a file of a form cannot be stored: %w", err)
	}
	return n, s.err
}

// remove ends the time of the files; of none there is nothing to do.
func (s *formFiles) remove() {
	if s == nil {
		return
	}
	s.gone.Store(true)
	_ = s.file.Close() // only written for a while
	if s.path != "" {
		_ = os.Remove(s.path) // there is nobody to be told
	}
}
