//go:build go1.27

package wire

import (
	"encoding/json/jsontext"
	jsonv2 "encoding/json/v2"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// The second judge: version 2 of encoding/json is as strict as the Decoder by default. Go has it
// from 1.27 on; make test-next asks it.

// checkV2 wants a text to be JSON for both or for neither.
func checkV2(t *testing.T, text []byte) {
	t.Helper()
	var d Decoder
	d.Reset(text)
	d.Skip()
	err := d.End()
	if valid := jsontext.Value(text).IsValid(); valid != (err == nil) {
		t.Fatalf("%.300q: JSON for v2 is %v, here: %v", text, valid, err)
	}
}

func TestJSONIsWhatV2Says(t *testing.T) {
	for _, text := range jsonRows {
		for _, text := range []string{text, " " + text + "\n", "[" + text + "]", `{"k":` + text + `}`, `[0,` + text + `,0]`} {
			checkV2(t, []byte(text))
			for cut := range len(text) {
				checkV2(t, []byte(text[:cut]))
			}
		}
	}
	r := rand.New(rand.NewPCG(uint64(draws(1)), 9))
	for range draws(3000) {
		checkV2(t, []byte(broken(r, randomText(r, 0, [...]string{"", " ", "\n    \t"}[r.IntN(3)]))))
	}
}

// What the codec takes, v2 takes, and reads alike.
func TestRandomRecordsAreWhatV2Says(t *testing.T) {
	r := rand.New(rand.NewPCG(uint64(draws(1)), 10))
	taken := 0
	for range draws(1000) {
		v := someOrder(r, r.IntN(3))
		text, err := v.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		text = []byte(broken(r, string(text)))
		var got order
		err = got.UnmarshalJSON(text)
		var told *JSONError
		if errors.As(err, &told); told != nil && told.Syntax() == jsontext.Value(text).IsValid() {
			t.Fatalf("%q: %v, v2 says otherwise", text, err)
		}
		if err != nil {
			continue
		}
		taken++
		var theirs plainOrder
		if err := jsonv2.Unmarshal(text, &theirs); err != nil {
			t.Fatalf("%q: v2: %v", text, err)
		}
		if !got.Placed.Equal(theirs.Placed) {
			t.Fatalf("%q: %v, v2 reads %v", text, got.Placed, theirs.Placed)
		}
		theirs.Placed = got.Placed
		want := order(theirs)
		mine, _ := got.AppendJSON(nil)
		if other, err := want.AppendJSON(nil); string(mine) != string(other) || err != nil {
			t.Fatalf("%q:\n%s, v2 reads\n%s", text, mine, other)
		}
	}
	if share := taken * 100 / draws(1000); share < 20 {
		t.Errorf("only %d %% are taken", share)
	}
}

// Strings and numbers are written as v2 writes them.
func TestWhatV2Writes(t *testing.T) {
	r := rand.New(rand.NewPCG(uint64(draws(1)), 11))
	for range draws(3000) {
		s := ""
		for range r.IntN(12) {
			s += pieces[r.IntN(len(pieces))]
		}
		want, _ := jsontext.AppendQuote(nil, s) // an error is of bytes that are not UTF-8
		if got := AppendString(nil, s); string(got) != string(want) {
			t.Fatalf("%q is %s, v2 writes %s", s, got, want)
		}
		for _, v := range []float64{math.Float64frombits(r.Uint64()), float64(r.IntN(1e9)) / 1e3, math.Ldexp(r.NormFloat64(), r.IntN(160)-80)} {
			got, err := AppendFloat(nil, v, 64)
			want, theirs := jsonv2.Marshal(v)
			if string(got) != string(want) || (err == nil) != (theirs == nil) {
				t.Fatalf("%v is %s, %v; v2 writes %s, %v", v, got, err, want, theirs)
			}
			small := float32(v)
			got, err = AppendFloat(nil, float64(small), 32)
			want, theirs = jsonv2.Marshal(small)
			if string(got) != string(want) || (err == nil) != (theirs == nil) {
				t.Fatalf("%v is %s, %v; v2 writes %s, %v", small, got, err, want, theirs)
			}
		}
	}
}
