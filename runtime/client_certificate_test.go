package runtime

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net/http"
	"testing"
	"time"
)

// clientCertificate is one of ann, by an authority or by herself.
func clientCertificate(t *testing.T, authority *x509.Certificate, by *ecdsa.PrivateKey) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "ann"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	if authority == nil {
		authority, by = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, authority, &key.PublicKey, by)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func TestClientCertificates(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	authority := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, authority, authority, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	if authority, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	config, _ := testCertificate(t)
	// As an ACME client does it, the certificate comes from a function.
	own := config.Certificates[0]
	config = &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return &own, nil }, ClientCAs: x509.NewCertPool()}
	config.ClientCAs.AddCert(authority)
	whois := handlerLeaf("GET", "/", func(req Request) (Response, error) {
		if c := req.ClientCertificate(); c != nil {
			return Text(c.Subject.CommonName), nil
		}
		return Text("nobody"), nil
	})
	for _, row := range []struct {
		sentence string
		auth     tls.ClientAuthType
		sent     []tls.Certificate
		want     string
	}{
		{"one that is verified", tls.VerifyClientCertIfGiven, []tls.Certificate{clientCertificate(t, authority, key)}, "ann"},
		{"none", tls.VerifyClientCertIfGiven, nil, "nobody"},
		{"one that is not verified", tls.RequestClientCert, []tls.Certificate{clientCertificate(t, nil, nil)}, "nobody"},
	} {
		config.ClientAuth = row.auth
		h := serveTest(t, handwritten(whois), TLS(config))
		transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, Certificates: row.sent}}
		resp, err := (&http.Client{Transport: transport}).Get("https://" + h.tcp.Addr().String() + "/")
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		transport.CloseIdleConnections()
		if string(b) != row.want {
			t.Errorf("%s: %s, want %s", row.sentence, b, row.want)
		}
	}
	d := talkTo(t, handwritten(whois))
	d.want("without TLS", "GET /", 200, "nobody")
}
