package runtime

import (
	"io"
	"os"
)

// Files that handlers of net/http copy into their answers live here.

// ReadFrom implements io.ReaderFrom: a file goes by sendfile where its length was told.
func (w *connWriter) ReadFrom(r io.Reader) (n int64, err error) {
	if file, _ := fileOf(r); file != nil {
		if n, err = w.sniffFile(r); err == nil {
			var sent int64
			sent, err = w.sendFile(r)
			n += sent
		}
		if err != nil {
			return n, err
		}
	}
	if limited, ok := r.(*io.LimitedReader); ok && limited.N == 0 {
		return n, nil
	}
	buf := largeInputs.Get().(*[largeBuffer]byte)
	defer largeInputs.Put(buf)
	more, err := io.CopyBuffer(writerFunc(w.Write), readerFunc(r.Read), buf[:])
	return n + more, err
}

// sniffFile writes as much of a file as its type is told by, if that is to be told.
func (w *connWriter) sniffFile(r io.Reader) (int64, error) {
	w.mu.Lock()
	err := w.ready()
	known := w.typed || w.coded || w.got > 0 || w.length < 0
	w.mu.Unlock()
	if err != nil || known {
		return 0, err
	}
	n, err := io.CopyN(writerFunc(w.Write), r, sniffLength)
	if err == io.EOF {
		err = nil
	}
	return n, err
}

// sendFile sends what is left of a file, up to the length that was told. Where it cannot, it
// sends nothing.
func (w *connWriter) sendFile(r io.Reader) (int64, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.ready(); err != nil {
		return 0, err
	}
	file, n := fileOf(r)
	n = min(n, w.length-w.got)
	if w.replaced != nil || w.length < 0 || n <= gatherUpTo {
		return 0, nil
	}
	if !w.sent {
		if err := w.send(nil); err != nil {
			return 0, err
		}
	}
	if w.stream == nil { // HEAD
		return 0, nil
	}
	sent, err := w.stream.sendUpTo(file, n)
	w.got += sent
	if limited, ok := r.(*io.LimitedReader); ok {
		limited.N -= sent
	}
	return sent, err
}

// fileOf is the file that a reader reads, and how much of it: what io.CopyN and
// http.ServeContent copy from is limited.
func fileOf(r io.Reader) (*os.File, int64) {
	n := int64(1<<63 - 1)
	if limited, ok := r.(*io.LimitedReader); ok {
		r, n = limited.R, limited.N
	}
	file, _ := r.(*os.File)
	return file, n
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
