package http1

import (
	"bytes"
	"fmt"
	"io"
	"net/http/httputil"
	"strings"
	"testing"
)

// decode decodes a chunked body that arrives in pieces that end at the cuts.
func decode(data string, cuts ...int) string {
	var c Chunks
	var body bytes.Buffer
	start, used := 0, 0
	for _, end := range append(cuts, len(data)) {
		piece := append([]byte(data[start:end]), "\xDB\r\n"...)[: end-start : end-start+3]
		for len(piece) > 0 && !c.Done() {
			got, n, f := c.Next(piece)
			if f != OK && c.Done() {
				return "done, and a fault: " + f.Error()
			}
			if f != OK {
				return f.Error()
			}
			body.Write(got)
			piece = piece[n:]
			used += n
		}
		start = end
	}
	if !c.Done() {
		return fmt.Sprintf("%q and more, %d pending", body.String(), c.Pending())
	}
	return fmt.Sprintf("%q after %d", body.String(), used)
}

// everyChunkCut wants one outcome, however the body is cut; a long one is cut at every
// few bytes only.
func everyChunkCut(t *testing.T, data string) string {
	t.Helper()
	want := decode(data)
	all := make([]int, len(data))
	step := len(data)/500 + 1
	for i := range data {
		all[i] = i
		if i%step != 0 {
			continue
		}
		if got := decode(data, i); got != want {
			t.Fatalf("%.80q cut at %d: %s, whole: %s", data, i, got, want)
		}
	}
	if got := decode(data, all...); got != want {
		t.Fatalf("%.80q byte by byte: %s, whole: %s", data, got, want)
	}
	return want
}

func TestChunks(t *testing.T) {
	for _, tt := range []struct{ name, data, want string }{
		{"one chunk", "5\r\nhello\r\n0\r\n\r\n", `"hello" after 15`},
		{"two, sizes of either case and with zeros", "00A\r\n0123456789\r\nb\r\nhello world\r\n000\r\n\r\n", `"0123456789hello world" after 40`},
		{"a size of the highest digits", "009\r\nninebytes\r\n1f\r\n" + strings.Repeat("F", 0x1F) + "\r\n0\r\n\r\n", `"ninebytes` + strings.Repeat("F", 0x1F) + `" after 58`},
		{"none", "0\r\n\r\nGET", `"" after 5`},
		{"cut off in the data", "5\r\nhe", `"he" and more, 3 pending`},
		{"cut off before the last line", "0\r\n", `"" and more, 0 pending`},
		{"no size", "\r\nhello", ChunkSize.Error()},
		{"a size that is none", "g\r\n", ChunkSize.Error()},
		{"a sign", "+5\r\nhello\r\n", ChunkSize.Error()},
		{"an underscore", "1_0\r\n", ChunkSize.Error()},
		{"0x", "0x5\r\nhello\r\n", ChunkSize.Error()},
		{"space before the size", " 5\r\nhello\r\n", ChunkSize.Error()},
		{"space behind the size", "5 \r\nhello\r\n", ChunkSize.Error()},
		{"space before an extension", "5 ;a\r\nhello\r\n", ChunkSize.Error()},
		{"sixteen digits", "0000000000000005\r\nhello\r\n0\r\n\r\n", `"hello" after 30`},
		{"seventeen", "00000000000000005\r\nhello\r\n", ChunkSize.Error()},
		{"more than fits", "8000000000000000\r\n", ChunkSize.Error()},
		{"as much as fits", "7fffffffffffffff\r\nx", `"x" and more, 9223372036854775806 pending`},
		{"LF behind the size", "5\nhello\r\n0\r\n\r\n", LineEnd.Error()},
		{"CR behind the size", "5\rhello\r\n0\r\n\r\n", LineEnd.Error()},
		{"LF behind the data", "5\r\nhello\n0\r\n\r\n", ChunkEnd.Error()},
		{"nothing behind the data", "5\r\nhello0\r\n\r\n", ChunkEnd.Error()},
		{"CR behind the data", "5\r\nhello\r0\r\n\r\n", ChunkEnd.Error()},
		{"a byte and LF behind the data", "5\r\nhellox\n0\r\n\r\n", ChunkEnd.Error()},
		{"two CRs behind the data", "5\r\nhello\r\r\n0\r\n\r\n", ChunkEnd.Error()},

		{"extensions", "5;a;b=c; d = \"e \\\" f\";g=\"\"\r\nhello\r\n0;x\r\n\r\n", `"hello" after 42`},
		{"an empty extension", "5;\r\nhello\r\n", ChunkExtension.Error()},
		{"two semicolons", "5;;a\r\nhello\r\n", ChunkExtension.Error()},
		{"an extension without value", "5;a=\r\nhello\r\n", ChunkExtension.Error()},
		{"an extension with two values", "5;a=b c\r\nhello\r\n", ChunkExtension.Error()},
		{"an extension with a value of a value", "5;a=b=c\r\nhello\r\n", ChunkExtension.Error()},
		{"and with a space before it", "5;a=b =c\r\nhello\r\n", ChunkExtension.Error()},
		{"an extension with a quoted name", "5;\"a\"\r\nhello\r\n", ChunkExtension.Error()},
		{"space behind an extension", "5;a \r\nhello\r\n", ChunkExtension.Error()},
		{"space before the next extension", "5;a ;b\r\nhello\r\n", ChunkExtension.Error()},
		{"text behind a quoted value", "5;a=\"b\"c\r\nhello\r\n", ChunkExtension.Error()},
		{"LF in an extension", "5;a\nhello\r\n", LineEnd.Error()},
		{"CR in an extension", "5;a\rb\r\nhello\r\n", LineEnd.Error()},
		{"LF in quotes", "5;a=\"\n\"\r\nhello\r\n", ChunkExtension.Error()},
		{"a control in quotes", "5;a=\"\x01\"\r\nhello\r\n", ChunkExtension.Error()},
		{"a control behind a backslash", "5;a=\"\\\r\n", ChunkExtension.Error()},
		{"a control behind a backslash, then a good end", "5;a=\"\\\x01\"\r\nhello\r\n0\r\n\r\n", ChunkExtension.Error()},
		{"a control in a name", "5;\x01\r\nhello\r\n", ChunkExtension.Error()},
		{"extensions of the most", "5;" + strings.Repeat("a", 4096) + "\r\nhello\r\n0\r\n\r\n", `"hello" after 4112`},
		{"more than that", "5;" + strings.Repeat("a", 4097) + "\r\nhello\r\n0\r\n\r\n", ChunkExtension.Error()},
		{"more than that in all", strings.Repeat("1;aaaaaaa\r\nx\r\n", 586), ChunkExtension.Error()},

		{"trailers", "0\r\nVary: *\r\nX-y:\r\nContent-Type:\ttext/plain\r\n\r\n", `"" after 46`},
		{"a forbidden trailer", "0\r\nContent-LENGTH: 5\r\n\r\n", TrailerForbidden.Error()},
		{"one with the longest name", "0\r\nProxy-Authorization: x\r\n\r\n", TrailerForbidden.Error()},
		{"a name that goes on behind it", "0\r\nProxy-Authorizations: x\r\n\r\n", `"" after 30`},
		{"a forbidden trailer behind another", "0\r\nVary: *\r\nHost: a\r\n\r\n", TrailerForbidden.Error()},
		{"one that only looks like it", "0\r\nContent-Lengt: 5\r\nxproxy-authorization: 1\r\nproxy-authorizationx: 1\r\n\r\n", `"" after 73`},
		{"a trailer without name", "0\r\n: 5\r\n\r\n", TrailerSyntax.Error()},
		{"a folded trailer", "0\r\nA: 5\r\n 6\r\n\r\n", TrailerSyntax.Error()},
		{"space before a trailer's colon", "0\r\nA : 5\r\n\r\n", TrailerSyntax.Error()},
		{"a control in a trailer", "0\r\nA: \x00\r\n\r\n", TrailerSyntax.Error()},
		{"LF behind a trailer", "0\r\nA: 5\n\r\n", LineEnd.Error()},
		{"LF behind a trailer's name", "0\r\nA\n\r\n", LineEnd.Error()},
		{"CR in a trailer", "0\r\nA: 5\r6\r\n\r\n", LineEnd.Error()},
		{"CR at the end", "0\r\n\rx", LineEnd.Error()},
		{"LF at the end", "0\r\n\n", LineEnd.Error()},
		{"sixteen trailers", "0\r\n" + strings.Repeat("a:b\r\n", 16) + "\r\n", `"" after 85`},
		{"seventeen", "0\r\n" + strings.Repeat("a:b\r\n", 17) + "\r\n", TrailerTooLarge.Error()},
		{"a large trailer", "0\r\na:" + strings.Repeat("b", 4090) + "\r\n\r\n", `"" after 4099`},
		{"a byte more", "0\r\na:" + strings.Repeat("b", 4091) + "\r\n\r\n", TrailerTooLarge.Error()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := everyChunkCut(t, tt.data); got != tt.want {
				t.Errorf("%.80q: %s, want %s", tt.data, got, tt.want)
			}
		})
	}
}

func TestTrailersThatFrameRouteOrAuthenticateAreForbidden(t *testing.T) {
	for name := range strings.FieldsSeq(`
		Connection Content-Length Expect Keep-Alive Proxy-Connection TE Trailer Transfer-Encoding Upgrade
		Forwarded Host Max-Forwards X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto X-Real-IP
		Authentication-Info Authorization Proxy-Authenticate Proxy-Authorization WWW-Authenticate
		Cookie Set-Cookie`) {
		if got := everyChunkCut(t, "0\r\n"+name+": a\r\n\r\n"); got != TrailerForbidden.Error() {
			t.Errorf("%s is taken as a trailer: %s", name, got)
		}
		for _, near := range []string{name[:len(name)-1], name + "s", "x" + name} {
			if got := everyChunkCut(t, "0\r\n"+near+": a\r\n\r\n"); !strings.HasPrefix(got, `"" after`) {
				t.Errorf("%s is no trailer: %s", near, got)
			}
		}
		if got := framed(t, "1.1", "Transfer-Encoding: chunked\r\nTrailer: a, "+name+"\r\n"); got != TrailerForbidden.Error() {
			t.Errorf("%s is announced as a trailer: %q", name, got)
		}
	}
}

func TestChunkOverhead(t *testing.T) {
	plain := strings.Repeat("1\r\nx\r\n", 100_000) + "0\r\n\r\n"
	if got := decode(plain); !strings.HasPrefix(got, `"xxx`) {
		t.Errorf("plain chunks of one byte: %.40s", got)
	}
	padded := strings.Repeat("0000000000000001\r\nx\r\n", 10_000) + "0\r\n\r\n"
	if got := decode(padded); got != ChunkOverhead.Error() {
		t.Errorf("padded chunks of one byte: %.40s", got)
	}
	mixed := strings.Repeat(strings.Repeat("0000000000000001\r\nx\r\n", 100)+"400\r\n"+strings.Repeat("y", 1024)+"\r\n", 100) + "0\r\n\r\n"
	if got := decode(mixed); !strings.HasPrefix(got, `"xxx`) {
		t.Errorf("padded chunks beside large ones: %.40s", got)
	}
}

// What 1,638 chunks of 16 digits owe is 16,380: four bytes are left. One more chunk of ten
// digits owes as much, one of eleven a byte more.
func TestChunkOverheadToTheByte(t *testing.T) {
	owing := "1\r\nx\r\n" + strings.Repeat("0000000000000001\r\nx\r\n", 1638)
	for _, tt := range []struct{ name, chunk, want string }{
		{"as much as may be owed", "0000000001", `"x`},
		{"a byte more", "00000000001", ChunkOverhead.Error()},
		{"a large chunk pays all back", "2000\r\n" + strings.Repeat("y", 0x2000) + "\r\n" + strings.Repeat("0000000000000001\r\nx\r\n", 1638) + "0000000001", `"x`},
		{"and nothing in advance", "4000\r\n" + strings.Repeat("y", 0x4000) + "\r\n" + strings.Repeat("0000000000000001\r\nx\r\n", 1638) + "00000000001", ChunkOverhead.Error()},
	} {
		got := decode(owing + tt.chunk + "\r\nx\r\n0\r\n\r\n")
		if !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %.40s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestPendingIsZeroOutsideOfData(t *testing.T) {
	var c Chunks
	if c.Next([]byte("5")); c.Pending() != 0 {
		t.Errorf("pending %d before the size is known", c.Pending())
	}
	if _, n, _ := c.Next([]byte("\r\n")); n != 2 || c.Pending() != 5 {
		t.Errorf("pending %d before the data", c.Pending())
	}
}

// However a body is cut, one thing comes out; nothing behind its end matters, nothing
// before it is enough; and what we take, the standard library takes, as the same bytes.
func FuzzChunks(f *testing.F) {
	for _, seed := range []string{
		"5\r\nhello\r\n0\r\n\r\n", "5;a=\"b\\c\"\r\nhello\r\n0\r\nA: b\r\n\r\n", "0\r\nHost: a\r\n\r\n", "ffffffffffffffff\r\n",
		"00A\r\n0123456789\r\nb\r\nhello world\r\n000\r\n\r\n", "1\r\nx\r\n1\r\ny\r\n0\r\nX: \x80\r\n\r\nGET / HTTP/1.1\r\n",
		"5\nhello\r\n0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "0\n\r\n", "0;x\r\n\r\n", "5 \r\nhello", "0x5\r\nhello", "1_0\r\n", "7fffffffffffffff\r\nx",
	} {
		f.Add(seed, 3)
	}
	for _, in := range corpus(f) {
		if _, body, ok := strings.Cut(in, "\r\n\r\n"); ok && len(body) < 1000 {
			f.Add(body, 5)
		}
	}
	f.Fuzz(func(t *testing.T, data string, cut int) {
		whole := decode(data)
		if cut < 0 || cut > len(data) {
			cut = len(data) / 2
		}
		if got := decode(data, cut); got != whole {
			t.Fatalf("cut at %d: %s, whole: %s", cut, got, whole)
		}
		body, used, ok := decoded(data)
		if !ok {
			return
		}
		if got := decode(data[:used]); got != whole {
			t.Fatalf("without what follows: %s, with: %s", got, whole)
		}
		if got, n, ok := decoded(data[:used-1]); ok {
			t.Fatalf("without its last byte it is %q after %d", got, n)
		}
		theirs, err := io.ReadAll(httputil.NewChunkedReader(strings.NewReader(data[:used])))
		if err != nil || string(theirs) != body {
			t.Fatalf("we have %q, net/http has %q, %v", body, theirs, err)
		}
	})
}

// decoded is the body that data begins with and how much of data it takes; ok: it is
// whole and nothing is wrong.
func decoded(data string) (body string, used int, ok bool) {
	var c Chunks
	var b strings.Builder
	for used < len(data) && !c.Done() {
		got, n, f := c.Next([]byte(data[used:]))
		if f != OK {
			return "", 0, false
		}
		b.Write(got)
		used += n
	}
	return b.String(), used, c.Done()
}
