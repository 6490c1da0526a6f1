package wire

import (
	"errors"
	"strings"
	"testing"
)

// A value is sent in pieces, and is the same as at once.
func TestPieces(t *testing.T) {
	elem := `"` + strings.Repeat("x", 1000) + `"`
	write := func(n int, record bool, out *Pieces) (b []byte, err error) {
		if record {
			b = append(b, `,"list":`...)
		}
		b = append(b, '[')
		for i := range n {
			if i > 0 {
				if b, err = out.Next(b); err != nil {
					return b, err
				}
			}
			b = append(b, elem...)
		}
		b = append(b, ']')
		if record {
			b = out.CloseObject(b)
		}
		return b, nil
	}
	for _, n := range []int{0, 1, 2, 65, 66, 67, 500} {
		for _, record := range []bool{false, true} {
			want := "[" + strings.TrimSuffix(strings.Repeat(elem+",", n), ",") + "]"
			if record {
				want = `{"list":` + want + `}`
			}
			got, pieces := "", 0
			rest, err := write(n, record, NewPieces(func(piece []byte) error {
				pieces++
				if len(piece) < PieceSize {
					t.Errorf("a piece of %d bytes", len(piece))
				}
				got += string(piece)
				return nil
			}))
			if got += string(rest); err != nil || got != want {
				t.Errorf("%d elements: %d bytes, want %d: %v", n, len(got), len(want), err)
			}
			if _, err := write(n, record, new(Pieces)); (err == ErrPieces) != (pieces > 0) {
				t.Errorf("%d elements in one piece: %v, %d pieces", n, err, pieces)
			}
		}
	}
	gone := errors.New("gone")
	if _, err := write(500, true, NewPieces(func([]byte) error { return gone })); err != gone {
		t.Error(err)
	}
	if got := new(Pieces).CloseObject(nil); string(got) != "{}" {
		t.Errorf("a record of nothing: %s", got)
	}
}
