package relation

import (
	"slices"

	"example.com/httpgen/gen/internal/pattern"
)

// Equal groups patterns that are the same but for the names of their parameters: indices, in
// groups of two and more, the groups in order of precedence. Equal patterns stand side by side
// once all are sorted, so that this is no comparison of all with all.
func Equal(list []*pattern.Pattern) (groups [][]int) {
	sorted := make([]int, len(list))
	for i := range sorted {
		sorted[i] = i
	}
	compare := func(a, b int) int { return pattern.Compare(list[a], list[b]) }
	slices.SortStableFunc(sorted, compare)
	for from := 0; from < len(sorted); {
		to := from + 1
		for to < len(sorted) && compare(sorted[from], sorted[to]) == 0 {
			to++
		}
		if to-from > 1 {
			groups = append(groups, sorted[from:to])
		}
		from = to
	}
	return groups
}
