package runtime

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// Certificates in files, which change while the server runs, live here.

// certificateCheck is how often at most the files are looked at.
const certificateCheck = time.Second

// TLSFiles makes Run and Serve speak TLS with the certificate chain and the private key
// of two PEM files, as tls.LoadX509KeyPair reads them. At a handshake, at most once a
// second, they are looked at, and read again if one has changed; connections that are
// open go on. A pair that cannot be read, or does not fit together, is logged and the old
// one stays in use; it is tried again once a second, and logged again if it fails in
// another way. If there is no good pair at the start, Run and Serve return an error.
//
// Everything else is that of the configuration of the option TLS, if there is one, in
// whatever order the two are given; its certificates are not used. Default, and with two
// empty names: no files.
func TLSFiles(cert, key string) Option {
	if cert == "" && key == "" {
		return func(s *settings) { s.certificates = nil }
	}
	files := &certificateFiles{names: [2]string{cert, key}}
	return func(s *settings) { s.certificates = files }
}

// tlsConfig is the configuration that listeners are given, or nil without TLS.
func (a *App) tlsConfig() (*tls.Config, error) {
	files := a.settings.certificates
	if files == nil {
		if a.settings.tls == nil {
			return nil, nil
		}
		return h2Config(a.settings.tls), nil
	}
	if err := files.load(); err != nil {
		return nil, fmt.Errorf("runtime: TLS: %w", err)
	}
	config := h2Config(a.settings.tls)
	config.Certificates = nil // or GetCertificate is not asked without a server name
	config.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		return files.current(a.log()), nil
	}
	return config, nil
}

// certificateFiles is a pair of files and what was last read of them.
type certificateFiles struct {
	names [2]string // certificate, key
	// loadPair is tls.LoadX509KeyPair where it is nil.
	loadPair func(cert, key string) (tls.Certificate, error)

	mu      sync.Mutex
	pair    *tls.Certificate
	seen    [2]os.FileInfo // when they were last read, with or without success
	failed  string         // why that failed; "" if it did not
	checked time.Time
}

// load reads the files for a server that begins.
func (f *certificateFiles) load() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.read(f.look())
}

// current is the pair to use at a handshake.
func (f *certificateFiles) current(log *slog.Logger) *tls.Certificate {
	f.mu.Lock()
	defer f.mu.Unlock()
	if time.Since(f.checked) < certificateCheck {
		return f.pair
	}
	now := f.look()
	same := unchanged(f.seen[0], now[0]) && unchanged(f.seen[1], now[1])
	// What failed may have failed for a reason outside of the files: no descriptor was left.
	if same && f.failed == "" {
		return f.pair
	}
	before := f.failed
	switch err := f.read(now); {
	case err == nil:
		log.Info("certificate reloaded", "cert", f.names[0])
	case !same || f.failed != before:
		log.Error("certificate not reloaded, the old one stays in use",
			"cert", f.names[0], "key", f.names[1], "error", err)
	}
	return f.pair
}

// reload reads the files whether they have changed or not.
func (f *certificateFiles) reload(log *slog.Logger) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.read(f.look()); err != nil {
		log.Error("certificate not reloaded, the old one stays in use",
			"cert", f.names[0], "key", f.names[1], "error", err)
		return
	}
	log.Info("certificate reloaded", "cert", f.names[0])
}

// look notes the state of the files, before they are read: what changes while they are
// is seen the next time.
func (f *certificateFiles) look() (now [2]os.FileInfo) {
	f.checked = time.Now()
	for i, name := range f.names {
		now[i], _ = os.Stat(name) // nil is a state, too: that of a missing file
	}
	return now
}

func (f *certificateFiles) read(state [2]os.FileInfo) error {
	f.seen, f.failed = state, ""
	load := f.loadPair
	if load == nil {
		load = tls.LoadX509KeyPair
	}
	pair, err := load(f.names[0], f.names[1])
	if err != nil {
		f.failed = err.Error()
		return err
	}
	f.pair = &pair
	return nil
}

func unchanged(before, now os.FileInfo) bool {
	if before == nil || now == nil {
		return before == nil && now == nil
	}
	return os.SameFile(before, now) && before.Size() == now.Size() && before.ModTime().
		Equal(now.ModTime())
}
