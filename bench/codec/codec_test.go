package codec

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/go-faster/jx"

	"example.com/httpgen/bench/codec/easy"
	"example.com/httpgen/bench/codec/httpgen"
	"example.com/httpgen/bench/codec/ogen"
)

// What is measured reads and writes the same: every document, by every contestant.
func TestAllReadAndWriteTheSame(t *testing.T) {
	for _, d := range Documents() {
		var plain, back Page
		if err := json.Unmarshal(d.Text, &plain); err != nil {
			t.Fatal(err)
		}
		var ours httpgen.Page
		var theirs ogen.Page
		var easily easy.Page
		for _, err := range []error{ours.UnmarshalJSON(d.Text),
			theirs.Decode(jx.DecodeBytes(d.Text)), easily.UnmarshalJSON(d.Text)} {
			if err != nil {
				t.Fatalf("%s: %v", d.Name, err)
			}
		}
		for who, v := range map[string]json.Marshaler{"httpgen": &ours, "ogen": &theirs, "easyjson": &easily} {
			text, err := v.MarshalJSON()
			if back = (Page{}); err != nil || json.Unmarshal(text, &back) != nil || !reflect.DeepEqual(back, plain) {
				t.Errorf("%s: %s: %v\n%.1000s\n%.1000s", d.Name, who, err, text, d.Text)
			}
		}
		text, err := ours.AppendJSON(nil)
		if want := marshal(plain); err != nil || !bytes.Equal(text, want) {
			t.Errorf("%s: %v\n%.1000s\n%.1000s", d.Name, err, text, want)
		}
	}
}

func TestCasesRun(t *testing.T) {
	cases, err := Cases()
	if err != nil || len(cases) != 18*8+12*(6+8) {
		t.Fatalf("%d cases: %v", len(cases), err)
	}
	for _, c := range cases {
		if err := c.Run(); err != nil {
			t.Errorf("%s/%s: %v", c.Name, c.Contestant, err)
		}
	}
}

// BenchmarkCases is for profiles of one case; what is told beside each other comes from cmd/json.
func BenchmarkCases(b *testing.B) {
	cases, err := Cases()
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range cases {
		b.Run(c.Name+"/"+c.Contestant, func(b *testing.B) {
			for b.Loop() {
				if err := c.Run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
