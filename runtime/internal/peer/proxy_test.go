package peer

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"testing"
	"testing/iotest"
)

// The header of the PROXY protocol is tested here, as bytes.

// v2 is a header of version 2: command, family, and what follows.
func v2(command, family byte, rest string) string {
	return v2Start + string([]byte{command, family}) + string(binary.BigEndian.AppendUint16(nil, uint16(len(rest)))) + rest
}

var (
	addrs4 = "\xc0\x00\x02\x07\x0a\x00\x00\x01\x30\x39\x01\xbb"
	addrs6 = string(netip.MustParseAddr("2001:db8::7").AsSlice()) + string(netip.MustParseAddr("::1").AsSlice()) + "\x30\x39\x01\xbb"
	paths  = "/run/client" + strings.Repeat("\x00", unixPath-len("/run/client")) + strings.Repeat("\x00", unixPath)
	tlv    = "\x04\x00\x05\x00\x00\x00\x00\x00"
)

// proxyRows: what is read of a header that "GET" follows.
var proxyRows = []struct{ sentence, header, want string }{
	{"IPv4", "PROXY TCP4 192.0.2.7 10.0.0.1 12345 443\r\n", "192.0.2.7:12345"},
	{"the shortest", "PROXY TCP4 1.1.1.1 2.2.2.2 0 1\r\n", "1.1.1.1:0"},
	{"IPv6", "PROXY TCP6 2001:db8::7 ::1 12345 443\r\n", "[2001:db8::7]:12345"},
	{"the shortest of IPv6", "PROXY TCP6 :: :: 1 1\r\n", "[::]:1"},
	{"the longest of IPv6", "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n", "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535"},
	{"unknown", "PROXY UNKNOWN\r\n", "none"},
	{"unknown with anything", "PROXY UNKNOWN ffff::1 x 1\r\n", "none"},
	{"unknown, as long as can be", "PROXY UNKNOWN " + strings.Repeat("x", v1Max-16) + "\r\n", "none"},
	{"too long", "PROXY UNKNOWN " + strings.Repeat("x", v1Max-15) + "\r\n", "malformed"},
	{"a word that only begins so", "PROXY UNKNOWNS\r\n", "malformed"},
	{"lower case", "proxy TCP4 1.1.1.1 2.2.2.2 1 1\r\n", "malformed"},
	{"no CR", "PROXY TCP4 192.0.2.7 10.0.0.1 12345 443\n", "malformed"},
	{"a CR inside", "PROXY TCP4 192.0.2.7\r 10.0.0.1 12345 443\r\n", "malformed"},
	{"two spaces", "PROXY TCP4 192.0.2.7  10.0.0.1 12345 443\r\n", "malformed"},
	{"a space at the end", "PROXY TCP4 192.0.2.7 10.0.0.1 12345 443 \r\n", "malformed"},
	{"a port too few", "PROXY TCP4 192.0.2.77 10.0.0.11 12345\r\n", "malformed"},
	{"a port too large", "PROXY TCP4 192.0.2.7 10.0.0.1 65536 443\r\n", "malformed"},
	{"a port with a zero before it", "PROXY TCP4 192.0.2.7 10.0.0.1 01 443\r\n", "malformed"},
	{"a port with a sign", "PROXY TCP4 192.0.2.7 10.0.0.1 1 +443\r\n", "malformed"},
	{"IPv6 as IPv4", "PROXY TCP4 2001:db8::7 ::1 12345 443\r\n", "malformed"},
	{"IPv4 as IPv6", "PROXY TCP6 192.0.2.7 10.0.0.1 12345 443\r\n", "malformed"},
	{"an octet with a zero before it", "PROXY TCP4 192.0.2.07 10.0.0.1 12345 443\r\n", "malformed"},
	{"a zone", "PROXY TCP6 fe80::1%eth0 ::1 12345 443\r\n", "malformed"},
	{"another protocol", "PROXY UDP4 192.0.2.7 10.0.0.1 12345 443\r\n", "malformed"},
	{"no header", "POST / HTTP/1.1\r\nHost: a\r\n\r\n", "malformed"},
	{"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x00\x00\x00\x00", "malformed"},
	{"nothing", "", "malformed"},
	{"cut off", "PROXY TCP4 192.0", "EOF"},

	{"binary IPv4", v2(0x21, 0x11, addrs4), "192.0.2.7:12345"},
	{"binary IPv6", v2(0x21, 0x21, addrs6), "[2001:db8::7]:12345"},
	{"a unix socket", v2(0x21, 0x31, paths), "/run/client"},
	{"additional fields", v2(0x21, 0x11, addrs4+tlv+tlv), "192.0.2.7:12345"},
	{"large ones", v2(0x21, 0x21, addrs6+strings.Repeat("x", 60_000)), "[2001:db8::7]:12345"},
	{"the proxy itself", v2(0x20, 0x00, ""), "none"},
	{"the proxy itself, with addresses", v2(0x20, 0x11, addrs4), "none"},
	{"the proxy itself, of a strange family", v2(0x20, 0xff, tlv), "none"},
	{"not known", v2(0x21, 0x00, tlv), "none"},
	{"datagrams", v2(0x21, 0x12, addrs4), "none"},
	{"datagrams of IPv6", v2(0x21, 0x22, addrs6), "none"},
	{"datagrams of a unix socket", v2(0x21, 0x32, paths), "none"},
	{"another version", v2(0x11, 0x11, addrs4), "malformed"},
	{"another command", v2(0x22, 0x11, addrs4), "malformed"},
	{"another family", v2(0x21, 0x41, addrs4), "malformed"},
	{"another protocol", v2(0x21, 0x13, addrs4), "malformed"},
	{"a family without protocol", v2(0x21, 0x10, addrs4), "malformed"},
	{"addresses too short", v2(0x21, 0x21, addrs4), "malformed"},
	{"a signature that is not one", v2Start[:11] + "\r\x21\x11\x00\x0c" + addrs4, "malformed"},
	{"less than is announced", v2(0x21, 0x11, addrs4)[:20], "EOF"},
	{"additional fields cut off", v2(0x21, 0x11, addrs4+tlv)[:30], "EOF"},
}

// readOf reads a header and says what it is and what is left.
func readOf(r io.Reader) (what, rest string) {
	h, err := ReadHeader(r)
	left, _ := io.ReadAll(r)
	switch {
	case err == ErrHeader:
		return "malformed", ""
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		return "EOF", ""
	case err != nil:
		return err.Error(), ""
	case h.Client == nil:
		return "none", string(left)
	}
	return h.Client.String(), string(left)
}

func TestProxyHeader(t *testing.T) {
	for _, row := range proxyRows {
		in := row.header
		if row.want != "EOF" {
			in += "GET / HTTP/1.1\r\n\r\n"
		}
		for _, way := range []struct {
			name   string
			reader io.Reader
		}{{"whole", strings.NewReader(in)}, {"byte by byte", iotest.OneByteReader(strings.NewReader(in))}} {
			what, rest := readOf(way.reader)
			if what != row.want {
				t.Errorf("%s, %s: %s, want %s", row.sentence, way.name, what, row.want)
			}
			if valid := row.want != "malformed" && row.want != "EOF"; valid && rest != "GET / HTTP/1.1\r\n\r\n" {
				t.Errorf("%s, %s: %q is left", row.sentence, way.name, rest)
			}
		}
	}
}

// FuzzProxyHeader: what is taken for a header is one by itself, whatever follows, and
// nothing behind it is read.
func FuzzProxyHeader(f *testing.F) {
	for _, row := range proxyRows {
		if len(row.header) < 1000 {
			f.Add([]byte(row.header))
		}
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		r := bytes.NewReader(in)
		h, err := ReadHeader(r)
		if err != nil {
			return
		}
		used := in[:len(in)-r.Len()]
		if bytes.HasPrefix(used, []byte(v1Start)) {
			if len(used) > v1Max || bytes.IndexByte(used, '\n') != len(used)-1 || used[len(used)-2] != '\r' {
				t.Errorf("%q was taken for a line", used)
			}
		} else if want := v2Fixed + int(binary.BigEndian.Uint16(used[14:])); len(used) != want {
			t.Errorf("%d bytes of %q were read, want %d", len(used), used, want)
		}
		for _, after := range []string{"", "\r\n", "GET / HTTP/1.1\r\n\r\n", "PROXY UNKNOWN\r\n"} {
			again := bytes.NewReader(append(bytes.Clone(used), after...))
			h2, err := ReadHeader(iotest.OneByteReader(again))
			if err != nil || fmt.Sprint(h2.Client) != fmt.Sprint(h.Client) || again.Len() != len(after) {
				t.Errorf("%q before %q: %v %v, %d left; by itself %v", used, after, h2.Client, err, again.Len(), h.Client)
			}
		}
		for n := range len(used) {
			if _, need, err := parseHeader(used[:n]); n < min(len(used), maxHeader)-h.skip && (err != nil || need < 1 || n+need > len(used)) {
				t.Fatalf("of %q, %d bytes: %d more are wanted, %v", used, n, need, err)
			}
		}
	})
}
