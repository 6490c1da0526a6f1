package runtime

import (
	"encoding/json"
	"log/slog"
	"net"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
)

// The access log is tested here, as a JSON handler writes it.

// accessLine reads one line of a log and leaves out what is never the same.
func accessLine(t *testing.T, logs *safeBuffer) string {
	t.Helper()
	waitFor(t, "a line", func() bool { return strings.HasSuffix(logs.String(), "\n") })
	text := logs.String()
	logs.mu.Lock()
	logs.b.Reset()
	logs.mu.Unlock()
	var fields map[string]any
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		t.Fatalf("not one line: %q", text)
	}
	if d, ok := fields["duration"].(float64); !ok || d < 0 {
		t.Errorf("the duration is %v", fields["duration"])
	}
	if fields["msg"] != "request" || fields["level"] != "INFO" {
		t.Errorf("the line is %q", text)
	}
	if host, _, err := net.SplitHostPort(fields["remote"].(string)); err == nil {
		fields["remote"] = host
	}
	for _, name := range []string{"time", "level", "msg", "duration"} {
		delete(fields, name)
	}
	line, _ := json.Marshal(fields)
	return string(line)
}

func TestAccessLog(t *testing.T) {
	logs := new(safeBuffer)
	h := serveTest(t, observedService(), AccessLog(slog.New(slog.NewJSONHandler(logs, nil))),
		TrustForwarded(netip.MustParsePrefix("127.0.0.0/8")))
	for _, row := range []struct{ sentence, in, want string }{
		{"a route", "GET /hello/a%20b?q=1 HTTP/1.1\r\nHost: a\r\n\r\n",
			`{"bytes":5,"method":"GET","path":"/hello/a%20b","proto":"HTTP/1.1","remote":"127.0.0.1","route":"/hello/\u003cname\u003e","status":200}`},
		{"the client behind a proxy", "GET /none HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n",
			`{"bytes":0,"client":"192.0.2.7","method":"GET","path":"/none","proto":"HTTP/1.1","remote":"127.0.0.1","route":"/none","status":204}`},
		{"nothing there: the status says it all", "GET /x HTTP/1.1\r\nHost: a\r\n\r\n",
			`{"bytes":22,"method":"GET","path":"/x","proto":"HTTP/1.1","remote":"127.0.0.1","route":"","status":404}`},
		{"an error", "GET /broken HTTP/1.1\r\nHost: a\r\n\r\n",
			`{"bytes":34,"error":"out of stock","method":"GET","path":"/broken","proto":"HTTP/1.1","remote":"127.0.0.1","route":"/broken","status":500}`},
		{"no request at all", "\x00\r\n\r\n",
			`{"bytes":24,"error":"*","remote":"127.0.0.1","route":"","status":400}`},
	} {
		c := h.client("tcp")
		c.write(row.in)
		if _, err := c.read("GET"); err != nil {
			t.Fatal(err)
		}
		checkNote(t, row.sentence, accessLine(t, logs), row.want)
	}
}

func TestAccessLogOfAUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	logs := new(safeBuffer)
	app := NewApp(observedService(), AccessLog(slog.New(slog.NewJSONHandler(logs, nil))), Logger(quiet()),
		TrustForwarded(netip.MustParsePrefix("10.0.0.0/8")))
	ended := make(chan error, 1)
	go func() { ended <- app.Run("unix:" + path) }()
	waitFor(t, "an address", func() bool { return app.Addr() != nil })
	c := dialAddr(t, "unix", path)
	c.write("GET /none HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("a unix socket", 204, "")
	checkNote(t, "the peer is shown as such", accessLine(t, logs), `{"bytes":0,"method":"GET","path":"/none","proto":"HTTP/1.1","remote":"unix","route":"/none","status":204}`)
	c.write("GET /none HTTP/1.1\r\nHost: a\r\nForwarded: for=\"[2001:db8::1]:80\"\r\n\r\n")
	c.want("a proxy on a unix socket", 204, "")
	checkNote(t, "tells of its client", accessLine(t, logs), `{"bytes":0,"client":"2001:db8::1","method":"GET","path":"/none","proto":"HTTP/1.1","remote":"unix","route":"/none","status":204}`)
	app.Stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestAccessLogBelowItsLevel(t *testing.T) {
	logs := new(safeBuffer)
	d := talkTo(t, observedService(), AccessLog(slog.New(slog.NewJSONHandler(logs, &slog.HandlerOptions{Level: slog.LevelWarn}))))
	d.want("it is answered", "GET /hello/you", 200, "hello")
	if logs.String() != "" {
		t.Errorf("it is logged: %s", logs)
	}
}
