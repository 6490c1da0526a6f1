package match

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestConverters(t *testing.T) {
	is := func(ok bool) string {
		if ok {
			return "takes"
		}
		return "refuses"
	}
	check := func(name string, ok bool, text, want string) {
		if is(ok) != want {
			t.Errorf("%s %s %q", name, is(ok), text)
		}
	}
	long := strings.Repeat("0", 100)
	for _, r := range []struct {
		text                              string
		uint8, uint64, int8, int64, float string
	}{
		{"0", "takes", "takes", "takes", "takes", "takes"},
		{"007", "takes", "takes", "takes", "takes", "takes"},
		{long + "7", "takes", "takes", "takes", "takes", "takes"},
		{"127", "takes", "takes", "takes", "takes", "takes"},
		{"128", "takes", "takes", "refuses", "takes", "takes"},
		{"255", "takes", "takes", "refuses", "takes", "takes"},
		{"256", "refuses", "takes", "refuses", "takes", "takes"},
		{"-1", "refuses", "refuses", "takes", "takes", "takes"},
		{"-0", "refuses", "refuses", "takes", "takes", "takes"},
		{"-128", "refuses", "refuses", "takes", "takes", "takes"},
		{"-129", "refuses", "refuses", "refuses", "takes", "takes"},
		{"9223372036854775807", "refuses", "takes", "refuses", "takes", "takes"},
		{"9223372036854775808", "refuses", "takes", "refuses", "refuses", "takes"},
		{"-9223372036854775808", "refuses", "refuses", "refuses", "takes", "takes"},
		{"-9223372036854775809", "refuses", "refuses", "refuses", "refuses", "takes"},
		{"18446744073709551615", "refuses", "takes", "refuses", "refuses", "takes"},
		{"18446744073709551616", "refuses", "refuses", "refuses", "refuses", "takes"},
		{"", "refuses", "refuses", "refuses", "refuses", "refuses"},
		{"-", "refuses", "refuses", "refuses", "refuses", "refuses"},
		{"+1", "refuses", "refuses", "refuses", "refuses", "refuses"},
		{"1_0", "refuses", "refuses", "refuses", "refuses", "refuses"},
		{"0x1", "refuses", "refuses", "refuses", "refuses", "refuses"},
		{"1.5", "refuses", "refuses", "refuses", "refuses", "takes"},
		{"1.", "refuses", "refuses", "refuses", "refuses", "refuses"},
		{".5", "refuses", "refuses", "refuses", "refuses", "refuses"},
		{"1e5", "refuses", "refuses", "refuses", "refuses", "refuses"},
		{"NaN", "refuses", "refuses", "refuses", "refuses", "refuses"},
	} {
		_, ok := ParseUint8(r.text)
		check("uint8", ok, r.text, r.uint8)
		_, ok = ParseUint64(r.text)
		check("uint64", ok, r.text, r.uint64)
		_, ok = ParseInt8(r.text)
		check("int8", ok, r.text, r.int8)
		_, ok = ParseInt64(r.text)
		check("int64", ok, r.text, r.int64)
		_, ok = ParseFloat(r.text)
		check("float", ok, r.text, r.float)
	}
}

func TestDates(t *testing.T) {
	for year := range 10000 {
		for _, day := range []string{"01-01", "02-28", "02-29", "02-30", "04-31", "12-31", "00-01", "13-01", "01-00", "01-32"} {
			text := strconv.Itoa(10000 + year)[1:] + "-" + day
			want, err := time.Parse(time.DateOnly, text)
			got, ok := ParseDate(text)
			if ok != (err == nil) || ok && !got.Equal(want) {
				t.Fatalf("%s: %v %v, want %v %v", text, got, ok, want, err)
			}
		}
	}
	for _, text := range []string{"2024-2-29", "2024/02/29", "2024-02-2x", "", "02024-02-29"} {
		if _, ok := ParseDate(text); ok {
			t.Errorf("%q is no date", text)
		}
	}
	if FormatDate(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)) != "" {
		t.Error("the year 10000 has no text of the shape")
	}
}

// Every length there is, and in each place of it every byte.
func TestNumbersOfEachLength(t *testing.T) {
	const digits = "98765432109876543210"
	for n := 1; n <= len(digits); n++ {
		for place := range n {
			for c := range 256 {
				text := []byte(digits[len(digits)-n:])
				text[place] = byte(c)
				checkNumbers(t, string(text))
			}
		}
	}
}

// checkNumbers compares with strconv, which takes a plus sign, too.
func checkNumbers(t *testing.T, s string) {
	t.Helper()
	digits := func(s string) bool { return s != "" && skipDigits(s, 0) == len(s) }
	wantU, errU := strconv.ParseUint(s, 10, 64)
	if got, ok := ParseUint64(s); ok != (digits(s) && errU == nil) || ok && got != wantU {
		t.Errorf("ParseUint64(%q) = %d, %v", s, got, ok)
	}
	wantI, errI := strconv.ParseInt(s, 10, 64)
	if got, ok := ParseInt64(s); ok != (digits(strings.TrimPrefix(s, "-")) && errI == nil) || ok && got != wantI {
		t.Errorf("ParseInt64(%q) = %d, %v", s, got, ok)
	}
}

func FuzzConvertersAgreeWithStrconv(f *testing.F) {
	for _, s := range []string{"1", "-1", "18446744073709551616", "0009", "1.5", "--1"} {
		f.Add(s)
	}
	f.Fuzz(checkNumbers)
}

func TestParseUUID(t *testing.T) {
	const text = "f81d4fae-7dec-11d0-a765-00a0c91e6bF6"
	want := [16]byte{0xf8, 0x1d, 0x4f, 0xae, 0x7d, 0xec, 0x11, 0xd0, 0xa7, 0x65, 0x00, 0xa0, 0xc9, 0x1e, 0x6b, 0xf6}
	if u, ok := ParseUUID(text); !ok || u != want {
		t.Errorf("%x %v", u, ok)
	}
	for _, bad := range []string{"", text[1:], text + "0", strings.Replace(text, "-", "_", 1), "g" + text[1:], "{" + text[1:35] + "}"} {
		if _, ok := ParseUUID(bad); ok {
			t.Errorf("%q is no UUID", bad)
		}
	}
}

func TestFormatFloat(t *testing.T) {
	for v, want := range map[float64]string{1.5: "1.5", -2: "-2", 1e21: "1000000000000000000000", math.Inf(1): "", 1e-7: "0.0000001"} {
		if got := FormatFloat(v); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
	if FormatFloat(math.NaN()) != "" {
		t.Error("NaN has no text")
	}
}

func TestLenBetween(t *testing.T) {
	for _, r := range []struct {
		s           string
		least, most int
		want        bool
	}{
		{"é", 1, 1, true}, {"é", 2, 0, false}, {"éé", 2, 2, true}, {"abc", 0, 2, false}, {"abc", 3, 0, true}, {"\xff\xff", 2, 2, true}, {"", 1, 0, false},
	} {
		if got := LenBetween(r.s, r.least, r.most); got != r.want {
			t.Errorf("LenBetween(%q, %d, %d) = %v", r.s, r.least, r.most, got)
		}
	}
}

func TestRefusalsDoNotAllocate(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() {
		_, a := ParseInt64("x12")
		_, b := ParseInt64("99999999999999999999999")
		_, c := ParseFloat("1.x")
		_, d := ParseDate("2024-02-30")
		_, e := ParseUUID("f81d4fae-7dec-11d0-a765-00a0c91e6bFx")
		if a || b || c || d || e {
			t.Error("taken")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkConverters(b *testing.B) {
	b.Run("ParseInt64 takes", func(b *testing.B) {
		for b.Loop() {
			ParseInt64("123456")
		}
	})
	b.Run("ParseInt64 refuses", func(b *testing.B) {
		for b.Loop() {
			ParseInt64("settings")
		}
	})
	b.Run("strconv refuses", func(b *testing.B) {
		for b.Loop() {
			strconv.ParseInt("settings", 10, 64)
		}
	})
}

// Days are counted here, not by package time.
func TestEveryDayOfSomeYears(t *testing.T) {
	for _, year := range []int{0, 1, 3, 4, 99, 100, 399, 400, 1582, 1899, 1900, 1969, 1970, 1972, 2000, 2024, 2100, 9999} {
		day := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		for ; day.Year() == year; day = day.AddDate(0, 0, 1) {
			if got, ok := ParseDate(day.Format(time.DateOnly)); !ok || got != day {
				t.Fatalf("%s is %v, %v", day.Format(time.DateOnly), got, ok)
			}
		}
	}
}
