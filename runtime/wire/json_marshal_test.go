package wire

import (
	"errors"
	"strings"
	"testing"
)

// someText appends itself, or is refused.
type someText string

func (s someText) AppendJSON(b []byte) ([]byte, error) {
	if s == "" {
		return b, errRefused
	}
	return append(b, s...), nil
}

// Texts are written in room that others had before, and nobody sees it.
func TestMarshal(t *testing.T) {
	large := someText(strings.Repeat("x", 2*maxWaiting))
	var texts [][]byte
	for _, want := range []someText{"abc", "de", large, "f", large} {
		text, err := Marshal(want)
		if err != nil || someText(text) != want {
			t.Fatalf("%.20s and %v, want %.20s", text, err, want)
		}
		texts = append(texts, text)
	}
	if text, err := Marshal(someText("")); text != nil || !errors.Is(err, errRefused) {
		t.Errorf("%q and %v where an error is wanted", text, err)
	}
	for i, want := range []someText{"abc", "de", large, "f", large} {
		if someText(texts[i]) != want {
			t.Errorf("%.20s was overwritten: %.20s", want, texts[i])
		}
		_ = append(texts[i], "and more"...)
	}
}

func TestArraysAreClosed(t *testing.T) {
	for text, want := range map[string]string{"[": "[]", "[1,": "[1]", `{"a":[`: `{"a":[]`, `["a","b",`: `["a","b"]`, "[[],": "[[]]"} {
		if got := string(CloseArray([]byte(text))); got != want {
			t.Errorf("%s is closed to %s, want %s", text, got, want)
		}
	}
}
