package runtime

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"io"
	"net/http"
	"strings"
)

// Asking with a client that takes no codings by itself lives here.

// fetched is an answer whose body is told in plain, and how long it was on its way.
type fetched struct {
	*http.Response
	text string
	size int
	err  error // of reading the body
}

// fetch asks with fields "Name: value", and decodes gzip.
func (s *hosted) fetch(method, path string, body io.Reader, fields ...string) fetched {
	s.t.Helper()
	client, scheme := s.h2, "http"
	if client == nil {
		transport := &http.Transport{DisableCompression: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
		s.t.Cleanup(transport.CloseIdleConnections)
		client = &http.Client{Transport: transport}
	}
	if s.tls {
		scheme = "https"
	}
	r, err := http.NewRequest(method, scheme+"://"+s.addr+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity") // or transports ask for gzip themselves
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		r.Header.Set(name, value)
	}
	resp, err := client.Do(r)
	if err != nil {
		return fetched{Response: new(http.Response), err: err}
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	f := fetched{resp, string(raw), len(raw), err}
	if resp.Header.Get("Content-Encoding") == "gzip" && len(raw) > 0 && err == nil {
		f.text, f.err = gunzip(raw)
	}
	return f
}

func gunzip(raw []byte) (string, error) {
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(z)
	return string(b), err
}

func gzipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.String()
}
