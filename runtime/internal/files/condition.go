package files

import (
	"strings"
	"time"
)

// Preconditions live here (RFC 9110 §13).

// preconditions returns 0 if the file is to be sent, else 304 or 412. A date that is none
// is no condition.
func (q *Question) preconditions(v *Validators) int {
	switch {
	case q.IfMatch != "":
		if !listMatches(q.IfMatch, v.ETag, strongMatch) {
			return PreconditionFailed
		}
	case q.IfUnmodifiedSince != "":
		if since, ok := ParseDate(q.IfUnmodifiedSince); ok && v.Modified.After(since) {
			return PreconditionFailed
		}
	}
	switch {
	case q.IfNoneMatch != "":
		if listMatches(q.IfNoneMatch, v.ETag, weakMatch) {
			return NotModified
		}
	case q.IfModifiedSince != "":
		since, ok := ParseDate(q.IfModifiedSince)
		if ok && !v.Modified.IsZero() && !v.Modified.After(since) {
			return NotModified
		}
	}
	return 0
}

// rangeHolds is If-Range (RFC 9110 §13.1.5): the range is of the content that the client
// has a part of. A date has to be the very date of the file, and one that tells contents
// apart: in the second of a change the file may change again (§8.8.2.2).
func (q *Question) rangeHolds(v *Validators) bool {
	if q.IfRange == "" {
		return true
	}
	if tag, rest, ok := cutTag(q.IfRange); ok {
		return rest == "" && strongMatch(tag, v.ETag)
	}
	date, ok := ParseDate(q.IfRange)
	return ok && !v.Modified.IsZero() && v.Modified.Equal(date) &&
		v.Modified.Before(q.Now.Truncate(time.Second))
}

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
