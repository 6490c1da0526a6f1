package wire

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// Numbers are held to strconv here.

// FuzzNumbers: numbers are what strconv makes of them.
func FuzzNumbers(f *testing.F) {
	for _, text := range jsonRows {
		f.Add(text)
	}
	for _, n := range []string{"9223372036854775807", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "127", "128", "-128", "-129", "255", "256", "32767", "65535",
		"2147483648", "4294967295", "0.1", "0.3", "123456.789", "16777217", "9007199254740993", "1.7976931348623157e308", "5e-324", "2.2250738585072011e-308", "3.4028236e38", "0.000001", "12345678901234567890.5", "0.12345678901234567890"} {
		f.Add(n)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := oracle([]byte(text))
		n, ok := v.(number)
		if err != nil || !ok {
			return
		}
		checkNumber(t, string(n))
	})
}

func checkNumber(t *testing.T, text string) {
	t.Helper()
	if _, err := oracle([]byte(text)); err != nil {
		return
	}
	for _, bits := range []int{0, 8, 16, 32, 64} {
		var d Decoder
		d.Reset([]byte(text))
		got, ok := d.Int(bits)
		want, err := strconv.ParseInt(text, 10, bits)
		if ok != (err == nil) || ok && got != want || (d.End() == nil) != ok {
			t.Fatalf("Int(%d) of %s: %d %v, want %d %v", bits, text, got, ok, want, err)
		}
		d.Reset([]byte(text))
		if again, next, okAt := d.IntAt(0, bits); okAt != ok || ok && (again != got || next != len(text)) {
			t.Fatalf("IntAt(%d) of %s: %d, want %d", bits, text, again, got)
		}
		d.Reset([]byte(text))
		gotU, ok := d.Uint(bits)
		wantU, err := strconv.ParseUint(strings.Replace(text, "-0", "0", bit(text == "-0")), 10, bits)
		if ok != (err == nil) || ok && gotU != wantU || (d.End() == nil) != ok {
			t.Fatalf("Uint(%d) of %s: %d %v, want %d %v", bits, text, gotU, ok, wantU, err)
		}
		d.Reset([]byte(text))
		if again, next, okAt := d.UintAt(0, bits); okAt != ok || ok && (again != gotU || next != len(text)) {
			t.Fatalf("UintAt(%d) of %s: %d, want %d", bits, text, again, gotU)
		}
		if bits < 32 {
			continue
		}
		d.Reset([]byte(text))
		gotF, ok := d.Float(bits)
		wantF, err := strconv.ParseFloat(text, bits)
		if ok != (err == nil) || ok && math.Float64bits(gotF) != math.Float64bits(wantF) || (d.End() == nil) != ok {
			t.Fatalf("Float(%d) of %s: %v %v, want %v %v", bits, text, gotF, ok, wantF, err)
		}
		d.Reset([]byte(text))
		if again, next, okAt := d.FloatAt(0, bits); okAt != ok || ok && (math.Float64bits(again) != math.Float64bits(gotF) || next != len(text)) {
			t.Fatalf("FloatAt(%d) of %s: %v, want %v", bits, text, again, gotF)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, text := range jsonRows {
		if v, err := oracle([]byte(text)); err == nil {
			if n, ok := v.(number); ok {
				checkNumber(t, string(n))
			}
		}
	}
	for whole := int64(-300); whole <= 300; whole++ {
		checkNumber(t, strconv.FormatInt(whole, 10))
	}
	for _, edge := range []uint64{1 << 7, 1 << 8, 1 << 15, 1 << 16, 1 << 24, 1 << 31, 1 << 32, 1 << 53, 1 << 63, 0} {
		for n := edge - 3; n != edge+3; n++ {
			checkNumber(t, strconv.FormatUint(n, 10))
			checkNumber(t, "-"+strconv.FormatUint(n, 10))
			checkNumber(t, strconv.FormatUint(n, 10)+"0")
			checkNumber(t, strconv.FormatUint(n, 10)+".5")
			checkNumber(t, "0.000"+strconv.FormatUint(n, 10))
		}
	}
}
