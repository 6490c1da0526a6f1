//go:build unix

package runtime

import "testing"

// Slashes has code for processors with AVX2 and for those without.
func TestSlashesWithoutAVX2(t *testing.T) {
	if !hasAVX2 {
		t.Log("this processor has none, so that only this code is tested")
	}
	defer func(had bool) { hasAVX2 = had }(hasAVX2)
	hasAVX2 = false
	t.Run("texts", TestSlashes)
	t.Run("at the end of a page", TestSlashesAtTheEndOfAPage)
}
