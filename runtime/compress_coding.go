package runtime

import (
	"compress/gzip"
	"io"
	"sync"
)

// Codings live here: gzip, and those that others bring.

// A Compression is a content coding (RFC 9110 §8.4.1), to be used by many requests at once. Its
// writers and readers are used by one at a time, and again after Reset.
type Compression interface {
	// Name is the coding's registered name in lower case, such as "zstd".
	Name() string
	// NewWriter returns a writer that compresses to w.
	NewWriter(w io.Writer) CompressionWriter
	// NewReader returns a reader that decompresses r; Close lets go of it. It may read from r.
	// What it needs for a window is bounded: clients choose what it reads.
	NewReader(r io.Reader) (io.ReadCloser, error)
}

// A CompressionWriter is what compress/gzip, and most libraries of other codings, have. After an
// error or Close it is used again only if Reset was called.
type CompressionWriter interface {
	io.WriteCloser
	// Flush writes what the reader needs to have all that was written so far.
	Flush() error
	Reset(w io.Writer)
}

// Compressions makes codings known that `compress` and `decode` of the manifest name, or takes
// the place of gzip, which is known from the beginning: Compressions(Gzip(1)). New panics where
// the manifest names one that nobody knows. They are added to each other; nil adds nothing.
func Compressions(list ...Compression) Option {
	return func(s *settings) {
		for _, c := range list {
			if c != nil {
				s.compressions = append(s.compressions, c)
			}
		}
	}
}

// Gzip is the coding gzip (RFC 1952) by compress/gzip at a level of that package, from -2 to 9;
// -1, which is used unless an option says otherwise, is its default. It panics if there is no
// such level.
func Gzip(level int) Compression {
	if _, err := gzip.NewWriterLevel(io.Discard, level); err != nil {
		panic("runtime: Gzip: " + err.Error())
	}
	return gzipCoding(level)
}

type gzipCoding int

func (gzipCoding) Name() string { return "gzip" }

func (level gzipCoding) NewWriter(w io.Writer) CompressionWriter {
	z, err := gzip.NewWriterLevel(w, int(level))
	if err != nil {
		panic(err) // Gzip has asked
	}
	return z
}

func (gzipCoding) NewReader(r io.Reader) (io.ReadCloser, error) {
	if z, ok := gzipReaders.Get().(*gzip.Reader); ok {
		if err := z.Reset(r); err != nil {
			gzipReaders.Put(z)
			return nil, err
		}
		return pooledGzip{z}, nil
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	return pooledGzip{z}, nil
}

var gzipReaders sync.Pool

// pooledGzip is a reader that is used again once it is closed.
type pooledGzip struct{ *gzip.Reader }

func (p pooledGzip) Close() error {
	err := p.Reader.Close()
	gzipReaders.Put(p.Reader)
	return err
}

// A coder is a coding ready for use.
type coder struct {
	Compression
	name    string
	writers sync.Pool
}

// writer is one that has written nothing yet.
func (c *coder) writer(to io.Writer) CompressionWriter {
	if w, ok := c.writers.Get().(CompressionWriter); ok {
		w.Reset(to)
		return w
	}
	return c.NewWriter(to)
}

// newCoders are the codings that the App knows, by name.
func newCoders(list []Compression) map[string]*coder {
	coders := map[string]*coder{}
	for _, c := range append([]Compression{gzipCoding(gzip.DefaultCompression)}, list...) {
		coders[c.Name()] = &coder{Compression: c, name: c.Name()}
	}
	return coders
}

// coder is a coding that the manifest names.
func (a *App) coder(name string) *coder {
	c := a.coders[name]
	if c == nil {
		panic("httpgen: the manifest names the coding " + name +
			", which New has to be told of by runtime.Compressions")
	}
	return c
}
