package wire

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

// What the codec of json_codec_test.go costs beside encoding/json is measured here.

// plainOrder is an order that encoding/json reads and writes by reflection.
type plainOrder order

func someOrder(r *rand.Rand, lines int) (v order) {
	v = order{ID: r.Int64N(1e9), Title: "A title of some length " + fmt.Sprint(r.IntN(100)), Cents: r.Int32N(1e6),
		Price: float64(r.IntN(1e6)) / 100, Paid: r.IntN(2) == 0, State: "sent",
		Placed:   time.Date(2026, 11, 28, r.IntN(24), r.IntN(60), r.IntN(60), r.IntN(1000)*1e6, time.UTC),
		Discount: NonNull(0.05), Tags: []string{"books", "gift", "express"},
		Customer: customer{UUID{1, 2, 3, byte(r.IntN(256))}, "Ada Lovelace", "ada@example.org"}}
	if r.IntN(2) == 0 {
		v.Note = Some("leave it at the door, please")
	}
	for range lines {
		v.Lines = append(v.Lines, line{fmt.Sprintf("SKU-%05d", r.IntN(1e5)), uint16(r.IntN(9) + 1), float64(r.IntN(1e5)) / 100})
	}
	return v
}

type orders []order

func (v *orders) UnmarshalJSON(text []byte) error {
	return Unmarshal(text, v, func(d *Decoder, at int, v *orders) (next int, ok bool) {
		next, more, ok := d.ArrayAt(at)
		if at = next; ok {
			for start := at; more; at, more = d.MoreAt(at) {
				var w order
				at, _ = decodeOrder(d, at, &w)
				*v = append(Room(d.At(at), *v, start), w)
			}
		}
		return at, d.OK()
	})
}

func (v orders) AppendJSON(b []byte) (_ []byte, err error) {
	b = append(b, '[')
	for i := range v {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = v[i].AppendJSON(b); err != nil {
			return b, err
		}
	}
	return append(b, ']'), nil
}

// documents are lists of one, a few and many orders: of about 0.5, 5 and 300 KB.
func documents(tb testing.TB) map[string]orders {
	r := rand.New(rand.NewPCG(1, 2))
	sets := map[string]orders{}
	for name, n := range map[string]int{"1 small": 1, "2 some": 8, "3 large": 600} {
		for range n {
			sets[name] = append(sets[name], someOrder(r, 2))
		}
	}
	return sets
}

func TestTheCodecIsEncodingJSON(t *testing.T) {
	for name, want := range documents(t) {
		plain := make([]plainOrder, len(want))
		for i := range want {
			plain[i] = plainOrder(want[i])
		}
		text, err := want.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := json.Marshal(plain)
		if string(text) != string(theirs) || err != nil {
			t.Errorf("%s: %v\n%s\n%s", name, err, text, theirs)
		}
		var got orders
		if err := got.UnmarshalJSON(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\ngot  %v\nwant %v", name, err, got[0], want[0])
		}
		indented, err := json.MarshalIndent(plain, "", "  ")
		if err != nil || got.UnmarshalJSON(indented) != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\ngot  %v\nwant %v", name, err, got[0], want[0])
		}
	}
}

func BenchmarkJSON(b *testing.B) {
	for name, set := range documents(b) {
		text, _ := set.AppendJSON(nil)
		plain := make([]plainOrder, len(set))
		for i := range set {
			plain[i] = plainOrder(set[i])
		}
		run := func(what string, f func() error) {
			b.Run(strings.ReplaceAll(name, " ", "")+"/"+what, func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				b.ReportAllocs()
				for b.Loop() {
					if err := f(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		run("decode", func() error { var v orders; return v.UnmarshalJSON(text) })
		run("decode-v1", func() error { var v []plainOrder; return json.Unmarshal(text, &v) })
		var buf []byte
		run("encode", func() (err error) { buf, err = set.AppendJSON(buf[:0]); return err })
		run("encode-v1", func() error { _, err := json.Marshal(plain); return err })
	}
}
