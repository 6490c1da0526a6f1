package http1

import (
	"net/netip"
	"strings"
	"testing"
)

func TestHosts(t *testing.T) {
	for _, host := range []string{
		"a", "a.b", "a-b_c~d", "A", "1.2.3.4", "999.1", "a:80", "a:", "a:65535", "a:9", "0.0.0.0=5000", "a!$&'()*+,;=b",
		"%c3%A9", "%80", "[::]", "[::1]", "[1::]", "[1::2]:80", "[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7::]", "[::2:3:4:5:6:7:8]",
		"[::1.2.3.4]", "[::255.250.10.0]", "[::19.99.100.90]", "[9:9::]", "[1:2:3:4:5:6:1.2.3.4]", "[ABCD:ef01::]",
	} {
		if !ValidHost([]byte(host)) {
			t.Errorf("%s is refused", host)
		}
	}
	for _, host := range []string{
		"", ":80", "a:b", "a:65536", "a:8:", "a:/", "a:80:80", "a b", "a/b", "u@a", "a\\b", "a#", "a?b", "a%", "a%4", "a%zz", "%41", "%8g", "%g8", "%7f", "a\"80", "%80\"", "a\x80", "a\"b",
		"[", "[]", "]", "[::1", "::1", "[::1]x", "[::1]:x", "[1]", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]", "[1:2:3:4:5:6:7:8::]", "[:::]",
		"[1::2::3]", "[:1]", "[:1:2:3:4:5:6:7]", "[:1::]", "[1:2:3:4:5:6:7:8:]", "[1x2:3:4:5:6:7:8]", "[1:]", "[12345::]", "[g::]", "[::1%25eth0]", "[v1.a]", "[::1.2.3]", "[::1.2.3.4.5]", "[::256.1.1.1]", "[::1000.1.1.1]", "[::18446744073709551617.1.1.1]", "[::1./.1.1]", "[::1.:.1.1]", "[::1.2:3.4]",
		"[::01.2.3.4]", "[::1.2.3.]", "[::1.2.3.4:5]", "[1:2:3:4:5:6:7:1.2.3.4]", "[::1:1.2.3.4x]", "[::1..2.3]",
	} {
		if ValidHost([]byte(host)) {
			t.Errorf("%s is taken", host)
		}
	}
}

// The address parser of the standard library is the oracle of what stands in brackets.
func FuzzHost(f *testing.F) {
	for _, seed := range []string{"a", "[::1]", "[1:2::3:4]:80", "[::ffff:1.2.3.4]", "a%c3%a9:1", "[1:2:3:4:5:6:7:8]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, host string) {
		got := ValidHost([]byte(host))
		inside, ok := strings.CutPrefix(host, "[")
		if !ok {
			return
		}
		inside, port, ok := strings.Cut(inside, "]")
		if !ok || port != "" || strings.Contains(inside, "%") {
			return
		}
		addr, err := netip.ParseAddr(inside)
		if want := err == nil && addr.Is6(); got != want {
			t.Fatalf("%q: %v, netip says %v", host, got, want)
		}
	})
}
