package runtime

import (
	"cmp"
	"crypto/rand"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Range requests live here (RFC 9110 §14).

// byteRange is a piece of a file; length > 0.
type byteRange struct{ offset, length int64 }

func (r byteRange) contentRange(size int64) string {
	return "bytes " + strconv.FormatInt(r.offset, 10) + "-" + strconv.FormatInt(r.offset+r.length-1, 10) +
		"/" + strconv.FormatInt(size, 10)
}

// maxRanges bounds the ranges of one request: more are a waste, or an attack
// (RFC 9110 §17.15).
const maxRanges = 16

// What becomes of a Range field.
const (
	rangesIgnored       = iota // the whole file is sent
	rangesGood                 // these ranges are
	rangesUnsatisfiable        // 416
)

// parseRanges reads a Range field for a file of a size:
//
//	Range        = "bytes=" 1#( first-pos "-" [ last-pos ] / "-" suffix-length )
//
// One that is malformed, of another unit, of more than 16 ranges, or of ranges that
// overlap, is ignored, as every one is for an empty file. Ranges outside of the file are
// left out; if none remains, the field is unsatisfiable.
func parseRanges(spec string, size int64) ([]byteRange, int) {
	unit, set, found := strings.Cut(spec, "=")
	if !found || !strings.EqualFold(unit, "bytes") || size == 0 {
		return nil, rangesIgnored
	}
	var ranges []byteRange
	count := 0
	for one := range strings.SplitSeq(set, ",") {
		one = strings.Trim(one, " \t")
		if one == "" { // empty elements of a list are allowed (RFC 9110 §5.6.1.2)
			continue
		}
		if count++; count > maxRanges {
			return nil, rangesIgnored
		}
		r, ok := parseRange(one, size)
		if !ok {
			return nil, rangesIgnored
		}
		if r.length > 0 {
			ranges = append(ranges, r)
		}
	}
	switch {
	case count == 0 || overlap(ranges):
		return nil, rangesIgnored
	case len(ranges) == 0:
		return nil, rangesUnsatisfiable
	}
	return ranges, rangesGood
}

// parseRange reads one range; one outside of the file has the length 0.
func parseRange(s string, size int64) (byteRange, bool) {
	first, last, found := strings.Cut(s, "-")
	if !found {
		return byteRange{}, false
	}
	if first == "" {
		n, ok := parseDigits(last)
		n = min(n, size)
		return byteRange{size - n, n}, ok
	}
	from, ok := parseDigits(first)
	if !ok {
		return byteRange{}, false
	}
	to := int64(math.MaxInt64)
	if last != "" {
		if to, ok = parseDigits(last); !ok || to < from {
			return byteRange{}, false
		}
	}
	if from >= size {
		return byteRange{}, true
	}
	return byteRange{from, min(to, size-1) - from + 1}, true
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

func overlap(ranges []byteRange) bool {
	sorted := slices.SortedFunc(slices.Values(ranges), func(a, b byteRange) int { return cmp.Compare(a.offset, b.offset) })
	for i := 1; i < len(sorted); i++ {
		if sorted[i-1].offset+sorted[i-1].length > sorted[i].offset {
			return true
		}
	}
	return false
}

// withRanges makes a file's whole answer one of ranges: of one range as it is, of
// several as multipart/byteranges (RFC 9110 §14.6). r is fileAnswer's own copy.
func (r Response) withRanges(ranges []byteRange, size int64) Response {
	r = r.WithStatus(http.StatusPartialContent)
	body := r.more.file
	body.segments, body.length = nil, 0
	if len(ranges) == 1 {
		body.segments = []fileSegment{{"", ranges[0].offset, ranges[0].length}}
		body.length = ranges[0].length
		return r.WithHeader("Content-Range", ranges[0].contentRange(size))
	}
	boundary := rand.Text()
	mediaType := r.mediaType()
	for i, one := range ranges {
		before := "--" + boundary + "\r\nContent-Type: " + mediaType + "\r\nContent-Range: " + one.contentRange(size) + "\r\n\r\n"
		if i > 0 {
			before = "\r\n" + before
		}
		body.segments = append(body.segments, fileSegment{before, one.offset, one.length})
		body.length += int64(len(before)) + one.length
	}
	body.tail = "\r\n--" + boundary + "--\r\n"
	body.length += int64(len(body.tail))
	return r.withMediaType("multipart/byteranges; boundary=" + boundary)
}
