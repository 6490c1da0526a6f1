package contracts

import "testing"

// Shop, Q, Trace, two tags, and the slice of them.
func TestOwnCountsStringsAndSlices(t *testing.T) {
	if n := Own(); n != 6 {
		t.Errorf("the values have %d strings and slices of their own, want 6", n)
	}
}
