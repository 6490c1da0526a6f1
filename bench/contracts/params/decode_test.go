package params

import (
	"reflect"
	"testing"

	"example.com/httpgen/bench/contracts"
)

func TestTheRequestIsDecoded(t *testing.T) {
	for _, c := range Cases {
		got, err := c.Decode(2, func(decode func()) { decode() })
		if err != nil || !reflect.DeepEqual(got, contracts.Want) {
			t.Errorf("%s: %+v, %v", c.Name, got, err)
		}
	}
}

// BenchmarkDecode is for profiles of one case; figures to compare come from cmd/contracts.
func BenchmarkDecode(b *testing.B) {
	for _, c := range Cases {
		b.Run(c.Name, func(b *testing.B) {
			b.ReportAllocs()
			_, err := c.Decode(b.N, func(decode func()) {
				b.ResetTimer()
				decode()
				b.StopTimer()
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}
