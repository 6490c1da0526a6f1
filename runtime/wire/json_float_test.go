package wire

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"
)

// Numbers and times are read and written here by arithmetic of our own: they are what the
// standard library makes of them.

// someFloat is of those that are read and written without strconv, or near to them.
func someFloat(r *rand.Rand) float64 {
	switch r.IntN(5) {
	case 0:
		return r.Float64() * math.Pow10(r.IntN(24)-7)
	case 1:
		return float64(r.IntN(1e9)) / math.Pow10(r.IntN(12))
	case 2: // at and behind a power of two
		return math.Float64frombits(uint64(1000+r.IntN(90))<<52 + uint64(r.IntN(3)))
	case 3:
		return math.Float64frombits(uint64(1000+r.IntN(90))<<52 | r.Uint64()>>12)
	}
	return math.Nextafter(math.Pow10(r.IntN(22)-6), float64(r.IntN(2))*1e30)
}

func TestFloatsAreThoseOfStrconv(t *testing.T) {
	r := rand.New(rand.NewPCG(uint64(draws(1)), 9))
	for range draws(10_000) {
		v := someFloat(r)
		if r.IntN(2) == 0 {
			v = -v
		}
		if size := math.Abs(v); size >= 1e-6 && size < 1e21 {
			want := strconv.FormatFloat(v, 'f', -1, 64)
			if got, err := AppendFloat(nil, v, 64); err != nil || string(got) != want {
				t.Fatalf("%v is written as %s, want %s (%v)", v, got, want, err)
			}
		}
		checkNumber(t, strconv.FormatFloat(v, 'f', -1, 64))
		checkNumber(t, strconv.FormatFloat(v, 'f', r.IntN(21), 64))
		checkNumber(t, strconv.FormatUint(r.Uint64(), 10)+"."+strconv.Itoa(r.IntN(1000)))
		whole := r.Uint64() >> r.IntN(64)
		if got := string(AppendUint(nil, whole)); got != strconv.FormatUint(whole, 10) {
			t.Fatalf("%d is written as %s", whole, got)
		}
	}
	for n := uint64(1); n < 1e19; n *= 10 {
		for _, n := range []uint64{n - 1, n, n + 1} {
			if got := string(AppendUint(nil, n)); got != strconv.FormatUint(n, 10) {
				t.Errorf("%d is written as %s", n, got)
			}
		}
	}
}

// Half way between two numbers the even one is read: 19 digits can say so.
func TestHalfWayIsEven(t *testing.T) {
	for _, text := range []string{"9007199254740993", "9007199254740995", "4503599627370496.5", "4503599627370497.5",
		"2251799813685248.25", "2251799813685248.75", "1125899906842624.125", "1125899906842624.375", "18014398509481986",
		"9007199254740993.000", "9007199254740993.001", "9007199254740992.999", "9999999999999999999", "0.9999999999999999999"[:20]} {
		checkNumber(t, text)
		checkNumber(t, "-"+text)
	}
}

func TestEveryDay(t *testing.T) {
	elsewhere := time.FixedZone("", -5*3600-30*60)
	step := 31
	if draws(1) > 1 {
		step = 1
	}
	for day := time.Date(-1, 12, 1, 0, 0, 0, 0, time.UTC); day.Year() <= 10000; day = day.AddDate(0, 0, step).Add(3601 * time.Second) {
		for _, v := range []time.Time{day, day.In(elsewhere)} {
			got, err := AppendTime(nil, v)
			if formless := v.Year() < 0 || v.Year() > 9999; (err != nil) != formless {
				t.Fatalf("%v: %v", v, err)
			}
			if err != nil {
				continue
			}
			if string(got) != `"`+v.Format(time.RFC3339)+`"` {
				t.Fatalf("%v is written as %s", v, got)
			}
			var d Decoder
			d.Reset(got)
			if back, next, ok := d.TimeAt(0); !ok || next != len(got) || !back.Equal(v) {
				t.Fatalf("%s is read as %v", got, back)
			}
		}
	}
	for _, text := range []string{"2026-02-29", "2100-02-29", "2026-04-31", "2026-00-10", "2026-13-10", "2026-01-00", "2026-01-32", "2026/01/01", "2O26-01-01"} {
		if v, ok := ParseTime(text + "T00:00:00Z"); ok {
			t.Errorf("%s is %v", text, v)
		}
	}
}
