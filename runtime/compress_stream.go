package runtime

import (
	"context"
	"io"
)

// Bodies that are written piece by piece are compressed here. What was flushed can be read at the
// other end.

// codedWriter is a bodyWriter that compresses for another. Who writes has it alone: a Stream's
// function by the lock of StreamWriter.
type codedWriter struct {
	w    bodyWriter
	z    CompressionWriter
	left int64 // of a length that the handler has told; -1: none
	err  error // of the first failure
}

// produce has a producer write to a compression. length is what it has told of itself, which no
// longer is the answer's.
func (c *coder) produce(
	x *Exchange, w bodyWriter, length int64, inner func(*Exchange, bodyWriter) error,
) error {
	counted := x.counted(w)
	z := &codedWriter{w: counted, z: c.writer(counted), left: length}
	err := inner(x, z)
	switch {
	case err != nil:
	case z.err != nil: // the function did not care
		err = z.err
	case z.left > 0:
		err = errTooLittle
	default:
		if err = z.z.Close(); err == nil {
			c.writers.Put(z.z)
		}
	}
	return err
}

// Write implements io.Writer.
func (z *codedWriter) Write(p []byte) (int, error) {
	if z.err != nil {
		return 0, z.err
	}
	n := len(p)
	if z.left >= 0 {
		if n = int(min(int64(n), z.left)); n < len(p) {
			z.err = errTooMuch
		}
		z.left -= int64(n)
	}
	n, err := z.z.Write(p[:n])
	if err != nil {
		z.err = err
	}
	return n, z.err
}

// WriteString implements io.StringWriter.
func (z *codedWriter) WriteString(s string) (int, error) { return z.Write(lend(s)) }

// Flush implements bodyWriter.
func (z *codedWriter) Flush() error {
	if z.err == nil {
		z.err = z.z.Flush()
	}
	if z.err == nil {
		z.err = z.w.Flush()
	}
	return z.err
}

func (z *codedWriter) sendFile(f io.Reader, n int64) error {
	_, err := io.CopyN(z, f, n)
	return shortFile(err)
}

func (z *codedWriter) gone() context.Context { return z.w.gone() }
