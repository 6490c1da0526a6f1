package wire

import "errors"

// Values that may be large are written in pieces here, so that no more of them is in memory than
// one piece. Generated code asks between the elements of their lists.

// A Pieces takes what is written of one value. The zero value takes one piece: where there are
// more, ErrPieces ends the writing.
type Pieces struct {
	send  func(piece []byte) error
	begun bool // a piece was sent: the value does not begin in the buffer
}

// ErrPieces says that a value is larger than one piece.
var ErrPieces = errors.New("the value is larger than one piece")

// PieceSize is how many bytes of a value are sent at one time at the least, but for the last:
// what is smaller as a whole has a Content-Length.
const PieceSize = 64 << 10

// NewPieces hands each piece to send, which does not keep it, and whose error ends the writing.
func NewPieces(send func(piece []byte) error) *Pieces { return &Pieces{send: send} }

// Next appends the comma before an element of a list, and sends what is there if it is a piece.
func (p *Pieces) Next(b []byte) ([]byte, error) {
	b = append(b, ',')
	if len(b) < PieceSize {
		return b, nil
	}
	return p.sent(b)
}

func (p *Pieces) sent(b []byte) ([]byte, error) {
	if p.send == nil {
		return b, ErrPieces
	}
	if !p.begun && b[0] == ',' { // of the first member of a record: see CloseObject
		b[0] = '{'
	}
	p.begun = true
	return b[:0], p.send(b)
}

// CloseObject is the function CloseObject of a record that began the value.
func (p *Pieces) CloseObject(b []byte) []byte {
	if p.begun {
		return append(b, '}')
	}
	return CloseObject(b, 0)
}
