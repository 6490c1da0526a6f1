package params

import "testing"

func TestTheRequestsAreDecoded(t *testing.T) {
	for _, c := range Cases {
		if err := c.Check(); err != nil {
			t.Error(err)
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
