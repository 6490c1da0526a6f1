package http1

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

var testLimits = Limits{Head: 16 << 10, Line: 8 << 10, Target: 8 << 10, Fields: 100, Cookies: 64}

// read parses a head that arrives in pieces of at most size bytes, each time with
// garbage behind what has arrived, and says in one line what came out.
func read(data string, lim *Limits, cuts ...int) string {
	buf := bytes.Repeat([]byte{0xDB}, len(data)+8)
	var h Head
	for _, end := range append(cuts, len(data)) {
		copy(buf, data[:end])
		done, f := h.Parse(buf[:end], lim)
		if f != OK && done {
			return "done, and a fault: " + f.Error()
		}
		if f != OK {
			return f.Error()
		}
		if done {
			return describe(&h, buf)
		}
	}
	return "more"
}

// readAhead parses a head that arrives in two pieces, with the second one behind the first
// before it has arrived: nothing may look at it.
func readAhead(data string, lim *Limits, cut int) string {
	buf := append([]byte(data), 0xDB)[:len(data)]
	var h Head
	for _, end := range []int{cut, len(data)} {
		if done, f := h.Parse(buf[:end], lim); f != OK {
			return f.Error()
		} else if done {
			return describe(&h, buf)
		}
	}
	return "more"
}

func describe(h *Head, buf []byte) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", h.Method.Of(buf), h.Path.Of(buf))
	if h.Query.Len() > 0 {
		fmt.Fprintf(&b, "?%s", h.Query.Of(buf))
	}
	if h.Form != OriginForm {
		fmt.Fprintf(&b, " form %d authority %s", h.Form, h.Authority.Of(buf))
	}
	if h.Escaped {
		b.WriteString(" escaped")
	}
	for _, f := range h.Fields {
		fmt.Fprintf(&b, " | %s=%s", f.Name.Of(buf), f.Value.Of(buf))
	}
	if framing := describeFraming(h); framing != "" {
		b.WriteString(" " + framing)
	}
	fmt.Fprintf(&b, " | 1.%d, %d bytes", h.Minor, h.Len())
	return b.String()
}

func describeFraming(h *Head) string {
	var words []string
	if h.Length != 0 {
		words = append(words, fmt.Sprintf("length %d", h.Length))
	}
	for _, word := range []struct {
		is   bool
		text string
	}{{h.Chunked, "chunked"}, {h.Continue, "continue"}, {h.KeepAlive, "keep"}, {h.Persistent, "persistent"}} {
		if word.is {
			words = append(words, word.text)
		}
	}
	return strings.Join(words, " ")
}

// everyCut wants one outcome for a head that arrives whole, byte by byte, and cut at
// every place.
func everyCut(t *testing.T, data string, lim *Limits) string {
	t.Helper()
	want := read(data, lim)
	all := make([]int, len(data))
	for i := range data {
		all[i] = i
		if got := read(data, lim, i); got != want {
			t.Fatalf("%.80q cut at %d: %s\nwhole: %s", data, i, got, want)
		}
		if got := readAhead(data, lim, i); got != want {
			t.Fatalf("%.80q cut at %d, the rest in sight: %s\nwhole: %s", data, i, got, want)
		}
	}
	if got := read(data, lim, all...); got != want {
		t.Fatalf("%.80q byte by byte: %s\nwhole: %s", data, got, want)
	}
	return want
}

func TestHeads(t *testing.T) {
	const host = "Host: a\r\n"
	for _, tt := range []struct{ name, data, want string }{
		{"a small request", "GET /a?b=c?d HTTP/1.1\r\n" + host + "\r\n", "GET /a?b=c?d | Host=a keep | 1.1, 34 bytes"},
		{"what follows is left alone", "GET / HTTP/1.1\r\n" + host + "\r\nGET /", "GET / | Host=a keep | 1.1, 27 bytes"},
		{"a cut-off head wants more", "GET / HTTP/1.1\r\n" + host, "more"},
		{"nothing wants more", "", "more"},
		{"four empty lines are skipped", "\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n" + host + "\r\n", "GET / | Host=a keep | 1.1, 35 bytes"},
		{"a long method behind them", "\r\n\r\n\r\n\r\n" + strings.Repeat("A", 24) + " / HTTP/1.1\r\n" + host + "\r\n", strings.Repeat("A", 24) + " / | Host=a keep | 1.1, 56 bytes"},
		{"five are too many", "\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n", EmptyLines.Error()},
		{"an empty line of LF", "\nGET / HTTP/1.1\r\n", LineEnd.Error()},
		{"an empty line of CR", "\rGET / HTTP/1.1\r\n", LineEnd.Error()},

		{"a method of any token", "M-SEARCH / HTTP/1.1\r\n" + host + "\r\n", "M-SEARCH / | Host=a keep | 1.1, 32 bytes"},
		{"a method of 32 bytes", strings.Repeat("A", 32) + " / HTTP/1.1\r\n" + host + "\r\n", strings.Repeat("A", 32) + " / | Host=a keep | 1.1, 56 bytes"},
		{"a method of 33 bytes", strings.Repeat("A", 33) + " / HTTP/1.1\r\n", MethodSyntax.Error()},
		{"a method that is no token", "G(T / HTTP/1.1\r\n", MethodSyntax.Error()},
		{"no method", " / HTTP/1.1\r\n", MethodSyntax.Error()},
		{"two spaces behind the method", "GET  / HTTP/1.1\r\n", TargetSyntax.Error()},
		{"a tab behind the method", "GET\t/ HTTP/1.1\r\n", MethodSyntax.Error()},
		{"two spaces behind the target", "GET /  HTTP/1.1\r\n", VersionSyntax.Error()},
		{"a space behind the version", "GET / HTTP/1.1 \r\n", VersionSyntax.Error()},
		{"a control in the target", "GET /\v HTTP/1.1\r\n", TargetSyntax.Error()},
		{"a tab behind the target", "GET /\tHTTP/1.1\r\n", TargetSyntax.Error()},
		{"no version, and LF", "GET /\n", StartLineSyntax.Error()},
		{"no version", "GET /\r\n", StartLineSyntax.Error()},
		{"nothing but a method", "GET\r\n", MethodSyntax.Error()},
		{"the start line ends in LF", "GET / HTTP/1.1\n" + host, VersionSyntax.Error()},
		{"the start line ends in CR", "GET / HTTP/1.1\rHost", LineEnd.Error()},

		{"HTTP/1.0 needs no Host", "GET / HTTP/1.0\r\n\r\n", "GET / | 1.0, 18 bytes"},
		{"HTTP/1.0 with keep-alive", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET / | Connection=Keep-Alive keep persistent | 1.0, 42 bytes"},
		{"HTTP/1.7 is 1.1", "GET / HTTP/1.7\r\n" + host + "\r\n", "GET / | Host=a keep | 1.1, 27 bytes"},
		{"HTTP/2.0", "GET / HTTP/2.0\r\n", VersionUnknown.Error()},
		{"HTTP/0.9", "GET / HTTP/0.9\r\n", VersionUnknown.Error()},
		{"HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", VersionUnknown.Error()},
		{"http/1.1", "GET / http/1.1\r\n", VersionSyntax.Error()},
		{"HTTP/1.10", "GET / HTTP/1.10\r\n", VersionSyntax.Error()},
		{"HTTP/x.1", "GET / HTTP/x.1\r\n", VersionSyntax.Error()},
		{"HTTP/1./", "GET / HTTP/1./\r\n", VersionSyntax.Error()},
		{"HTTP/1.:", "GET / HTTP/1.:\r\n", VersionSyntax.Error()},
		{"HHTTP/1.1", "GET / HHTTP/1.1\r\n" + host + "\r\n", VersionSyntax.Error()},
		{"HTTP/d.d", "GET / HTTP/d.d\r\n", VersionSyntax.Error()},

		{"a line that starts with a space", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", FieldFolded.Error()},
		{"a folded field", "GET / HTTP/1.1\r\nA: b\r\n\tc\r\n\r\n", FieldFolded.Error()},
		{"a space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", FieldName.Error()},
		{"an empty name", "GET / HTTP/1.1\r\n: a\r\n\r\n", FieldName.Error()},
		{"a line without colon", "GET / HTTP/1.1\r\nHost\r\n\r\n", LineEnd.Error()},
		{"a NUL in a name", "GET / HTTP/1.1\r\nHo\x00st: a\r\n\r\n", FieldName.Error()},
		{"underscores stay", "GET / HTTP/1.1\r\nX_y: 1\r\n" + host + "\r\n", "GET / | X_y=1 | Host=a keep | 1.1, 35 bytes"},
		{"SP and HTAB are trimmed, inside they stay", "GET / HTTP/1.1\r\nX: \t a\t b \t\r\n" + host + "\r\n", "GET / | X=a\t b | Host=a keep | 1.1, 40 bytes"},
		{"0x85 and 0xA0 are not", "GET / HTTP/1.1\r\nX: \x85a\xa0\r\n" + host + "\r\n", "GET / | X=\x85a\xa0 | Host=a keep | 1.1, 35 bytes"},
		{"an empty value", "GET / HTTP/1.1\r\nX:\r\nY: \r\n" + host + "\r\n", "GET / | X= | Y= | Host=a keep | 1.1, 36 bytes"},
		{"a control in a value", "GET / HTTP/1.1\r\nX: 12345678\x0190\r\n\r\n", FieldValue.Error()},
		{"DEL in a value", "GET / HTTP/1.1\r\nX: \x7f\r\n\r\n", FieldValue.Error()},
		{"a value ends in LF", "GET / HTTP/1.1\r\nX: 1\nY: 2\r\n\r\n", LineEnd.Error()},
		{"a CR in a value", "GET / HTTP/1.1\r\nX: 1\rY: 2\r\n\r\n", LineEnd.Error()},
		{"a name ends in LF", "GET / HTTP/1.1\r\nX\nY: 2\r\n\r\n", LineEnd.Error()},
		{"the last line ends in CR", "GET / HTTP/1.1\r\n" + host + "\rx", LineEnd.Error()},
		{"a blank behind a value alone", "GET / HTTP/1.1\r\nX: a \r\nY: b\t\r\n" + host + "\r\n", "GET / | X=a | Y=b | Host=a keep | 1.1, 41 bytes"},

		{"no Host", "GET / HTTP/1.1\r\n\r\n", HostMissing.Error()},
		{"two equal Hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n", HostRepeated.Error()},
		{"two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\n" + host + host + "\r\n", HostRepeated.Error()},
		{"an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", HostSyntax.Error()},
		{"a malformed Host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", HostSyntax.Error()},
		{"a malformed Host of one byte", "GET / HTTP/1.1\r\nHost: /\r\n\r\n", HostSyntax.Error()},
		{"a malformed Host beside another", "GET http://a/ HTTP/1.1\r\nHost: a b\r\n\r\n", HostSyntax.Error()},

		{"101 fields", "GET / HTTP/1.1\r\n" + host + strings.Repeat("a:b\r\n", 100) + "\r\n", TooManyFields.Error()},
		{"65 cookies", "GET / HTTP/1.1\r\n" + host + "Cookie: " + strings.Repeat("a=b; ", 32) + "c=d\r\ncookie: " + strings.Repeat("a=b; ", 31) + "c=d\r\n\r\n", TooManyCookies.Error()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := everyCut(t, tt.data, &testLimits); got != tt.want {
				t.Errorf("%.120q:\ngot  %s\nwant %s", tt.data, got, tt.want)
			}
		})
	}
}

func TestHeadLimits(t *testing.T) {
	lim := Limits{Head: 120, Line: 40, Target: 20, Fields: 4, Cookies: 2}
	line := func(name string, n int) string { return name + ": " + strings.Repeat("v", n-len(name)-2) + "\r\n" }
	get := "GET / HTTP/1.0\r\n" // 16 bytes
	for _, tt := range []struct{ name, data, want string }{
		{"a target of the most", "GET /" + strings.Repeat("t", 19) + " HTTP/1.0\r\n\r\n", "GET /" + strings.Repeat("t", 19) + " | 1.0, 37 bytes"},
		{"a byte more", "GET /" + strings.Repeat("t", 20) + " HTTP/1.0\r\n\r\n", TargetTooLong.Error()},
		{"noticed before the line ends", "GET /" + strings.Repeat("t", 20), TargetTooLong.Error()},
		{"too long comes before malformed", "GET /" + strings.Repeat("t", 20) + "#", TargetTooLong.Error()},
		{"malformed comes before too long", "GET /#" + strings.Repeat("t", 20), TargetSyntax.Error()},
		{"a line of the most", get + line("X", 40) + "\r\n", "GET / | X=" + strings.Repeat("v", 37) + " | 1.0, 60 bytes"},
		{"a byte more", get + line("X", 41) + "\r\n", LineTooLong.Error()},
		{"a name that is too long", get + strings.Repeat("n", 41), LineTooLong.Error()},
		{"a bad byte behind a name of the most", get + strings.Repeat("n", 40) + "(", FieldName.Error()},
		{"blanks of the most", get + "X:" + strings.Repeat(" ", 38) + "\r\n\r\n", "GET / | X= | 1.0, 60 bytes"},
		{"blanks that are too many", get + "X:" + strings.Repeat(" ", 40), LineTooLong.Error()},
		{"a bad byte before the line is too long", get + "X: \x01" + strings.Repeat("v", 40), FieldValue.Error()},
		{"a head of the most", get + line("X", 40) + line("Y", 40) + line("Z", 16) + "\r\n", "GET / | X=" + strings.Repeat("v", 37) + " | Y=" + strings.Repeat("v", 37) + " | Z=" + strings.Repeat("v", 13) + " | 1.0, 120 bytes"},
		{"a byte more", get + line("X", 40) + line("Y", 40) + line("Z", 17) + "\r\n", HeadTooLarge.Error()},
		{"noticed with the last byte that is allowed", get + line("X", 40) + line("Y", 40) + line("Z", 18), HeadTooLarge.Error()},
		{"not a byte earlier", get + line("X", 40) + line("Y", 40) + line("Z", 17)[:18], "more"},
		{"noticed before its end", get + line("X", 40) + line("Y", 40) + line("Z", 40), HeadTooLarge.Error()},
		{"empty lines count", "\r\n" + get + line("X", 40) + line("Y", 40) + line("Z", 16) + "\r\n", HeadTooLarge.Error()},
		{"as many fields as allowed", get + "A:\r\nB:\r\nC:\r\nD:\r\n\r\n", "GET / | A= | B= | C= | D= | 1.0, 34 bytes"},
		{"one more", get + "A:\r\nB:\r\nC:\r\nD:\r\nE:\r\n\r\n", TooManyFields.Error()},
		{"as many cookies as allowed", get + "Cookie: a=b; c=d\r\n\r\n", "GET / | Cookie=a=b; c=d | 1.0, 36 bytes"},
		{"one more", get + "Cookie: a=b\r\nCookie: c=d; e=f\r\n\r\n", TooManyCookies.Error()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := everyCut(t, tt.data, &lim); got != tt.want {
				t.Errorf("%.120q:\ngot  %s\nwant %s", tt.data, got, tt.want)
			}
		})
	}
}

// Lines that are there as a whole go another way than lines that arrive in pieces. Any
// byte in any place of a head has to come to the same in both.
func TestWholeLinesReadAsPiecesDo(t *testing.T) {
	lim := Limits{Head: 200, Line: 30, Target: 20, Fields: 6, Cookies: 3}
	for _, head := range []string{
		"GET /a?b HTTP/1.1\r\nHost: a\r\nX:y\r\nAccept-Language: de, en;q=0.5\r\nZ: a\tb\r\n\r\n",
		"PUT / HTTP/1.0\r\nCookie: a=b; c=d\r\nContent-Length: 12345\r\nConnection: x\r\n\r\n",
	} {
		for at := range head {
			for _, c := range []byte("\x00\x01\b\t\n\v\f\r\x0e\x1f !\"/09:;@AZ[az~\x7f\x80\xff") {
				for _, data := range []string{
					head[:at] + string([]byte{c}) + head[at+1:],
					head[:at] + string([]byte{c}) + head[at:],
					head[:at] + string([]byte{c, c}) + head[at+1:],
				} {
					everyByte := make([]int, len(data))
					for i := range everyByte {
						everyByte[i] = i
					}
					if whole, pieces := read(data, &lim), read(data, &lim, everyByte...); whole != pieces {
						t.Fatalf("%q: whole: %s\nbyte by byte: %s", data, whole, pieces)
					}
				}
			}
		}
	}
}

func TestHeadStartedAndReset(t *testing.T) {
	var h Head
	if h.Parse([]byte("\r\n\r"), &testLimits); h.Started() {
		t.Error("empty lines alone are not the start of a request")
	}
	if h.Parse([]byte("\r\n\r\nG"), &testLimits); !h.Started() {
		t.Error("the first byte of a method is the start of a request")
	}
	h.Parse([]byte("\r\n\r\nGET / HTTP/1.0\r\nA: b\r\n\r\n"), &testLimits)
	h.Reset()
	if h.Len() != 0 || h.Started() || len(h.Fields) != 0 || cap(h.Fields) == 0 {
		t.Errorf("after Reset: %+v", h)
	}
}

func TestFaultsHaveStatusAndText(t *testing.T) {
	others := map[Fault]int{
		TargetTooLong: 414,
		HeadTooLarge:  431, LineTooLong: 431, TooManyFields: 431, TooManyCookies: 431, TrailerTooLarge: 431,
		ExpectUnknown:  417,
		LengthMissing:  411,
		CodingUnknown:  501,
		VersionUnknown: 505,
	}
	texts := map[string]Fault{}
	for f := OK + 1; f < faults; f++ {
		want := others[f]
		if want == 0 {
			want = 400
		}
		if f.Status() != want {
			t.Errorf("%v has the status %d, want %d", f, f.Status(), want)
		}
		if other, twice := texts[f.Error()]; twice || f.Error() == "" {
			t.Errorf("faults %d and %d share the text %q", f, other, f.Error())
		}
		texts[f.Error()] = f
	}
	if OK.Status() != 0 || OK.Error() != "" {
		t.Error("OK is no fault")
	}
}

func FuzzHead(f *testing.F) {
	for _, seed := range []string{
		"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
		"\r\nPOST http://a:1/b%20?c HTTP/1.1\r\nHost: [::1]\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n",
		"OPTIONS * HTTP/1.0\r\nContent-Length: 5\r\nCookie: a=b; c=d\r\nConnection: close, Keep-Alive\r\n\r\nhello",
		"CONNECT a:1 HTTP/1.1\r\nHost: a\r\nX:\t\x80\r\n\r\n",
	} {
		f.Add(seed, 10)
	}
	for _, seed := range corpus(f) {
		if len(seed) < 1000 {
			f.Add(seed, 20)
		}
	}
	lim := Limits{Head: 400, Line: 200, Target: 100, Fields: 8, Cookies: 4}
	f.Fuzz(func(t *testing.T, data string, cut int) {
		whole := read(data, &lim)
		if cut < 0 || cut > len(data) {
			cut = len(data) / 2
		}
		if got := read(data, &lim, cut); got != whole {
			t.Fatalf("cut at %d: %s\nwhole: %s", cut, got, whole)
		}
		var h Head
		buf := []byte(data)
		done, fault := h.Parse(buf, &lim)
		if !done {
			return
		}
		if fault != OK || h.Len() > lim.Head || h.Len() > len(buf) || !bytes.HasSuffix(buf[:h.Len()], []byte("\r\n\r\n")) {
			t.Fatalf("done with %v after %d bytes", fault, h.Len())
		}
		if again := read(data[:h.Len()], &lim); again != whole {
			t.Fatalf("without what follows: %s\nwith: %s", again, whole)
		}
		if h.Chunked != (h.Length < 0) || h.Chunked && h.Minor == 0 || h.Continue && h.Length == 0 {
			t.Fatalf("framing: %+v", h)
		}
		if len(h.Fields) > lim.Fields || h.Method.Len() > 32 || h.Target.Len() > lim.Target {
			t.Fatalf("past the limits: %s", whole)
		}
		wantNoMoreCookies(t, &h, buf, lim.Cookies)
		for _, field := range h.Fields {
			if !ValidName(string(field.Name.Of(buf))) || !ValidValue(string(field.Value.Of(buf))) {
				t.Fatalf("field %q: %q", field.Name.Of(buf), field.Value.Of(buf))
			}
		}
	})
}

// wantNoMoreCookies counts the pairs in all Cookie fields in another way.
func wantNoMoreCookies(t *testing.T, h *Head, buf []byte, limit int) {
	t.Helper()
	pairs := 0
	for _, field := range h.Fields {
		if isCookie := strings.EqualFold(string(field.Name.Of(buf)), "Cookie"); isCookie != (field.Known == Cookie) {
			t.Fatalf("field %q is known as %d", field.Name.Of(buf), field.Known)
		} else if isCookie {
			pairs += len(strings.Split(string(field.Value.Of(buf)), ";"))
		}
	}
	if pairs > limit {
		t.Fatalf("%d cookies are taken, the limit is %d", pairs, limit)
	}
}

func BenchmarkHead(b *testing.B) {
	data := []byte("GET /users/42 HTTP/1.1\r\nHost: www.example.com\r\nConnection: keep-alive\r\nCache-Control: max-age=0\r\n" +
		"Upgrade-Insecure-Requests: 1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)\r\n" +
		"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n" +
		"Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\nSec-Fetch-Dest: document\r\n" +
		"Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\nCookie: a=b; c=d\r\n\r\n")
	b.SetBytes(int64(len(data)))
	var h Head
	for b.Loop() {
		h.Reset()
		if done, f := h.Parse(data, &testLimits); !done || f != OK {
			b.Fatal(f)
		}
	}
}
