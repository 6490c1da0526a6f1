package runtime

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/httpgen/runtime/wire"
)

// long is text that compresses well.
var long = strings.Repeat("Lorem ipsum dolor sit amet. ", 400)

// compressible is a service with answers of every kind.
func compressible() Service {
	with := func(pattern string, resp Response) leaf {
		return handlerLeaf("GET", pattern, func(Request) (Response, error) { return resp, nil })
	}
	s := handwritten(
		with("/text", Text(long)),
		with("/short", Text("short")),
		with("/image", Bytes([]byte(long), "image/png")),
		with("/coded", Text(long).WithHeader("Content-Encoding", "br")),
		with("/transform", Text(long).WithHeader("Cache-Control", "public, no-transform")),
		with("/tag", Text(long).WithHeader("ETag", `"a"`)),
		with("/weak", Text(long).WithHeader("ETag", `W/"a"`)),
		with("/varies", Text(long).WithHeader("Vary", "Accept-Language, accept-encoding")),
		with("/part", Text(long).WithStatus(206).WithHeader("Content-Range", "bytes 0-1/2")),
		with("/unchanged", NoContent().WithStatus(304).WithHeader("ETag", `"a"`)),
		with("/stream", Stream("text/plain; charset=UTF-8", func(w *StreamWriter) error {
			for part := range strings.SplitAfterSeq(long, ". ") {
				if _, err := w.WriteString(part); err != nil {
					return err
				}
			}
			return nil
		})),
		with("/declared", Stream("text/plain", func(w *StreamWriter) error {
			_, err := w.WriteString(long)
			return err
		}).WithHeader("Content-Length", fmt.Sprint(len(long)))),
		with("/lies", Stream("text/plain", func(w *StreamWriter) error {
			_, err := w.WriteString("less")
			return err
		}).WithHeader("Content-Length", "100")),
		with("/torn", Stream("text/plain", func(w *StreamWriter) error {
			_, _ = w.WriteString(long)
			_ = w.Flush()
			return errors.New("torn")
		})),
		with("/events", SSE(func(w *EventWriter) error { return w.Send(Event{Data: "tick"}) })),
		with("/named", SSE(func(w *EventWriter) error { return w.Send(Event{Data: "tick"}) })),
		handlerLeaf("GET", "/pieces", func(Request) (Response, error) {
			return EncodePieces(20_000, 200, func(n int, out *wire.Pieces, b []byte) (_ []byte, err error) {
				for range n {
					b = append(b, "12345"...)
					if b, err = out.Next(b); err != nil {
						return b, err
					}
				}
				return b, nil
			})
		}),
		leaf{"GET", "/handler", func(x *Exchange) (Response, error) {
			return x.HandleHTTP(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, long) })
		}},
		with("/off", Text(long)),
		with("/random", Bytes([]byte(incompressible()), "text/plain")),
	)
	s.Compress = &Compressing{Default: &Compress{Codings: []string{"gzip"}},
		Others: []CompressOf{{Routes: []int{19}}, {Routes: []int{16}, Compress: &Compress{Codings: []string{"gzip"}, Types: []string{"text/event-stream"}}}}}
	return s
}

// incompressible is text that gzip makes longer.
func incompressible() string {
	b, state := make([]byte, 2000), uint64(1)
	for i := range b {
		state = state*6364136223846793005 + 1442695040888963407
		b[i] = byte(state >> 56)
	}
	return string(b)
}

func TestWhichAnswersAreCompressed(t *testing.T) {
	rows := []struct {
		sentence, path, text string
		coded, varies        bool
		fields               string // others
	}{
		{"text", "/text", long, true, true, ""},
		{"what fits in a packet", "/short", "short", false, false, ""},
		{"an image", "/image", long, false, false, ""},
		{"what is in a coding already", "/coded", long, false, false, ""},
		{"what is not to be transformed", "/transform", long, false, false, ""},
		{"a validator of the bytes becomes a weak one", "/tag", long, true, true, `ETag=W/"a"`},
		{"a weak one stays", "/weak", long, true, true, `ETag=W/"a"`},
		{"what says itself that it depends", "/varies", long, true, true, "Vary=Accept-Language, accept-encoding"},
		{"a part", "/part", long, false, false, ""},
		{"what has not changed has the validator of what it was", "/unchanged", "", false, true, `ETag=W/"a"`},
		{"a stream", "/stream", long, true, true, ""},
		{"a stream of known length", "/declared", long, true, true, ""},
		{"events", "/events", "data: tick\n\n", false, false, ""},
		{"events where they are named", "/named", "data: tick\n\n", true, true, ""},
		{"a large result", "/pieces", strings.Repeat("12345,", 20_000), true, true, ""},
		{"a handler of net/http has its own way", "/handler", long, false, false, ""},
		{"off", "/off", long, false, false, ""},
		{"what becomes no smaller", "/random", incompressible(), false, true, ""},
		{"nothing there", "/nothing", `{"error": "Not Found"}`, false, false, ""},
	}
	onEachServer(t, compressible, nil, func(t *testing.T, s *hosted) {
		for _, row := range rows {
			got := s.fetch("GET", row.path, nil, "Accept-Encoding: deflate, gzip;q=0.8, *;q=0")
			coding := got.Header.Get("Content-Encoding")
			if got.err != nil || got.text != row.text || (coding == "gzip") != row.coded {
				t.Errorf("%s: in %q, %d bytes that are the text: %v, error %v", row.sentence, coding, got.size, got.text == row.text, got.err)
			}
			if row.coded && row.path != "/named" && got.size >= len(row.text) {
				t.Errorf("%s: %d bytes of %d", row.sentence, got.size, len(row.text))
			}
			if vary := strings.ToLower(strings.Join(got.Header.Values("Vary"), ", ")); strings.Contains(vary, "accept-encoding") != row.varies || strings.Count(vary, "encoding") > 1 {
				t.Errorf("%s: Vary: %s", row.sentence, vary)
			}
			if name, value, _ := strings.Cut(row.fields, "="); got.Header.Get(name) != value {
				t.Errorf("%s: %s is %q, want %q", row.sentence, name, got.Header.Get(name), value)
			}
			head := s.fetch("HEAD", row.path, nil, "Accept-Encoding: gzip")
			if head.Header.Get("Content-Encoding") != coding && coding != "br" || head.ContentLength >= 0 && got.ContentLength >= 0 && head.ContentLength != got.ContentLength {
				t.Errorf("%s: HEAD tells %q and %d, GET %q and %d", row.sentence, head.Header.Get("Content-Encoding"), head.ContentLength, coding, got.ContentLength)
			}
			plain := s.fetch("GET", row.path, nil, "Accept-Encoding: gzip;q=0")
			if plain.text != row.text || plain.Header.Get("Content-Encoding") == "gzip" || (plain.Header.Get("Vary") == "") == row.varies {
				t.Errorf("%s: to who takes none it is in %q, %d bytes, Vary: %s", row.sentence, plain.Header.Get("Content-Encoding"), plain.size, plain.Header.Get("Vary"))
			}
		}
	})
}

func TestWhatClientsTake(t *testing.T) {
	names := []string{"zstd", "br", "gzip"}
	d := talkTo(t, func() Service {
		s := compressible()
		s.Compress.Default.Codings = names
		return s
	}(), Compressions(namedCoding("zstd"), namedCoding("br")))
	for _, row := range []struct{ accept, want string }{
		{"", ""}, {"gzip", "gzip"}, {"x-gzip", "gzip"}, {"GZIP", "gzip"}, {"gzip, br", "br"}, {"gzip;q=0.9, br;q=0.5", "gzip"},
		{"*", "zstd"}, {"*;q=0.1, gzip", "gzip"}, {"*;q=0", ""}, {"gzip;q=0", ""}, {"gzip;q=0, *", "zstd"}, {"identity", ""},
		{"identity;q=1, gzip;q=0.5", ""}, {"identity;q=0.5, gzip;q=1", "gzip"}, {"identity;q=0", ""}, {"deflate", ""},
		{"gzip;q=2", ""}, {"gzip;q=x", ""}, {"gzip;", "gzip"}, {",,gzip,,", "gzip"}, {"gzip;q=0.001", "gzip"}, {"gzipx", ""},
	} {
		resp := d.ask("GET /text\nAccept-Encoding: " + row.accept)
		if got := resp.Header.Get("Content-Encoding"); got != row.want {
			t.Errorf("Accept-Encoding: %s is answered in %q, want %q", row.accept, got, row.want)
		}
	}
	resp := d.ask("GET /text\nAccept-Encoding: br;q=0.5\nAccept-Encoding: gzip")
	if got := resp.Header.Get("Content-Encoding"); got != "gzip" {
		t.Errorf("two fields are answered in %q", got)
	}
	resp = d.ask("GET /text\nAccept-Encoding: gzip\nRange: bytes=0-1")
	if got := resp.Header.Get("Content-Encoding"); got != "" || resp.Header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("who asks for a part is answered in %q, Vary: %s", got, resp.Header.Get("Vary"))
	}
}

// namedCoding is gzip by another name.
type namedCoding string

func (n namedCoding) Name() string                               { return string(n) }
func (namedCoding) NewWriter(w io.Writer) CompressionWriter      { return gzip.NewWriter(w) }
func (namedCoding) NewReader(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) }

func TestCodingsThatNobodyKnows(t *testing.T) {
	defer func() {
		if v := fmt.Sprint(recover()); !strings.Contains(v, "br") || !strings.Contains(v, "Compressions") {
			t.Errorf("New says %q", v)
		}
	}()
	s := compressible()
	s.Compress.Default.Codings = []string{"gzip", "br"}
	NewApp(s)
}

func TestStreamsThatAreCompressedFailAsOthersDo(t *testing.T) {
	onEachServer(t, compressible, nil, func(t *testing.T, s *hosted) {
		if got := s.fetch("GET", "/torn", nil, "Accept-Encoding: gzip"); got.err == nil {
			t.Errorf("a torn stream is whole: %d bytes", got.size)
		}
		if got := s.fetch("GET", "/lies", nil, "Accept-Encoding: gzip"); got.err == nil && got.StatusCode == 200 {
			t.Errorf("a stream that is shorter than it has told is whole: %d %q", got.StatusCode, got.text)
		}
	})
}

// What was flushed can be read at the other end.
func TestCompressedStreamsFlush(t *testing.T) {
	next := make(chan bool)
	s := handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		return SSE(func(w *EventWriter) error {
			for range 2 {
				if err := w.Send(Event{Data: "tick"}); err != nil {
					return err
				}
				<-next
			}
			return nil
		}), nil
	}))
	s.Compress = &Compressing{Default: &Compress{Codings: []string{"gzip"}, Types: []string{"text/event-stream"}}}
	onEachServer(t, func() Service { return s }, nil, func(t *testing.T, h *hosted) {
		if h.h2 != nil {
			return // the same as net/http
		}
		c := h.dial()
		c.write("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
		resp, err := http.ReadResponse(c.r, nil)
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			event := make([]byte, len("data: tick\n\n"))
			if _, err := io.ReadFull(z, event); err != nil || string(event) != "data: tick\n\n" {
				t.Fatalf("an event is %q, %v", event, err)
			}
			next <- true
		}
		if rest, err := io.ReadAll(z); err != nil || len(rest) > 0 {
			t.Errorf("behind them %q, %v", rest, err)
		}
	})
}

func TestCompressedBodiesAreCountedAsTheyGoOut(t *testing.T) {
	for _, path := range []string{"/text", "/stream", "/pieces"} {
		var told Observation
		d := talkTo(t, compressible(), Observe(endObserver(func(o Observation) { told = o })))
		resp := d.ask("GET " + path + "\nAccept-Encoding: gzip")
		if body, _ := io.ReadAll(resp.Body); int64(len(body)) != told.Bytes || len(body) == 0 {
			t.Errorf("%s: %d bytes, and %d are told", path, len(body), told.Bytes)
		}
	}
}

// brokenCoding fails, or panics.
type brokenCoding struct{ namedCoding }

func (brokenCoding) NewWriter(io.Writer) CompressionWriter { panic("out of luck") }

func TestACompressionThatPanics(t *testing.T) {
	d := talkTo(t, compressible(), Compressions(brokenCoding{"gzip"}))
	d.want("an answer as it is", "GET /text\nAccept-Encoding: gzip", 200, long)
	if !strings.Contains(d.logs.String(), "out of luck") {
		t.Errorf("the log says %q", d.logs)
	}
}

// endObserver is an Observer of ends.
type endObserver func(Observation)

func (endObserver) Start(ctx context.Context, _ Request, _ *Route) context.Context { return ctx }
func (e endObserver) End(_ context.Context, o Observation)                         { e(o) }
