package plan

import (
	"fmt"
	"slices"

	"example.com/httpgen/gen/internal/pattern"
)

// Where many any(…) stand beside each other, one switch over all their words tells which of them
// take a text.

// siftWords makes the switch for the first n segments, the any(…) of a node, which stand in
// front of its others. It is nil where they are few.
//
//	/<any(de,at):a>/…, /<any(fr,be):b>/…, /<any(at,be):c>/…
//
// are given "de" to the first of them, "at" to the first and then to the third, and so on. An
// any that stands in several cases is asked in each of them; what is behind it is a function, so
// that it is written once.
func siftWords(segments []Child) (words *Sift, n int) {
	for n < len(segments) && segments[n].isAny() {
		n++
	}
	if n <= fewCuts {
		return nil, 0
	}
	takes := map[string][]int{}
	for i, c := range segments[:n] {
		for _, word := range c.Whole.Words {
			takes[word] = append(takes[word], i)
		}
	}
	words = &Sift{}
	number := map[string]int{} // of a case, by what it asks
	for i, c := range segments[:n] {
		for _, word := range c.Whole.Words {
			asked := takes[word]
			if asked[0] != i {
				continue // it has its case already
			}
			key := fmt.Sprint(asked)
			k, ok := number[key]
			if !ok {
				k = len(words.Cases)
				number[key] = k
				words.add(segments, asked)
			}
			words.Cases[k].Words = append(words.Cases[k].Words, word)
		}
	}
	words.nest()
	return words, n
}

// mostWords bounds the cases of one switch, so that a function does not have very many: 1,000
// routes compile in 3 s as written, in 14 without (words of growth).
const mostWords = maxSites

// nest puts a switch in front of several where the cases are many.
func (s *Sift) nest() {
	if len(s.Cases) <= mostWords {
		return
	}
	var outer []SiftCase
	for part := range slices.Chunk(s.Cases, mostWords) {
		k := SiftCase{Asks: []Sift{{Cases: part}}, Function: -1}
		for _, inner := range part {
			k.Words = append(k.Words, inner.Words...)
		}
		outer = append(outer, k)
	}
	s.Cases = outer
}

// add adds a case for some words, of those that take them.
func (s *Sift) add(segments []Child, asked []int) {
	k := SiftCase{Function: -1}
	for _, i := range asked {
		k.Asks = append(k.Asks, Sift{At: i})
		c := &segments[i]
		if c.cased {
			c.Several, c.Next.Function = true, 0 // a number follows
		}
		c.cased = true
	}
	s.Cases = append(s.Cases, k)
}

func (c *Child) isAny() bool { return c.Whole != nil && c.Whole.Kind == pattern.Any }

// caseOf is the case that a text is of, or nil.
func (s *Sift) caseOf(text string) *SiftCase {
	bytes, ok := s.bytes(text)
	i := slices.IndexFunc(s.Cases, func(k SiftCase) bool {
		if k.Words != nil {
			return slices.Contains(k.Words, text)
		}
		return ok && k.Bytes == bytes
	})
	if i < 0 {
		return nil
	}
	return &s.Cases[i]
}

// steps is what it costs to find the case of a text, and mostSteps what it costs at most: words
// are compared as those of one any are.
func (s *Sift) steps(text string) int {
	if s.Cases[0].Words == nil {
		return 1
	}
	return convSteps(pattern.Conv{Kind: pattern.Any}, len(text))
}

func (s *Sift) mostSteps() int {
	if s.Cases[0].Words == nil {
		return 1
	}
	return 1 + fixedLength/8
}
