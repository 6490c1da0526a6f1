package files

import "time"

// Dates of fields live here (RFC 9110 §5.6.7).

// imfFixdate is the one form in which a date is written.
const imfFixdate = "Mon, 02 Jan 2006 15:04:05 GMT"

// ParseDate reads HTTP-date in its three forms.
func ParseDate(s string) (time.Time, bool) {
	for _, layout := range [...]string{imfFixdate, time.RFC850, time.ANSIC} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// FormatDate writes a time as a field has it.
func FormatDate(t time.Time) string { return t.UTC().Format(imfFixdate) }

// LastModified is a file's time as it may be sent: in whole seconds, and not later than
// the Date of the answer (RFC 9110 §8.8.2.1). It is zero for what is no time: zero
// itself, and the first two seconds of 1970 and all before, which builds give to files so
// that they come out the same again, whatever is in them.
func LastModified(modified, date time.Time) time.Time {
	if !isTime(modified) {
		return time.Time{}
	}
	if date = date.Truncate(time.Second); modified.After(date) {
		return date
	}
	return modified.Truncate(time.Second)
}

func isTime(t time.Time) bool { return t.Unix() > 1 }
