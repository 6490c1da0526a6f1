package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"

	"connectrpc.com/connect"

	"example.com/httpgen/generated_test/interop/web/service"
)

// Handlers of libraries live here, each asked on every server.

func TestHandlersOfLibraries(t *testing.T) {
	rows := []struct{ sentence, method, path, body, want string }{
		{"a proxy at a mount", "POST", "/proxy/a%2Fb?q=1", "hello", "200 POST /a%2Fb?q=1 hello"},
		{"a proxy at a route", "PUT", "/forward/x/y", "hello", "200 PUT /x/y hello"},
		{"a method that is nobody's", "PROPFIND", "/proxy/x", "", "200 PROPFIND /x "},
		{"metrics", "GET", "/metrics", "", "200 *\ninterop_things_total 42\n"},
		{"metrics of metrics", "GET", "/metrics", "", "200 *promhttp_metric_handler_requests_total{code=\"200\"} "},
		{"the index of profiles", "GET", "/debug/pprof/", "", "200 *Types of profiles available"},
		{"a profile", "GET", "/debug/pprof/goroutine?debug=1", "", "200 *goroutine profile: total "},
		{"a profile that takes its time", "GET", "/debug/pprof/profile?seconds=1", "", "200 *\x1f\x8b"},
		{"a trace, which streams", "GET", "/debug/pprof/trace?seconds=0.1", "", "200 *go 1."},
		{"an index of files", "GET", "/files/", "", "200 <p>an index"},
		{"a file", "GET", "/files/big.txt", "", "200 " + strings.Repeat("0123456789", 20_000)},
		{"the head of a file", "HEAD", "/files/big.txt", "", "200 "},
		{"no file", "GET", "/files/none", "", "404 404 page not found\n"},
		{"a route beside them", "GET", "/items/7", "", "200 item 7"},
	}
	onEach(t, everywhere(), func(t *testing.T, h *hosted) {
		for _, row := range rows {
			a, body := h.ask(row.method, row.path, row.body)
			got := fmt.Sprintf("%d %s", a.StatusCode, body)
			if part, ok := strings.CutPrefix(row.want, "200 *"); ok {
				if a.StatusCode != 200 || !strings.Contains(body, part) {
					t.Errorf("%s: %.200q has no %q", row.sentence, got, part)
				}
			} else if got != row.want {
				t.Errorf("%s: %.200q, want %.200q", row.sentence, got, row.want)
			}
		}
		for field, want := range map[string]string{"bytes=5-14": "5678901234", "bytes=-3": "789"} {
			if a, body := h.ask("GET", "/files/big.txt", "", "Range", field); a.StatusCode != 206 || body != want {
				t.Errorf("%s: %d %q", field, a.StatusCode, body)
			}
		}
		if a, _ := h.ask("GET", "/files/big.txt", "", "If-Modified-Since", "Sun, 09 Sep 2001 01:46:40 GMT"); a.StatusCode != 304 {
			t.Errorf("a file that is the same: %d", a.StatusCode)
		}
		want := map[bool]string{true: "127.0.0.1 https", false: "127.0.0.1 http"}[strings.HasPrefix(h.url("http", ""), "https")]
		if a, _ := h.ask("GET", "/proxy/x", ""); a.Header.Get("X-Forwarded") != want {
			t.Errorf("who is behind the proxy: %q, want %q", a.Header.Get("X-Forwarded"), want)
		}
	})
}

// protocols are what a client of connect can speak.
var protocols = map[string][]connect.ClientOption{
	"Connect":           nil,
	"Connect with JSON": {connect.WithProtoJSON()},
	"gRPC-Web":          {connect.WithGRPCWeb()},
	"gRPC":              {connect.WithGRPC()},
}

func TestRPC(t *testing.T) {
	onEach(t, everywhere(), func(t *testing.T, h *hosted) {
		for protocol, opts := range protocols {
			if protocol == "gRPC" && h.kind != overH2 {
				continue // gRPC is HTTP/2
			}
			t.Run(protocol, func(t *testing.T) {
				askRPC(t, h, opts)
				if h.kind == overH2 {
					talkRPC(t, h, opts)
				}
			})
		}
	})
}

func askRPC(t *testing.T, h *hosted, opts []connect.ClientOption) {
	client := func(method string) *connect.Client[service.Text, service.Text] {
		return connect.NewClient[service.Text, service.Text](h.client, h.url("http", method), opts...)
	}
	ctx := context.Background()
	request := connect.NewRequest(&service.Text{Value: "hello"})
	request.Header().Set("X-Who", "you")
	a, err := client(service.Say).CallUnary(ctx, request)
	if err != nil || a.Msg.Value != "hello you" || a.Header().Get("X-Answer") != "head" || a.Trailer().Get("X-End") != "trailer" {
		t.Errorf("a text for a text: %v %v", a, err)
	}
	_, err = client(service.Say).CallUnary(ctx, connect.NewRequest(&service.Text{}))
	var refused *connect.Error
	if !errors.As(err, &refused) || refused.Code() != connect.CodeInvalidArgument || refused.Message() != "nothing is said" {
		t.Errorf("an error: %v", err)
	}
	stream, err := client(service.Count).CallServerStream(ctx, connect.NewRequest(&service.Text{Value: "abc"}))
	if err != nil {
		t.Fatal(err)
	}
	var got string
	for stream.Receive() {
		got += stream.Msg().Value
	}
	if err := stream.Err(); err != nil || got != "abc" || stream.ResponseTrailer().Get("X-End") != "trailer" {
		t.Errorf("a stream: %q %v %v", got, err, stream.ResponseTrailer())
	}
}

// talkRPC has both sides take turns on one stream.
func talkRPC(t *testing.T, h *hosted, opts []connect.ClientOption) {
	both := connect.NewClient[service.Text, service.Text](h.client, h.url("http", service.Repeat), opts...).
		CallBidiStream(context.Background())
	for _, text := range []string{"one", "two", strings.Repeat("three ", 50_000)} {
		if err := both.Send(&service.Text{Value: text}); err != nil {
			t.Fatal(err)
		}
		if got, err := both.Receive(); err != nil || got.Value != text {
			t.Fatalf("%.20q came back as %.20v: %v", text, got, err)
		}
	}
	if err := both.CloseRequest(); err != nil {
		t.Error(err)
	}
	if got, err := both.Receive(); !errors.Is(err, io.EOF) {
		t.Errorf("the end: %v %v", got, err)
	}
	if err := both.CloseResponse(); err != nil {
		t.Error(err)
	}
}

func TestAProxiedWebSocket(t *testing.T) {
	behind := serve(t, ownLoop)
	for _, kind := range overHTTP1() {
		to := newService(t)
		to.Upstream = &url.URL{Scheme: "http", Host: behind.addr}
		proxy := serveThis(t, kind, to)
		c := proxy.dial()
		c.write(handshake("/proxy/coder"))
		c.wantSwitch("the proxy hands on what both sides say")
		c.write(frame(last|textFrame, "hello"))
		c.wantEcho("an echo", textFrame, "hello")
		c.write(frame(last|closeFrame, closing(1000, "")))
		c.wantClose("the end", 1000)
	}
}
