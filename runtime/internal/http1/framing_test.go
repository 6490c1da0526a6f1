package http1

import (
	"strconv"
	"strings"
	"testing"
)

// framed parses a request with these fields and says what became of its framing.
func framed(t *testing.T, version, fields string) string {
	t.Helper()
	data := "POST / HTTP/" + version + "\r\nHost: a\r\n" + fields + "\r\n"
	everyCut(t, data, &testLimits)
	var h Head
	if _, f := h.Parse([]byte(data), &testLimits); f != OK {
		return f.Error()
	}
	return describeFraming(&h)
}

func TestFraming(t *testing.T) {
	for _, tt := range []struct{ version, fields, want string }{
		{"1.1", "", "keep"},
		{"1.1", "Content-Length: 0\r\n", "keep"},
		{"1.1", "Content-Length: 5\r\n", "length 5 keep"},
		{"1.1", "CONTENT-length:0005\r\n", "length 5 keep"},
		{"1.1", "Content-Length: 9223372036854775807\r\n", "length 9223372036854775807 keep"},
		{"1.1", "Content-Length: 9223372036854775808\r\n", LengthSyntax.Error()},
		{"1.1", "Content-Length: 99999999999999999999999\r\n", LengthSyntax.Error()},
		{"1.1", "Content-Length:\r\n", LengthSyntax.Error()},
		{"1.1", "Content-Length: +5\r\n", LengthSyntax.Error()},
		{"1.1", "Content-Length: -5\r\n", LengthSyntax.Error()},
		{"1.1", "Content-Length: 5, 5\r\n", LengthSyntax.Error()},
		{"1.1", "Content-Length: 5 5\r\n", LengthSyntax.Error()},
		{"1.1", "Content-Length: 0x5\r\n", LengthSyntax.Error()},
		{"1.1", "Content-Length: 5:\r\n", LengthSyntax.Error()},
		{"1.1", "Content-Length: 5/\r\n", LengthSyntax.Error()},
		{"1.1", "Content-Length: 5;\r\n", LengthSyntax.Error()},
		{"1.1", "Content-Length: 5\r\nContent-Length: 5\r\n", LengthRepeated.Error()},
		{"1.1", "Transfer-Encoding: chunked\r\n", "length -1 chunked keep"},
		{"1.1", "Transfer-Encoding:  CHUNKED\t\r\n", "length -1 chunked keep"},
		{"1.1", "Transfer-Encoding: gzip\r\n", CodingUnknown.Error()},
		{"1.1", "Transfer-Encoding: identity\r\n", CodingUnknown.Error()},
		{"1.1", "Transfer-Encoding: gzip, chunked\r\n", CodingUnknown.Error()},
		{"1.1", "Transfer-Encoding: chunked , chunked\r\n", CodingUnknown.Error()},
		{"1.1", "Transfer-Encoding: a;b=c ; d = \"e\\\" f\",g\r\n", CodingUnknown.Error()},
		{"1.1", "Transfer-Encoding: a;b=\"\"\r\n", CodingUnknown.Error()},
		{"1.1", "Transfer-Encoding: a;b/c\r\n", CodingSyntax.Error()},
		{"1.1", "Transfer-Encoding:\r\n", CodingSyntax.Error()},
		{"1.1", "Transfer-Encoding: ,chunked\r\n", CodingSyntax.Error()},
		{"1.1", "Transfer-Encoding: chunked,\r\n", CodingSyntax.Error()},
		{"1.1", "Transfer-Encoding: \"chunked\"\r\n", CodingSyntax.Error()},
		{"1.1", "Transfer-Encoding: chunked gzip\r\n", CodingSyntax.Error()},
		{"1.1", "Transfer-Encoding: a;\r\n", CodingSyntax.Error()},
		{"1.1", "Transfer-Encoding: a;b\r\n", CodingSyntax.Error()},
		{"1.1", "Transfer-Encoding: a;b=\r\n", CodingSyntax.Error()},
		{"1.1", "Transfer-Encoding: a;b=\"c\r\n", CodingSyntax.Error()},
		{"1.1", "Transfer-Encoding: a;b=\"c\\\r\n", CodingSyntax.Error()},
		{"1.1", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", CodingSyntax.Error()},
		{"1.1", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", LengthWithCoding.Error()},
		{"1.1", "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n", LengthWithCoding.Error()},
		{"1.0", "Transfer-Encoding: chunked\r\n", CodingInOldVersion.Error()},
		{"1.1", "Transfer-Encodin: chunked\r\nXransfer-Encoding: chunked\r\nContent-Lengt: 1\r\nXontent-Length: 1\r\n", "keep"},

		{"1.1", "Transfer-Encoding: chunked\r\nTrailer: X, Y\r\n", "length -1 chunked keep"},
		{"1.1", "Transfer-Encoding: chunked\r\nTrailer: X , content-LENGTH\r\n", TrailerForbidden.Error()},
		{"1.1", "Transfer-Encoding: chunked\r\nTrailer: ,host\r\n", TrailerForbidden.Error()},
		{"1.1", "Trailer: Host\r\nTransfer-Encoding: chunked\r\n", TrailerForbidden.Error()},
		{"1.1", "Trailer: Host\r\n", "keep"},
		{"1.1", "Zrailer: Host\r\nTransfer-Encoding: chunked\r\n", "length -1 chunked keep"},

		{"1.1", "Connection: close\r\n", ""},
		{"1.1", "Connection: x,close\r\n", ""},
		{"1.1", "Connection: x, CLOSE ,y\r\n", ""},
		{"1.1", "Connection: keep-alive\r\nConnection: \tclose\r\n", "persistent"},
		{"1.1", "Connection: closed, xclose\r\n", "keep"},
		{"1.1", "Connection: ,,\r\n", "keep"},
		{"1.0", "", ""},
		{"1.0", "Connection: keep-alive\r\n", "keep persistent"},
		{"1.0", "Connection: keep-alive, close\r\n", "persistent"},
		{"1.1", "Xonnection: close\r\n", "keep"},

		{"1.1", "Content-Length: 1\r\nExpect: 100-Continue\r\n", "length 1 continue keep"},
		{"1.1", "Expect: 100-continue\r\n", LengthMissing.Error()},
		{"1.1", "Content-Length: 0\r\nExpect: 100-continue\r\n", "keep"},
		{"1.1", "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n", "length -1 chunked continue keep"},
		{"1.0", "Expect: 100-continue\r\n", ""},
		{"1.1", "Expect: 100-continue\r\nExpect: 100-continue\r\n", ExpectUnknown.Error()},
		{"1.1", "Expect: 101\r\n", ExpectUnknown.Error()},
		{"1.1", "Expect: 100-continue\r\nexpect: x\r\n", ExpectUnknown.Error()},
		{"1.0", "Content-Length: 1\r\nExpect: x\r\n", "length 1"},
		{"1.1", "Coming: x\r\nEnding: x\r\nThe-End: x\r\nConnectors: close\r\nContent-Lingua: x\r\nTransfer-Encodine: x\r\n", "keep"},
		{"1.1", "Expelt: x\r\nXookie: y\r\nXost: z\r\n", "keep"},
	} {
		if got := framed(t, tt.version, tt.fields); got != tt.want {
			t.Errorf("HTTP/%s %q: %q, want %q", tt.version, tt.fields, got, tt.want)
		}
	}
}

func TestHostMayBeEmptyBesideAnotherForm(t *testing.T) {
	for _, line := range []string{"OPTIONS * HTTP/1.1", "GET http://a/ HTTP/1.1"} {
		if got := read(line+"\r\nHost:\r\n\r\n", &testLimits); strings.Contains(got, HostSyntax.Error()) {
			t.Errorf("%s: %s", line, got)
		}
	}
}

// What we take as a length is digits and their number, what we take as a coding is the
// one word, and no other field changes either.
func FuzzFraming(f *testing.F) {
	f.Add("5", "chunked", "close")
	f.Add("0", "gzip;a=\"b\", chunked", "keep-alive, close")
	for _, length := range []string{"", "+5", "5, 5", "0x5", "5 5", "\xa05", "18446744073709551621", "9223372036854775807", " 007\t"} {
		f.Add(length, "Chunked", "")
	}
	for _, coding := range []string{"", ",chunked", "chunked,", "\x0bchunked", "chunked\r\nTransfer-Encoding: chunked", "identity", "chunked;a=b", "\"chunked\""} {
		f.Add("5", coding, ",,close")
	}
	f.Fuzz(func(t *testing.T, length, coding, connection string) {
		if h, ok := posted("Content-Length: " + length + "\r\nConnection: " + connection); ok {
			digits := strings.Trim(length, " \t")
			n, err := strconv.ParseInt(digits, 10, 64)
			if lineEnds := strings.Contains(length+connection, "\r\n"); !lineEnds && (err != nil || strings.Trim(digits, "0123456789") != "" || h.Length != n || h.Chunked) {
				t.Fatalf("length %q is %d, chunked: %v", length, h.Length, h.Chunked)
			}
		}
		if h, ok := posted("Transfer-Encoding: " + coding); ok && !strings.Contains(coding, "\r\n") {
			if !strings.EqualFold(strings.Trim(coding, " \t"), "chunked") || !h.Chunked || h.Length != -1 {
				t.Fatalf("coding %q is taken: chunked %v, length %d", coding, h.Chunked, h.Length)
			}
		}
		if h, ok := posted("Content-Length: " + length + "\r\nTransfer-Encoding: " + coding); ok && !strings.Contains(length+coding, "\r\n") {
			t.Fatalf("both are taken: %+v", h)
		}
	})
}

// posted parses a request with these fields; ok: it is whole, and they are all of it.
func posted(fields string) (h Head, ok bool) {
	data := "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n"
	done, f := h.Parse([]byte(data), &testLimits)
	return h, done && f == OK && h.Len() == len(data)
}
