package runtime

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// Certificates in files are tested here.

// pairFiles are a certificate and its key in files.
type pairFiles struct {
	t         *testing.T
	cert, key string
}

func newPairFiles(t *testing.T) pairFiles {
	dir := t.TempDir()
	return pairFiles{t, filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")}
}

// renew writes a new pair, each file in one step, and returns who trusts it.
func (p pairFiles) renew() *x509.CertPool {
	p.t.Helper()
	config, pool := testCertificate(p.t)
	der, err := x509.MarshalPKCS8PrivateKey(config.Certificates[0].PrivateKey)
	if err != nil {
		p.t.Fatal(err)
	}
	p.write(p.key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	p.write(p.cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: config.Certificates[0].Certificate[0]}))
	return pool
}

func (p pairFiles) write(name string, content []byte) {
	p.t.Helper()
	if err := os.WriteFile(name+".new", content, 0o600); err != nil {
		p.t.Fatal(err)
	}
	if err := os.Rename(name+".new", name); err != nil {
		p.t.Fatal(err)
	}
}

func TestTLSFiles(t *testing.T) {
	files := newPairFiles(t)
	pool := files.renew()
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		return Text(req.TLS().NegotiatedProtocol + " " + req.TLS().ServerName), nil
	})), TLSFiles(files.cert, files.key), TLS(&tls.Config{MinVersion: tls.VersionTLS13}))
	dial := func(pool *x509.CertPool) (*client, error) {
		nc, err := tls.Dial("tcp", h.tcp.Addr().String(), &tls.Config{RootCAs: pool, ServerName: "localhost", NextProtos: []string{"http/1.1"}})
		if err != nil {
			return nil, err
		}
		t.Cleanup(func() { nc.Close() })
		return &client{t, nc, bufio.NewReader(nc)}, nil
	}
	old, err := dial(pool)
	if err != nil {
		t.Fatal(err)
	}
	old.write(whoRequest)
	old.want("a certificate of files", 200, "http/1.1 localhost")

	later := files.renew()
	waitFor(t, "the new certificate", func() bool { _, err := dial(later); return err == nil })
	if _, err := dial(pool); err == nil {
		t.Error("the old certificate is in use, too")
	}
	old.write(whoRequest)
	old.want("who is connected stays so", 200, "http/1.1 localhost")

	files.write(files.cert, []byte("nonsense"))
	waitFor(t, "a word about it", func() bool {
		if _, err := dial(later); err != nil {
			t.Fatalf("after a faulty file: %v", err)
		}
		return strings.Contains(h.logs.String(), "not reloaded")
	})
	if _, err := tls.Dial("tcp", h.tcp.Addr().String(), &tls.Config{RootCAs: later, ServerName: "localhost", MaxVersion: tls.VersionTLS12}); err == nil {
		t.Error("the rest of the configuration of TLS is not obeyed")
	}
}

// How often the files are looked at, and when they are read.
func TestTLSFilesAreReadWhenTheyChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		files := newPairFiles(t)
		files.renew()
		f := &certificateFiles{names: [2]string{files.cert, files.key}}
		if err := f.load(); err != nil {
			t.Fatal(err)
		}
		logs := new(safeBuffer)
		current := func() *tls.Certificate { return f.current(textLogger(logs)) }
		first := current()
		time.Sleep(2 * time.Second)
		if current() != first {
			t.Error("what has not changed was read again")
		}
		files.renew()
		time.Sleep(900 * time.Millisecond)
		if current() != first {
			t.Error("the files were looked at twice in a second")
		}
		time.Sleep(200 * time.Millisecond)
		second := current()
		if second == first {
			t.Error("the new pair is not in use")
		}
		os.Remove(files.key)
		for range 5 {
			time.Sleep(2 * time.Second)
			if current() != second {
				t.Error("a missing key has changed the certificate")
			}
		}
		if n := strings.Count(logs.String(), "not reloaded"); n != 1 {
			t.Errorf("one fault is logged %d times", n)
		}
		config, _ := testCertificate(t)
		files.write(files.cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: config.Certificates[0].Certificate[0]}))
		time.Sleep(2 * time.Second)
		if current() != second {
			t.Error("half a pair is in use")
		}
		files.renew()
		time.Sleep(2 * time.Second)
		if got := current(); got == second || got == first {
			t.Error("after the fault the new pair is not in use")
		}
	})
}

// What could not be read for a reason outside of the files is read again although they
// have not changed.
func TestTLSFilesAreReadAgainAfterAShortage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		files := newPairFiles(t)
		files.renew()
		var shortage error
		tries := 0
		f := &certificateFiles{names: [2]string{files.cert, files.key}, loadPair: func(cert, key string) (tls.Certificate, error) {
			if tries++; shortage != nil {
				return tls.Certificate{}, shortage
			}
			return tls.LoadX509KeyPair(cert, key)
		}}
		if err := f.load(); err != nil {
			t.Fatal(err)
		}
		logs := new(safeBuffer)
		after := func(d time.Duration) *tls.Certificate {
			time.Sleep(d)
			return f.current(textLogger(logs))
		}
		first := after(0)
		files.renew()
		shortage = &os.PathError{Op: "open", Path: files.cert, Err: syscall.EMFILE}
		for range 3 {
			if after(2*time.Second) != first {
				t.Error("what could not be read is in use")
			}
		}
		shortage = &os.PathError{Op: "open", Path: files.cert, Err: syscall.EIO}
		after(2 * time.Second)
		if n := strings.Count(logs.String(), "not reloaded"); n != 2 {
			t.Errorf("two kinds of faults are logged %d times:\n%s", n, logs)
		}
		tries = 0
		for range 100 {
			after(10 * time.Millisecond)
		}
		if tries > 1 {
			t.Errorf("tried %d times in a second", tries)
		}
		shortage = nil
		second := after(2 * time.Second)
		if second == first {
			t.Error("the pair was not read again after the shortage")
		}
		tries = 0
		if after(2*time.Second) != second || tries != 0 {
			t.Error("what was read is read again")
		}
		if n := strings.Count(logs.String(), "certificate reloaded"); n != 1 {
			t.Errorf("one renewal is logged %d times", n)
		}
	})
}

func TestTLSFilesThatAreOfNoUse(t *testing.T) {
	files := newPairFiles(t)
	for sentence, opt := range map[string]Option{
		"missing": TLSFiles(files.cert, files.key), "no key": TLSFiles(files.cert, ""), "no certificate": TLSFiles("", files.key),
	} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		if err := NewApp(manners(), Logger(quiet()), opt).Serve(context.Background(), l); err == nil || !strings.Contains(err.Error(), "TLS") {
			t.Errorf("%s: %v", sentence, err)
		}
		if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
			t.Errorf("%s: the listener is still open", sentence)
		}
	}
	h := serveTest(t, manners(), TLSFiles("a", "b"), TLSFiles("", ""))
	c := h.client("tcp")
	c.write(whoRequest)
	c.want("without files there is no TLS", 200, "root")
}
