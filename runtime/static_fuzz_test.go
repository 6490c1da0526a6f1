package runtime

import (
	"math/big"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Ranges and conditions of files are fuzzed here, beside slow twins and net/http.

var (
	rangeForm  = regexp.MustCompile(`^([0-9]+)-([0-9]*)$`)
	suffixForm = regexp.MustCompile(`^-([0-9]+)$`)
)

// slowRanges is parseRanges by slowRange: the bytes of a small file that are sent, range by
// range.
func slowRanges(spec string, size int64) (ranges [][]int64, outcome int) {
	unit, set, found := strings.Cut(spec, "=")
	if !found || strings.ToLower(unit) != "bytes" || size == 0 {
		return nil, rangesIgnored
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
			return nil, rangesIgnored
		}
		for _, i := range places {
			if sent[i] {
				return nil, rangesIgnored // they overlap
			}
			sent[i] = true
		}
		if places != nil {
			ranges = append(ranges, places)
		}
	}
	switch {
	case count == 0 || count > maxRanges:
		return nil, rangesIgnored
	case ranges == nil:
		return nil, rangesUnsatisfiable
	}
	return ranges, rangesGood
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
		"bytes=" + strings.Repeat("0-0,", 16) + "2-2", "bytes=\t1-1\t,,\t3-3",
	} {
		f.Add(seed, int64(10))
	}
	f.Fuzz(func(t *testing.T, spec string, size int64) {
		wantRangesInside(t, spec, size&(1<<40-1))
		size &= 31
		ranges, outcome := parseRanges(spec, size)
		slow, slowOutcome := slowRanges(spec, size)
		if outcome != slowOutcome || len(ranges) != len(slow) {
			t.Fatalf("%q of %d: %v %d, the slow way %v %d", spec, size, ranges, outcome, slow, slowOutcome)
		}
		for i, r := range ranges {
			if r.offset != slow[i][0] || r.length != int64(len(slow[i])) {
				t.Fatalf("%q of %d: %v, the slow way %v", spec, size, ranges, slow)
			}
		}
	})
}

// wantRangesInside wants ranges that are in the file and no more than the file in all.
func wantRangesInside(t *testing.T, spec string, size int64) {
	t.Helper()
	ranges, outcome := parseRanges(spec, size)
	if (outcome == rangesGood) != (len(ranges) > 0) || len(ranges) > maxRanges {
		t.Fatalf("%q of %d: %v %d", spec, size, ranges, outcome)
	}
	var sum int64
	for _, r := range ranges {
		sum += r.length
		if r.offset < 0 || r.length < 1 || r.offset+r.length > size {
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
		c := conditions{ifMatch: match, ifNoneMatch: noneMatch, ifModifiedSince: since, ifUnmodifiedSince: unmodified, ifRange: ifRange}
		status := c.status(`"tag"`, fileTime)
		switch status {
		case 0, 304, 412:
		default:
			t.Fatal("another status")
		}
		ranged := status == 0 && c.rangeHolds(`"tag"`, fileTime)
		if ranged && ifRange != "" && ifRange != `"tag"` {
			if when, err := http.ParseTime(ifRange); err != nil || !when.Equal(fileTime.Truncate(time.Second)) {
				t.Fatalf("If-Range: %q holds", ifRange)
			}
		}
		theirs := servedContent(&c)
		if among(match) || among(noneMatch) || !isFieldValue(match+noneMatch+since+unmodified+ifRange) {
			return
		}
		if want := map[int]int{200: 0, 206: 0}[theirs]; status != want && status != theirs {
			t.Fatalf("%+v: %d, net/http says %d", c, status, theirs)
		}
		if ranged && theirs != 206 {
			t.Fatalf("%+v: the range is sent, net/http says %d", c, theirs)
		}
	})
}

// servedContent is the status of net/http for the same file and a range.
func servedContent(c *conditions) int {
	r := httptest.NewRequest("GET", "/", nil)
	for name, value := range map[string]string{
		"If-Match": c.ifMatch, "If-None-Match": c.ifNoneMatch, "If-Modified-Since": c.ifModifiedSince,
		"If-Unmodified-Since": c.ifUnmodifiedSince, "If-Range": c.ifRange, "Range": "bytes=0-1",
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
