// Package nearest finds the name that a misspelt word was probably meant to be.
package nearest

// Of returns the candidate that word was most probably meant to be, or "": at
// most a third of its letters may differ, a swap of neighbours counting as one.
func Of(word string, candidates []string) string {
	best, limit := "", max(len(word)/3, 1)
	for _, c := range candidates {
		if d := editDistance(word, c, limit); d <= limit && (best == "" || d < limit) {
			best, limit = c, d
		}
	}
	return best
}

// editDistance is the optimal string alignment distance of two ASCII words, or
// limit+1 as soon as it is more than limit.
func editDistance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if lower(a[i-1]) == lower(b[j-1]) {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// lower makes case not count: Get is no further from GET than GET is.
func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// Is says whether a word was probably meant to be another: by the rule for names that
// are not known.
func Is(word, meant string) bool { return Of(word, []string{meant}) != "" }
