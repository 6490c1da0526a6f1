package peer

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
)

// What proxies say of clients is tested here.

var forwardedRows = []struct{ sentence, fields, want string }{
	{"nothing is said", "X: 1", "peer"},
	{"one proxy", "X-Forwarded-For: 192.0.2.7", "192.0.2.7"},
	{"what the client says is not believed", "X-Forwarded-For: 6.6.6.6, 192.0.2.7", "192.0.2.7"},
	{"own proxies are passed over", "X-Forwarded-For: 6.6.6.6, 192.0.2.7, 10.0.0.2, 10.0.0.3", "192.0.2.7"},
	{"several fields are one list", "X-Forwarded-For: 6.6.6.6\nx-forwarded-for: 192.0.2.7 ,\t10.0.0.2\nX-FORWARDED-FOR: 10.0.0.3", "192.0.2.7"},
	{"nobody but own proxies", "X-Forwarded-For: 10.0.0.9, 10.0.0.2", "10.0.0.9"},
	{"IPv6", "X-Forwarded-For: 2001:db8::7", "2001:db8::7"},
	{"IPv6 in brackets", "X-Forwarded-For: [2001:db8::7]", "2001:db8::7"},
	{"ports", "X-Forwarded-For: 192.0.2.7:80, [fd00::1]:443", "192.0.2.7"},
	{"IPv4 in IPv6", "X-Forwarded-For: ::ffff:192.0.2.7", "192.0.2.7"},
	{"empty elements", "X-Forwarded-For: 192.0.2.7, ,", "192.0.2.7"},
	{"empty", "X-Forwarded-For:", "peer"},
	{"unknown", "X-Forwarded-For: 6.6.6.6, unknown", "peer"},
	{"unknown behind a proxy", "X-Forwarded-For: 6.6.6.6, unknown, 10.0.0.2", "10.0.0.2"},
	{"nonsense", "X-Forwarded-For: 6.6.6.6, 192.0.2", "peer"},
	{"a port that is none", "X-Forwarded-For: 192.0.2.7:x", "peer"},
	{"brackets around IPv4", "X-Forwarded-For: [192.0.2.7]", "peer"},
	{"half a bracket", "X-Forwarded-For: [2001:db8::7:80", "peer"},
	{"a zone", "X-Forwarded-For: fe80::1%eth0", "peer"},

	{"RFC 7239", "Forwarded: for=192.0.2.7", "192.0.2.7"},
	{"with more parameters", `Forwarded: by=203.0.113.43; For = 1`, "peer"},
	{"in any order and case", `Forwarded: proto=https;FOR=192.0.2.7;by=203.0.113.43`, "192.0.2.7"},
	{"IPv6 is quoted", `Forwarded: for="[2001:db8::7]:4711"`, "2001:db8::7"},
	{"and may not be otherwise", `Forwarded: for=[2001:db8::7]`, "peer"},
	{"a hidden port", `Forwarded: for="192.0.2.7:_x1"`, "192.0.2.7"},
	{"a hidden port without a name", `Forwarded: for="192.0.2.7:_"`, "peer"},
	{"a port that is too long", `Forwarded: for="192.0.2.7:123456"`, "peer"},
	{"elements", `Forwarded: for=6.6.6.6, for=192.0.2.7;by="10.0.0.2",for=10.0.0.3`, "192.0.2.7"},
	{"fields", "Forwarded: for=6.6.6.6\nForwarded: for=192.0.2.7, for=10.0.0.2", "192.0.2.7"},
	{"quotes and escapes", `Forwarded: host="a,for=6.6.6.6;\"x";for="192.0.2.\7"`, "192.0.2.7"},
	{"semicolons and commas without anything between", `Forwarded: ;for=192.0.2.7;;, ,`, "192.0.2.7"},
	{"hidden", "Forwarded: for=6.6.6.6, for=_hidden, for=10.0.0.2", "10.0.0.2"},
	{"unknown to RFC 7239", "Forwarded: for=6.6.6.6, for=unknown", "peer"},
	{"no for", "Forwarded: for=6.6.6.6, proto=https", "peer"},
	{"for twice", "Forwarded: for=192.0.2.7;for=192.0.2.7", "peer"},
	{"no value", "Forwarded: for", "peer"},
	{"an empty value", "Forwarded: for=", "peer"},
	{"words behind a value", `Forwarded: for="192.0.2.7"x`, "peer"},
	{"a quote that a client left open", `Forwarded: for="6.6.6.6, for=192.0.2.7`, "peer"},
	{"and one that would move the elements", `Forwarded: for=1.1.1.1;x=", for="192.0.2.7";y="`, "peer"},
	{"a client's open quote in a field of its own", "Forwarded: for=\"6.6.6.6\nForwarded: for=192.0.2.7", "192.0.2.7"},

	{"both agree", "Forwarded: for=192.0.2.7\nX-Forwarded-For: 192.0.2.7", "192.0.2.7"},
	{"one of them is the client's", "Forwarded: for=6.6.6.6\nX-Forwarded-For: 192.0.2.7", "peer"},
}

func TestClient(t *testing.T) {
	trusted, _ := NewRanges([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")})
	peer := netip.MustParseAddr("10.0.0.1")
	for _, row := range forwardedRows {
		var standard, usual []string
		for line := range strings.SplitSeq(row.fields, "\n") {
			switch name, value, _ := strings.Cut(line, ":"); strings.ToLower(name) {
			case "forwarded":
				standard = append(standard, strings.TrimSpace(value))
			case "x-forwarded-for":
				usual = append(usual, strings.TrimSpace(value))
			}
		}
		if got := strings.Replace(Client(peer, standard, usual, trusted).String(), "10.0.0.1", "peer", 1); got != row.want {
			t.Errorf("%s: %s, want %s", row.sentence, got, row.want)
		}
	}
}

// FuzzForwarded: whatever a client sends, it cannot become an address that the proxy next
// to us did not write.
func FuzzForwarded(f *testing.F) {
	for _, row := range forwardedRows {
		for line := range strings.SplitSeq(row.fields, "\n") {
			_, value, _ := strings.Cut(line, ": ")
			f.Add(value)
		}
	}
	trusted, _ := NewRanges([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})
	peer, client := netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("192.0.2.7")
	f.Fuzz(func(t *testing.T, sent string) {
		for _, way := range []struct {
			parse func(string) []netip.Addr
			adds  []string
		}{
			{parseForwarded, []string{"for=192.0.2.7", `for="192.0.2.7:80";by="10.0.0.1:80"`, `by="[fd00::1]";for="192.0.2.7"`}},
			{parseForwardedFor, []string{"192.0.2.7", "192.0.2.7:80"}},
		} {
			for _, add := range way.adds {
				if got := lastUntrusted([]string{sent, add}, way.parse, trusted, peer); got != client {
					t.Errorf("%q, then the proxy's field %q: %v", sent, add, got)
				}
				if got := lastUntrusted([]string{sent + ", " + add}, way.parse, trusted, peer); got != client && got != peer {
					t.Errorf("%q, to which the proxy adds %q: %v", sent, add, got)
				}
			}
			for _, hop := range way.parse(sent) {
				if hop.IsValid() && (hop.Zone() != "" || hop.Is4In6() || !strings.Contains(fmt.Sprint(way.parse(hop.String()), way.parse(`for="[`+hop.String()+`]"`), way.parse("for="+hop.String())), hop.String())) {
					t.Errorf("%q: the address %v does not come back", sent, hop)
				}
			}
		}
	})
}
