package contracts

import "testing"

func TestRequestsAreTheSameInEveryRun(t *testing.T) {
	for i, r := range requests(len(Requests)) {
		if r.Path != Requests[i].Path || r.Query != Requests[i].Query {
			t.Errorf("request %d is now %s?%s", i, r.Path, r.Query)
		}
	}
}

// Shop, Q, Trace, one to three tags, and the slice of them.
func TestOwnCountsStringsAndSlices(t *testing.T) {
	if n := Own(); n < 5 || n > 7 {
		t.Errorf("values have %v strings and slices of their own", n)
	}
}
