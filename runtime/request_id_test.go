package runtime

import (
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"testing"
)

func TestRequestIDs(t *testing.T) {
	made := regexp.MustCompile(`^[0-9a-f]{32}$`)
	s := func() Service {
		return handwritten(
			handlerLeaf("GET", "/", func(req Request) (Response, error) { return Text(req.ID()), nil }),
			handlerLeaf("GET", "/error", func(Request) (Response, error) { return Response{}, errors.New("out of luck") }),
			leaf{"GET", "/handler", func(x *Exchange) (Response, error) {
				return x.HandleHTTP(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(x.requestID())) })
			}})
	}
	onEachServer(t, s, []Option{RequestIDs(), TrustForwarded(netip.MustParsePrefix("127.0.0.1/32"))}, func(t *testing.T, h *hosted) {
		for _, path := range []string{"/", "/handler"} {
			for _, row := range []struct{ sent, want string }{
				{"abc-123_~.+/=:@Z", "abc-123_~.+/=:@Z"}, {strings.Repeat("a", 128), strings.Repeat("a", 128)},
				{strings.Repeat("a", 129), ""}, {"a b", ""}, {"a\"b", ""}, {"{\"a\":1}", ""}, {"a\tb", ""}, {"é", ""}, {"<script>", ""}, {"a,b", ""}, {"", ""},
			} {
				f := h.fetch("GET", path, nil, "X-Request-Id: "+row.sent)
				id := f.Header.Get("X-Request-Id")
				if f.text != id || row.want != "" && id != row.want || row.want == "" && !made.MatchString(id) {
					t.Errorf("%s: of %q became %q, and the answer has %q", path, row.sent, f.text, id)
				}
			}
		}
		f := h.fetch("GET", "/error", nil, "X-Request-Id: the-one")
		if !strings.Contains(h.logs.String(), "request_id=the-one") || f.Header.Get("X-Request-Id") != "the-one" {
			t.Errorf("an error is logged as %s", h.logs)
		}
	})
}

func TestRequestIDsOfStrangersAreNotTaken(t *testing.T) {
	d := talkTo(t, handwritten(textLeaf("GET", "/", "hello")), RequestIDs())
	if id := d.ask("GET /\nX-Request-Id: mine").Header.Get("X-Request-Id"); id == "mine" || id == "" {
		t.Errorf("the id is %q", id)
	}
	d = talkTo(t, handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) { return Text("<" + req.ID() + ">"), nil })))
	if resp := d.want("off", "GET /\nX-Request-Id: mine", 200, "<>"); resp.Header.Get("X-Request-Id") != "" {
		t.Error("the answer has an id")
	}
}

func TestTraceParents(t *testing.T) {
	const trace, span = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
	for _, row := range []struct {
		field string
		ok    bool
	}{
		{"00-" + trace + "-" + span + "-01", true},
		{"00-" + trace + "-" + span + "-00", true},
		{"cc-" + trace + "-" + span + "-01-what-the-future-will-be-like", true},
		{"cc-" + trace + "-" + span + "-01.what", false},
		{"00-" + trace + "-" + span + "-01-more", false},
		{"ff-" + trace + "-" + span + "-01", false},
		{"00-" + strings.ToUpper(trace) + "-" + span + "-01", false},
		{"00-" + strings.Repeat("0", 32) + "-" + span + "-01", false},
		{"00-" + trace + "-" + strings.Repeat("0", 16) + "-01", false},
		{"00-" + trace + "-" + span + "-0g", false},
		{"00-" + trace + "-" + span, false},
		{"00_" + trace + "_" + span + "_01", false},
		{"0x-" + trace + "-" + span + "-01", false},
		{" 00-" + trace + "-" + span + "-01", false},
		{"", false},
		{strings.Repeat("-", 55), false},
		{strings.Repeat("00-", 1000), false},
	} {
		got, ok := parseTraceParent(row.field)
		if ok != row.ok || ok && (got.trace != trace || got.span != span || len(got.flags) != 2) || !ok && got != (traceParent{}) {
			t.Errorf("%q is %v, %v", row.field, got, ok)
		}
	}
}

func FuzzTraceParent(f *testing.F) {
	f.Add("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
	f.Fuzz(func(t *testing.T, field string) {
		if got, ok := parseTraceParent(field); ok {
			again := field[:2] + "-" + got.trace + "-" + got.span + "-" + got.flags
			if !strings.HasPrefix(field, again) || !regexp.MustCompile(`^[0-9a-f-]{55}$`).MatchString(again) {
				t.Errorf("%q is %v", field, got)
			}
		}
	})
}

func TestLinesOfTheAccessLogSayMore(t *testing.T) {
	logs := new(safeBuffer)
	s := handwritten(handlerLeaf("GET", "/<status>", func(req Request) (Response, error) {
		req.LogAttr(slog.String("tenant", "acme"), slog.Int("rows", 3))
		req.LogAttr(slog.Bool("cached", true))
		if req.Param("status") == "500" {
			return Response{}, Errorf(500, "out of luck")
		}
		return Text("hello"), nil
	}))
	d := talkTo(t, s, AccessLog(textLogger(logs)), LogTrace(), RequestIDs(), TrustForwarded(netip.MustParsePrefix("192.0.2.1/32")))
	d.want("a request", "GET /200\nX-Request-Id: the-one\ntraceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", 200, "hello")
	for _, want := range []string{"request_id=the-one", "tenant=acme rows=3 cached=true", "trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7 trace_flags=01"} {
		if !strings.Contains(logs.String(), want) {
			t.Errorf("the line has no %s: %s", want, logs)
		}
	}
	before := len(logs.String())
	d.want("a hostile trace", "GET /200\ntraceparent: 00-\"evil\"", 200, "hello")
	if line := logs.String()[before:]; strings.Contains(line, "trace_id") || strings.Contains(line, "evil") {
		t.Errorf("the line says %s", line)
	}
}

func TestLinesOfTheAccessLogThatAreLeftOut(t *testing.T) {
	logs := new(safeBuffer)
	s := handwritten(textLeaf("GET", "/", "hello"), handlerLeaf("GET", "/error", func(Request) (Response, error) { return Response{}, Errorf(500, "out of luck") }))
	s.Health.Live = "/healthz"
	d := talkTo(t, s, AccessLog(textLogger(logs)), LogSampled(1), LogSampled(10), LogWhen(nil),
		LogWhen(func(o Observation) bool { return o.Path != "/healthz" }))
	for range 100 {
		d.ask("GET /")
		d.ask("GET /healthz")
	}
	for range 7 {
		d.ask("GET /error")
		d.ask("GET /nothing")
	}
	text := logs.String()
	if n := strings.Count(text, "path=/ "); n != 10 {
		t.Errorf("%d lines of 100", n)
	}
	if strings.Contains(text, "healthz") || strings.Count(text, "status=500") != 7 || strings.Count(text, "status=404") != 7 {
		t.Errorf("the log says\n%s", text)
	}
}

// Who logs nothing pays for no attributes.
func TestLogAttrIsFreeWhenOff(t *testing.T) {
	allocations := -1.0
	d := talkTo(t, handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		allocations = testing.AllocsPerRun(100, func() { req.LogAttr(slog.String("tenant", "acme"), slog.Int("rows", 3)) })
		return NoContent(), nil
	})))
	d.want("a request", "GET /", 204, "")
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}
