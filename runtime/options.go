package runtime

import (
	"cmp"
	"context"
	"crypto/tls"
	"io/fs"
	"log/slog"
	"math"
	"net/http"
	"os"
	"time"

	"example.com/httpgen/runtime/internal/peer"
)

// The settings of an App and the options that change them live here. Every limit has
// a default that is safe on the open internet.
//
// One rule holds for all of them: zero means the default, so that a setting read from
// a file or a flag may be left empty; a negative value means no limit, or no timeout.
// Where an option differs, its comment says so.

// An Option changes a setting of an App. The last one for a setting wins.
type Option func(*settings)

// settings are the limits of an App. In an App, after withDefaults, they are ready to
// compare with: a size or count without limit is the largest integer, a duration
// without limit is 0.
type settings struct {
	maxBodySize   int64
	maxHeadSize   int64
	maxLineSize   int64
	maxTargetSize int64
	maxFields     int
	maxCookies    int

	handshakeTimeout time.Duration
	firstByteTimeout time.Duration
	headerTimeout    time.Duration
	readTimeout      time.Duration
	idleTimeout      time.Duration
	writeTimeout     time.Duration
	timeout          time.Duration
	minBodyRate      int64
	staticCache      int64

	maxConnections      int
	maxConnectionsPerIP int
	reusePort           int

	preDrain     time.Duration
	drainTimeout time.Duration

	secure     *secureFields // SecureHeaders; nil: off
	protection *protection   // CrossOriginProtection; nil: off
	hosts      *hostList     // HostAllowed; nil: every one
	requestIDs bool

	tallies       []Tally     // Count
	reloadSignals []os.Signal // ReloadTLS

	logTrace  bool
	logWhen   []func(Observation) bool // LogWhen: all have to agree
	logSample func(*Observation) bool  // LogSampled; nil: all

	origins      []string                          // AllowOrigins
	compressions []Compression                     // Compressions
	readyChecks  []func(ctx context.Context) error // ReadyCheck

	logger *slog.Logger // nil: slog.Default() at the time of use
	tls    *tls.Config  // nil: no TLS
	static []staticDir  // beside those of the manifest, looked at after them

	certificates *certificateFiles                       // nil: those of tls
	proxies      peer.Ranges                             // that speak the PROXY protocol
	forwarders   peer.Ranges                             // whose X-Forwarded-For and Forwarded are believed
	accessLog    *slog.Logger                            // nil: none
	logGiven     []func([]slog.Attr, []gift) []slog.Attr // LogGiven
	observers    []Observer
	middleware   []func(http.Handler) http.Handler
	h2c          bool // HTTP/2 without TLS
}

// The defaults of limits and timeouts.
const (
	defaultMaxBodySize   = 1 << 20
	defaultMaxHeadSize   = 16 << 10
	defaultMaxLineSize   = 8 << 10
	defaultMaxTargetSize = 8 << 10
	defaultMaxFields     = 100
	defaultMaxCookies    = 64

	defaultHandshakeTimeout = 10 * time.Second
	defaultFirstByteTimeout = 10 * time.Second
	defaultHeaderTimeout    = 10 * time.Second
	defaultReadTimeout      = 30 * time.Second
	defaultIdleTimeout      = 180 * time.Second
	defaultWriteTimeout     = 30 * time.Second
	defaultMinBodyRate      = 1 << 10
	defaultStaticCache      = 64 << 20

	defaultMaxConnections = 1 << 16
	defaultDrainTimeout   = 25 * time.Second

	// largestHead bounds what a head may be allowed to take: places in it are kept as
	// 32-bit offsets, and more than this is no head.
	largestHead = 1 << 20
)

// MaxBodySize bounds the body of a request, in bytes: 413 past it, before anything is
// read where Content-Length says so (RFC 9110 §15.5.14). Default 1 MiB; zero: the
// default; negative: no limit. A route's own limit takes its place.
func MaxBodySize(bytes int64) Option { return func(s *settings) { s.maxBodySize = bytes } }

// MaxHeadSize bounds start line and fields of a request together, in bytes: 431 past
// it. Default 16 KiB; zero: the default; negative or above 1 MiB: 1 MiB.
func MaxHeadSize(bytes int64) Option { return func(s *settings) { s.maxHeadSize = bytes } }

// MaxLineSize bounds one field line of a request, in bytes: 431 past it. Default
// 8 KiB; zero: the default; negative or above 1 MiB: 1 MiB.
func MaxLineSize(bytes int64) Option { return func(s *settings) { s.maxLineSize = bytes } }

// MaxTargetSize bounds the request target, in bytes: 414 past it (RFC 9112 §3).
// Default 8 KiB; zero: the default; negative or above 1 MiB: 1 MiB.
func MaxTargetSize(bytes int64) Option { return func(s *settings) { s.maxTargetSize = bytes } }

// MaxFields bounds the number of field lines of a request: 431 past it. Default 100;
// zero: the default; negative: as many as the head has room for.
func MaxFields(n int) Option { return func(s *settings) { s.maxFields = n } }

// MaxCookies bounds the number of cookies of a request: 431 past it. Default 64; zero:
// the default; negative: as many as the head has room for.
func MaxCookies(n int) Option { return func(s *settings) { s.maxCookies = n } }

// HandshakeTimeout bounds the TLS handshake of a new connection. Default 10 s; zero:
// the default; negative: no timeout.
func HandshakeTimeout(d time.Duration) Option {
	return func(
		s *settings) {
		s.handshakeTimeout = d
	}
}

// FirstByteTimeout bounds the wait for the first byte of a new connection, which is
// then closed without a word. Default 10 s; zero: the default; negative: no timeout.
func FirstByteTimeout(d time.Duration) Option {
	return func(
		s *settings) {
		s.firstByteTimeout = d
	}
}

// HeaderTimeout bounds the time from the first byte of a request to the end of its
// head, however its bytes drip: 408 past it. Default 10 s; zero: the default; negative:
// no timeout.
func HeaderTimeout(d time.Duration) Option { return func(s *settings) { s.headerTimeout = d } }

// ReadTimeout bounds the reading of a whole request, from its first byte to the end of
// its body: 408 past it. A body that a handler streams is held to MinBodyRate instead, and
// where there is no rate each piece of it to ReadTimeout.
// Default 30 s; zero: the default; negative: no timeout.
func ReadTimeout(d time.Duration) Option { return func(s *settings) { s.readTimeout = d } }

// IdleTimeout bounds the wait for the next request on a connection that is kept alive,
// which is then closed without a word. It should be longer than the idle time of the
// proxies and clients in front, which is 60 to 120 s by default in most of them: what a
// client sends at the moment of a close is lost. Default 180 s; zero: the default;
// negative: no timeout.
func IdleTimeout(d time.Duration) Option { return func(s *settings) { s.idleTimeout = d } }

// WriteTimeout bounds how long a client may take no byte of its answer; for a stream it
// holds for each flush. Default 30 s; zero: the default; negative: no timeout.
func WriteTimeout(d time.Duration) Option { return func(s *settings) { s.writeTimeout = d } }

// Timeout bounds the handling of a request: past it the request's context ends, and
// 503 is sent if nothing was. A handler cannot be stopped: one that does not look at its
// context runs on, and the graceful end waits for it. A route's own timeout takes its
// place, longer or none. Default, zero and negative: no timeout.
func Timeout(d time.Duration) Option { return func(s *settings) { s.timeout = d } }

// MinBodyRate is what a client that sends a streamed body has to keep up, in bytes per
// second after a grace of 10 s; who was faster may pause for 10 s more: 408 past it. Default
// 1 KiB/s; zero: the default; negative: no such demand, and ReadTimeout bounds the wait for
// each piece of the body instead. A route's own rate takes its place. Bodies of ServeHTTP are
// held to the timeouts of their http.Server.
func MinBodyRate(bytesPerSecond int64) Option {
	return func(s *settings) { s.minBodyRate = bytesPerSecond }
}

// StaticCache bounds what is kept of the files of static directories and of StaticFS, in bytes:
// the content of those of up to 64 KiB, with what is answered of them. Files that have not changed
// for 2 s are kept, and a file that is replaced, changed, removed, or whose rights have changed, is
// seen at once, since the system is asked each time; a precompressed form that is put beside one
// is seen within a second. Of other file systems those that are embedded are kept. Default 64 MiB;
// zero: the default; negative: nothing is kept.
func StaticCache(bytes int64) Option { return func(s *settings) { s.staticCache = bytes } }

// MaxConnections bounds the connections that are open at one time; one more is answered
// with 503 and closed. A connection whose Timeout is over is not counted any more, though
// its handler may go on: up to as many handlers may run on, and many of them are logged.
// One without a Timeout is counted until its handler returns, also when its client is
// gone. Default 65,536; zero: the default; negative: no limit.
func MaxConnections(n int) Option { return func(s *settings) { s.maxConnections = n } }

// MaxConnectionsPerIP bounds the connections that are open at one time from one IPv4
// address, or from one /64 of IPv6. Default, zero and negative: no limit.
func MaxConnectionsPerIP(n int) Option { return func(s *settings) { s.maxConnectionsPerIP = n } }

// PreDrain is how long a server that was asked to stop goes on as before, but for its
// readiness, so that a load balancer can notice. Default, zero and negative: not at all.
func PreDrain(d time.Duration) Option { return func(s *settings) { s.preDrain = d } }

// DrainTimeout bounds how long a server that stops waits for requests in flight. Default
// 25 s; zero: the default; negative: as long as they take.
func DrainTimeout(d time.Duration) Option { return func(s *settings) { s.drainTimeout = d } }

// Logger sets where the App reports what no client is told: unhandled errors, panics
// with their stack, faults of the server. Default, and nil: slog.Default() at the time
// of the report.
func Logger(l *slog.Logger) Option { return func(s *settings) { s.logger = l } }

// TLS makes Run and Serve speak TLS. The configuration is cloned; nil: no TLS. Its functions are
// asked as package crypto/tls has it: GetCertificate may be an ACME client's, as
// golang.org/x/crypto/acme/autocert has one in Manager.TLSConfig; ClientAuth and ClientCAs ask for
// certificates of clients, of which Request.ClientCertificate tells.
func TLS(config *tls.Config) Option { return func(s *settings) { s.tls = config.Clone() } }

// StaticFS serves the files of fsys under a path prefix, as a static entry of the
// manifest does for a directory: for GET and HEAD, before the routes, with dotfiles
// hidden. It is meant for embed.FS. Entries of the manifest are looked at first. What is
// said of links at FileFS, and of files without a time at File, holds here too.
//
// prefix is decoded text and starts with "/"; otherwise StaticFS panics, as it does
// without a file system.
func StaticFS(prefix string, fsys fs.FS, opts ...StaticOption) Option {
	if fsys == nil {
		panic("runtime: StaticFS without a file system")
	}
	tree := treeOf(fsys)
	if dir, ok := tree.(openedOnce); ok { // for many requests
		tree = &staticOS{path: string(dir)}
	}
	dir := newStaticDir(prefix, tree, opts...)
	return func(s *settings) { s.static = append(s.static, dir) }
}

// withDefaults turns the settings that options made into those that an App works with.
func (s settings) withDefaults() settings {
	s.maxBodySize = size(s.maxBodySize, defaultMaxBodySize, math.MaxInt64)
	s.maxHeadSize = min(size(s.maxHeadSize, defaultMaxHeadSize, largestHead), largestHead)
	s.maxLineSize = min(size(s.maxLineSize, defaultMaxLineSize, largestHead), largestHead)
	s.maxTargetSize = min(size(s.maxTargetSize, defaultMaxTargetSize, largestHead), largestHead)
	s.maxFields = size(s.maxFields, defaultMaxFields, math.MaxInt)
	s.maxCookies = size(s.maxCookies, defaultMaxCookies, math.MaxInt)

	s.handshakeTimeout = duration(s.handshakeTimeout, defaultHandshakeTimeout)
	s.firstByteTimeout = duration(s.firstByteTimeout, defaultFirstByteTimeout)
	s.headerTimeout = duration(s.headerTimeout, defaultHeaderTimeout)
	s.readTimeout = duration(s.readTimeout, defaultReadTimeout)
	s.idleTimeout = duration(s.idleTimeout, defaultIdleTimeout)
	s.writeTimeout = duration(s.writeTimeout, defaultWriteTimeout)
	s.timeout = duration(s.timeout, 0)
	s.minBodyRate = max(size(s.minBodyRate, defaultMinBodyRate, 0), 0)

	s.staticCache = max(size(s.staticCache, defaultStaticCache, 0), 0)

	s.maxConnections = size(s.maxConnections, defaultMaxConnections, math.MaxInt)
	s.maxConnectionsPerIP = size(s.maxConnectionsPerIP, math.MaxInt, math.MaxInt)

	s.preDrain = duration(s.preDrain, 0)
	s.drainTimeout = duration(s.drainTimeout, defaultDrainTimeout)
	if s.certificates != nil && s.tls == nil {
		s.tls = new(tls.Config)
	}
	return s
}

func size[T int | int64](given, byDefault, unlimited T) T {
	if given < 0 {
		return unlimited
	}
	return cmp.Or(given, byDefault)
}

func duration(given, byDefault time.Duration) time.Duration {
	if given < 0 {
		return 0
	}
	return cmp.Or(given, byDefault)
}
