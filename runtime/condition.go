package runtime

import (
	"net/http"
	"strings"
	"time"
)

// Conditional requests live here (RFC 9110 §13).

// conditions are the fields of a request that ask about a file's state.
type conditions struct {
	ifMatch, ifNoneMatch               string
	ifModifiedSince, ifUnmodifiedSince string
	ifRange, rangeSpec                 string
}

func readConditions(x *Exchange) conditions {
	return conditions{
		ifMatch:           x.listHeader("If-Match"),
		ifNoneMatch:       x.listHeader("If-None-Match"),
		ifModifiedSince:   x.listHeader("If-Modified-Since"),
		ifUnmodifiedSince: x.listHeader("If-Unmodified-Since"),
		ifRange:           x.listHeader("If-Range"),
		rangeSpec:         x.listHeader("Range"),
	}
}

// listHeader returns the values of all fields of a name as one list (RFC 9110 §5.2).
func (x *Exchange) listHeader(name string) string {
	first, ok := x.origin.header(name)
	if !ok {
		return ""
	}
	var all []string
	x.fields(func(n, value string) bool {
		if strings.EqualFold(n, name) {
			all = append(all, value)
		}
		return true
	})
	if len(all) < 2 {
		return first
	}
	return strings.Join(all, ", ")
}

// status returns 0 if a GET or HEAD request is to be answered with the file, else 304 or
// 412, by the order of RFC 9110 §13.2.2. A date that is none is no condition. modified
// is zero where it is not known.
func (c *conditions) status(etag string, modified time.Time) int {
	switch {
	case c.ifMatch != "":
		if !listMatches(c.ifMatch, etag, strongMatch) {
			return http.StatusPreconditionFailed
		}
	case c.ifUnmodifiedSince != "":
		if t, ok := httpDate(c.ifUnmodifiedSince); ok && !modified.IsZero() && wholeSecond(modified).After(t) {
			return http.StatusPreconditionFailed
		}
	}
	switch {
	case c.ifNoneMatch != "":
		if listMatches(c.ifNoneMatch, etag, weakMatch) {
			return http.StatusNotModified
		}
	case c.ifModifiedSince != "":
		if t, ok := httpDate(c.ifModifiedSince); ok && !modified.IsZero() && !wholeSecond(modified).After(t) {
			return http.StatusNotModified
		}
	}
	return 0
}

// rangeHolds is If-Range (RFC 9110 §13.1.5): the range is of the file that the client
// has a part of. A date has to be the very date of the file.
func (c *conditions) rangeHolds(etag string, modified time.Time) bool {
	if c.ifRange == "" {
		return true
	}
	if tag, rest, ok := cutTag(c.ifRange); ok {
		return rest == "" && strongMatch(tag, etag)
	}
	t, ok := httpDate(c.ifRange)
	return ok && !modified.IsZero() && wholeSecond(modified).Equal(t)
}

func httpDate(s string) (time.Time, bool) {
	t, err := http.ParseTime(s)
	return t, err == nil
}

// wholeSecond is a time as precise as a field can say it.
func wholeSecond(t time.Time) time.Time { return t.Truncate(time.Second) }

// listMatches says whether a list of entity tags, or "*", matches the current one, which
// is "" if there is none. What follows a malformed tag is not read.
func listMatches(list, etag string, match func(a, b string) bool) bool {
	if strings.Trim(list, " \t") == "*" {
		return true
	}
	for {
		list = strings.TrimLeft(list, ", \t")
		tag, rest, ok := cutTag(list)
		if !ok {
			return false
		}
		if match(tag, etag) {
			return true
		}
		list = rest
	}
}

// cutTag cuts an entity tag from the start of s (RFC 9110 §8.8.3):
//
//	entity-tag = [ "W/" ] DQUOTE *etagc DQUOTE
//	etagc      = %x21 / %x23-7E / obs-text
func cutTag(s string) (tag, rest string, ok bool) {
	i := 0
	if strings.HasPrefix(s, "W/") {
		i = 2
	}
	if i >= len(s) || s[i] != '"' {
		return "", s, false
	}
	for i++; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return s[:i+1], s[i+1:], true
		case c < 0x21 || c == 0x7f:
			return "", s, false
		}
	}
	return "", s, false
}

func strongMatch(a, b string) bool { return a == b && strings.HasPrefix(a, `"`) }

func weakMatch(a, b string) bool {
	return b != "" && strings.TrimPrefix(a, "W/") == strings.TrimPrefix(b, "W/")
}
