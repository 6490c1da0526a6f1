package compress_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"example.com/httpgen/contrib/compress"
	"example.com/httpgen/runtime"
)

var text = strings.Repeat("Lorem ipsum dolor sit amet. ", 400)

// service answers GET with a text, as a whole or as a stream, and POST with the body, by the
// codings.
func service(codings ...runtime.Compression) *runtime.App {
	var names []string
	for _, c := range codings {
		names = append(names, c.Name())
	}
	dispatch := func(x *runtime.Exchange, path string) (runtime.Response, error) {
		x.Entered = 1
		if x.Asked {
			return runtime.Response{}, nil
		}
		req := x.Request()
		switch {
		case x.Method == runtime.POST:
			x.DecodeBody(names...)
			body, err := runtime.DecodeStream(req)
			if err != nil {
				return runtime.Response{}, err
			}
			b, err := io.ReadAll(body)
			return runtime.Bytes(b, "application/octet-stream"), err
		case path == "/stream":
			return runtime.Stream("text/plain", func(w *runtime.StreamWriter) error {
				for part := range strings.SplitAfterSeq(text, ". ") {
					if _, err := w.WriteString(part); err != nil {
						return err
					}
					if err := w.Flush(); err != nil {
						return err
					}
				}
				return nil
			}), nil
		}
		return runtime.Text(text), nil
	}
	table := runtime.NewTable([]runtime.Route{{Name: "All", Methods: []string{"GET", "POST"}, Pattern: "/<path:p>"}},
		nil, dispatch, nil)
	return runtime.NewApp(runtime.Service{Table: table, Dispatch: dispatch, Decode: names,
		Compress: &runtime.Compressing{Default: &runtime.Compress{Codings: names}}},
		runtime.Compressions(codings...), runtime.MaxBodySize(1<<20))
}

// decoders are those of the libraries, for what a client does.
var decoders = map[string]func(io.Reader) (io.Reader, error){
	"br": func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
	"zstd": func(r io.Reader) (io.Reader, error) {
		z, err := zstd.NewReader(r, zstd.WithDecoderMaxWindow(8<<20))
		return z, err
	},
}

var all = []runtime.Compression{compress.Zstd(), compress.Brotli(), compress.ZstdLevel(zstd.SpeedBestCompression),
	compress.BrotliLevel(brotli.BestCompression)}

func TestAnswersAreCompressed(t *testing.T) {
	for _, c := range all {
		app := service(c)
		var clients sync.WaitGroup
		for range 4 {
			clients.Go(func() {
				for _, path := range []string{"/text", "/stream", "/text"} {
					r := httptest.NewRequest(http.MethodGet, path, nil)
					r.Header.Set("Accept-Encoding", "gzip, "+c.Name())
					w := httptest.NewRecorder()
					app.ServeHTTP(w, r)
					if got := w.Header().Get("Content-Encoding"); got != c.Name() {
						t.Errorf("%s is answered in %q", c.Name(), got)
						return
					}
					if size := w.Body.Len(); size >= len(text) {
						t.Errorf("%s %s: %d bytes of %d", c.Name(), path, size, len(text))
					}
					decoded, err := decoders[c.Name()](w.Body)
					if err != nil {
						t.Error(err)
						return
					}
					if got, err := io.ReadAll(decoded); err != nil || string(got) != text {
						t.Errorf("%s %s: %d bytes, %v", c.Name(), path, len(got), err)
					}
				}
			})
		}
		clients.Wait()
	}
}

func TestBodiesAreDecoded(t *testing.T) {
	for _, c := range all {
		app := service(c)
		coded := func(text string) []byte {
			var b bytes.Buffer
			z := c.NewWriter(&b)
			_, _ = io.WriteString(z, text)
			_ = z.Close()
			return b.Bytes()
		}
		post := func(body []byte) *httptest.ResponseRecorder {
			r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
			r.Header.Set("Content-Encoding", c.Name())
			w := httptest.NewRecorder()
			app.ServeHTTP(w, r)
			return w
		}
		for range 3 {
			if w := post(coded(text)); w.Code != 200 || w.Body.String() != text {
				t.Errorf("%s: %d, %d bytes", c.Name(), w.Code, w.Body.Len())
			}
		}
		if w := post(coded(strings.Repeat("0", 100<<20))); w.Code != 413 {
			t.Errorf("%s: a bomb is %d", c.Name(), w.Code)
		}
		whole := coded(text)
		for name, bad := range map[string][]byte{"cut off": whole[:len(whole)-1], "no coding at all": []byte("nothing like it, by no means"), "rubbish behind": append(whole, "rubbish"...)} {
			if w := post(bad); w.Code != 400 {
				t.Errorf("%s: what is %s is %d", c.Name(), name, w.Code)
			}
		}
	}
}

// A frame of zstd may ask for a window of terabytes.
func TestWindowsAreBounded(t *testing.T) {
	frame := []byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xb0, 0x01, 0x00, 0x00} // 2^32 bytes, an empty last block
	r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(frame))
	r.Header.Set("Content-Encoding", "zstd")
	w := httptest.NewRecorder()
	service(compress.Zstd()).ServeHTTP(w, r)
	if w.Code != 400 {
		t.Errorf("it is %d", w.Code)
	}
}

// What was flushed can be read.
func TestWritersFlush(t *testing.T) {
	for _, c := range all {
		from, to := io.Pipe()
		z := c.NewWriter(to)
		go func() {
			_, _ = io.WriteString(z, "first")
			_ = z.Flush()
		}()
		decoded, err := decoders[c.Name()](from)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]byte, 5)
		if _, err := io.ReadFull(decoded, got); err != nil || string(got) != "first" {
			t.Errorf("%s: %q, %v", c.Name(), got, err)
		}
	}
}
