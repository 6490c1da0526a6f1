package contracts

import (
	"fmt"
	"strings"
	"testing"

	"example.com/httpgen/runtime"
	"example.com/httpgen/runtime/wire"
)

// What is written in pieces is what is written at once, wherever the pieces end.
func TestPiecesAreTheWhole(t *testing.T) {
	word := strings.Repeat("é\n", 500)
	for n := range 12 {
		var events Events
		var items []Item
		tree := Tree{Name: word, Left: &Tree{Name: word}}
		for i := range n * 17 {
			events = append(events, Made{By: fmt.Sprint(i, word)}, &Gone{Why: runtime.Some(word[:i])})
			tree.Kids = append(tree.Kids, Tree{Name: fmt.Sprint(i, word), Kids: []Tree{{Name: word}, {}}})
			items = append(items, Item{ID: int64(i), Name: word, Tags: runtime.Some([]string{word, ""})})
		}
		check(t, "events", events.AppendJSON, func(out *wire.Pieces) ([]byte, error) { return httpgenPiecesEvents(events, out, nil) })
		check(t, "a tree", tree.AppendJSON, func(out *wire.Pieces) ([]byte, error) { return httpgenPiecesTree(tree, out, nil) })
		check(t, "items", func(b []byte) ([]byte, error) {
			b = append(b, '[')
			for i, item := range items {
				if i > 0 {
					b = append(b, ',')
				}
				b, _ = item.AppendJSON(b)
			}
			return append(b, ']'), nil
		}, func(out *wire.Pieces) ([]byte, error) { return httpgenSendPutItemsResult(items, out, nil) })
	}
}

func check(t *testing.T, what string, atOnce func([]byte) ([]byte, error), inPieces func(*wire.Pieces) ([]byte, error)) {
	t.Helper()
	want, err := atOnce(nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []byte
	rest, err := inPieces(wire.NewPieces(func(piece []byte) error {
		if len(piece) < wire.PieceSize || len(piece) > wire.PieceSize+8<<10 {
			t.Errorf("%s: a piece of %d bytes", what, len(piece))
		}
		got = append(got, piece...)
		return nil
	}))
	if got = append(got, rest...); err != nil || string(got) != string(want) {
		t.Errorf("%s: %d bytes, want %d: %v", what, len(got), len(want), err)
	}
	one, err := inPieces(new(wire.Pieces))
	if (err == wire.ErrPieces) != (len(rest) < len(want)) || err == nil && string(one) != string(want) {
		t.Errorf("%s: of %d bytes one piece is %d: %v", what, len(want), len(one), err)
	}
}
