package runtime

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// A Last-Modified that the clock has not reached would be compared with dates that lie
// before it: every server says its Date instead (RFC 9110 §8.8.2.1).
func TestLastModifiedIsNeverLaterThanDate(t *testing.T) {
	const past = "Tue, 01 Feb 2022 10:00:00 GMT"
	tomorrow := time.Now().Add(24 * time.Hour).UTC()
	says := func(path, name, value string) leaf {
		return handlerLeaf("GET", path, func(Request) (Response, error) {
			return Text("x").WithHeader(name, value), nil
		})
	}
	leaves := []leaf{
		says("/future", "Last-Modified", tomorrow.Format(http.TimeFormat)),
		says("/lower-case", "last-modified", tomorrow.Format(http.TimeFormat)),
		says("/rfc850", "Last-Modified", tomorrow.Format("Monday, 02-Jan-06 15:04:05 GMT")),
		says("/past", "Last-Modified", past),
		says("/no-date", "Last-Modified", "tomorrow"),
		says("/other", "X-Modified", tomorrow.Format(http.TimeFormat)),
		handlerLeaf("GET", "/none", func(Request) (Response, error) { return Text("x"), nil }),
		handlerLeaf("GET", "/hook", func(Request) (Response, error) { return Text("x"), nil }),
		handlerLeaf("GET", "/not-modified", func(Request) (Response, error) {
			return NoContent().WithStatus(304).WithHeader("Last-Modified", tomorrow.Format(http.TimeFormat)), nil
		}),
		handlerLeaf("GET", "/stream", func(Request) (Response, error) {
			r := Stream("text/plain", func(w *StreamWriter) error { return w.Flush() })
			return r.WithHeader("Last-Modified", tomorrow.Format(http.TimeFormat)), nil
		}),
	}
	service := func() Service {
		s := handwritten(leaves...)
		s.After = func(req Request, resp *Response, route *Route) error {
			if req.Path() == "/hook" {
				*resp = resp.WithHeader("Last-Modified", tomorrow.Format(http.TimeFormat))
			}
			return nil
		}
		return s
	}
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		for path, want := range map[string]string{
			"/future": "Date", "/lower-case": "Date", "/rfc850": "Date", "/hook": "Date", "/stream": "Date",
			"/not-modified": "Date", "/past": past, "/no-date": "tomorrow", "/other": "", "/none": "",
		} {
			for _, method := range []string{"GET", "HEAD"} {
				c := s.dial()
				c.write(method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
				a, err := c.read(method)
				if err != nil {
					t.Fatal(path, err)
				}
				got, date := a.Header.Get("Last-Modified"), a.Header.Get("Date")
				if want != "Date" {
					if got != want {
						t.Errorf("%s %s says %q, want %q", method, path, got, want)
					}
					continue
				}
				modified, err1 := http.ParseTime(got)
				now, err2 := http.ParseTime(date)
				if err1 != nil || err2 != nil || modified.After(now) || now.Sub(modified) > 10*time.Second {
					t.Errorf("%s %s says Last-Modified %q at %q", method, path, got, date)
				}
			}
		}
	})
}

// What middleware in front has set as the Date is the one that counts.
func TestLastModifiedBesideADateOfMiddleware(t *testing.T) {
	const earlier, later = "Tue, 01 Feb 2022 10:00:00 GMT", "Wed, 02 Feb 2022 10:00:00 GMT"
	app := NewApp(handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		return Text("x").WithHeader("Last-Modified", later), nil
	})))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", earlier)
		app.ServeHTTP(w, r)
	}))
	defer server.Close()
	r, _ := http.NewRequest("GET", server.URL, nil)
	if resp, _ := fetch(t, http.DefaultClient, r); resp.Header.Get("Last-Modified") != earlier {
		t.Errorf("Last-Modified is %q, want %q", resp.Header.Get("Last-Modified"), earlier)
	}
}
