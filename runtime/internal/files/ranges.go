package files

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Ranges of bytes live here (RFC 9110 §14).

// A Range is a piece of a file; Length > 0.
type Range struct{ Offset, Length int64 }

// ContentRange is the value of the field, for a file of a size in bytes.
func (r Range) ContentRange(size int64) string {
	return "bytes " + strconv.FormatInt(r.Offset, 10) + "-" +
		strconv.FormatInt(r.Offset+r.Length-1, 10) +
		"/" + strconv.FormatInt(size, 10)
}

// NoContentRange is the value of the field in a 416.
func NoContentRange(size int64) string { return "bytes */" + strconv.FormatInt(size, 10) }

// MaxRanges bounds the ranges of one request: more are a waste, or an attack
// (RFC 9110 §17.15). Readers of geotiff and zchunk files ask for some 40 at once.
const MaxRanges = 256

// ParseRanges reads a Range field for a file of a size:
//
//	Range        = "bytes=" 1#( first-pos "-" [ last-pos ] / "-" suffix-length )
//
// One that is malformed, of another unit, of more than MaxRanges ranges, or of ranges that
// overlap, is ignored (200), as every one is for an empty file. Ranges outside of the file
// are left out; if none remains, the field cannot be satisfied (416).
func ParseRanges(spec string, size int64) (ranges []Range, status int) {
	unit, set, found := strings.Cut(spec, "=")
	if !found || !strings.EqualFold(unit, "bytes") || size == 0 {
		return nil, Whole
	}
	count := 0
	for one := range strings.SplitSeq(set, ",") {
		one = strings.Trim(one, " \t")
		if one == "" { // empty elements of a list are allowed (RFC 9110 §5.6.1.2)
			continue
		}
		if count++; count > MaxRanges {
			return nil, Whole
		}
		r, ok := parseRange(one, size)
		if !ok {
			return nil, Whole
		}
		if r.Length > 0 {
			ranges = append(ranges, r)
		}
	}
	switch {
	case count == 0 || overlap(ranges):
		return nil, Whole
	case len(ranges) == 0:
		return nil, Unsatisfiable
	}
	return ranges, Partial
}

// parseRange reads one range; one outside of the file has the length 0.
func parseRange(s string, size int64) (Range, bool) {
	first, last, found := strings.Cut(s, "-")
	if !found {
		return Range{}, false
	}
	if first == "" {
		n, ok := parseDigits(last)
		n = min(n, size)
		return Range{size - n, n}, ok
	}
	from, ok := parseDigits(first)
	if !ok {
		return Range{}, false
	}
	to := int64(math.MaxInt64)
	if last != "" {
		if to, ok = parseDigits(last); !ok || to < from {
			return Range{}, false
		}
	}
	if from >= size {
		return Range{}, true
	}
	return Range{from, min(to, size-1) - from + 1}, true
}

// parseDigits reads 1*DIGIT; what is too large is the largest number.
func parseDigits(s string) (int64, bool) {
	var n int64
	for i := range len(s) {
		d := int64(s[i]) - '0'
		if d < 0 || d > 9 {
			return 0, false
		}
		if n > (math.MaxInt64-d)/10 {
			n = math.MaxInt64
			continue
		}
		n = n*10 + d
	}
	return n, s != ""
}

func overlap(ranges []Range) bool {
	sorted := slices.SortedFunc(slices.Values(ranges), func(a, b Range) int {
		return cmp.Compare(a.Offset, b.Offset)
	})
	for i := 1; i < len(sorted); i++ {
		if sorted[i-1].Offset+sorted[i-1].Length > sorted[i].Offset {
			return true
		}
	}
	return false
}

// A Multipart is the body of an answer with several ranges (RFC 9110 §14.6, RFC 2046
// §5.1.1): each of them with a head before it, and a tail.
type Multipart struct {
	Heads  []string // one for each range
	Tail   string
	Length int64 // of all in bytes
}

// MakeMultipart frames ranges of a file of a size and a media type. The body begins with
// CRLF: the grammar lets it, and some readers (zsync) know no other form.
func MakeMultipart(ranges []Range, size int64, mediaType, boundary string) Multipart {
	m := Multipart{Tail: "\r\n--" + boundary + "--\r\n"}
	m.Length = int64(len(m.Tail))
	before := "\r\n--" + boundary + "\r\nContent-Type: " + mediaType + "\r\nContent-Range: "
	for _, r := range ranges {
		head := before + r.ContentRange(size) + "\r\n\r\n"
		m.Heads = append(m.Heads, head)
		m.Length += int64(len(head)) + r.Length
	}
	return m
}
