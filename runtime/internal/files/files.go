// Package files decides what is answered of a file: values in, a decision out. It opens
// nothing and knows no connection; each function cites the section of RFC 9110 that it
// is, and has a slow twin or a judge in the tests.
package files

import "time"

// A Question is what a GET or HEAD request asks of a file, by the values of its fields.
// "" is a field that was not sent; several fields of a name are joined by ", ".
type Question struct {
	IfMatch, IfNoneMatch               string
	IfModifiedSince, IfUnmodifiedSince string
	IfRange, Range                     string
	Head                               bool      // it is HEAD: Range is for GET alone (§14.2)
	Now                                time.Time // the Date of the answer, or before
}

// A File is what the answer says of the file.
type File struct {
	Validators
	Size int64 // in bytes
	Seek bool  // pieces of it can be had
}

// Validators are those that are sent: what a client may ask about later.
type Validators struct {
	ETag     string    // "": none
	Modified time.Time // in whole seconds; zero: none
}

// A Decision is the status of the answer: 200 with the whole file, 206 with Ranges of it,
// 304, 412 or 416.
type Decision struct {
	Status int
	Ranges []Range // of 206
}

// Statuses of a Decision.
const (
	Whole              = 200
	Partial            = 206
	NotModified        = 304
	PreconditionFailed = 412
	Unsatisfiable      = 416
)

// Decide answers conditions and ranges in the order of RFC 9110 §13.2.2.
func Decide(q *Question, f *File) Decision {
	if status := q.preconditions(&f.Validators); status != 0 {
		return Decision{Status: status}
	}
	if q.Range == "" || q.Head || !f.Seek || !q.rangeHolds(&f.Validators) {
		return Decision{Status: Whole}
	}
	ranges, status := ParseRanges(q.Range, f.Size)
	return Decision{status, ranges}
}
