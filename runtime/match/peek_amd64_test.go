package match

import "testing"

// withoutAVX2 has Slashes and Pairs do without it until the test ends.
func withoutAVX2(t *testing.T) {
	if !hasAVX2 {
		t.Log("this processor has none, so that only this code is tested")
	}
	had := hasAVX2
	t.Cleanup(func() { hasAVX2 = had })
	hasAVX2 = false
}

func TestSlashesWithoutAVX2(t *testing.T) {
	withoutAVX2(t)
	TestSlashes(t)
}

func TestPairsWithoutAVX2(t *testing.T) {
	withoutAVX2(t)
	TestPairs(t)
}
