package http1

import "math"

// The chunked coding lives here, as a machine that needs no buffer of its own.

const (
	maxSizeDigits = 16
	maxExtensions = 4 << 10 // bytes of extensions in a whole body

	// A chunk may cost as many bytes around its data as it carries twice over, and a
	// line's worth on top; what it costs beyond is a debt that later chunks pay back, and
	// that may not grow past maxDebt. One-byte chunks of a plain sender cost nothing by
	// this; endless leading zeros or extensions do.
	chunkAllowance = 8
	maxDebt        = 16 << 10
)

// Chunks decodes a chunked body (RFC 9112 §7.1). The zero value is at its start.
type Chunks struct {
	state  chunkState
	digits uint8
	size   uint64 // of the current chunk; while in its data, what is left of it
	line   int    // bytes of the current chunk's line
	ext    int    // bytes of extensions so far
	debt   int
	trail  trailer
}

type chunkState uint8

const (
	inSize chunkState = iota
	beforeExtName
	inExtName
	afterExtName
	beforeExtValue
	inExtValue
	inQuoted
	afterBackslash
	afterQuoted
	afterSizeCR
	inData
	afterData
	afterDataCR
	inTrailers
	chunksDone
)

// Next decodes the beginning of b: n bytes are consumed, data is the piece of them that
// is body. With n < len(b) there is more to decode, unless the body is done.
func (c *Chunks) Next(b []byte) (data []byte, n int, f Fault) {
	for n < len(b) && f == OK {
		switch {
		case c.state == inData:
			end := len(b)
			if uint64(end-n) > c.size {
				end = n + int(c.size)
			}
			if c.size -= uint64(end - n); c.size == 0 {
				c.state = afterData
			}
			return b[n:end:end], end, OK
		case c.state == inTrailers:
			var done bool
			if done, f = c.trail.next(b[n]); done {
				c.state = chunksDone
			}
		case c.state == chunksDone:
			return nil, n, OK
		case c.state > inData:
			f = c.dataEnd(b[n])
		default:
			f = c.sizeLine(b[n])
		}
		n++
	}
	return nil, n, f
}

// Done says that the last trailer's line has been consumed.
func (c *Chunks) Done() bool { return c.state == chunksDone }

// Pending is how many bytes of data the current chunk will still bring.
func (c *Chunks) Pending() uint64 {
	if c.state == inData {
		return c.size
	}
	return 0
}

// sizeLine reads one byte of the line before a chunk's data. BWS (RFC 9112 §7.1.1) is
// taken inside of an extension but not before its ";" nor before the line's end.
//
//	chunk      = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
//	chunk-size = 1*HEXDIG, here at most 16
//	chunk-ext  = *( ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
func (c *Chunks) sizeLine(b byte) Fault {
	c.line++
	if c.state != inSize && c.state != afterSizeCR && b != '\r' {
		if c.ext++; c.ext > maxExtensions {
			return ChunkExtension
		}
	}
	switch c.state {
	case inSize:
		return c.sizeDigit(b)
	case afterSizeCR:
		if b != '\n' {
			return LineEnd
		}
		return c.sizeDone()
	}
	return c.extension(b)
}

func (c *Chunks) sizeDigit(b byte) Fault {
	if is(b, hexByte) && c.digits < maxSizeDigits {
		c.digits++
		c.size = c.size<<4 | uint64(hexValue(b))
		return OK
	}
	if c.digits == 0 || c.size > math.MaxInt64 {
		return ChunkSize
	}
	switch b {
	case ';':
		c.state = beforeExtName
		return OK
	case '\r':
		c.state = afterSizeCR
		return OK
	case '\n':
		return LineEnd
	}
	return ChunkSize
}

func hexValue(b byte) byte {
	if b <= '9' {
		return b - '0'
	}
	return b&0x0F + 9
}

// extension reads one byte behind the first ";".
//
//	chunk-ext-name = token
//	chunk-ext-val  = token / quoted-string
func (c *Chunks) extension(b byte) Fault {
	switch c.state {
	case inQuoted:
		return c.quoted(b)
	case afterBackslash:
		c.state = inQuoted
		return inside(is(b, valueByte))
	case beforeExtName, beforeExtValue:
		switch {
		case isBlank(b):
			return OK
		case b == '"' && c.state == beforeExtValue:
			c.state = inQuoted
			return OK
		}
		c.state++ // to inExtName or inExtValue
		return inside(is(b, tokenByte))
	case inExtName, inExtValue:
		if is(b, tokenByte) {
			return OK
		}
	}
	return c.extensionEnd(b)
}

// extensionEnd reads a byte that ends a name or a value.
func (c *Chunks) extensionEnd(b byte) Fault {
	named := c.state == inExtName || c.state == afterExtName
	switch {
	case named && isBlank(b):
		c.state = afterExtName
	case named && b == '=':
		c.state = beforeExtValue
	case c.state == afterExtName:
		return ChunkExtension
	case b == ';':
		c.state = beforeExtName
	case b == '\r':
		c.state = afterSizeCR
	case b == '\n':
		return LineEnd
	default:
		return ChunkExtension
	}
	return OK
}

func (c *Chunks) quoted(b byte) Fault {
	switch b {
	case '"':
		c.state = afterQuoted
	case '\\':
		c.state = afterBackslash
	default:
		return inside(is(b, valueByte))
	}
	return OK
}

func inside(ok bool) Fault {
	if ok {
		return OK
	}
	return ChunkExtension
}

// sizeDone ends the line before a chunk's data and settles what it cost.
func (c *Chunks) sizeDone() Fault {
	if c.size == 0 {
		c.state = inTrailers
		return OK
	}
	c.debt += c.line + len("\r\n") - chunkAllowance
	c.debt = max(c.debt-2*int(min(c.size, maxDebt)), 0)
	if c.debt > maxDebt {
		return ChunkOverhead
	}
	c.line, c.digits = 0, 0
	c.state = inData
	return OK
}

// dataEnd reads the CRLF behind a chunk's data.
func (c *Chunks) dataEnd(b byte) Fault {
	switch {
	case c.state == afterData && b == '\r':
		c.state = afterDataCR
	case c.state == afterDataCR && b == '\n':
		c.state = inSize
	default:
		return ChunkEnd
	}
	return OK
}
