package files

import (
	"math/big"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
)

var fileTime = time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)

const (
	fileDate = "Fri, 02 Jan 2026 03:04:05 GMT"
	dayAfter = "Sat, 03 Jan 2026 03:04:05 GMT"
	dayPrior = "Thu, 01 Jan 2026 03:04:05 GMT"
	zeroDate = "Mon, 01 Jan 0001 00:00:00 GMT"
)

// Ranges and conditions of files are fuzzed here, beside slow twins and net/http.

var (
	rangeForm  = regexp.MustCompile(`^([0-9]+)-([0-9]*)$`)
	suffixForm = regexp.MustCompile(`^-([0-9]+)$`)
)

// slowRanges is ParseRanges by slowRange: the bytes of a small file that are sent, range by
// range.
func slowRanges(spec string, size int64) (ranges [][]int64, outcome int) {
	unit, set, found := strings.Cut(spec, "=")
	if !found || strings.ToLower(unit) != "bytes" || size == 0 {
		return nil, Whole
	}
	sent := make(map[int64]bool)
	count := 0
	for one := range strings.SplitSeq(set, ",") {
		one = strings.Trim(one, " \t")
		if one == "" {
			continue
		}
		count++
		places, ok := slowRange(one, size)
		if !ok {
			return nil, Whole
		}
		for _, i := range places {
			if sent[i] {
				return nil, Whole // they overlap
			}
			sent[i] = true
		}
		if places != nil {
			ranges = append(ranges, places)
		}
	}
	switch {
	case count == 0 || count > MaxRanges:
		return nil, Whole
	case ranges == nil:
		return nil, Unsatisfiable
	}
	return ranges, Partial
}

// slowRange asks of every byte whether it is in a range, by regular expressions and numbers
// of any size.
func slowRange(one string, size int64) (places []int64, ok bool) {
	number := func(digits string) *big.Int { n, _ := new(big.Int).SetString(digits, 10); return n }
	var holds func(i int64) bool
	if m := rangeForm.FindStringSubmatch(one); m != nil {
		from, to := number(m[1]), big.NewInt(size)
		if m[2] != "" {
			to = number(m[2])
			if to.Cmp(from) < 0 {
				return nil, false
			}
		}
		holds = func(i int64) bool { return big.NewInt(i).Cmp(from) >= 0 && big.NewInt(i).Cmp(to) <= 0 }
	} else if m := suffixForm.FindStringSubmatch(one); m != nil {
		last := number(m[1])
		holds = func(i int64) bool { return big.NewInt(size-i).Cmp(last) <= 0 }
	} else {
		return nil, false
	}
	for i := range size {
		if holds(i) {
			places = append(places, i)
		}
	}
	return places, true
}

func FuzzRanges(f *testing.F) {
	for _, seed := range []string{
		"bytes=0-1,4-,-3", "bytes=-99999999999999999999", "bytes=7-99999999999999999999999", "Bytes=0-0", "bytes= 0-0 ,", "bytes=-0",
		"bytes=10-,20-30", "bytes=3-1", "items=0-1", "bytes=+0-1", "bytes=0--1", "bytes=0-4,3-6", "bytes=5-,-6", "bytes=",
		"bytes=" + strings.Repeat("0-0,", 256) + "2-2", "bytes=\t1-1\t,,\t3-3",
	} {
		f.Add(seed, int64(10))
	}
	f.Fuzz(func(t *testing.T, spec string, size int64) {
		wantRangesInside(t, spec, size&(1<<40-1))
		size &= 31
		ranges, outcome := ParseRanges(spec, size)
		slow, slowOutcome := slowRanges(spec, size)
		if outcome != slowOutcome || len(ranges) != len(slow) {
			t.Fatalf("%q of %d: %v %d, the slow way %v %d", spec, size, ranges, outcome, slow, slowOutcome)
		}
		for i, r := range ranges {
			if r.Offset != slow[i][0] || r.Length != int64(len(slow[i])) {
				t.Fatalf("%q of %d: %v, the slow way %v", spec, size, ranges, slow)
			}
		}
	})
}

// wantRangesInside wants ranges that are in the file and no more than the file in all.
func wantRangesInside(t *testing.T, spec string, size int64) {
	t.Helper()
	ranges, outcome := ParseRanges(spec, size)
	if (outcome == Partial) != (len(ranges) > 0) || len(ranges) > MaxRanges {
		t.Fatalf("%q of %d: %v %d", spec, size, ranges, outcome)
	}
	var sum int64
	for _, r := range ranges {
		sum += r.Length
		if r.Offset < 0 || r.Length < 1 || r.Offset+r.Length > size {
			t.Fatalf("%q of %d: %v", spec, size, r)
		}
	}
	if sum > size {
		t.Fatalf("%q of %d asks for %d bytes", spec, size, sum)
	}
}

// http.ServeContent answers conditions as we do, but where it takes more than the grammar
// has: "*" among tags, and text behind the tag of If-Range. There we are the stricter ones.
func FuzzConditions(f *testing.F) {
	f.Add(`"a", W/"tag"`, "*", fileDate, dayPrior, `W/"a"`)
	f.Add(`W/`, `"`, "", "", "")
	f.Add("", `"x", "tag"`, dayAfter, "", `"tag"`)
	f.Add(`"tag"`, "", "", dayPrior, fileDate)
	f.Add("", "", fileDate, fileDate, dayAfter)
	f.Add("", `W/"tag"`, "", "tomorrow", `"tag" x`)
	f.Fuzz(func(t *testing.T, match, noneMatch, since, unmodified, ifRange string) {
		q := Question{
			IfMatch: match, IfNoneMatch: noneMatch, IfModifiedSince: since, IfUnmodifiedSince: unmodified, IfRange: ifRange,
			Range: "bytes=0-1", Now: fileTime.Add(time.Hour),
		}
		status := Decide(&q, &File{Validators{`"tag"`, fileTime.Truncate(time.Second)}, 10, true}).Status
		switch status {
		case 200, 206, 304, 412:
		default:
			t.Fatal("another status")
		}
		if status == 206 && ifRange != "" && ifRange != `"tag"` {
			if when, err := http.ParseTime(ifRange); err != nil || !when.Equal(fileTime.Truncate(time.Second)) {
				t.Fatalf("If-Range: %q holds", ifRange)
			}
		}
		theirs := servedContent(&q)
		if among(match) || among(noneMatch) || !isFieldValue(match+noneMatch+since+unmodified+ifRange) {
			return
		}
		if status != theirs && !(status == 200 && theirs == 206) {
			t.Fatalf("%+v: %d, net/http says %d", q, status, theirs)
		}
	})
}

// isFieldValue says whether a request can hold the text.
func isFieldValue(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}

// servedContent is the status of net/http for the same file and a range.
func servedContent(q *Question) int {
	r := httptest.NewRequest("GET", "/", nil)
	for name, value := range map[string]string{
		"If-Match": q.IfMatch, "If-None-Match": q.IfNoneMatch, "If-Modified-Since": q.IfModifiedSince,
		"If-Unmodified-Since": q.IfUnmodifiedSince, "If-Range": q.IfRange, "Range": "bytes=0-1",
	} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	w := httptest.NewRecorder()
	w.Header().Set("ETag", `"tag"`)
	http.ServeContent(w, r, "", fileTime, strings.NewReader("0123456789"))
	return w.Code
}

// among says whether "*" stands in a list with something else.
func among(list string) bool {
	return strings.Contains(list, "*") && strings.Trim(list, " \t") != "*"
}
