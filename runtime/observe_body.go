package runtime

import "io"

// The counting of bodies that are written piece by piece lives here.

// countPiece is how much of a file is sent before it is counted: no more than the
// connection sends at one time anyway.
const countPiece = pieceSize

// counted is the writer that a producer of the request is given.
func (x *Exchange) counted(w bodyWriter) bodyWriter {
	if _, coded := w.(*codedWriter); coded || x.seen == nil { // what goes out is counted
		return w
	}
	return &countedWriter{w, x.seen}
}

// countedWriter is a bodyWriter that counts, and keeps the first error.
type countedWriter struct {
	bodyWriter
	seen *observation
}

func (c *countedWriter) count(n int, err error) {
	c.seen.bytes += int64(n)
	if c.seen.err == nil {
		c.seen.err = err
	}
}

func (c *countedWriter) Write(p []byte) (int, error) {
	n, err := c.bodyWriter.Write(p)
	c.count(n, err)
	return n, err
}

func (c *countedWriter) WriteString(s string) (int, error) {
	n, err := c.bodyWriter.WriteString(s)
	c.count(n, err)
	return n, err
}

func (c *countedWriter) Flush() error {
	err := c.bodyWriter.Flush()
	c.count(0, err)
	return err
}

func (c *countedWriter) sendFile(f io.Reader, n int64) error {
	for n > 0 {
		piece := min(n, countPiece)
		if err := c.bodyWriter.sendFile(f, piece); err != nil {
			c.count(0, err)
			return err
		}
		c.count(int(piece), nil)
		n -= piece
	}
	return nil
}
