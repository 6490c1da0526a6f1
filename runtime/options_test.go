package runtime

import (
	"crypto/tls"
	"log/slog"
	"math"
	"testing"
	"time"
)

func TestSettings(t *testing.T) {
	for _, row := range []struct {
		sentence string
		opts     []Option
		get      func(s settings) any
		want     any
	}{
		{"the default of a size", nil, func(s settings) any { return s.maxBodySize }, int64(1 << 20)},
		{"a size", []Option{MaxBodySize(7)}, func(s settings) any { return s.maxBodySize }, int64(7)},
		{"the last one wins", []Option{MaxBodySize(7), MaxBodySize(8)}, func(s settings) any { return s.maxBodySize }, int64(8)},
		{"zero is the default", []Option{MaxBodySize(7), MaxBodySize(0)}, func(s settings) any { return s.maxBodySize }, int64(1 << 20)},
		{"negative is no limit", []Option{MaxBodySize(-1)}, func(s settings) any { return s.maxBodySize }, int64(math.MaxInt64)},
		{"a head is never unbounded", []Option{MaxHeadSize(-1)}, func(s settings) any { return s.maxHeadSize }, int64(1 << 20)},
		{"nor large", []Option{MaxLineSize(1 << 30)}, func(s settings) any { return s.maxLineSize }, int64(1 << 20)},
		{"a target's default", nil, func(s settings) any { return s.maxTargetSize }, int64(8 << 10)},
		{"a target", []Option{MaxTargetSize(9)}, func(s settings) any { return s.maxTargetSize }, int64(9)},
		{"a head's default", nil, func(s settings) any { return s.maxHeadSize }, int64(16 << 10)},
		{"a count", []Option{MaxFields(3)}, func(s settings) any { return s.maxFields }, 3},
		{"a count without limit", []Option{MaxCookies(-3)}, func(s settings) any { return s.maxCookies }, math.MaxInt},
		{"the defaults of counts", nil, func(s settings) any { return [2]int{s.maxFields, s.maxCookies} }, [2]int{100, 64}},
		{"connections", []Option{MaxConnections(5)}, func(s settings) any { return s.maxConnections }, 5},
		{"connections by default", nil, func(s settings) any { return s.maxConnections }, 65536},
		{"connections of one client by default", nil, func(s settings) any { return s.maxConnectionsPerIP }, math.MaxInt},
		{"connections of one client", []Option{MaxConnectionsPerIP(5)}, func(s settings) any { return s.maxConnectionsPerIP }, 5},
		{"a timeout's default", nil, func(s settings) any { return s.readTimeout }, 30 * time.Second},
		{"a timeout", []Option{ReadTimeout(time.Second)}, func(s settings) any { return s.readTimeout }, time.Second},
		{"no timeout", []Option{ReadTimeout(-1)}, func(s settings) any { return s.readTimeout }, time.Duration(0)},
		{"other timeouts", []Option{HandshakeTimeout(1), FirstByteTimeout(2), HeaderTimeout(3), IdleTimeout(4), WriteTimeout(5), Timeout(6), PreDrain(7), DrainTimeout(8)},
			func(s settings) any {
				return [8]time.Duration{s.handshakeTimeout, s.firstByteTimeout, s.headerTimeout, s.idleTimeout, s.writeTimeout, s.timeout, s.preDrain, s.drainTimeout}
			}, [8]time.Duration{1, 2, 3, 4, 5, 6, 7, 8}},
		{"their defaults", nil, func(s settings) any {
			return [8]time.Duration{s.handshakeTimeout, s.firstByteTimeout, s.headerTimeout, s.idleTimeout, s.writeTimeout, s.timeout, s.preDrain, s.drainTimeout}
		}, [8]time.Duration{10 * time.Second, 10 * time.Second, 10 * time.Second, 180 * time.Second, 30 * time.Second, 0, 0, 25 * time.Second}},
		{"a body's rate by default", nil, func(s settings) any { return s.minBodyRate }, int64(1 << 10)},
		{"no rate", []Option{MinBodyRate(-1)}, func(s settings) any { return s.minBodyRate }, int64(0)},
		{"nobody observes by default", nil, func(s settings) any { return s.observed() }, false},
		{"an access log observes", []Option{AccessLog(quiet())}, func(s settings) any { return s.observed() }, true},
		{"nobody is believed by default", nil, func(s settings) any { return len(s.proxies) + len(s.forwarders) }, 0},
		{"certificates in files are TLS", []Option{TLSFiles("a", "b")}, func(s settings) any { return s.tls != nil }, true},
		{"an option that is nil is none", []Option{nil}, func(s settings) any { return s.tls == nil }, true},
		{"TLS is a copy", []Option{TLS(sharedTLS)}, func(s settings) any { return s.tls != sharedTLS && s.tls.ServerName == "x" }, true},
		{"no TLS", []Option{TLS(sharedTLS), TLS(nil)}, func(s settings) any { return s.tls == nil }, true},
	} {
		if got := row.get(NewApp(handwritten(), row.opts...).settings); got != row.want {
			t.Errorf("%s: %v, want %v", row.sentence, got, row.want)
		}
	}
	for _, app := range []*App{NewApp(handwritten()), NewApp(handwritten(), Logger(nil))} {
		if app.log().Handler() != (carefulHandler{slog.Default().Handler()}) {
			t.Error("without a logger it is not slog's")
		}
	}
}

var sharedTLS = &tls.Config{ServerName: "x"}
