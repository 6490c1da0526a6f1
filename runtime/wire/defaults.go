package wire

import (
	"fmt"
	"net/url"
	"time"

	"example.com/httpgen/runtime/match"
)

// Defaults of a manifest as values live here. The generator has checked their texts, but for
// those of own converters.

// Must is the value of an own converter's parse function for a default of the manifest. It
// panics if that refuses it.
func Must[T any](v T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("a default of the manifest is refused by its converter: %v", err))
	}
	return v
}

func must[T any](v T, ok bool) T {
	if !ok {
		panic("httpgen: internal error: a default is no value of its type")
	}
	return v
}

// MustUUID is the UUID that a text is.
func MustUUID(text string) UUID { return must(match.ParseUUID(text)) }

// MustDate is the day that a text is.
func MustDate(text string) time.Time { return must(match.ParseDate(text)) }

// MustTime is the time that a text is.
func MustTime(text string) time.Time { return must(ParseTime(text)) }

// MustDuration is the duration that a text is.
func MustDuration(text string) time.Duration { return must(ParseDuration(text)) }

// MustBase64 is what a text of base64 is.
func MustBase64(text string) []byte { return must(ParseBase64(text)) }

// MustURL is the URL that a text is.
func MustURL(text string) *url.URL { return Must(url.Parse(text)) }
