package front

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// writeCertificate writes a certificate of this machine with a serial number, and its key, with a time of their own.
func writeCertificate(t *testing.T, cert, key string, serial int64) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "tongjian"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write(t, key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), serial)
	write(t, cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), serial)
}

// write writes a file and makes sure that its time tells it from another writing, however coarse the clock of the file system.
func write(t *testing.T, name string, b []byte, stamp int64) {
	t.Helper()
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	at := time.Unix(1_700_000_000+stamp, 0)
	if err := os.Chtimes(name, at, at); err != nil {
		t.Fatal(err)
	}
}

// shown is the serial number of the certificate a server shows, and the version of TLS agreed on.
func shown(t *testing.T, addr string, newest uint16) (serial int64, version uint16, err error) {
	t.Helper()
	dialer := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, MaxVersion: newest}}
	conn, err := dialer.DialContext(t.Context(), "tcp", addr)
	if err != nil {
		return 0, 0, err
	}
	defer conn.Close()
	s := conn.(*tls.Conn).ConnectionState()
	return s.PeerCertificates[0].SerialNumber.Int64(), s.Version, nil
}

func TestCertificatesAreReadAgain(t *testing.T) {
	cert, key := filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	if _, err := OpenCertificates(cert, key, nil); err == nil {
		t.Error("files that are not there are opened")
	}
	writeCertificate(t, cert, key, 1)
	var log bytes.Buffer
	c, err := OpenCertificates(cert, key, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener := tls.NewListener(plain, c.Config())
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				_ = conn.(*tls.Conn).HandshakeContext(t.Context()) // the other side says what came of it
				conn.Close()
			}()
		}
	}()
	want := func(serial int64) {
		t.Helper()
		got, version, err := shown(t, listener.Addr().String(), tls.VersionTLS13)
		if err != nil || got != serial || version != tls.VersionTLS13 {
			t.Errorf("certificate %d by TLS %x, want %d: %v", got, version, serial, err)
		}
	}
	want(1)
	writeCertificate(t, cert, key, 2)
	want(2)
	// Half written: the one before stays, and the log says so.
	write(t, cert, []byte("-----BEGIN CERT"), 3)
	want(2)
	if !strings.Contains(log.String(), cert) {
		t.Errorf("the log does not name the file: %s", &log)
	}
	writeCertificate(t, cert, key, 4)
	want(4)
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	want(4)
	if _, _, err := shown(t, listener.Addr().String(), tls.VersionTLS11); err == nil {
		t.Error("TLS 1.1 is agreed to")
	}
}
