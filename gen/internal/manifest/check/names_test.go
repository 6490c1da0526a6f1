package check

import "testing"

func TestConstantsAreToldApart(t *testing.T) {
	got := constsOf("Sort", []string{"hot", "Hot", "HOT", "hot2"})
	want := []string{"SortHot", "SortHot2", "SortHOT", "SortHot22"}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}
