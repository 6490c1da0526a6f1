package runtime

import "testing"

func TestWhichOriginsAreTaken(t *testing.T) {
	for _, row := range []struct {
		pattern, origin string
		taken           bool
	}{
		{"https://app.example.com", "https://app.example.com", true},
		{"https://app.example.com", "http://app.example.com", false},
		{"https://app.example.com", "https://app.example.com:8443", false},
		{"https://app.example.com", "https://app.example.com.evil.com", false},
		{"https://app.example.com", "https://app.example.com@evil.com", false},
		{"https://app.example.com", "https://app.example.com/", false},
		{"https://app.example.com", "HTTPS://APP.EXAMPLE.COM", false},
		{"https://app.example.com", "https://evil.com, https://app.example.com", false},
		{"https://app.example.com", "null", false},
		{"https://app.example.com", "", false},
		{"https://*.example.com", "https://a.example.com", true},
		{"https://*.example.com", "https://a.b.example.com", true},
		{"https://*.example.com", "https://example.com", false},
		{"https://*.example.com", "https://.example.com", false},
		{"https://*.example.com", "https://a..example.com", false},
		{"https://*.example.com", "https://evilexample.com", false},
		{"https://*.example.com", "https://example.com.evil.com", false},
		{"https://*.example.com", "https://evil.com/.example.com", false},
		{"https://*.example.com", "https://evil.com?.example.com", false},
		{"https://*.example.com", "https://evil.com#.example.com", false},
		{"https://*.example.com", "https://evil.com:1.example.com", false},
		{"https://*.example.com", "https://user@a.example.com", false},
		{"https://*.example.com", "https://a.example.com:8443", false},
		{"https://*.example.com", "http://a.example.com", false},
		{"https://*.example.com", "https://[::1].example.com", false},
		{"https://*.example.com:8443", "https://a.example.com:8443", true},
		{"https://*.example.com:8443", "https://a.example.com", false},
		{"http://localhost:*", "http://localhost:5173", true},
		{"http://localhost:*", "http://localhost", true},
		{"http://localhost:*", "http://localhost:", false},
		{"http://localhost:*", "http://localhost:5173/", false},
		{"http://localhost:*", "http://localhost:evil.com", false},
		{"http://localhost:*", "http://localhost.evil.com:80", false},
		{"http://*.localhost:*", "http://a.localhost:3000", true},
		{"http://[::1]:*", "http://[::1]:3000", true},
		{"http://[::1]", "http://[::1]", true},
		{"null", "null", true},
		{"null", "https://null", false},
		{"capacitor://localhost", "capacitor://localhost", true},
	} {
		var o origins
		if err := o.add(row.pattern); err != nil {
			t.Errorf("%s: %v", row.pattern, err)
			continue
		}
		if got := o.match(row.origin); (got != "") != row.taken || got != "" && got != row.origin {
			t.Errorf("%s takes %q as %q, want %v", row.pattern, row.origin, got, row.taken)
		}
	}
}

func TestWhatIsNoOrigin(t *testing.T) {
	for _, text := range []string{"", "example.com", "https://", "https://*", "https://*example.com", "https://a.*.com",
		"https://*.", "https://Example.com", "https://example.com/", "https://example.com/a", "https://example.com:",
		"https://example.com:0", "https://example.com:65536", "https://example.com:443", "http://example.com:80",
		"https://user@example.com", "https://ex ample.com", "https://bücher.example", "1http://a", "://a", "https://a..b",
		"https://[::1", "https://[]", "*.example.com", "https://example.com?", "https://example.com:*1"} {
		if _, err := parseOrigin(text); err == nil {
			t.Errorf("%q is taken for an origin", text)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("AllowOrigins takes every origin")
		}
	}()
	AllowOrigins("*")
}

// Whatever an origin is made of, one that a pattern takes is the scheme, labels, and the host.
func FuzzOrigins(f *testing.F) {
	f.Add("https://*.example.com", "https://a.example.com")
	f.Add("http://localhost:*", "http://localhost:1")
	f.Fuzz(func(t *testing.T, pattern, origin string) {
		var o origins
		if pattern == "*" || o.add(pattern) != nil {
			return
		}
		if got := o.match(origin); got != "" && got != origin {
			t.Errorf("%q is answered with %q", origin, got)
		}
		if o.match(origin) == "" || origin == "null" {
			return
		}
		if p, err := parseOrigin(origin); err != nil && !hasImpliedPort(origin) || p.below || p.ports {
			t.Errorf("%s takes %q, which is no origin: %v", pattern, origin, err)
		}
	})
}

// hasImpliedPort tells what no browser sends, and no manifest may name.
func hasImpliedPort(origin string) bool {
	_, port, _ := cutPort(origin)
	return port == "80" || port == "443"
}
