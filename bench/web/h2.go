package web

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
)

// A client of HTTP/2 that costs little lives here: the head of every request is the same bytes,
// without the table of fields that RFC 7541 lets a connection have, and of answers only the frames
// are looked at.

// Of frames (RFC 9113 §4.1, §6).
const (
	frameData, frameHeaders, frameReset, frameSettings byte = 0, 1, 3, 4
	framePing, frameGoAway, frameWindow                byte = 6, 7, 8
	flagAck, flagEndStream, flagEndHeaders             byte = 1, 1, 4
)

const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

// frame appends one.
func frame(b []byte, kind, flags byte, stream uint32, payload []byte) []byte {
	b = append(b, byte(len(payload)>>16), byte(len(payload)>>8), byte(len(payload)), kind, flags)
	b = binary.BigEndian.AppendUint32(b, stream)
	return append(b, payload...)
}

// head is a GET of a path, each field written out (RFC 7541 §6.2.2, §6.1).
func head(path, host string) []byte {
	b := []byte{0x82, 0x87} // :method GET, :scheme https
	b = append(append(b, 0x04, byte(len(path))), path...)
	return append(append(b, 0x01, byte(len(host))), host...)
}

// streams asks on a number of streams at once, again when all are answered, until the connection is
// closed, and counts what was answered by done. How many answers a server gathers in one write is
// then up to it, and not to how fast its client is.
func streams(nc net.Conn, path string, open int, done func(n int)) error {
	fields := head(path, nc.RemoteAddr().String())
	b := frame([]byte(preface), frameSettings, 0, 0, nil)
	b = frame(b, frameWindow, 0, 0, binary.BigEndian.AppendUint32(nil, 1<<30))
	r := bufio.NewReaderSize(nc, 64<<10)
	next := uint32(1)
	for {
		for range open {
			b = frame(b, frameHeaders, flagEndStream|flagEndHeaders, next, fields)
			next += 2
		}
		if _, err := nc.Write(b); err != nil {
			return err
		}
		var err error
		if b, err = answers(r, b[:0], open); err != nil {
			return err
		}
		done(open)
	}
}

// answers reads frames until so many streams have ended, and appends what they ask for.
func answers(r *bufio.Reader, b []byte, open int) ([]byte, error) {
	got := 0
	for open > 0 {
		kind, flags, n, payload, err := readFrame(r)
		if err != nil {
			return b, err
		}
		switch {
		case kind == frameSettings && flags&flagAck == 0:
			b = frame(b, frameSettings, flagAck, 0, nil)
		case kind == framePing && flags&flagAck == 0:
			b = frame(b, framePing, flagAck, 0, payload)
		case kind == frameReset, kind == frameGoAway:
			return b, fmt.Errorf("a frame of type %d: %x", kind, payload)
		case kind == frameData:
			got += n
		}
		if kind <= frameHeaders && flags&flagEndStream != 0 {
			open--
		}
	}
	return frame(b, frameWindow, 0, 0, binary.BigEndian.AppendUint32(nil, uint32(max(1, got)))), nil
}

var errLong = errors.New("a frame longer than a client has to take")

// readFrame reads one. The payload is valid until the next is read, and empty for data.
func readFrame(r *bufio.Reader) (kind, flags byte, n int, payload []byte, err error) {
	var h [9]byte
	if _, err = io.ReadFull(r, h[:]); err != nil {
		return 0, 0, 0, nil, err
	}
	n = int(h[0])<<16 | int(h[1])<<8 | int(h[2])
	if n > 16<<10 {
		return 0, 0, 0, nil, errLong
	}
	if kind, flags = h[3], h[4]; kind > frameHeaders {
		payload, err = r.Peek(n)
	}
	if err == nil {
		_, err = r.Discard(n)
	}
	return kind, flags, n, payload, err
}
