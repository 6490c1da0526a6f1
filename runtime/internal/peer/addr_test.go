package peer

import (
	"net"
	"net/netip"
	"slices"
	"testing"
)

// Addresses and whom to believe are tested here.

// otherAddr is an address of no kind that package net has.
type otherAddr string

func (otherAddr) Network() string  { return "other" }
func (a otherAddr) String() string { return string(a) }

func TestCounted(t *testing.T) {
	for _, tt := range []struct {
		addr net.Addr
		want string
	}{
		{&net.TCPAddr{IP: net.IPv4(1, 2, 3, 4), Port: 5}, "1.2.3.4/32"},
		{&net.TCPAddr{IP: net.ParseIP("::ffff:1.2.3.4")}, "1.2.3.4/32"},
		{&net.TCPAddr{IP: net.ParseIP("2001:db8:1:2:3:4:5:6")}, "2001:db8:1:2::/64"},
		{&net.TCPAddr{IP: net.ParseIP("fe80::1"), Zone: "eth0"}, "fe80::/64"},
		{&net.UnixAddr{Name: "/x"}, "invalid Prefix"},
		{otherAddr("pipe"), "invalid Prefix"},
		{nil, "invalid Prefix"},
	} {
		if got := Counted(tt.addr); got.String() != tt.want {
			t.Errorf("%v: %v, want %s", tt.addr, got, tt.want)
		}
	}
	if (netip.Prefix{}).IsValid() {
		t.Error("the zero prefix would be counted")
	}
}

func TestIP(t *testing.T) {
	for _, row := range []struct {
		addr net.Addr
		want string
	}{
		{&net.TCPAddr{IP: net.IPv4(1, 2, 3, 4)}, "1.2.3.4"},
		{&net.TCPAddr{IP: net.ParseIP("fe80::1"), Zone: "eth0"}, "fe80::1%eth0"},
		{net.TCPAddrFromAddrPort(netip.MustParseAddrPort("[::ffff:1.2.3.4]:5")), "1.2.3.4"},
		{otherAddr("[2001:db8::1]:80"), "2001:db8::1"},
		{&net.UnixAddr{Name: "@", Net: "unix"}, "invalid IP"},
		{nil, "invalid IP"},
	} {
		if got := IP(row.addr).String(); got != row.want {
			t.Errorf("the IP of %v is %s, want %s", row.addr, got, row.want)
		}
	}
}

func TestTrustedRanges(t *testing.T) {
	ranges, ok := NewRanges([]netip.Prefix{
		netip.MustParsePrefix("10.1.2.3/8"), netip.MustParsePrefix("::ffff:192.0.2.0/120"), netip.MustParsePrefix("fe80::/10"),
	})
	for _, row := range []struct {
		addr string
		want bool
	}{{"10.9.9.9", true}, {"11.0.0.1", false}, {"::ffff:10.0.0.1", true}, {"192.0.2.200", true}, {"192.0.3.1", false}, {"fe80::1%eth0", true}, {"2001:db8::1", false}} {
		if got := ranges.Has(netip.MustParseAddr(row.addr)); got != row.want {
			t.Errorf("%s: %v, want %v", row.addr, got, row.want)
		}
	}
	if Ranges(nil).Believes(&net.UnixAddr{Net: "unix"}) || ranges.Believes(nil) || ranges.Believes(otherAddr("pipe")) {
		t.Error("somebody is believed whom nobody named")
	}
	if !ok {
		t.Error("the ranges are refused")
	}
	for _, given := range [][]netip.Prefix{{{}}, {netip.MustParsePrefix("10.0.0.0/8"), {}}} {
		if ranges, ok := NewRanges(given); ok {
			t.Errorf("%v are %v", given, ranges)
		}
	}
	if !ranges.Believes(&net.UnixAddr{Net: "unix"}) || !ranges.Believes(&net.TCPAddr{IP: net.IPv4(10, 0, 0, 1)}) {
		t.Error("somebody is not believed")
	}
}

func TestShown(t *testing.T) {
	var got []string
	for _, addr := range []net.Addr{nil, &net.UnixAddr{Net: "unix"}, &net.UnixAddr{Name: "@", Net: "unix"}, &net.UnixAddr{Name: "/run/x", Net: "unix"}, otherAddr("192.0.2.1:1")} {
		got = append(got, Shown(addr))
	}
	if want := []string{"", "unix", "unix", "/run/x", "192.0.2.1:1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
