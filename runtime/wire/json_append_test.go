package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// What is written is tested here: against encoding/json where that writes the same, and always
// by reading it again.

// plainJSON is what encoding/json writes, without its escapes for HTML and old JavaScript.
func plainJSON(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func checkString(t *testing.T, s string) {
	t.Helper()
	const before = "before "
	got := string(AppendString([]byte(before), s))
	got, ok := strings.CutPrefix(got, before)
	want := strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(plainJSON(t, s))
	if strings.Contains(s, `\u202`) {
		want = got // the replacer cannot tell
	}
	if want = strings.ReplaceAll(want, `\ufffd`, "\ufffd"); !ok || got != want {
		t.Fatalf("%q is %s, want %s", s, got, want)
	}
	var d Decoder
	d.Reset([]byte(got))
	back, ok := d.String()
	if sent := string([]rune(s)); !ok || d.End() != nil || back != sent {
		t.Fatalf("%q, which is %s, is read as %q, want %q", s, got, back, sent)
	}
}

func TestStringsAreWritten(t *testing.T) {
	for c := range 0x300 {
		for n := range 18 { // at every place of eight bytes
			checkString(t, strings.Repeat("x", n)+string(rune(c))+"y")
		}
	}
	for _, s := range []string{"", "a", `"`, `\`, `\\"`, "<&>", "\u2028\u2029", "é€😀", "\xff", "a\xffb", "\xed\xa0\x80", "\xc3", "12345678\xc3", "\x00\x1f\x7f",
		strings.Repeat("a\n", 100), strings.Repeat("é", 100) + "\xff" + strings.Repeat("\t", 9), `\u2028`} {
		checkString(t, s)
	}
}

func FuzzAppendString(f *testing.F) {
	f.Add("a\"\\\n\u2028é\xff")
	f.Fuzz(checkString)
}

func checkFloat(t *testing.T, v float64) {
	t.Helper()
	got, err := AppendFloat(nil, v, 64)
	if math.IsNaN(v) || math.IsInf(v, 0) {
		if err == nil || len(got) > 0 {
			t.Fatalf("%v is %s", v, got)
		}
		return
	}
	if want := plainJSON(t, v); err != nil || string(got) != want {
		t.Fatalf("%v is %s, want %s (%v)", v, got, want, err)
	}
	narrow := float32(v)
	if math.IsInf(float64(narrow), 0) {
		return
	}
	got, err = AppendFloat(nil, float64(narrow), 32)
	if want := plainJSON(t, narrow); err != nil || string(got) != want {
		t.Fatalf("float32 %v is %s, want %s (%v)", narrow, got, want, err)
	}
}

func TestFloatsAreWritten(t *testing.T) {
	for _, v := range []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 0.3, 1.5, 100, 1e6, 123456.789, 0.000001, 0.0000015, 0.0000001, 9.999999e-7, 1e-6, 1e-7, 1e9, 999999999.999999, 1e15, 1e20, 1e21, 1.5e21, 1e22, 1e300,
		math.MaxFloat64, math.SmallestNonzeroFloat64, math.MaxFloat32, math.SmallestNonzeroFloat32, math.NaN(), math.Inf(1), math.Inf(-1), 0.1 + 0.2, 1 / 3.0, 2.675, 1.005, 16777217, 1 << 53, 1<<53 + 2, 4503599627.370497, 0.5e-6, 1.0000005} {
		checkFloat(t, v)
		checkFloat(t, -v)
		checkFloat(t, math.Nextafter(v, math.Inf(1)))
		checkFloat(t, math.Nextafter(v, math.Inf(-1)))
	}
	r := rand.New(rand.NewPCG(1, 3))
	for range draws(2000) {
		checkFloat(t, math.Float64frombits(r.Uint64()))
		checkFloat(t, float64(r.Int64N(1e12))/math.Pow10(r.IntN(9)))
		checkFloat(t, r.NormFloat64()*math.Pow10(r.IntN(30)-15))
	}
}

func FuzzAppendFloat(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, bits uint64) { checkFloat(t, math.Float64frombits(bits)) })
}

func TestOtherValuesAreWritten(t *testing.T) {
	east, odd, far := time.FixedZone("", 2*3600+1800), time.FixedZone("", 3218), time.FixedZone("", 30*3600)
	when := time.Date(2026, 11, 28, 10, 0, 0, 120, time.UTC)
	address, _ := url.Parse("http://a/?b=<c>&d")
	id := UUID{0xf8, 0x1d, 0x4f, 0xae, 15: 0xf6}
	ok := func(b []byte) ([]byte, error) { return b, nil }
	write := func(b []byte, err error) string {
		if err != nil {
			return "error: " + err.Error()
		}
		return string(b)
	}
	b := []byte("b:")
	for want, got := range map[string]string{
		"b:0":                               write(ok(AppendInt(b, 0))),
		"b:-9223372036854775808":            write(ok(AppendInt(b, math.MinInt64))),
		"b:9223372036854775807":             write(ok(AppendInt(b, math.MaxInt64))),
		"b:18446744073709551615":            write(ok(AppendUint(b, math.MaxUint64))),
		"b:true":                            write(ok(AppendBool(b, true))),
		"b:false":                           write(ok(AppendBool(b, false))),
		`b:"2026-11-28T10:00:00.00000012Z"`: write(AppendTime(b, when)),
		`b:"2026-11-28T12:30:00+02:30"`:     write(AppendTime(b, when.Truncate(time.Second).In(east))),
		`b:"2026-11-28T10:00:00Z"`:          write(AppendTime(b, when.Truncate(time.Second).In(odd))),
		`b:"2026-11-28T10:00:01Z"`:          write(AppendTime(b, when.Truncate(time.Second).Add(time.Second).In(far))),
		`b:"0000-01-01T00:00:00Z"`:          write(AppendTime(b, time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC))),
		"error: a time of the year 10000 has no JSON form": write(AppendTime(b, time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("", -24*3600)))),
		"error: a time of the year -1 has no JSON form":    write(AppendTime(b, time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC))),
		`b:"2026-11-28"`: write(AppendDate(b, when)),
		"error: a time of the year 12026 has no JSON form": write(AppendDate(b, when.AddDate(10000, 0, 0))),
		`b:"1m30s"`:                                write(ok(AppendDuration(b, 90*time.Second))),
		`b:"http://a/?b=<c>&d"`:                    write(AppendURL(b, address)),
		"error: a nil URL has no JSON form":        write(AppendURL(b, nil)),
		`b:"f81d4fae-0000-0000-0000-0000000000f6"`: write(ok(AppendUUID(b, id))),
		`b:""`:                  write(ok(AppendBase64(b, nil))),
		`b:"AP8="`:              write(ok(AppendBase64(b, []byte{0, 255}))),
		"b:null":                write(AppendRaw(b, nil)),
		`b:{"a b":[1,"\" \\"]}`: write(AppendRaw(b, []byte(" {\n\"a b\" :\t[ 1 , \"\\\" \\\\\" ]\r\n} "))),
		`b:{"N":1}`:             write(AppendValue(b, struct{ N int }{1})),
		`b:"<f81d4fae-0000-0000-0000-0000000000f6>"`: write(AppendText(b, bracketed{id})),
		`b:{"a":1,"b":{"c":"d"}}`:                    write(AppendTagged(b, `{"a":1`, func(b []byte) ([]byte, error) { return append(b, `{"b":{"c":"d"}}`...), nil })),
		`b:{"a":2}`:                                  write(AppendTagged(b, `{"a":2`, func(b []byte) ([]byte, error) { return append(b, `{}`...), nil })),
		"b:{}":                                       write(ok(CloseObject(b, 2))),
		`b:{"a":3}`:                                  write(ok(CloseObject(append(b, `,"a":3`...), 2))),
		`b:,"a":1,"b":[2]`:                           write(AppendRest(b, map[string]json.RawMessage{"b": []byte("[ 2 ]"), "a": []byte("1")})),
		`b:"a":`:                                     write(ok(AppendName(b, 0, "a"))),
		`b:,"\"":`:                                   write(ok(AppendName(b, 1, `"`))),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

type bracketed struct{ id UUID }

func (b bracketed) MarshalText() ([]byte, error) { return []byte("<" + b.id.String() + ">"), nil }

type refusing struct{}

var errRefused = errors.New("refused")

func (refusing) MarshalText() ([]byte, error) { return nil, errRefused }

// Who appends to a buffer has it as it was where a value has no form.
func TestWhatHasNoFormIsNotWritten(t *testing.T) {
	fail := func(b []byte) ([]byte, error) { return b, errRefused }
	for name, write := range map[string]func(b []byte) ([]byte, error){
		"NaN":           func(b []byte) ([]byte, error) { return AppendFloat(b, math.NaN(), 64) },
		"time":          func(b []byte) ([]byte, error) { return AppendTime(b, time.Time{}.AddDate(-3, 0, 0)) },
		"raw":           func(b []byte) ([]byte, error) { return AppendRaw(b, []byte("[1,")) },
		"raw twice":     func(b []byte) ([]byte, error) { return AppendRaw(b, []byte(`{"a":1,"a":1}`)) },
		"raw and more":  func(b []byte) ([]byte, error) { return AppendRaw(b, []byte("1 2")) },
		"raw not UTF-8": func(b []byte) ([]byte, error) { return AppendRaw(b, []byte("\"\xff\"")) },
		"value":         func(b []byte) ([]byte, error) { return AppendValue(b, func() {}) },
		"text":          func(b []byte) ([]byte, error) { return AppendText(b, refusing{}) },
		"url":           func(b []byte) ([]byte, error) { return AppendURL(b, nil) },
		"rest":          func(b []byte) ([]byte, error) { return AppendRest(b, map[string]json.RawMessage{"a": []byte("x")}) },
		"tagged":        func(b []byte) ([]byte, error) { return AppendTagged(b, "{", fail) },
	} {
		b, err := write([]byte("before"))
		if err == nil || string(b) != "before" {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
}

// Bytes, texts and times that are read are what was written.
func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte("a"), int64(1), int16(90))
	f.Fuzz(func(t *testing.T, data []byte, nanos int64, minutes int16) {
		if minutes <= -24*60 || minutes >= 24*60 {
			return
		}
		when := time.Unix(nanos>>24, nanos&0xffffff).In(time.FixedZone("", int(minutes)*60))
		text, err := AppendTime(append(AppendBase64([]byte("["), data), ','), when)
		if err != nil {
			return
		}
		var d Decoder
		d.Reset(append(text, ']'))
		d.Array()
		d.More()
		gotData, ok := d.Base64()
		d.More()
		got, ok2 := d.Time()
		d.More()
		if err := d.End(); !ok || !ok2 || err != nil || !bytes.Equal(gotData, data) || !got.Equal(when) {
			t.Fatalf("%s: %q %v, want %q %v (%v)", text, gotData, got, data, when, err)
		}
		_, offset := got.Zone()
		if _, want := when.Zone(); offset != want {
			t.Fatalf("%s: the offset is %d, want %d", text, offset, want)
		}
	})
}

func TestWhatIsWrittenIsUTF8(t *testing.T) {
	for _, s := range []string{"\xff", "a\x80é\xc3", "\xed\xa0\x80\"\xf0\x9f"} {
		if b := AppendString(nil, s); !utf8.Valid(b) {
			t.Errorf("%q is %q", s, b)
		}
	}
}

func TestGoTypesAreWrittenAsTheyAre(t *testing.T) {
	type note struct {
		Text  string
		Maybe Optional[string]
		Null  Nullable[string]
	}
	v := note{"<a&b>\u2028", Some("<b>"), NonNull("\u2029&")}
	const want = "{\"Text\":\"<a&b>\u2028\",\"Maybe\":\"<b>\",\"Null\":\"\u2029&\"}"
	for name, write := range map[string]func([]byte, any) ([]byte, error){"whole": AppendGo, "inside": AppendValue} {
		if got, err := write([]byte(`"\u2028"`), v); err != nil || string(got) != `"\u2028"`+want {
			t.Errorf("%s: %s %v", name, got, err)
		}
	}
	if got, err := AppendValue([]byte("b"), json.RawMessage(` { "a" : " ",`+"\n"+`"a" : 2}`)); err == nil || string(got) != "b" {
		t.Errorf("a name that is there twice: %s %v", got, err)
	}
	if got, err := AppendRaw([]byte("b"), json.RawMessage(` { "a" : " \" ",`+"\n\t"+`"b" :[ 2 , -1e5,"" ] }`)); err != nil ||
		string(got) != `b{"a":" \" ","b":[2,-1e5,""]}` {
		t.Errorf("%s %v", got, err)
	}
}
