package wire

import (
	"strings"
	"testing"
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
