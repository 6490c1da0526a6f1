package wire

import (
	"bytes"
	"strings"
	"testing"

	"example.com/httpgen/runtime/match"
)

func TestUUID(t *testing.T) {
	const text = "f81d4fae-7dec-11d0-a765-00a0c91e6bF6"
	var u UUID
	if err := u.UnmarshalText([]byte(text)); err != nil || u.String() != strings.ToLower(text) {
		t.Errorf("%v %v", u, err)
	}
	for _, bad := range []string{"", "x", text[1:], text + "0", strings.Replace(text, "-", "_", 1), "g" + text[1:]} {
		had := u
		if u.UnmarshalText([]byte(bad)) == nil || u != had {
			t.Errorf("UnmarshalText takes %q, and makes %v of it", bad, u)
		}
	}
	var back UUID
	if told, err := u.MarshalText(); err != nil || back.UnmarshalText(told) != nil || back != u {
		t.Errorf("MarshalText: %q %v, which is %v", told, err, back)
	}
}

// Eight digits at a time are what they are one by one, whatever stands among them.
func TestUUIDsEightDigitsAtATime(t *testing.T) {
	text := []byte("f81d4fae-7dec-11d0-a765-00a0c91e6bF6")
	for at := range text {
		for c := range 256 {
			changed := bytes.Clone(text)
			changed[at] = byte(c)
			want, wantOK := match.ParseUUID(string(changed))
			if got, ok := parseUUID(changed); got != want || ok != wantOK {
				t.Fatalf("%q is %v %v, want %v %v", changed, got, ok, want, wantOK)
			}
		}
	}
	for n := range len(text) + 2 {
		if _, ok := parseUUID(append(text, '0')[:n]); ok != (n == 36) {
			t.Errorf("%d characters: %v", n, ok)
		}
	}
}
