package http1

import (
	"encoding/binary"
	"math/bits"
	"testing"
)

// What is read several bytes at a time is held against the tables here.

func TestNoControlIsMissedEightBytesAtATime(t *testing.T) {
	for pair := range 1 << 16 {
		for at := range 7 {
			b := []byte("~~~~~~~~")
			b[at], b[at+1] = byte(pair), byte(pair>>8)
			found := bits.TrailingZeros64(valueStops(binary.LittleEndian.Uint64(b))) / 8
			first := 0
			for first < len(b) && (b[first] >= 0x20 && b[first] != 0x7F) {
				first++
			}
			if found > first || found < first && b[found] != '~' {
				t.Fatalf("%q: stops at %d, the first control is at %d", b, found, first)
			}
			if got, want := skipValue(b, 0), skip(b, 0, valueByte); got != want {
				t.Fatalf("%q: a value of %d bytes, want %d", b, got, want)
			}
		}
	}
}

func TestTokensEndWhereTheTableSays(t *testing.T) {
	for c := range 256 {
		for at := range 20 {
			b := []byte("Sec-Ch-Ua-Platform-1")
			b[at] = byte(c)
			if got, want := tokenLength(b), skip(b, 0, tokenByte); got != want {
				t.Fatalf("%q: %d bytes, want %d", b, got, want)
			}
		}
	}
}

func TestAPlainPathNeedsNoSecondLook(t *testing.T) {
	for _, row := range []struct {
		line  string
		plain bool
	}{
		{"GET /users/42", true},
		{"GET /users?page=2", true},
		{"GET /a/../b", false},
		{"GET /.", false},
		{"GET /%2e", false},
		{"GET /a?b=%20", false},
		{"GET http://a/b", false},
		{"COPY /a", true},
		{"OPTIONS *", false},
		{"CONNECT a:1", false},
	} {
		head := row.line + " HTTP/1.1\r\nHost: a\r\n\r\n"
		for cut := range head {
			var h Head
			if _, f := h.Parse([]byte(head[:cut]), &testLimits); f != OK {
				t.Fatalf("%s cut at %d: %v", row.line, cut, f)
			}
			if done, f := h.Parse([]byte(head), &testLimits); !done || f != OK || h.Plain != row.plain {
				t.Errorf("%s cut at %d: %v, plain %v, want %v", row.line, cut, f, h.Plain, row.plain)
			}
		}
	}
}
