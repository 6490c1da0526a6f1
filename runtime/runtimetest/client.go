package runtimetest

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync"
	"testing"

	"example.com/httpgen/runtime"
)

// The client of an App in memory lives here.

// host is the App's.
const host = "app.test"

// A Client asks an App over connections in memory: what it sends goes through the App's own
// server, with its limits and timeouts. It keeps cookies. Its methods may be called from
// several goroutines.
type Client struct {
	t     testing.TB
	http  *http.Client
	app   *runtime.App
	close sync.Once
	ended chan error
}

// NewClient serves app in memory, until Close or the end of the test. An App serves once:
// each test makes its own.
func NewClient(t testing.TB, app *runtime.App) *Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	l := newListener()
	dial := func(context.Context, string, string) (net.Conn, error) { return l.dial() }
	c := &Client{t: t, app: app, ended: make(chan error, 1)}
	c.http = &http.Client{
		Jar:           jar,
		Transport:     &http.Transport{DialContext: dial, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	go func() { c.ended <- app.Serve(context.Background(), l) }()
	t.Cleanup(c.Close)
	return c
}

// Close ends the App as Shutdown does, and waits until everything has ended. It reports to
// the test if that fails.
func (c *Client) Close() {
	c.close.Do(func() {
		c.http.CloseIdleConnections()
		c.app.Stop()
		if err := <-c.ended; err != nil {
			c.t.Error(err)
		}
		c.http.CloseIdleConnections()
	})
}

// HTTP returns the client that asks, for what has another way to ask: its URLs start with
// http://app.test. It has the client's cookies and follows no redirect.
func (c *Client) HTTP() *http.Client { return c.http }

// Get asks for a target, "/books?page=2".
func (c *Client) Get(target string, parts ...Part) *Answer {
	c.t.Helper()
	return c.Send(http.MethodGet, target, parts...)
}

// Post sends a body, which one of the parts holds, JSON or Form or Body.
func (c *Client) Post(target string, parts ...Part) *Answer {
	c.t.Helper()
	return c.Send(http.MethodPost, target, parts...)
}

// Send asks with any method and reads the whole answer. It follows no redirect. The test
// fails at once if no answer comes.
func (c *Client) Send(method, target string, parts ...Part) *Answer {
	c.t.Helper()
	resp := c.do(method, target, parts)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return &Answer{Status: resp.StatusCode, Header: resp.Header, Body: body, Broken: err != nil}
}

func (c *Client) do(method, target string, parts []Part) *http.Response {
	c.t.Helper()
	m := makeRequest(method, target, parts)
	if m.alone != "" {
		c.t.Fatalf("runtimetest: %s is for NewRequest: no client can send it", m.alone)
	}
	resp, err := c.http.Do(m.r)
	if err != nil {
		c.t.Fatal(err)
	}
	return resp
}

// Events asks for server-sent events and returns them as they come. The test fails at once
// if the answer is no stream of events with status 200.
func (c *Client) Events(target string, parts ...Part) *Events {
	c.t.Helper()
	parts = append([]Part{Header("Accept", "text/event-stream")}, parts...)
	resp := c.do(http.MethodGet, target, parts)
	kind, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	if resp.StatusCode != http.StatusOK || strings.TrimSpace(kind) != "text/event-stream" {
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		c.t.Fatalf("no stream of events:\n%s",
			&Answer{Status: resp.StatusCode, Header: resp.Header, Body: body})
	}
	e := newEvents(resp.Body)
	c.t.Cleanup(func() { _ = e.Close() })
	return e
}
