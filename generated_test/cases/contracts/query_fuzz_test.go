package contracts

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"testing"

	"example.com/httpgen/runtime"
)

// A recorder keeps the query that a handler got.
type recorder struct {
	Server
	query SearchQuery
}

// Search keeps the query.
func (r *recorder) Search(_ runtime.Request, query SearchQuery, _ SearchHeaders, _ SearchCookies) (string, error) {
	r.query = query
	return "", nil
}

// asked is the query that a handler gets of a text; ok is false if that is refused.
func asked(t *testing.T, raw string) (query SearchQuery, ok bool) {
	t.Helper()
	r := &recorder{}
	answer := httptest.NewRecorder()
	New(r).ServeHTTP(answer, &http.Request{Method: "GET", URL: &url.URL{Path: "/search", RawQuery: raw}, Body: http.NoBody})
	switch answer.Code {
	case 200:
		return r.query, true
	case 400:
		return query, false
	}
	t.Fatalf("%q is answered with %d: %s", raw, answer.Code, answer.Body)
	return query, false
}

// FuzzQueries wants of every text either 400 or a query that is written and read again as the
// same.
func FuzzQueries(f *testing.F) {
	for _, seed := range []string{
		"", "s=a&n=5&tag=x&tag[]=y&nums=1,2", "csv=a,b&ssv=a+b&pipes=a%7Cb", "f[R]=1&f[G]=2&sort=very+hot",
		"x=0.7&at=2024-01-02T03:04:05.5Z&day=2024-02-29&every=1h&url=http://a/&blob=aGk=", "maybe=&slug=ab&level=3",
		"s=%00%C3%BC&big=18446744073709551615&small=-1&b=1&id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&isbn=0",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		query, ok := asked(t, raw)
		if !ok {
			return
		}
		text, err := query.Encode()
		if err != nil { // what a list cannot be written as
			return
		}
		again, ok := asked(t, text)
		if v, set := query.At.Get(); set { // written in UTC
			query.At = runtime.Some(v.UTC())
		}
		if v, set := query.Maybe.Get(); set && len(v) == 0 { // an empty list is not written
			query.Maybe = runtime.Optional[[]int]{}
		}
		was, _ := query.URL.Get() // one URL has several spellings
		is, _ := again.URL.Get()
		if was != nil && is != nil && was.String() == is.String() {
			again.URL = query.URL
		}
		if !ok || !reflect.DeepEqual(again, query) {
			t.Errorf("%q is %+v, written as %q, which is %+v", raw, query, text, again)
		}
	})
}
