// Package compress brings the codings zstd (RFC 8878) and br (RFC 7932) to services of httpgen:
//
//	app := New(server, runtime.Compressions(compress.Zstd(), compress.Brotli()))
//
// The manifest then names them: `compress: [zstd, br, gzip]`, `decode: [zstd]`.
package compress

import (
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"example.com/httpgen/runtime"
)

// window bounds what a reader of zstd keeps, in bytes: what RFC 9659 has clients and servers of
// HTTP support, and no frame may ask for more.
const window = 8 << 20

// Zstd is the coding zstd at the level that is meant for answers that are made anew: about that of
// gzip's default, in a third of the time.
func Zstd() runtime.Compression { return zstdCoding{zstd.SpeedFastest} }

// ZstdLevel is Zstd at another level of package zstd.
func ZstdLevel(level zstd.EncoderLevel) runtime.Compression { return zstdCoding{level} }

type zstdCoding struct{ level zstd.EncoderLevel }

func (zstdCoding) Name() string { return "zstd" }

// NewWriter has one goroutine, the caller's: answers are made by many at once anyway.
func (c zstdCoding) NewWriter(w io.Writer) runtime.CompressionWriter {
	z, err := zstd.NewWriter(w, zstd.WithEncoderLevel(c.level), zstd.WithEncoderConcurrency(1),
		zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(128<<10))
	if err != nil {
		panic(err) // of options that are constant
	}
	return z
}

func (zstdCoding) NewReader(r io.Reader) (io.ReadCloser, error) {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(window), zstd.WithDecoderMaxMemory(window))
	if err != nil {
		return nil, err
	}
	return z.IOReadCloser(), nil
}

// Brotli is the coding br at level 4, which makes answers smaller than gzip's default does in
// less time. Browsers take it over TLS alone.
func Brotli() runtime.Compression { return brotliCoding(4) }

// BrotliLevel is Brotli at another level, from brotli.BestSpeed to brotli.BestCompression.
func BrotliLevel(level int) runtime.Compression { return brotliCoding(level) }

type brotliCoding int

func (brotliCoding) Name() string { return "br" }

func (level brotliCoding) NewWriter(w io.Writer) runtime.CompressionWriter {
	return brotli.NewWriterLevel(w, int(level))
}

// NewReader needs no bound: a window of br is 16 MiB at most.
func (brotliCoding) NewReader(r io.Reader) (io.ReadCloser, error) {
	return io.NopCloser(brotli.NewReader(r)), nil
}
