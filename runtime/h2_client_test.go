package runtime

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"testing"
	"time"
)

// A client of HTTP/2 for the tests that ask all servers alike lives here.

// h2Client speaks nothing else.
func h2Client(t *testing.T) *http.Client {
	protocols := new(http.Protocols)
	protocols.SetHTTP2(true)
	transport := &http.Transport{
		TLSClientConfig:    &tls.Config{InsecureSkipVerify: true},
		Protocols:          protocols,
		DisableCompression: true,
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{
		Transport:     transport,
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// overH2 is a request of HTTP/1 for a client of HTTP/2, with what comes behind a body that is cut
// short.
func (s *hosted) overH2(request string, rest io.Reader) *http.Request {
	s.t.Helper()
	req, err := http.ReadRequest(bufio.NewReader(strings.NewReader(request)))
	if err != nil {
		s.t.Fatal(err)
	}
	req.RequestURI, req.URL.Scheme, req.URL.Host = "", "https", s.addr
	if body, err := io.ReadAll(req.Body); err != nil {
		req.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), rest))
	} else if len(body) > 0 || req.ContentLength != 0 {
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	return req
}

// askOverH2 is askRaw over HTTP/2.
func (s *hosted) askOverH2(request string) string {
	s.t.Helper()
	var all []string
	ctx := httptrace.WithClientTrace(s.t.Context(), &httptrace.ClientTrace{
		Got1xxResponse: func(status int, fields textproto.MIMEHeader) error {
			interim := &http.Response{StatusCode: status, Header: http.Header(fields)}
			all = append(all, answerAsText(interim, "", nil))
			return nil
		},
	})
	a, err := s.h2.Do(s.overH2(request, http.NoBody).WithContext(ctx))
	if err != nil {
		return strings.Join(append(all, "no answer"), "\n")
	}
	defer a.Body.Close()
	if a.ProtoMajor != 2 {
		s.t.Errorf("the answer is of %s", a.Proto)
	}
	b, err := io.ReadAll(a.Body)
	return strings.Join(append(all, answerAsText(a, string(b), err)), "\n")
}

// tellOverH2 asks what a request of HTTP/1 asks. Of a body that is cut short the rest does not
// come before the answer is here.
func (s *hosted) tellOverH2(request string, names []string) string {
	s.t.Helper()
	rest, stalled := io.Pipe()
	resp, err := s.h2.Do(s.overH2(request, rest))
	if err != nil {
		return "no answer"
	}
	defer resp.Body.Close()
	if resp.ProtoMajor != 2 {
		s.t.Errorf("the answer is of %s", resp.Proto)
	}
	b, err := io.ReadAll(resp.Body)
	stalled.Close() // net/http's client waits for who sends the body, before Close returns
	words := told(resp, names, string(b))
	if err != nil {
		words = append(words, "broken off")
	}
	return strings.Join(words, " ")
}
