package wire

import (
	"fmt"
	"testing"
)

// TestRepeats wants equal elements found in short lists and in long ones.
func TestRepeats(t *testing.T) {
	for _, n := range []int{0, 1, 2, 16, 17, 100} {
		list := make([][]byte, n)
		for i := range list {
			list[i] = fmt.Append(nil, i)
		}
		text := func(b []byte) string { return string(b) }
		if RepeatsBy(list, text) {
			t.Errorf("%d different elements repeat", n)
		}
		for i := range list {
			if !RepeatsBy(append(list, fmt.Append(nil, i)), text) {
				t.Errorf("element %d of %d, once more, does not repeat", i, n)
			}
		}
	}
}
