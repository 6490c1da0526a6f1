package ours

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/bench/server"
)

// start serves until the test ends and gives the address.
func start(t *testing.T, s server.Server, o server.Options) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	o.Feed = server.NewFeed()
	go s.Serve(l, o)
	return l.Addr().String()
}

// TestServersAnswerAlike is the fairness of it all: the same status, fields and
// bodies from every server for every request of the service.
func TestServersAnswerAlike(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir) // our server changes there itself; this changes back
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte(strings.Repeat("f", 1024)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, s := range append(Servers(), server.Rivals()...) {
		if s.Name() == "floor" {
			continue
		}
		t.Run(s.Name(), func(t *testing.T) {
			addr := start(t, s, server.Options{Files: dir})
			for _, row := range []struct{ method, path, sent, contentType, want string }{
				{"GET", "/plaintext", "", server.TextType, server.Plaintext},
				{"GET", "/users/7/orders/12", "", server.JSONType, `{"user":7,"number":12,"item":"a pair of left shoes","quantity":2,"price":59.5,"paid":true}`},
				{"GET", "/teams/1729/members/42", "", server.TextType, server.Member},
				{"GET", "/kept/shoes", "", server.TextType, server.Member},
				{"POST", "/upload", strings.Repeat("b", 2000), server.TextType, "2000"},
				{"POST", "/lent", strings.Repeat("b", 20_000), server.TextType, "20000"},
				{"POST", "/text", strings.Repeat("b", 20_000), server.TextType, "20000"},
				{"GET", "/files/a.txt", "", server.TextType, strings.Repeat("f", 1024)},
			} {
				checkAnswer(t, addr, row.method, row.path, row.sent, row.contentType, row.want)
			}
			if got := server.LastKept(); got != (server.Kept{Path: "/kept/shoes", UserAgent: "tester", Accept: "*/*"}) {
				t.Errorf("kept %+v", got)
			}
		})
	}
}

func checkAnswer(t *testing.T, addr, method, path, sent, contentType, want string) {
	t.Helper()
	req, _ := http.NewRequest(method, "http://"+addr+path, strings.NewReader(sent))
	req.Header.Set("User-Agent", "tester")
	req.Header.Set("Accept", "*/*")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != 200 || string(body) != want || !strings.EqualFold(resp.Header.Get("Content-Type"), contentType) {
		t.Errorf("%s %s: %d %q %q, want 200 %q %q", method, path, resp.StatusCode, resp.Header.Get("Content-Type"), body, contentType, want)
	}
	var extra []string
	for name := range resp.Header {
		if !slices.Contains([]string{"Content-Type", "Content-Length", "Date", "Accept-Ranges", "Last-Modified", "Etag"}, name) {
			extra = append(extra, name)
		}
	}
	if extra != nil || resp.Header.Get("Date") == "" || resp.ContentLength != int64(len(want)) {
		t.Errorf("%s %s: fields %v, unexpected %v, length %d", method, path, resp.Header, extra, resp.ContentLength)
	}
}

func TestEveryServerSendsEvents(t *testing.T) {
	for _, s := range append(Servers(), server.Rivals()...) {
		if s.Name() == "floor" {
			continue
		}
		t.Run(s.Name(), func(t *testing.T) {
			resp, err := http.Get("http://" + start(t, s, server.Options{}) + "/events")
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if kind := resp.Header.Get("Content-Type"); !strings.HasPrefix(kind, server.EventType) {
				t.Errorf("Content-Type %q", kind)
			}
			time.AfterFunc(5*time.Second, func() { resp.Body.Close() })
			lines := bufio.NewScanner(resp.Body)
			for n := 0; n < 2 && lines.Scan(); {
				if data, ok := strings.CutPrefix(lines.Text(), "data:"); ok {
					n++
					if !strings.HasPrefix(strings.TrimSpace(data), server.EventPrefix) {
						t.Errorf("event %q", data)
					}
				}
			}
			if err := lines.Err(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestEveryServerSpeaksTLS(t *testing.T) {
	config, err := server.SelfSigned()
	if err != nil {
		t.Fatal(err)
	}
	request := "GET /plaintext HTTP/1.1\r\nHost: localhost\r\n\r\n"
	for _, s := range append(Servers(), server.Rivals()...) {
		t.Run(s.Name(), func(t *testing.T) {
			addr := start(t, s, server.Options{TLS: config, Floor: server.Floor{RequestBytes: len(request), ContentType: server.TextType, Body: []byte(server.Plaintext)}})
			c, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			c.SetDeadline(time.Now().Add(5 * time.Second))
			for range 2 {
				io.WriteString(c, request)
				resp, err := http.ReadResponse(bufio.NewReader(c), nil)
				if err != nil {
					t.Fatal(err)
				}
				if body, _ := io.ReadAll(resp.Body); string(body) != server.Plaintext {
					t.Errorf("body %q", body)
				}
			}
		})
	}
}
