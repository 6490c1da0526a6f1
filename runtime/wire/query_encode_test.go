package wire

import (
	"math"
	"net/url"
	"testing"
	"time"
)

// What a query is written as, and that it is read as what was written.
func TestQueryEncoder(t *testing.T) {
	at := time.Date(2026, 11, 28, 10, 0, 0, 5e8, time.FixedZone("", 3600))
	for _, row := range []struct {
		want string
		fill func(e *QueryEncoder)
	}{
		{"", func(e *QueryEncoder) {}},
		{"a%20b=c%2Bd%26%3D%C3%BC~-._", func(e *QueryEncoder) { e.String("a b", "c+d&=ü~-._") }},
		{"a=&b=%FF", func(e *QueryEncoder) { e.String("a", ""); e.String("b", "\xff") }},
		{"n=-5&u=7&b=true&b=false", func(e *QueryEncoder) { e.Int("n", -5); e.Uint("u", 7); e.Bool("b", true); e.Bool("b", false) }},
		{"f=1e%2B21&g=0.1&h=0.1&i=-0", func(e *QueryEncoder) {
			e.Float("f", 1e21, 64)
			e.Float("g", 0.1, 64)
			e.Float("h", float64(float32(0.1)), 32)
			e.Float("i", math.Copysign(0, -1), 64)
		}},
		{"id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6", func(e *QueryEncoder) { e.UUID("id", MustUUID("F81D4FAE-7dec-11d0-a765-00a0c91e6bf6")) }},
		{"d=2026-11-28&t=2026-11-28T09%3A00%3A00.5Z", func(e *QueryEncoder) { e.Date("d", at); e.Time("t", at) }},
		{"d=1m30s&u=https%3A%2F%2Fa.example%2F%3Fb%3Dc", func(e *QueryEncoder) {
			e.Duration("d", 90*time.Second)
			e.URL("u", &url.URL{Scheme: "https", Host: "a.example", Path: "/", RawQuery: "b=c"})
		}},
		{"b=aGk%2F", func(e *QueryEncoder) { e.Base64("b", []byte("hi?")) }},
		{"l=1,2&s=a%20b%20c&p=a%7Cb%2Cc", func(e *QueryEncoder) {
			e.Begin("l", Commas)
			e.Int("l", 1)
			e.Int("l", 2)
			e.End("l")
			e.Begin("s", Spaces)
			e.String("s", "a")
			e.String("s", "b")
			e.String("s", "c")
			e.End("s")
			e.Begin("p", Pipes)
			e.String("p", "a")
			e.String("p", "b,c")
			e.End("p")
		}},
		{"l=,a", func(e *QueryEncoder) { e.Begin("l", Commas); e.String("l", ""); e.String("l", "a"); e.End("l") }},
		{"", func(e *QueryEncoder) { e.Begin("l", Commas); e.End("l") }},

		// What no server would read as it was meant.
		{`! query parameter l: "a,b" cannot be an element, because "," separates them`, func(e *QueryEncoder) { e.Begin("l", Commas); e.String("l", "a,b") }},
		{`! query parameter l: "a b" cannot be an element, because " " separates them`, func(e *QueryEncoder) { e.Begin("l", Spaces); e.String("l", "a b") }},
		{`! query parameter l: "a|b" cannot be an element, because "|" separates them`, func(e *QueryEncoder) { e.Begin("l", Pipes); e.String("l", "a|b") }},
		{"! query parameter l: a list of one empty text is read as an empty list", func(e *QueryEncoder) { e.Begin("l", Commas); e.String("l", ""); e.End("l") }},
		{"! query parameter f: NaN is no number that can be sent", func(e *QueryEncoder) { e.Float("f", math.NaN(), 64); e.Float("g", math.Inf(1), 64) }},
		{"! query parameter g: -Inf is no number that can be sent", func(e *QueryEncoder) { e.Float("g", math.Inf(-1), 64) }},
		{"! query parameter t: the year 10026 has no form of four digits", func(e *QueryEncoder) { e.Time("t", at.AddDate(8000, 0, 0)) }},
		{"! query parameter u: the URL is nil", func(e *QueryEncoder) { e.URL("u", nil) }},
	} {
		var e QueryEncoder
		row.fill(&e)
		got, err := e.Encode()
		if err != nil {
			got += "! " + err.Error()
		}
		if got != row.want {
			t.Errorf("%s, want %s", got, row.want)
		}
	}
}
