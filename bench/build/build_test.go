package build

import "testing"

func TestTextSizeAddsUpCode(t *testing.T) {
	symbols := "  1000   64 T main.a\n  1040   16 t main.b\n  2000  512 R main.c\n        0 U x\n"
	if got, err := textSize([]byte(symbols)); err != nil || got != 80 {
		t.Errorf("%d, %v; want 80", got, err)
	}
}
