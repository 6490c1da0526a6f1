//go:build darwin || linux

package match

import "testing"

func TestSlashesAtTheEndsOfAPageWithoutAVX2(t *testing.T) {
	withoutAVX2(t)
	TestSlashesAtTheEndsOfAPage(t)
}
